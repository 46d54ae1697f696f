"""Figures of a simulated world, counted from its tables as anybody could count them."""

import pandas as pd

from detector.reference import read_table
from detector.simulate import Simulated

CARRYING = ("inbound", "onward")


def figures_of(world: Simulated) -> dict[str, float]:
    """Count what docs/simulator.md states, by the names that stand there."""
    truth, lines = world.truth, world.shipments
    carrying = truth["role"].isin(CARRYING)
    sizes = truth.groupby("scheme_id").size()
    first = truth.drop_duplicates("scheme_id")
    return {
        "diverted lines": carrying.sum() / len(lines),
        "cover and decoy lines": (~carrying).sum() / len(lines),
        "look-alike stories per scheme": world.lookalikes["story_id"].nunique() / len(sizes),
        "look-alike lines per diverted line": len(world.lookalikes) / carrying.sum(),
        "lines of a scheme, fewest": sizes.min(),
        "lines of a scheme, most": sizes.max(),
        "typologies combined, median": (first["typology"].str.count(r"\|") + 1).median(),
        **_goods(world),
        **_growth(world),
        "countries that trade": len(
            {*lines["exporter_country"].dropna(), *lines["consignee_country"].dropna()}
        ),
        "lines of the largest 5 % of exporters": _largest(lines["exporter"]),
        "moves told by both sides": _told_twice(lines),
    }


def _goods(world: Simulated) -> dict[str, float]:
    lines = world.shipments
    codes = read_table("hs")
    computing = set(codes.loc[codes["is_computing"] & codes["country"].isna(), "hs"])
    hs6 = lines["hs_code"].str[:6]
    known = hs6[hs6.notna()]
    is_computing = known.map(lambda code: any(code.startswith(hs) for hs in computing))
    holds = lines["shipment_id"].isin(world.contents["shipment_id"])
    return {
        "lines that hold accelerators or gaming cards": holds.mean(),
        "lines of other computing goods, by their code": (
            is_computing & ~holds[known.index]
        ).mean(),
    }


def _growth(world: Simulated) -> dict[str, float]:
    lines = world.shipments
    holds = lines["shipment_id"].isin(world.contents["shipment_id"])
    year = lines["shipped_on"].dt.year
    by_year = pd.crosstab(holds, year)
    first, last = by_year.columns[0], by_year.columns[-1]
    weekend = lines["shipped_on"].dt.day_of_week >= 5
    return {
        "accelerator lines, year on year": by_year.loc[True, last] / by_year.loc[True, first],
        "other lines, year on year": by_year.loc[False, last] / by_year.loc[False, first],
        "lines shipped at weekends": weekend.mean(),
    }


def _largest(exporters: pd.Series) -> float:
    lines = exporters.value_counts()
    return float(lines.iloc[: len(lines) // 20].sum() / lines.sum())


def _told_twice(lines: pd.DataFrame) -> float:
    by_document = lines.dropna(subset="transport_document").groupby("transport_document").size()
    return float((by_document >= 2).mean())
