import pandas as pd
import pytest

from detector.errors import RecordError
from detector.evaluate.planting import plant_schemes
from detector.simulate import simulate
from tests.sample import sample


def own_records():
    """Take lawful lines as a user's own, two years earlier."""
    made = sample()
    lawful = made.shipments[~made.shipments["shipment_id"].isin(made.truth["shipment_id"])]
    return lawful.assign(shipped_on=lawful["shipped_on"] - pd.Timedelta(days=700))


def test_own_lines_stay_and_planted_ones_lie_within_their_days():
    own = own_records()
    planted = plant_schemes(own, simulate(3_000, 5), schemes=3, seed=2)
    assert planted.shipments["shipment_id"][: len(own)].tolist() == own["shipment_id"].tolist()
    added = planted.shipments.iloc[len(own) :]
    days = pd.to_datetime(added["shipped_on"])
    assert days.between(own["shipped_on"].min(), own["shipped_on"].max()).all()
    assert set(added["shipment_id"]) == set(planted.truth["shipment_id"])
    assert added["shipment_id"].str.startswith("planted-").all()


def test_days_between_the_lines_of_a_scheme_stay():
    world = simulate(3_000, 5)
    planted = plant_schemes(own_records(), world, schemes=1, seed=2)
    added = planted.shipments[planted.shipments["shipment_id"].str.startswith("planted-")]
    before = world.shipments.set_index("shipment_id")["shipped_on"]
    shift = (
        pd.to_datetime(added["shipped_on"]).to_numpy()
        - before.loc[added["shipment_id"].str.removeprefix("planted-")].to_numpy()
    )
    assert len(set(shift)) == 1


def test_the_same_seed_plants_the_same():
    one, two = (plant_schemes(own_records(), simulate(3_000, 5), 2, 4) for _ in range(2))
    pd.testing.assert_frame_equal(one.shipments, two.shipments)


def test_nothing_to_plant_is_refused():
    with pytest.raises(RecordError, match="nothing to plant"):
        plant_schemes(own_records(), simulate(3_000, 5), 0, 4)
