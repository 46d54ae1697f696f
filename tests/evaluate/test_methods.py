import numpy as np
import pytest
from pyod.models.ecod import ECOD

from detector.evaluate import methods
from detector.evaluate.lines import LINES
from detector.records import load_files
from detector.workspace import open_memory
from tests.sample import sample, write_sample


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    con = open_memory(memory_limit="1GB")
    load_files(con, [write_sample(tmp_path_factory.mktemp("lines") / "shipments.csv")])
    yield con.execute(LINES).df()
    con.close()


@pytest.fixture(scope="module")
def early(lines):
    return np.arange(len(lines)) < len(lines) // 2


def positive_of(lines):
    told = sample().truth.set_index("shipment_id")["role"]
    return lines["shipment_id"].map(told).isin(["inbound", "onward"]).to_numpy()


def test_every_method_scores_every_line_and_has_a_note(lines, early):
    told = methods.score_baselines(lines, positive_of(lines), early | positive_of(lines), 3)
    assert set(told) == set(methods.NOTES)
    for scores in told.values():
        assert len(scores) == len(lines)
        assert np.isfinite(scores).all()


def test_without_an_early_label_there_is_no_supervised_reference(lines, early):
    told = methods.score_baselines(lines, np.zeros(len(lines), bool), early, 3)
    assert "supervised reference" not in told


def test_later_lines_do_not_change_what_earlier_ones_score(lines, early):
    positive = positive_of(lines)
    both = methods.score_baselines(lines, positive, early, 3)
    cut = lines[: len(lines) * 3 // 4]
    part = methods.score_baselines(cut, positive[: len(cut)], early[: len(cut)], 3)
    for name in set(both) & set(part) - {"random", "supervised reference"}:
        np.testing.assert_allclose(both[name][: len(cut)], part[name])


def test_labels_of_later_lines_teach_nothing(lines, early):
    taught = positive_of(lines) | (np.arange(len(lines)) == 5)
    other = taught ^ ~early
    one = methods.score_baselines(lines, taught, early, 3)["supervised reference"]
    two = methods.score_baselines(lines, other, early, 3)["supervised reference"]
    np.testing.assert_array_equal(one, two)


def test_tail_scores_equal_pyods_on_the_lines_that_it_was_fitted_on():
    values = np.random.default_rng(2).lognormal(size=(300, 4))
    theirs = ECOD().fit(values).decision_scores_
    ours = methods.tail_scores(values, np.ones(300, bool))
    np.testing.assert_allclose(ours, theirs)


def test_rules_name_what_a_desk_looks_for(lines):
    line = lines.iloc[[0]].assign(
        description="Nvidia H100 card", hs6="847330", destination_country="CN", end_user=None,
        consignee="Quick Freight Forwarding", consignee_country="HK", payer_country="CN",
        routed_export=True, value_usd=1000.0,
    )  # fmt: skip
    points = methods.rule_points(line)
    assert points.iloc[0].tolist() == [1, 1, 1, 1, 1, 1, 1, 1, 3]
