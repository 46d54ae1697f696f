"""What is decided at the desk is what the next model learns from."""

import json

import pytest

from detector.cli import main
from detector.models import read_labels
from detector.models.labels import MOST_WEIGHT
from detector.prepare import read_lines
from detector.review import bring_in
from detector.workspace import open_workspace

SETTINGS = "trees = 20\nneighbours = 10\nfolds = 3\nrehearsal_shipments = 0\n"


@pytest.fixture
def train(served, tmp_path, capsys):
    (tmp_path / "s.toml").write_text(SETTINGS, encoding="utf-8")

    def trained() -> dict[str, object]:
        asked = ["train", "-w", str(served.workspace), "--settings", str(tmp_path / "s.toml")]
        assert main([*asked, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["data"]

    return trained


def test_a_decision_on_a_page_is_a_label_of_the_next_train(served, train):
    ana, ben = served.client("ana"), served.client("ben")
    assert train()["labels"] == 0
    served.decide(ana, served.keys[0], "confirmed diversion")
    assert train()["labels"] == 0  # proposed is not decided
    served.act(ben, served.keys[0], "agree")
    lines = served.shelf.flag(served.keys[0]).lines
    assert train()["labels"] == len(lines)
    served.act(ben, served.keys[0], "decline", note="the serials are other ones")
    assert train()["labels"] == 0


def test_what_each_disposition_teaches(served):
    ana, ben = served.client("ana"), served.client("ben")
    given = {
        served.keys[0]: ("confirmed diversion", ""),
        served.keys[-1]: ("benign explained", "D11:B04"),
        served.keys[-2]: ("refer", ""),
        served.keys[-3]: ("data error", ""),
    }
    for key, (disposition, code) in given.items():
        served.decide(ana, key, disposition, reason_code=code)
    served.act(ben, served.keys[0], "agree")
    (drawn, *_) = served.drawn
    served.decide(ana, drawn, "benign explained", reason_code="D10")
    with open_workspace(served.workspace) as con:
        bring_in(con, served.workspace)
        told = read_labels(con, read_lines(con))
        names = read_lines(con).set_index("shipment_no")["shipment_id"]
    labels = {names[number]: bool(kind) for number, kind in told["positive"].items()}
    flag, chance = served.shelf.flag, served.desk.standing(drawn).probability
    wanted = dict.fromkeys(flag(served.keys[0]).lines, True)
    wanted |= dict.fromkeys(flag(served.keys[-1]).lines, False)
    assert labels == wanted | {served.desk.standing(drawn).shipment_id: False}
    weights = told["weight"].groupby(told["case"]).sum()
    assert weights[""] == pytest.approx(min(1 / chance, MOST_WEIGHT))
    assert weights[served.keys[0]] == pytest.approx(1)
