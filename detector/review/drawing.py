"""Lines below the threshold, drawn at random and laid among the flagged so that none stands out.

Each is told as a scan would have told it: by the same models, the same sentences, the same titles.
"""

import json
from collections.abc import Mapping
from itertools import islice

import numpy as np
import pandas as pd

from detector.cases import group_cases
from detector.engine import features_of, read_family
from detector.errors import ChiptraceError
from detector.features import FAMILIES
from detector.models import explain_lines, find_nearest, load_model, write_reasons
from detector.results import lay_out
from detector.review.desk import Desk
from detector.review.docket import draw_lines, read_docket
from detector.review.work import put_on_docket
from detector.workspace import Connection, table_exists, transaction

_LINES = """
    select line.shipment_no, line.source, line.shipment_id, line.shipped_on,
        line.exporter_group, line.consignee_group, line.exporter_country, line.consignee_country,
        line.goods_class, line.is_computing, line.units::double as units,
        line.value_usd::double as value_usd, score.score, score.rank
    from ledger line join scores score using (shipment_no)
    where score.scan_id = $scan_id order by line.shipment_no
"""
MOST_LAID = 200
_EXPLORED = """
    select source, shipment_id, selection_probability from scores
    where scan_id = $scan_id and selected_by = 'exploration' and not flagged
    order by source, shipment_id
"""
_CASE = """
    insert into cases by name select $scan_id as scan_id, $key as case_id, title, score, shipments,
        units, value_usd, parties, route, first_shipped_on, last_shipped_on, typology,
        'open' as status from told
"""
_MARK = """
    update scores set case_id = $key, flagged = true
    where scan_id = $scan_id and shipment_no = $number
"""


def audit_once(con: Connection, desk: Desk, many: int) -> list[str]:
    """Draw lines below the threshold of the latest scan, unless that was done for this scan.

    The seed is the hash of the last event: nobody can choose it afterwards.

    Returns
    -------
    list of str
        The keys of the lines drawn, which look like those of cases.
    """
    docket = read_docket(con)
    firsts = (desk.history(told.key)[0] for told in desk.standings.values() if told.shipment_id)
    bodies = [json.loads(event.body) for event in firsts if event.kind == "drawn"]
    drawn_for = {body["scan_id"] for body in bodies if body.get("by") == "audit"}
    if not docket.scan_id or docket.scan_id in drawn_for:
        return []
    drawn, probability = draw_lines(con, docket.scan_id, many, desk.head)
    return put_on_docket(desk, drawn, probability, docket.scan_id, by="audit")


def take_explored(con: Connection, desk: Desk) -> list[str]:
    """Put the lines that the latest scan drew below its line on the docket, each once.

    Returns
    -------
    list of str
        The keys of those that were not there yet.
    """
    docket, known = read_docket(con), set(drawn_lines(desk).values())
    if not docket.scan_id:
        return []
    rows = con.execute(_EXPLORED, {"scan_id": docket.scan_id}).fetchall()
    return [
        key
        for source, line, chance in rows
        if line not in known
        for key in put_on_docket(desk, [(source, line)], chance, docket.scan_id)
    ]


def lay_among(con: Connection, drawn: Mapping[str, str]) -> list[str]:
    """Write drawn lines into a private copy of a workspace as cases of its latest scan.

    Parameters
    ----------
    con : Connection
        The copy, open for writing.
    drawn : mapping of str to str
        shipment_id by the key that it has on the docket.

    Returns
    -------
    list of str
        The keys that could be told; a line that is gone, or flagged by now, is left out.
    """
    scan_id, as_of, model = con.execute(
        "select scan_id, as_of, model_name from scans order by scan_id desc limit 1"
    ).fetchall()[0]
    lines = con.execute(_LINES, {"scan_id": scan_id}).df()
    places = {str(name): at for at, name in enumerate(lines["shipment_id"])}
    flagged = set(
        con.execute(
            "select shipment_no from scores where scan_id = $id and case_id is not null",
            {"id": scan_id},
        ).df()["shipment_no"]
    )
    wanted = {key: places[line] for key, line in drawn.items() if line in places}
    wanted = {key: at for key, at in wanted.items() if lines.at[at, "shipment_no"] not in flagged}
    if not wanted:
        return []
    queue, reasons, nearest = _tell(con, str(model), lines, list(wanted.values()))
    with transaction(con):
        for key, at in wanted.items():
            number = int(lines.at[at, "shipment_no"])
            one = queue.assign(flagged=queue.index == number)
            told = group_cases(con, one, reasons[reasons["shipment_no"] == number], as_of)
            con.register("told", told)
            con.execute(_CASE, {"scan_id": scan_id, "key": key})
            con.unregister("told")
            con.execute(_MARK, {"scan_id": scan_id, "key": key, "number": number})
        for name, frame in (("reasons", reasons), ("nearest", nearest)):
            con.register("told", frame.assign(scan_id=scan_id))
            con.execute(f"insert into {name} by name select * from told")  # noqa: S608  our names
            con.unregister("told")
    return list(wanted)


def _tell(
    con: Connection, model: str, lines: pd.DataFrame, at: list[int]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    told = [name for name in FAMILIES if table_exists(con, name)]  # an earlier version had fewer
    families = tuple(read_family("detector.features", name) for name in told)
    matrix = features_of(con, families, lines["shipment_no"].to_numpy())
    champion = load_model(con, model)
    contributions = explain_lines(champion, matrix, lines, np.array(at))
    chosen = set(lines["shipment_no"].iloc[at])
    queue = lines.assign(flagged=lines["shipment_no"].isin(chosen)).set_index("shipment_no")
    reasons = write_reasons(matrix, contributions, families, queue)
    return queue, reasons, find_nearest(matrix, champion.features, queue, champion.plan.seed)


def drawn_lines(desk: Desk) -> dict[str, str]:
    """Return the shipment of every line that was drawn, by its key, open ones first."""
    drawn = [told for told in dict(desk.standings).values() if told.shipment_id]
    drawn.sort(key=lambda told: (told.state == "closed", told.key))
    return {told.key: told.shipment_id for told in drawn}


def draw_and_lay(con: Connection, desk: Desk, many: int) -> list[str]:
    """Draw below the line of a private copy's latest scan, and lay all drawn lines among its cases.

    Where the models cannot tell them, they are left out.

    Parameters
    ----------
    con : Connection
        The copy, open for writing.
    desk : Desk
    many : int
        Lines to draw beside those that the scan drew itself.

    Returns
    -------
    list of str
        The keys that lie among the cases.
    """
    lay_out(con)  # a scan of an earlier version logged no chances
    take_explored(con, desk)
    if many:
        audit_once(con, desk, many)
    drawn = dict(islice(drawn_lines(desk).items(), MOST_LAID))
    try:
        return lay_among(con, drawn) if drawn else []
    except ChiptraceError:
        return []
