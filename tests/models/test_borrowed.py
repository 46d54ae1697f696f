"""Detectors of PyOD and scikit-learn keep our promises, or are refused."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from detector.errors import ModelError, SettingsError
from detector.models import Plan, load_model, save_model, score_with, train_champion
from detector.models.borrowed import BorrowedDetector, find_class, make, try_out
from detector.models.training import dropped_members
from detector.models.views import ViewDetector
from detector.settings import Settings, read_settings
from detector.workspace import open_memory
from tests.models.worlds import AS_OF, FAMILIES, small_world

FAITHFUL = (
    "pyod.models.gmm.GMM",
    "pyod.models.iforest.IForest",
    "pyod.models.knn.KNN",
    "pyod.models.lof.LOF",
    "pyod.models.pca.PCA",
    "sklearn.ensemble.IsolationForest",
    "sklearn.mixture.GaussianMixture",
    "sklearn.neighbors.LocalOutlierFactor",
    "sklearn.svm.OneClassSVM",
)


def surprises(n=400, features=5):
    random = np.random.default_rng(0)
    values = np.maximum(random.normal(size=(n, features)), 0.0)
    return values[np.lexsort(values.T[::-1])]


@pytest.mark.parametrize("path", FAITHFUL)
def test_a_borrowed_detector_adds_up_and_scores_alone_as_in_a_batch(path):
    values = surprises()
    try_out(BorrowedDetector(path), values)
    model = BorrowedDetector(path).fit(values)
    parts = model.contributions(values)
    scores = model.decision_function(values)
    np.testing.assert_allclose(parts.sum(axis=1), scores, atol=1e-9)
    assert (parts.to_numpy() >= 0).all()
    odd = np.vstack((values[:50], np.full((1, 5), 9.0)))
    assert np.argmax(model.decision_function(odd)) == 50


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("pyod.models.ecod.ECOD", "differently alone than in a batch"),
        ("pyod.models.copod.COPOD", "differently alone than in a batch"),
        ("pyod.models.cof.COF", "cannot score"),
        ("pyod.models.sampling.Sampling", "cannot be stored without running code"),
    ],
)
def test_a_detector_that_breaks_a_promise_is_refused(path, why):
    with pytest.raises(ModelError, match=why):
        try_out(BorrowedDetector(path), surprises())


@pytest.mark.parametrize(
    "path",
    [
        "os.system",
        "subprocess.Popen",
        "sklearn.externals.conftest.Popen",
        "sklearn.ensemble._forest.RandomForestClassifier",
        "pyod.models.embedding.EmbeddingOD",
        "pyod.models.knn.KNN\n",
        "pyod.models.knn.__class__",
        "../pyod.models.knn.KNN",
    ],
)
def test_nothing_but_the_named_modules_is_imported(path):
    with pytest.raises(ModelError, match="no detector that can be borrowed"):
        find_class(path)


@pytest.mark.parametrize(
    "path",
    ["sklearn.ensemble.RandomForestClassifier", "pyod.models.knn.BallTree", "sklearn.svm.Nothing"],
)
def test_a_class_that_scores_no_shipments_is_refused(path):
    with pytest.raises(ModelError, match=r"is no detector|is not there"):
        find_class(path)


@pytest.mark.parametrize("name", ["memory", "n_jobs", "no_such_parameter"])
def test_parameters_that_write_files_start_processes_or_do_not_exist_are_refused(name):
    with pytest.raises(ModelError, match=f"does not take '{name}' here"):
        make("pyod.models.iforest.IForest", {name: 1}, 0)


def test_a_parameter_out_of_range_is_told_as_a_setting():
    with pytest.raises(ModelError, match="cannot learn"):
        BorrowedDetector("sklearn.svm.OneClassSVM", {"nu": 7.0}).fit(surprises())


def test_a_null_stands_at_the_median_and_has_no_part():
    values = surprises()
    model = BorrowedDetector().fit(values)
    row = np.array([[np.nan, 9.0, np.nan, np.nan, np.nan]])
    parts = model.contributions(row).to_numpy()
    assert parts[0, 0] == 0.0
    assert parts[0, 1] > 0.0


def test_the_settings_file_names_detectors(tmp_path):
    file = tmp_path / "chiptrace.toml"
    file.write_text(
        '[[detectors]]\npath = "pyod.models.hbos.HBOS"\nview = "price"\n'
        "parameters = { n_bins = 20, alpha = 0.2 }\n",
        encoding="utf-8",
    )
    (one,) = read_settings(file).detectors
    assert (one.view, dict(one.parameters)) == ("price", {"n_bins": 20, "alpha": 0.2})
    assert hash(read_settings(file)) != hash(Settings())


def test_the_page_on_detectors_shows_settings_that_can_be_used(tmp_path):
    page = Path(__file__).parents[2] / "docs" / "detectors.md"
    (text,) = re.findall(r"```toml\n(.+?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "chiptrace.toml"
    file.write_text(text, encoding="utf-8")
    for one in read_settings(file).detectors:
        make(one.path, dict(one.parameters), 0)


def borrowing(*paths, view="parties"):
    asked = tuple({"view": view, "path": path, "parameters": {}} for path in paths)
    return Plan(trees=10, neighbours=5, folds=2, borrowed=asked)


def test_a_borrowed_member_is_stored_and_scores_alike_when_it_is_read_back():
    matrix, lines = small_world(900)
    plan = borrowing("pyod.models.pca.PCA", "pyod.models.knn.KNN")
    champion = train_champion(matrix, FAMILIES, lines, AS_OF, plan)
    before = score_with(champion, matrix, lines, AS_OF)
    con = open_memory(threads=1)
    name = save_model(con, champion)
    after = score_with(load_model(con, name), matrix, lines, AS_OF)
    con.close()
    pd.testing.assert_frame_equal(after, before)
    others = train_champion(matrix, FAMILIES, lines, AS_OF, borrowing())
    assert others.fingerprint != champion.fingerprint
    plain = score_with(others, matrix, lines, AS_OF)
    assert (plain["view_parties"] != before["view_parties"]).any()
    assert plain["view_price"].tolist() == before["view_price"].tolist()


def test_an_unknown_view_is_refused_with_the_ones_there_are():
    matrix, lines = small_world(600)
    with pytest.raises(ModelError, match="'prices', which there is not") as told:
        train_champion(
            matrix, FAMILIES, lines, AS_OF, borrowing("pyod.models.pca.PCA", view="prices")
        )
    assert told.value.fix == "Name one of parties, price."


def test_a_borrowed_member_whose_ranks_tell_nothing_is_dropped_and_the_card_can_say_so():
    random = np.random.default_rng(0)
    values = pd.DataFrame({"price_gap": random.normal(size=600)})
    asked = [{"path": "pyod.models.knn.KNN", "parameters": {"n_neighbors": 20}}] * 2
    view = ViewDetector(odd="both", borrowed=asked).fit(values)
    assert "pyod.models.knn.KNN 2" in view.redundant_
    assert "pyod.models.knn.KNN 2" not in view.rarities_


def test_dropped_borrowed_members_are_listed_for_the_card():
    matrix, lines = small_world(900)
    plan = borrowing("pyod.models.pca.PCA", "pyod.models.pca.PCA")
    told = dropped_members(train_champion(matrix, FAMILIES, lines, AS_OF, plan))
    assert {"parties"} == {one["view"] for one in told if one["member"].endswith("PCA 2")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[detectors]]\npath = "pyod.models.pca.PCA"\n', "detectors.0.view"),
        (
            '[[detectors]]\npath = "pyod.models.pca.PCA"\nview = "price"\nseed = 1\n',
            "detectors.0.seed",
        ),
        (
            '[[detectors]]\npath = "p"\nview = "price"\nparameters = { a = [1] }\n',
            "detectors.0.parameters",
        ),
        ("detectors = 3\n", "detectors"),
    ],
)
def test_a_wrong_entry_is_told_by_its_place(tmp_path, text, told):
    file = tmp_path / "chiptrace.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        read_settings(file)


@parametrize_with_checks([BorrowedDetector(parameters={"n_estimators": 10})])
def test_scikit_learn_compatible(estimator, check):
    check(estimator)
