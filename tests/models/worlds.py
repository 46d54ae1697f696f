"""A made-up feature matrix with families and lines, for tests of the models."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from detector.engine import Column, Family
from detector.models import Champion, Plan, explain_lines, score_with, train_champion

AS_OF = date(2026, 6, 30)
FAMILIES = (
    Family(
        "price",
        "price",
        "one row per shipment",
        "back",
        ("ledger",),
        (),
        (
            Column(
                "value_gap",
                "MADs",
                "log value per piece minus the median of peers",
                "both",
                "R27",
                "Value per piece lies {value} {unit} from {peers} peers; {typical} is usual.",
                "A sample also looks so.",
            ),
            Column("value_peers", "shipments", "how many peers"),
        ),
        "",
    ),
    Family(
        "counterparty",
        "parties",
        "one row per shipment",
        "back",
        ("ledger",),
        (),
        (
            Column(
                "consignee_known",
                "days",
                "days since the consignee was first seen",
                "low",
                "R05",
                "The consignee has been known for {value} days; {typical} is usual.",
                "Every company trades for a first time.",
            ),
            Column(
                "forwarder_door",
                "0 or 1",
                "a forwarder stands at the address",
                "high",
                "R09",
                "A forwarder or mail centre stands at the consignee's address.",
                "Warehouses act for named clients.",
            ),
        ),
        "",
    ),
)
COLUMNS = tuple(f"{family.name}.{column.name}" for family in FAMILIES for column in family.columns)
ODD = ("price.value_gap", "counterparty.consignee_known", "counterparty.forwarder_door")


def small_world(n=1500, strange=5, seed=0):
    """Return matrix and lines; the first ``strange`` lines are odd in every view."""
    random = np.random.default_rng(seed)
    matrix = pd.DataFrame(
        {
            COLUMNS[0]: random.normal(0, 1, n),
            COLUMNS[1]: random.integers(8, 90, n).astype(float),
            COLUMNS[2]: random.integers(0, 900, n).astype(float),
            COLUMNS[3]: (random.random(n) < 0.05).astype(float),
        },
        index=pd.Index(np.arange(1, n + 1), name="shipment_no"),
    )
    matrix = matrix.mask(random.random(matrix.shape) < 0.1)
    matrix.iloc[:strange] = [-9.0, 40.0, 0.0, 1.0]
    units = np.where(random.random(n) < 0.4, random.integers(1, 64, n), 0.0)
    units[:strange] = 8.0
    units[-200:] = np.nan
    lines = pd.DataFrame(
        {
            "shipment_no": matrix.index.to_numpy(),
            "source": "made-up",
            "shipment_id": [f"S{number:05d}" for number in matrix.index],
            "shipped_on": [
                pd.Timestamp(AS_OF - timedelta(days=int(age))) for age in random.integers(0, 400, n)
            ],
            "exporter_group": random.integers(1, 60, n),
            "consignee_group": random.integers(1, 120, n),
            "goods_class": np.where(units > 0, "accelerator_server", "cable"),
            "units": units,
            "is_computing": ~np.isnan(units),
        }
    )
    return matrix, lines


def score_shipments(matrix, families, lines, as_of, plan: Plan) -> pd.DataFrame:
    """Train a champion on the lines and score them with it, each line out of fold."""
    return score_with(train_champion(matrix, families, lines, as_of, plan), matrix, lines, as_of)


def explain_all(champion: Champion, matrix, lines) -> pd.DataFrame:
    """Say what each feature adds to the score of every line."""
    return explain_lines(champion, matrix, lines, np.arange(len(lines)))
