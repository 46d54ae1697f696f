"""Group lines whose goods are described in the same words."""

import re

from anyascii import anyascii

from detector.engine import comment_on
from detector.workspace import Connection

WORDS = 4
_IDLE_WORDS = """
    new used brand nw for not only military use ean ear99 nlr model modelo modele type part parts
    no nr number pn art ref item sku as per invoice with without and the of in to pcs pc pce set
    sets unit units hs code made genuine original oem refurbished condition goods
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_PART_NUMBER = re.compile(r"^(?=.*[-/_.])(?=(?:\D*\d){3}).*$|^\d{5,}\w*$|^[a-z]{1,3}\d{4,}\w*$")
_BREAKS = re.compile(r"[^0-9a-z]+")


def wording_key(description: str) -> str:
    """Give the first words of a description that tell goods, without numbers of parts.

    Examples
    --------
    >>> wording_key("MEMORY RDIMM 64GB - 26125-ZW06 NEW"), wording_key("Memory RDIMM, 64GB")
    ('memory rdimm 64gb', 'memory rdimm 64gb')
    >>> wording_key("GeForce RTX 4090 24GB (new)")
    'geforce rtx 4090 24gb'
    """
    kept: list[str] = []
    for piece in anyascii(description).casefold().split():
        if _PART_NUMBER.match(piece.strip("(),;:")):
            continue
        words = _BREAKS.sub(" ", piece).split()
        kept += [word for word in words if len(word) > 1 and word not in _IDLE]
    return " ".join(kept[:WORDS])


def lay_out_wordings(con: Connection) -> None:
    """Write ``line_wording``: shipment_no and the number of its wording.

    Lines without a description, or whose description holds nothing but numbers, are left out.
    """
    texts = con.execute(
        "select distinct description from shipments where trim(description) <> '' order by 1"
    ).df()
    texts["key"] = [wording_key(text) for text in texts["description"]]
    con.register("worded", texts)
    con.execute("""
        create or replace table line_wording as
        select s.shipment_no, dense_rank() over (order by key)::bigint as wording_id
        from ledger join shipments s using (shipment_no)
        join worded on worded.description = s.description
        where key <> ''
        order by s.shipment_no
    """)
    con.unregister("worded")
    comment_on(con, "line_wording", "wording_id", "lines described in the same words share it")
