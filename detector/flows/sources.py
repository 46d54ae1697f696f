"""Chooses whose statistics an analysis reads: one publisher, one rhythm, one depth of code."""

from dataclasses import dataclass

from detector.errors import InputError, RecordError
from detector.flows.sheets import build_sheet
from detector.workspace import Connection, table_exists

HS_DEPTHS = (2, 4, 6, 8, 10)
_PUBLISHERS = """
    select case when f.layout like 'canonical%' then f.source else f.layout end as publisher,
        count(*) as cells,
        count(case when length(t.period) = 7 then 1 end) as months,
        min(case when substring(t.hs_code, 1, 1) between '0' and '9'
            then length(t.hs_code) end) as shortest,
        bool_and(coalesce(t.is_reconciled, false)) as is_reconciled
    from trade_flows t join files f on f.file_id = t.file_id
    group by publisher order by is_reconciled, cells desc, publisher
"""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher of statistics in the workspace.

    Attributes
    ----------
    name : str
        The layout that its files were read with; for files in our own columns, their source.
    cells : int
        Cells that it states, before any is left out.
    is_monthly : bool
        Most of its cells are of months.
    digits : int
        Digits to which its codes are brought: the shortest that it uses, 2 to 6.
    is_reconciled : bool
        It has made both sides agree; nothing is left to mirror.
    """

    name: str
    cells: int
    is_monthly: bool
    digits: int
    is_reconciled: bool


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """What an analysis of statistics is asked for.

    Attributes
    ----------
    publisher : str, optional
        Layout or source whose cells are read; default: the one with the most cells.
    products : tuple of str
        Beginnings of HS codes; none = all.
    digits : int, optional
        Digits of the code that make a product; default: the shortest that the publisher uses, at
        most 6.
    yearly : bool, optional
        Read years, adding up months where twelve are there; default: as most cells are.
    least_usd : float
        Cells where neither side reaches this are left out.
    """

    publisher: str | None = None
    products: tuple[str, ...] = ()
    digits: int | None = None
    yearly: bool | None = None
    least_usd: float = 10_000.0


def publishers(con: Connection) -> tuple[Publisher, ...]:
    """List whose statistics the workspace holds, those that can be mirrored and the largest first.

    Raises
    ------
    RecordError
        If no statistics are loaded.
    """
    found = con.execute(_PUBLISHERS).fetchall() if table_exists(con, "trade_flows") else []
    if not found:
        raise RecordError(
            "There are no trade statistics in the workspace",
            "table trade_flows",
            "Load some first: chiptrace load FILE --workspace W.",
        )
    return tuple(
        Publisher(name, cells, 2 * months > cells, _depth(shortest), bool(reconciled))
        for name, cells, months, shortest, reconciled in found
    )


def lay_out_cells(con: Connection, plan: FlowPlan) -> Publisher:
    """Write the sheet ``flow_cell``: the cells of one publisher, each counted once.

    Parameters
    ----------
    con : Connection
    plan : FlowPlan

    Returns
    -------
    Publisher
        With the rhythm and the depth of code that the sheet has.

    Raises
    ------
    InputError
        If the publisher is unknown, or the digits are not 2, 4, 6, 8 or 10.
    RecordError
        If no statistics are loaded, or none of the cells fits the plan.
    """
    chosen = _choose(publishers(con), plan.publisher)
    monthly = chosen.is_monthly if plan.yearly is None else not plan.yearly
    digits = plan.digits or chosen.digits
    if digits not in HS_DEPTHS:
        known = ", ".join(str(depth) for depth in HS_DEPTHS)
        raise InputError(f"{digits} is no depth of an HS code", "--digits", f"Use one of {known}.")
    values = {"publisher": chosen.name, "yearly": 0 if monthly else 1, "digits": digits}
    build_sheet(con, "flow_cell", values)
    if plan.products:
        listed = [product[:digits] for product in plan.products]
        con.execute(
            "delete from flow_cell where not exists (select 1 from unnest($listed) asked(code) "
            "where starts_with(product, code))",
            {"listed": listed},
        )
    left = con.execute("select count(*) from flow_cell").fetchall()[0][0]
    if not left:
        raise RecordError(
            f"No cell of {chosen.name} is left",
            f"table trade_flows, {'months' if monthly else 'years'}, {digits} digits",
            "Ask for other products, --yearly or --monthly, or fewer --digits.",
        )
    return Publisher(chosen.name, int(left), monthly, digits, chosen.is_reconciled)


def _choose(known: tuple[Publisher, ...], asked: str | None) -> Publisher:
    if asked is None:
        return known[0]
    for one in known:
        if one.name == asked:
            return one
    names = ", ".join(one.name for one in known)
    raise InputError(
        f"There are no statistics of {asked!r}", "--publisher", f"Use one of: {names}."
    )


def _depth(shortest: int | None) -> int:
    return max(depth for depth in HS_DEPTHS[:3] if depth <= max(shortest or 6, 2))
