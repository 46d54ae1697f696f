"""No feature reads the script of a name: the same names in other letters give the same features."""

import numpy as np
import pandas as pd
import pytest

from detector.engine import feature_matrix
from detector.prepare import prepare
from detector.records import load_files
from detector.settings import Settings
from detector.workspace import open_memory
from tests.sample import sample

NAMES = ("exporter", "consignee", "intermediate_consignee", "forwarder", "notify_party")
NAMES = (*NAMES, "end_user", "payer", "buyer")
LATIN, CYRILLIC = "abdefgiklmnoprstuvz", "абдефгиклмнопрстувз"
SWAP = str.maketrans(LATIN + LATIN.upper(), CYRILLIC + CYRILLIC.upper())
LINES = 400


def swapped(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return frame.assign(
        **{name: frame[name].str.translate(SWAP) for name in columns if name in frame.columns}
    )


def features(folder, shipments: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    folder.mkdir()
    shipments.to_csv(folder / "shipments.csv", index=False)
    parties.to_csv(folder / "parties.csv", index=False)
    with open_memory(memory_limit="1GB") as con:
        load_files(con, [folder / "shipments.csv", folder / "parties.csv"])
        as_of = pd.to_datetime(shipments["shipped_on"]).max().date()
        return feature_matrix(con, prepare(con, as_of, Settings()))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scripts")
    shipments, parties = sample().shipments.head(LINES), sample().parties
    latin = features(folder / "latin", shipments, parties)
    other = features(
        folder / "cyrillic", swapped(shipments, NAMES), swapped(parties, ("party", "parent"))
    )
    return latin, other


def test_names_in_another_script_leave_every_feature_unchanged(worlds):
    latin, other = worlds
    pd.testing.assert_frame_equal(latin, other)


def test_the_features_compared_hold_something(worlds):
    assert np.isfinite(worlds[0].to_numpy(dtype=float)).mean() > 0.1
