"""Fills in the boxes for amounts, controls and documents."""

import numpy as np
import pandas as pd

from detector.simulate.casting import Stage
from detector.simulate.catalogue import Floats, Ints, left_blank
from detector.simulate.consignments import PROCEDURES
from detector.simulate.papers import SOURCES
from detector.simulate.shown import Shown

_CODES = ("unit", "C62", "H87", "NMB", "unit", "unit")
_CARRIERS = (
    "Bluebird Air Cargo",
    "Norcap Airways",
    "Estrel Lines",
    "Ocean Meridian",
    "Palmetto Air",
)


def amounts(
    rng: np.random.Generator, stage: Stage, papers: pd.DataFrame, shown: Shown
) -> dict[str, object]:
    """Tell pieces, weights and value, rounded as each exporter rounds."""
    n = len(papers)
    exporter = papers["exporter"].to_numpy()
    style = rng.integers(0, 10, stage.companies.count)[exporter]  # a company's own way of rounding
    everyone = stage.companies.frame()["country"].to_numpy()
    own_money = (style % 5 == 0) & (rng.random(n) < 0.8)
    country = everyone[exporter]
    per_usd = stage.places.table["per_usd"].to_numpy(dtype=float)[country]
    money = stage.places.table["currency"].to_numpy()[country]
    value = shown.usd * np.where(own_money, per_usd, 1.0)
    places = np.where(style < 5, 2, np.where(style < 8, 0, -1))
    value = _rounded(value, places)
    unit = stage.goods.table["unit"].to_numpy()[shown.item]
    plain = np.array(_CODES, dtype=object)[rng.integers(0, 6, n)]
    told = np.where((unit == "unit") | (rng.random(n) < 0.6), plain, unit)
    heavy = rng.random(n) < 0.035  # counted in kilograms
    counted = _rounded(shown.net_kg, np.full(n, 1))
    scale = rng.choice([0, 1, 2], n, p=[0.35, 0.4, 0.25])
    return {
        "quantity": np.where(heavy, counted, shown.pieces).astype(float),
        "quantity_unit": np.where(heavy, "KGM", told),
        "gross_weight_kg": np.maximum(_rounded(shown.gross_kg, scale), 0.1),
        "net_weight_kg": np.maximum(_rounded(shown.net_kg, scale), 0.1),
        "value": np.maximum(value, 1.0),
        "currency": np.where(own_money, money, "USD").astype(object),
        "value_basis": np.where(
            papers["source"] == 1, "cif", np.where(rng.random(n) < 0.8, "fob", "exw")
        ),
    }


def _rounded(values: Floats, places: Ints) -> Floats:
    scale = 10.0**places
    return np.asarray(np.rint(values * scale) / scale)


def controls(
    rng: np.random.Generator, stage: Stage, papers: pd.DataFrame, shown: Shown
) -> dict[str, object]:
    """Tell what is claimed about licences, and the procedure."""
    n = len(papers)
    eccn = stage.goods.table["eccn"].to_numpy()[shown.item]
    eccn = np.where(rng.random(n) < 0.04, "EAR99", eccn)
    held = stage.goods.is_restricted[shown.item]
    licensed = papers["licensed"].to_numpy() & held
    code = np.where(licensed, "C33", np.where(held & (rng.random(n) < 0.2), "NAC", "NLR"))
    number = np.array(
        [f"D{value}" for value in rng.integers(1_000_000, 1_400_000, n)], dtype=object
    )
    return {
        "eccn": left_blank(eccn == "", eccn),
        "license_code": code.astype(object),
        "license_number": left_blank(~licensed, number),
        "routed_export": papers["routed"].to_numpy().astype(object),
        "related_party": papers["related"].to_numpy().astype(object),
        "procedure": np.array(PROCEDURES, dtype=object)[papers["procedure"].to_numpy()],
    }


def documents(rng: np.random.Generator, papers: pd.DataFrame, shown: Shown) -> dict[str, object]:
    """Tell serial numbers, packages and transport papers."""
    n = len(papers)
    move = papers["move"].to_numpy()
    number = rng.permutation(int(move.max(initial=0)) + 1)[move] + 10_000_000
    packed = np.maximum(1, np.ceil(shown.gross_kg / rng.choice([12.0, 25.0, 180.0], n)))
    kind = np.where(
        packed * 25 < shown.gross_kg,
        "pallet",
        np.where(shown.gross_kg / packed > 90, "crate", "carton"),
    )
    few = (shown.pieces <= 12) & (rng.random(n) < 0.9)
    lot = np.where(papers["serials"] >= 0, papers["serials"], move + 1_000_000).tolist()
    serials = [
        "|".join(f"{(own * 7919) % 8999999 + 1000000}{k:03d}" for k in range(int(count)))
        if listed
        else None
        for own, count, listed in zip(lot, shown.pieces.tolist(), few.tolist(), strict=True)
    ]
    return {
        "serial_numbers": np.array(serials, dtype=object),
        "packages": packed,
        "package_type": kind.astype(object),
        "transport_document": np.array(
            [f"{value % 997:03d}-{value}" for value in number], dtype=object
        ),
        "carrier": np.array(_CARRIERS, dtype=object)[rng.integers(0, len(_CARRIERS), n)],
        "record_source": np.array(SOURCES, dtype=object)[papers["source"].to_numpy()],
    }
