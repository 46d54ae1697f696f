"""A scanned workspace made by hand: records, scores, reasons and cases, from one seed."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd

from detector import results
from detector.cases import case_of_shipment, group_cases
from detector.records.tables import lay_out
from detector.workspace import Connection

AS_OF = date(2026, 9, 18)
_PLACES = """Harbor Point|Formosa|Redwood|Blue Lagoon|Golden Kite|Pearl Delta|Northern Star
Lotus Field|Al Noor|Sunda""".replace("\n", "|").split("|")
EXPORTERS = tuple(
    f"{place} {kind}" for place in _PLACES for kind in ("Systems Pte. Ltd.", "Boards Inc.", "Works")
)
CONSIGNEES = tuple(
    f"{place} {kind}"
    for place in _PLACES
    for kind in ("Cloud Sdn. Bhd.", "Electronics Ltd.", "AI Research", "Technical Supplies FZE")
)
LANES = (("TW", "MY"), ("US", "SG"), ("TW", "HK"), ("MY", "CN"), ("SG", "AE"), ("US", "IN"))
GOODS = (
    ("accelerator_server", "847150", "GPU server 8U, rack mount, with rails", 8, 290_000),
    ("accelerator_card", "847330", "computer parts, adapter module", 1, 24_000),
    ("network", "851762", "ethernet switch 64 port", 0, 18_000),
    ("other_electronics", "854370", "electrical apparatus", None, 900),
    ("memory", "854232", "DDR5 RDIMM 64GB", 0, 310),
)
SIGNALS = (
    ("price.value_gap", "price", "MADs", "R27 quantity or price far from market (FinCEN/BIS 2023)",
     "Value per piece lies {v} MADs under {p} peers; 0 is usual.",
     "A sample, a repair or used goods also look so."),
    ("goods.density_gap", "goods", "decades", "R31 declared class does not match the goods (BIS)",
     "A kilogram is worth {v} decades more than goods so declared are among {p} peers.",
     "Consolidated freight under one heading also looks so."),
    ("novelty.first_order_size", "parties", "times", "R05 very large first order",
     "The consignee's first order is {v} times the usual first order of {p} companies.",
     "A funded start-up with a build plan also orders large at first."),
    ("corridor.lane_novelty", "routing", "nats", "R10 abnormal shipping route (BIS KYC)",
     "The lane is new to the exporter: {v} nats rarer than the lanes of {p} peers.",
     "A new distributor or a carrier's new service also opens a lane."),
    ("timing.split_lots", "timing", "lots", "R27 quantity far from market (FinCEN/BIS 2023)",
     "{v} lots of nearly one value went to this consignee within ten days; 1 is usual.",
     "Courier replenishment to resellers also comes in small lots."),
    ("onward.pass_through", "movements", "%", "R29 transit through a known hub without purpose",
     "{v} % of what the consignee received left again within 30 days; {p} companies compared.",
     "A regional distributor with many customers also forwards quickly."),
)  # fmt: skip


def shipments(con: Connection, count: int, seed: int = 7, **changes: object) -> pd.DataFrame:
    """Load `count` shipments; `changes` overwrites columns of the first shipments, one by one."""
    lay_out(con)
    rng = np.random.default_rng(seed)
    goods = rng.choice(len(GOODS), count, p=[0.1, 0.2, 0.3, 0.25, 0.15])
    lane = rng.choice(len(LANES), count, p=[0.35, 0.2, 0.15, 0.12, 0.1, 0.08])
    pieces = rng.integers(1, 9, count)
    days = np.sort(rng.integers(0, 7 * 30, count))[::-1]
    frame = pd.DataFrame(
        {
            "shipment_no": np.arange(1, count + 1),
            "shipment_id": [f"EXP-{number:06d}" for number in range(1, count + 1)],
            "source": np.where(rng.random(count) < 0.7, "exports", "manifests"),
            "shipped_on": [AS_OF - timedelta(days=int(day)) for day in days],
            "arrived_on": [
                AS_OF - timedelta(days=int(day) - 3) if day > 3 else None for day in days
            ],
            "exporter": rng.choice(EXPORTERS, count),
            "exporter_country": [LANES[place][0] for place in lane],
            "consignee": rng.choice(CONSIGNEES, count),
            "consignee_country": [LANES[place][1] for place in lane],
            "hs_code": [GOODS[place][1] for place in goods],
            "hs6": [GOODS[place][1] for place in goods],
            "description": [GOODS[place][2] for place in goods],
            "quantity": pieces.astype(float),
            "gross_weight_kg": np.round(pieces * rng.lognormal(1, 0.4, count), 1),
            "value": np.round(
                pieces * [GOODS[p][4] for p in goods] * rng.lognormal(0, 0.2, count), 2
            ),
            "currency": "USD",
            "file_id": 1,
            "line": np.arange(2, count + 2),
            "load_id": 1,
            "date_precision": "day",
            "id_minted": False,
        }
    )
    for name, values in changes.items():
        column = frame[name].astype(object) if name in frame else pd.Series([None] * count)
        column.iloc[: len(values)] = values
        frame[name] = column
    frame["value_usd"] = frame["value"]
    _insert(con, "shipment_versions", frame)
    con.execute(
        """
        insert into files by name select 1 as file_id, 1 as load_id, 'exports_2026.csv' as name,
            repeat('ab', 32) as sha256, 'shipments' as kind, 'canonical' as layout,
            'exports' as source, 'utf-8' as encoding, $lines + 4 as physical_lines,
            $lines as loaded, 3 as rejected, 1 as skipped, 0 as superseded
        """,
        {"lines": count},
    )
    con.execute("""
        insert into rejects values
            (1, 1, 'exports_2026.csv', 17, 'shipped_on', '31/31/26', 'no usable date', false),
            (1, 1, 'exports_2026.csv', 40, 'shipped_on', '', 'no usable date', false),
            (1, 1, 'exports_2026.csv', 41, null, null, 'the line has 3 of 22 fields', false),
            (1, 1, 'exports_2026.csv', 52, 'quantity', '12 pcs?', 'not a number', true)
    """)
    _goods_and_ledger(con, frame, goods, pieces)
    return frame


def scan(
    con: Connection,
    flagged: int,
    *,
    as_of: date = AS_OF,
    computing: bool = True,
    reasons: int = 4,
) -> int:
    """Score all shipments, flag the first ones, and store scores, reasons and cases."""
    results.lay_out(con)
    lines = con.execute(
        "select shipment_no, shipment_id, source, units from ledger where shipped_on <= $as_of "
        "order by hash(consignee_group), hash(exporter_group), shipment_no",
        {"as_of": as_of},
    ).df()
    count = len(lines)
    ranks = np.arange(1, count + 1)
    scores = lines.assign(
        as_of=as_of,
        score=np.round(0.985 - 0.9 * (ranks - 1) / max(count, 1), 6),
        p_value=ranks / (count + 1.0),
        rank=ranks,
        flagged=ranks <= flagged,
        selected_by=np.where(ranks <= flagged, "rank", None),
        age_days=30,
    )
    if not computing:
        scores["units"] = None
    why = _reasons(scores.loc[scores["flagged"]], reasons)
    cases = group_cases(con, scores.set_index("shipment_no"), why, as_of)
    scores["case_id"] = scores["shipment_no"].map(case_of_shipment(cases))
    record = results.ScanRecord(
        as_of.isoformat(),
        "isolation forest and k-th neighbour, by view",
        json.dumps({"seed": 20240501, "budget_share": 0.005}),
        "f" * 64,
        count,
        flagged,
        "",
    )
    return results.record_scan(con, record, {"scores": scores, "reasons": why, "cases": cases})


def _reasons(flagged: pd.DataFrame, count: int) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = []
    for line in flagged.itertuples():
        chosen = (
            rng.permutation(len(SIGNALS) * 3)[:count] if count > 6 else rng.permutation(6)[:count]
        )
        shares = np.sort(rng.dirichlet(np.ones(count)))[::-1]
        for position, (place, share) in enumerate(zip(chosen, shares, strict=True), start=1):
            signal, view, unit, flag, says, innocent = SIGNALS[place % len(SIGNALS)]
            signal += "_again" * (place // len(SIGNALS))
            value, peers = round(float(rng.lognormal(1.2, 0.5)), 1), int(rng.integers(8, 400))
            rows.append(
                {
                    "shipment_no": line.shipment_no,
                    "shipment_id": line.shipment_id,
                    "source": line.source,
                    "position": position,
                    "signal": signal,
                    "view": view,
                    "value": value,
                    "typical": 0.0,
                    "unit": unit,
                    "share": float(share),
                    "red_flag": flag,
                    "text": says.format(v=value, p=peers),
                    "peers": peers,
                    "innocent": innocent,
                }
            )
    columns = ["shipment_no", "signal", "view", "red_flag", "share"]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)


def _goods_and_ledger(
    con: Connection, frame: pd.DataFrame, goods: np.ndarray, pieces: np.ndarray
) -> None:
    classes = [GOODS[place][0] for place in goods]
    held = [
        None if GOODS[p][3] is None else float(GOODS[p][3] * n)
        for p, n in zip(goods, pieces, strict=True)
    ]
    table = pd.DataFrame(
        {
            "shipment_no": frame["shipment_no"],
            "pieces": pieces.astype(float),
            "goods_class": classes,
            "units": pd.array(held, dtype="Float64"),
            "units_low": pd.array(held, dtype="Float64"),
            "units_high": pd.array(held, dtype="Float64"),
            "why": "the model is named in the description",
        }
    )
    con.register("made", table)
    con.execute("create or replace table goods as select * from made order by shipment_no")
    con.unregister("made")
    con.execute("""
        create or replace table ledger as
        select s.shipment_no, s.source, s.shipment_id, s.shipped_on, s.arrived_on,
            dense_rank() over (order by s.exporter) as exporter_group,
            case when s.consignee is not null then 1000 + dense_rank() over (order by s.consignee)
                end as consignee_group,
            s.exporter_country, s.intermediate_country, s.consignee_country,
            coalesce(s.destination_country, s.consignee_country) as destination_country,
            s.hs6, left(s.hs_code, 4) as hs4, s.value_usd, g.pieces, g.goods_class, g.units
        from shipments s join goods g using (shipment_no) order by shipment_no
    """)


def _insert(con: Connection, table: str, frame: pd.DataFrame) -> None:
    con.register("made", frame)
    con.execute(f"insert into {table} by name select * from made")
    con.unregister("made")
