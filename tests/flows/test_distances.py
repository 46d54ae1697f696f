import numpy as np

from detector.flows.distances import UNKNOWN_KM, distances_km


def test_near_is_near_and_both_ways_are_the_same():
    there = distances_km(np.array(["SG", "US", "TW"]), np.array(["MY", "CN", "HK"]))
    back = distances_km(np.array(["MY", "CN", "HK"]), np.array(["SG", "US", "TW"]))
    np.testing.assert_allclose(there, back)
    assert there[0] < 1000 < there[1]


def test_an_unknown_country_lies_at_a_middling_distance():
    assert distances_km(np.array(["??"]), np.array(["MY"])).tolist() == [UNKNOWN_KM]
    assert distances_km(np.array([], dtype=object), np.array([], dtype=object)).shape == (0,)
