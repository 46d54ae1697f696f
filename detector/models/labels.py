"""What reviewers decided, as labels: which lines were diverted, which cleared, and their weight.

Only what was looked at has a label, and what was looked at was mostly looked at because a model
put it first. So each label weighs as much as its line was unlikely to be looked at.
"""

from datetime import date

import numpy as np
import pandas as pd

from detector.workspace import Connection, table_exists

MOST_WEIGHT = 20.0
POSITIVE_CODES = ("D51", "D60", "D61")  # a check that failed, a nomination, a referral
NEGATIVE_CODES = ("D10", "D11", "D50", "D70")  # documented, look-alike, check passed, licensed
NEVER = date(9999, 12, 31)
COLUMNS = ("positive", "weight", "case")
_DECIDED = """
    select coalesce(shipment_id, '') as shipment_id, coalesce(case_id, '') as case_id,
        coalesce(decision, '') as decision, split_part(coalesce(reason_code, ''), ':', 1) as code,
        decided_on, selection_probability::double as probability
    from dispositions
    where decided_on is null or decided_on <= $as_of
    order by decided_on nulls first, case_id, shipment_id, decision, code
"""
_DRAWN = """
    select source, shipment_id, selection_probability as logged from scores
    where selection_probability is not null
    qualify row_number() over (partition by source, shipment_id order by scan_id desc) = 1
    order by source, shipment_id
"""
_MEMBERS = """
    select case_id, source, shipment_id from scores
    where case_id is not null
    qualify scan_id = max(scan_id) over (partition by case_id)
    order by case_id, source, shipment_id
"""


def read_labels(
    con: Connection, lines: pd.DataFrame, as_of: date = NEVER, keep_days: int | None = None
) -> pd.DataFrame:
    """Read the decisions up to a day as labels of lines.

    Diverted is positive, and so is what was checked unfavourably, nominated for a list or referred
    to a prosecutor; cleared is negative, unless its reason code says that nothing was found out
    (a data error, too little data); all else is no label. The latest decision on a line counts, one
    on the line itself before one on its case. A case's decision weighs once, shared by its lines.

    Parameters
    ----------
    con : Connection
        Uses ``dispositions`` and, for decisions on cases, the ``scores`` of earlier scans.
    lines : DataFrame of shape (n_lines, n_columns)
        shipment_no, source, shipment_id.
    as_of : date
        Later decisions are not seen.
    keep_days : int, optional
        Days after which a clearance counts no more: it was about the trade of its day.

    Returns
    -------
    DataFrame of shape (n_labels, 3)
        Indexed by shipment_no: positive; weight, that is one over the logged chance of having
        been reviewed, by the decision or else by the scan (1 where none was), at most 20; case,
        the case decided or empty.
    """
    if not table_exists(con, "dispositions"):
        return _no_labels()
    told = con.execute(_DECIDED, {"as_of": as_of}).df()
    told["positive"] = _meaning(told, as_of, keep_days)
    on_lines = told[told["shipment_id"] != ""].merge(
        lines[["shipment_no", "source", "shipment_id"]], on="shipment_id"
    )
    on_lines = _with_chance(con, on_lines).assign(case="", share=1.0)
    both = pd.concat([_of_cases(con, told, lines), on_lines], ignore_index=True)
    if both.empty:
        return _no_labels()
    both = both.drop_duplicates("shipment_no", keep="last").set_index("shipment_no").sort_index()
    both = both[both["positive"].notna()]
    chance = both["probability"].astype("float64").fillna(1.0).clip(1.0 / MOST_WEIGHT, 1.0)
    return pd.DataFrame(
        {
            "positive": both["positive"].astype(bool),
            "weight": both["share"] / chance,
            "case": both["case"],
        }
    )


def last_word(con: Connection, day: date) -> date:
    """Return the later of a day and the last day on which anything was decided.

    Reviewers decide after the last record was shipped. Where nobody asks how things stood on an
    earlier day, what they decided since is known too.
    """
    if not table_exists(con, "dispositions"):
        return day
    last = con.execute("select max(decided_on) from dispositions").fetchall()[0][0]
    return max(day, last) if isinstance(last, date) else day


def _meaning(told: pd.DataFrame, as_of: date, keep_days: int | None) -> pd.Series:
    diverted = (told["decision"] == "diverted") | told["code"].isin(POSITIVE_CODES)
    cleared = (told["decision"] == "cleared") & told["code"].isin(("", *NEGATIVE_CODES))
    if keep_days is not None:
        decided = pd.to_datetime(told["decided_on"])
        cleared &= ~(decided < pd.Timestamp(as_of) - pd.Timedelta(days=keep_days))
    return pd.Series(np.where(diverted, 1.0, np.where(cleared, 0.0, np.nan)), told.index)


def _with_chance(con: Connection, told: pd.DataFrame) -> pd.DataFrame:
    """Fill in the chance that the scan logged where the decision carries none."""
    if told.empty or "selection_probability" not in _columns_of_scores(con):
        return told
    drawn = con.execute(_DRAWN).df()
    logged = told[["source", "shipment_id"]].merge(drawn, how="left")["logged"]
    return told.assign(probability=told["probability"].astype("float64").fillna(logged))


def _columns_of_scores(con: Connection) -> list[str]:
    if not table_exists(con, "scores"):
        return []
    return list(con.execute("select * from scores limit 0").df().columns)


def _of_cases(con: Connection, told: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    own = told[(told["shipment_id"] == "") & (told["case_id"] != "")]
    if own.empty or not table_exists(con, "scores"):
        return pd.DataFrame()
    members = (
        con.execute(_MEMBERS)
        .df()
        .merge(lines[["shipment_no", "source", "shipment_id"]], on=["source", "shipment_id"])
    )
    size = members.groupby("case_id")["shipment_no"].transform("size")
    joined = own.drop(columns="shipment_id").merge(members.assign(share=1.0 / size), on="case_id")
    return joined.assign(case=joined["case_id"])


def _no_labels() -> pd.DataFrame:
    return pd.DataFrame(
        {"positive": pd.Series(dtype=bool), "weight": pd.Series(dtype=float), "case": ""},
        index=pd.Index([], name="shipment_no", dtype="int64"),
    )
