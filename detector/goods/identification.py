"""Writes the table ``goods``: words read once per distinct text, the rest in SQL."""

from importlib.resources import files

import pandas as pd

from detector.engine import comment_on
from detector.goods.reading import is_unknown_brand, read_words
from detector.reference import lay_out
from detector.workspace import Connection, table_exists

STEPS = ("profiles", "measured", "named", "implied", "believed", "goods")
_TABLES = {
    "profiles": "goods_profile",
    "measured": "goods_measured",
    "implied": "goods_implied",
    "named": "goods_named",
    "believed": "goods_believed",
    "goods": "goods",
}
_READ_AT_ONCE = 100_000

COLUMNS = {
    "shipment_no": "shipment, as in shipments",
    "pieces": "pieces: quantity where it counts pieces, else serial numbers; null when it counts "
    "kilograms, cartons or the like",
    "pieces_assumed": "true or false: no unit or an unknown one was stated, so pieces were assumed",
    "mass_kg": "kg: net weight of the line, gross where no net weight is stated",
    "mass_basis": "net or gross",
    "kg_per_piece": "kg: mass_kg over pieces",
    "usd_per_kg": "US dollars per kg of mass_kg",
    "usd_per_piece": "US dollars per piece",
    "declared_item": "catalogue id that model or description name; null when none",
    "declared_class": "class of goods that is declared",
    "declared_by": "what declares it: model, description, eccn, hs or nothing",
    "implied_item": "catalogue id that weight and value fit on that date; null when none",
    "implied_class": "class of implied_item",
    "implied_sure": "0 to 1: how sure weight and value are of it; up to 0.3 is a trace",
    "item": "catalogue id, best belief; null when none",
    "goods_class": "class of goods, best belief",
    "units": "accelerators (GPU packages) in the line: all of the data-centre catalogue, and "
    "graphics cards from TPP 1600 on (the lowest figure in any row of 3A090); 0 for computing "
    "goods without; null when not computing goods",
    "units_low": "accelerators: least that the evidence allows",
    "units_high": "accelerators: most that the evidence allows",
    "sure": "0 to 1: how sure item, class and units are",
    "why": "one sentence: what the belief rests on",
    "density_gap": "decades: log10 of USD per kg over what is typical of the declared goods",
    "weight_gap": "ln: kg per piece over the nearer end of the declared goods' band; 0 inside it",
    "price_gap": "ln: value per accelerator over the catalogue's middle price on that date",
    "is_restricted": "true or false: holds accelerators in 3A090.a, 3A090.b, Note 2 or a letter "
    "by their figures, whatever the date, with sure from 0.6 on; dates and routes are for the "
    "controls to judge",
    "is_vague": "true or false: the words could stand for anything; null when there are none",
    "is_computing": "true or false: computing goods, their parts or supplies",
    "h100e": "H100 equivalents: units times TPP over 15832",
    "accelerator": "catalogue id of the accelerator held; null when none is believed",
    "is_unknown_brand": "true or false: a brand is stated that no maker in the catalogue bears, "
    "none is named, and weight and value fit an accelerator of the catalogue",
}


def identify(con: Connection) -> None:
    """Say for every shipment which accelerators it holds or implies, how many and how sure.

    Parameters
    ----------
    con : Connection
        Holds view ``shipments``; reference tables are laid out when they are missing. Writes
        table ``goods``, one row per shipment, ordered by shipment_no.
    """
    if not table_exists(con, "ref_goods_words"):
        lay_out(con)
    _read_texts(con)
    for step in STEPS:
        query = files("detector.goods").joinpath(f"{step}.sql").read_text(encoding="utf-8")
        kind = "table" if step == "goods" else "temp table"
        con.execute(f"create or replace {kind} {_TABLES[step]} as\n{query}")
    for column, meaning in COLUMNS.items():
        comment_on(con, "goods", column, meaning)
    for table in ("goods_reading", *_TABLES.values()):
        if table != "goods":
            con.execute(f"drop table {table}")


def _read_texts(con: Connection) -> None:
    """Read each distinct wording once into temp table goods_reading."""
    con.execute(
        """
        create or replace temp table goods_text as
        select distinct coalesce(description, '') as description, coalesce(model, '') as model,
            coalesce(brand, '') as brand
        from shipments order by all
        """
    )
    con.execute(
        """
        create or replace temp table goods_reading (
            description varchar, model varchar, brand varchar, item varchar, accelerator varchar,
            named_in varchar, how varchar, words_class varchar, count integer,
            is_accessory boolean, is_without boolean, is_vague boolean, is_silent boolean,
            is_strange_brand boolean)
        """
    )
    texts = con.execute("select * from goods_text order by all").df()
    for start in range(0, len(texts), _READ_AT_ONCE):
        part = texts.iloc[start : start + _READ_AT_ONCE]
        con.register("goods_read", _read_part(part))
        try:
            con.execute("insert into goods_reading select * from goods_read")
        finally:
            con.unregister("goods_read")
    con.execute("drop table goods_text")


def _read_part(texts: pd.DataFrame) -> pd.DataFrame:
    cells = list(zip(texts.description, texts.model, texts.brand, strict=True))
    read = [read_words(*cell) for cell in cells]
    return pd.DataFrame(
        {
            "description": [cell[0] for cell in cells],
            "model": [cell[1] for cell in cells],
            "brand": [cell[2] for cell in cells],
            "item": [reading.item for reading in read],
            "accelerator": [reading.accelerator for reading in read],
            "named_in": [reading.named_in for reading in read],
            "how": [reading.how for reading in read],
            "words_class": [reading.goods_class for reading in read],
            "count": [reading.count for reading in read],
            "is_accessory": [reading.is_accessory for reading in read],
            "is_without": [reading.is_without for reading in read],
            "is_vague": [reading.is_vague for reading in read],
            "is_silent": [reading.is_silent for reading in read],
            "is_strange_brand": [is_unknown_brand(cell[2]) for cell in cells],
        }
    )
