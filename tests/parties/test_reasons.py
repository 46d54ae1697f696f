import numpy as np

from detector.parties.reasons import BITS, lay_out_matches
from tests.parties.names import joined

DOOR = "18 Harbour Street, Penang"


def test_a_pair_is_told_with_its_waterfall_and_in_words(con):
    told = lay_out_matches(
        joined(con, ("Kelvarren Tech", "MY", DOOR), ("Kelvaren Technology", "MY", DOOR))
    )
    (row,) = told.to_dict("records")
    np.testing.assert_allclose(
        row["start_bits"] + sum(row[name] for name in BITS), row["match_weight"], atol=0.01
    )
    assert row["joined"]
    assert "sound the same" in row["words"]
    assert "the same address" in row["words"]
    assert row["words"].endswith("taken for one company")


def test_what_a_record_states_is_told_without_weights(con):
    stated = "Oswinda Sdn Bhd (formerly Kelvarren Sdn Bhd)"
    (row,) = lay_out_matches(joined(con, (stated,), ("Kelvarren Sdn Bhd",))).to_dict("records")
    assert row["words"].startswith("a record states both names")
    assert np.isnan(row["match_weight"])
