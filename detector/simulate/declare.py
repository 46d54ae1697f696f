"""Declares consignments: what stands on paper, in the columns of the records contract."""

import numpy as np
import pandas as pd

from detector.simulate.boxes import amounts, controls, documents
from detector.simulate.casting import Stage
from detector.simulate.catalogue import EPOCH, Ints, left_blank
from detector.simulate.companies import ROLE
from detector.simulate.consignments import NOBODY
from detector.simulate.names import Named
from detector.simulate.shown import Shown, show
from detector.simulate.wording import Texts, describe, part_numbers

_MARKERS = ("KORVEX", "LUMENTA", "ASTERION", "OBELISK", "NORTHGATE", "HELIXON", "VANTEC ONE")


def declare(
    rng: np.random.Generator, stage: Stage, papers: pd.DataFrame, named: Named
) -> pd.DataFrame:
    """Fill in every box of every paper.

    Returns
    -------
    DataFrame of shape (n_papers, n_contract_columns + 1)
        All columns of `shipments` but the id; ``description_names`` and ``model_names`` say
        whether the box, where it is not left empty, names the item that is declared.
    """
    shown = show(rng, stage, papers)
    numbers = part_numbers(rng, shown.item)
    columns = _dates(rng, papers)
    columns |= _parties(rng, stage, papers, named)
    columns |= _route(rng, stage, papers, shown)
    columns |= _goods_told(rng, stage, (papers, shown, numbers))
    columns |= amounts(rng, stage, papers, shown)
    columns |= controls(rng, stage, papers, shown)
    columns |= documents(rng, papers, shown)
    return pd.DataFrame(columns)


def _dates(rng: np.random.Generator, papers: pd.DataFrame) -> dict[str, object]:
    left = EPOCH + papers["day"].to_numpy()
    days = np.where(
        rng.random(len(left)) < 0.7, rng.integers(1, 6, len(left)), rng.integers(8, 40, len(left))
    )
    return {
        "shipped_on": left.astype("datetime64[s]"),
        "arrived_on": (left + days).astype("datetime64[s]"),
    }


def _spelt(rng: np.random.Generator, named: Named, who: Ints) -> Texts:
    other = rng.random(len(who)) < 0.07
    told = np.where(other, named.other_name[who], named.name[who])
    return left_blank(who == NOBODY, told)


def _parties(
    rng: np.random.Generator, stage: Stage, papers: pd.DataFrame, named: Named
) -> dict[str, object]:
    everyone = stage.companies.frame()
    codes = stage.places.table["country"].to_numpy()[everyone["country"].to_numpy()]
    told: dict[str, object] = {}

    def tell(column: str, who: Ints, country: str) -> None:
        told[column] = _spelt(rng, named, who)
        told[country] = left_blank(who == NOBODY, codes[who])

    exporter, consignee = papers["exporter"].to_numpy(), papers["consignee"].to_numpy()
    tell("exporter", exporter, "exporter_country")
    told["exporter_address"] = named.address[exporter]
    tell("consignee", consignee, "consignee_country")
    told["consignee_address"] = named.address[consignee]
    tell("intermediate_consignee", papers["intermediate"].to_numpy(), "intermediate_country")
    told["forwarder"] = _spelt(rng, named, papers["forwarder"].to_numpy())
    told["notify_party"] = _spelt(
        rng, named, np.where(rng.random(len(papers)) < 0.7, consignee, papers["forwarder"])
    )
    tell("end_user", papers["end_user"].to_numpy(), "end_user_country")
    tell("payer", papers["payer"].to_numpy(), "payer_country")
    tell("buyer", papers["buyer"].to_numpy(), "buyer_country")
    told["destination_country"] = told["consignee_country"]
    kind = everyone["role"].to_numpy()[consignee]
    resells = np.isin(
        kind, [ROLE["distributor"], ROLE["reseller"], ROLE["trader"], ROLE["retailer"]]
    )
    typed = np.where(resells, "reseller", "end-user")
    typed = np.where(kind == ROLE["forwarder"], "forwarder", typed)
    told["consignee_type"] = np.where(rng.random(len(papers)) < 0.08, "other", typed)
    return told


def _route(
    rng: np.random.Generator, stage: Stage, papers: pd.DataFrame, shown: Shown
) -> dict[str, object]:
    everyone = stage.companies.frame()["country"].to_numpy()
    out, into = everyone[papers["exporter"]], everyone[papers["consignee"]]
    n = len(papers)
    dear = shown.usd / np.maximum(shown.net_kg, 0.01)
    flies = rng.random(n) < 1 / (1 + np.exp(-(np.log(dear) - 3.4) * 1.1))
    regions = stage.places.region
    land = (regions[out] == regions[into]) & (rng.random(n) < 0.12)
    mode = np.where(flies, "air", np.where(land, "road", "sea"))
    small = (shown.gross_kg < 40) & flies & (rng.random(n) < 0.25)
    mode = np.where(small | papers["by_hand"].to_numpy() & (rng.random(n) < 0.6), "courier", mode)
    by_air = np.isin(mode, ["air", "courier"])
    ports = {way: [text.split("|") for text in stage.places.table[way]] for way in ("air", "sea")}
    dice = rng.integers(0, 60, (n, 4))

    def port(country: int, air: bool, roll: int) -> str:
        pool = ports["air" if air else "sea"][country]
        return str(pool[roll % len(pool)])

    hubs = stage.places.numbers(["SG", "HK", "AE", "KR", "JP", "NL", "DE", "TW", "MY", "TH"])
    # whether stops are told at all is chance; a detour shows in how many there are
    stops = np.where(rng.random(n) < 0.4, 1 + np.minimum(papers["detours"].to_numpy(), 2), 0)
    via = hubs[rng.integers(0, len(hubs), (n, 3))]
    transit = [
        "|".join(port(int(where), air, 0) for where in own[:count]) or None
        for own, count, air in zip(via, stops.tolist(), by_air.tolist(), strict=True)
    ]
    asked = zip(out.tolist(), into.tolist(), by_air.tolist(), dice.tolist(), strict=True)
    ends = [(port(a, air, roll[0]), port(b, air, roll[1])) for a, b, air, roll in asked]
    return {
        "port_of_lading": np.array([end[0] for end in ends], dtype=object),
        "port_of_unlading": np.array([end[1] for end in ends], dtype=object),
        "transit_ports": np.array(transit, dtype=object),
        "transport_mode": mode.astype(object),
    }


def _goods_told(
    rng: np.random.Generator, stage: Stage, lines: tuple[pd.DataFrame, Shown, Texts]
) -> dict[str, object]:
    papers, shown, numbers = lines
    goods, places = stage.goods, stage.places
    n = len(papers)
    everyone = stage.companies.frame()["country"].to_numpy()
    abroad = np.where(
        papers["source"] == 1, everyone[papers["consignee"]], everyone[papers["exporter"]]
    )
    language = places.table["language"].to_numpy()[abroad]
    vague = papers["vague"].to_numpy()
    told, named = describe(rng, goods, (shown.item, vague, language, numbers))
    codes = [text.split("|") for text in goods.table["hs"]]
    other = rng.random(n) < 0.12
    hs6 = [
        codes[item][-1 if odd else 0]
        for item, odd in zip(shown.item.tolist(), other.tolist(), strict=True)
    ]
    digits = np.where(rng.random(n) < 0.3, 6, np.where(rng.random(n) < 0.5, 8, 10))
    tails = rng.integers(0, 4, n)
    hs = [
        (six + f"{tail}0{int(six[-2:]) % 9}0")[:length]
        for six, tail, length in zip(hs6, tails.tolist(), digits.tolist(), strict=True)
    ]
    origins = [text.split("|") for text in goods.table["origins"]]
    roll = rng.integers(0, 60, n)
    origin = [
        places.table["country"][int(given)]
        if given >= 0
        else origins[item][dice % len(origins[item])]
        for item, dice, given in zip(
            papers["item"].tolist(), roll.tolist(), papers["origin"].tolist(), strict=True
        )
    ]
    names = goods.table["item"].to_numpy()[shown.item]
    by_name = rng.random(n) < 0.3
    by_name &= ~vague
    model = np.where(by_name, names, numbers)
    brand = np.array(_MARKERS, dtype=object)[
        (shown.item * 5 + rng.integers(0, 3, n)) % len(_MARKERS)
    ]
    strange = np.array([f"{number[:2]}TEK" for number in numbers], dtype=object)
    return {
        "hs_code": np.array(hs, dtype=object),
        "description": told,
        "model": model,
        "origin_country": np.array(origin, dtype=object),
        "brand": np.where(papers["odd_brand"], strange, brand),
        "description_names": named,
        "model_names": by_name,
    }
