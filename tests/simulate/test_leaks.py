"""A learner that sees only form, never content, cannot tell diverted goods from lawful ones."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from detector.records.contract import TABLES
from detector.simulate import read_world
from detector.simulate.blocks import build_block
from detector.simulate.catalogue import read_goods
from detector.simulate.writing import in_order

CLASS_OF = dict(zip(read_goods().table["item"], read_goods().table["goods_class"], strict=True))
FREE_TEXT = (  # the length of a code would be its content
    "exporter",
    "exporter_address",
    "consignee",
    "consignee_address",
    "intermediate_consignee",
    "forwarder",
    "notify_party",
    "payer",
    "buyer",
    "description",
    "model",
    "brand",
    "hs_code",
    "serial_numbers",
    "transport_document",
    "carrier",
)
REAL_SIGNALS = ("end_user", "end_user_country")


@pytest.fixture(scope="module")
def planted():
    world = read_world("standard").model_copy(update={"positive_share": 0.03})
    lines = build_block(world, 13, 0, 40_000).lines
    lines = in_order(np.random.default_rng(12), lines, 0)
    by_day = lines.groupby("shipped_on")
    return lines.assign(order=by_day.cumcount() / by_day["shipped_on"].transform("size"))


def form_of(shipments: pd.DataFrame) -> pd.DataFrame:
    """Ids, order, string lengths, missing boxes, decimals."""
    form = {
        "id": shipments["shipment_id"].str[1:].astype(int) % 97,
        "order": shipments["order"],
    }
    for column in shipments.columns:
        if column in (*REAL_SIGNALS, "shipment_id", "order"):
            continue
        values = shipments[column]
        form[f"{column} missing"] = values.isna()
        if column in ("value", "quantity", "gross_weight_kg", "net_weight_kg"):
            text = values.map(lambda number: f"{number:.4f}".rstrip("0"))
            form[f"{column} decimals"] = text.str.partition(".")[2].str.len()
        elif column in FREE_TEXT:
            first = values.astype("string").str.partition("|")[0]
            form[f"{column} length"] = first.str.len().astype(float)
    return pd.DataFrame(form).astype(float)


def of_the_same_goods(lines: pd.DataFrame) -> pd.DataFrame:
    """Positives, and up to four lawful lines each that declare the same goods on the same lane."""
    lines = lines.sample(frac=1, random_state=0)
    lines["goods_class"] = lines["shown"].map(CLASS_OF)
    positive = lines["role"].isin(["inbound", "onward"])
    lawful = lines[~lines["scheme"]]
    keys = ["goods_class", "exporter_country", "consignee_country"]
    pools = lawful.groupby(keys, dropna=False).indices
    kept = [lines[positive].assign(positive=True, group=lines["story"])]
    for key, own in kept[0].groupby(keys, dropna=False):
        pool = lawful.iloc[pools.get(key, np.empty(0, dtype=int))[: 4 * len(own)]]
        kept.append(pool.assign(positive=False, group=pool["exporter"].fillna("")))
    return pd.concat(kept)


def test_form_does_not_tell_diverted_goods_from_lawful_ones(planted):
    lines = of_the_same_goods(planted)
    form = form_of(lines[[*TABLES["shipments"].names, "order"]])
    score = np.zeros(len(lines))
    for train, test in GroupKFold(5).split(form, groups=lines["group"]):
        model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=8, random_state=0)
        model.fit(form.iloc[train], lines["positive"].iloc[train])
        score[test] = model.predict_proba(form.iloc[test])[:, 1]
    assert roc_auc_score(lines["positive"], score) <= 0.55
