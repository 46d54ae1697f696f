"""The records contract as data: tables, columns, what is needed, units and meanings.

Column definitions, column comments, the canonical layouts and ``docs/contract.md`` all derive from
these tables, so a name is changed here and nowhere else.
"""

from dataclasses import dataclass
from functools import cache

from detector.records.cluster_columns import CLUSTER_COLUMNS
from detector.records.column import Column as Column


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of record: where it is stored and what identifies a line of a source."""

    kind: str
    current: str
    versions: str
    grain: str
    key: tuple[str, ...]
    one_of: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Give the column of that name.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        return _by_name(self)[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)


@cache
def _by_name(table: Table) -> dict[str, Column]:
    return {column.name: column for column in table.columns}


MODES = ("air", "sea", "road", "rail", "courier", "post")
CONSIGNEE_TYPES = ("end-user", "reseller", "government", "forwarder", "bank", "other")
PROCEDURES = ("definitive", "repair", "temporary", "return", "transit")
FLOWS = ("import", "export", "re-export", "re-import")
DECISIONS = ("diverted", "cleared", "referred", "insufficient")
RECORD_SOURCES = (
    "export-declaration",
    "import-declaration",
    "bill-of-lading",
    "air-waybill",
    "company-ledger",
)

_SHIPMENT_COLUMNS = (
    Column("shipment_id", "text", "names the line within its source", needed=True),
    Column("shipped_on", "date", "day of export or departure", needed=True),
    Column("arrived_on", "date", "day of import or arrival"),
    Column("exporter", "text", "exporter of record (US: principal party in interest)", needed=True),
    Column("exporter_country", "country", "country of the exporter", needed=True),
    Column("exporter_address", "text", "address of the exporter"),
    Column("consignee", "text", "ultimate consignee as declared", needed=True),
    Column("consignee_country", "country", "country of the consignee", needed=True),
    Column("consignee_address", "text", "address of the consignee"),
    Column("intermediate_consignee", "text", "party that takes delivery on the way"),
    Column("intermediate_country", "country", "country of the intermediate consignee"),
    Column("forwarder", "text", "freight forwarder or agent"),
    Column("notify_party", "text", "party to be told of the arrival"),
    Column("end_user", "text", "declared end user"),
    Column("end_user_country", "country", "country of the end user"),
    Column("origin_country", "country", "country of manufacture"),
    Column(
        "destination_country",
        "country",
        "country of ultimate destination; null = consignee_country",
    ),
    Column("port_of_lading", "port", "UN/LOCODE where the goods were loaded"),
    Column("port_of_unlading", "port", "UN/LOCODE where the goods were unloaded"),
    Column("transit_ports", "ports", "UN/LOCODEs in the order called at"),
    Column("transport_mode", "choice", "how the goods travelled", choices=MODES),
    Column("hs_code", "hs", "tariff code, 4 to 10 digits", needed=True),
    Column("description", "text", "goods as declared, in any language"),
    Column("model", "text", "part number or model"),
    Column("quantity", "number", "total of the line in quantity_unit", unit="quantity_unit"),
    Column(
        "quantity_unit",
        "unit",
        "what quantity counts; null = pieces, to be marked as assumed; cartons are not units",
    ),
    Column("gross_weight_kg", "number", "gross weight of the line", unit="kg"),
    Column("net_weight_kg", "number", "net weight of the line", unit="kg"),
    Column("value", "number", "value of the line in currency", unit="currency"),
    Column("currency", "currency", "ISO 4217; a blank cell loads as USD"),
    Column("eccn", "text", "export control classification as declared"),
    Column("license_code", "text", "licence exception or NLR as declared"),
    Column("license_number", "text", "number of the licence"),
    Column("consignee_type", "choice", "what the consignee is", choices=CONSIGNEE_TYPES),
    Column("payer", "text", "who pays, where known"),
    Column("payer_country", "country", "country of the payer"),
    Column("routed_export", "bool", "the foreign buyer controls the freight"),
    Column("serial_numbers", "list", "serial numbers of the units, where known"),
    Column("buyer", "text", "bill-to party, where it is not the consignee"),
    Column("buyer_country", "country", "country of the buyer"),
    Column("brand", "text", "brand as marked"),
    Column("packages", "number", "cartons, pallets or crates of the line", unit="packages"),
    Column("package_type", "text", "what packages counts"),
    Column("procedure", "choice", "customs procedure", choices=PROCEDURES),
    Column("transport_document", "text", "bill of lading or air waybill number"),
    Column("carrier", "text", "who carried the goods"),
    Column("related_party", "bool", "exporter and consignee are affiliated"),
    Column("value_basis", "text", "fob, cif and so on, as declared"),
    Column("record_source", "choice", "what kind of record it is", choices=RECORD_SOURCES),
)

_FLOW_COLUMNS = (
    Column("period", "period", "month (2025-03) or year (2025)", needed=True),
    Column(
        "reporter",
        "area",
        "alpha-2, or W00 (world), X-... (an aggregate), ZZ (unspecified)",
        needed=True,
    ),
    Column("partner", "area", "as reporter", needed=True),
    Column("flow", "choice", "direction of trade", needed=True, choices=FLOWS),
    Column("hs_code", "commodity", "2 to 12 digits as stated, or TOTAL", needed=True),
    Column("value_usd", "money", "value of the cell", needed=True, unit="US dollars"),
    Column("net_weight_kg", "number", "net weight of the cell", unit="kg"),
    Column("quantity", "number", "quantity of the cell", unit="quantity_unit"),
    Column("quantity_unit", "unit", "what quantity counts"),
    Column("valuation", "choice", "cif or fob", choices=("cif", "fob")),
    Column("classification", "text", "edition of the nomenclature"),
    Column("is_reconciled", "bool", "both sides were reconciled by the publisher"),
    Column("mode", "text", "mode of transport that the cell is limited to"),
    Column("procedure", "text", "customs procedure that the cell is limited to"),
    Column("partner2", "area", "second partner, as reporter"),
)

_PARTY_COLUMNS = (
    Column("party", "text", "name of the company", needed=True),
    Column("country", "country", "country of the company", needed=True),
    Column("address", "text", "address of the company"),
    Column("incorporated_on", "date", "day of incorporation"),
    Column("activity", "text", "what the company does"),
    Column("website", "text", "website of the company"),
    Column("parent", "text", "parent company"),
    Column("parent_country", "country", "country of the parent"),
    Column("parent_share", "number", "share that the parent holds", unit="0 to 1"),
    Column("ultimate_parent", "text", "ultimate parent company"),
    Column("capacity_mw", "number", "data-centre power that the party operates", unit="megawatts"),
    Column("known_from", "date", "first day on which this was known; null = always"),
    Column("known_to", "date", "last day on which this held; null = always"),
)

_WATCHLIST_COLUMNS = (
    Column("name", "text", "listed name", needed=True),
    Column("aliases", "list", "other names of the listed party"),
    Column("country", "country", "country of the listed party"),
    Column("address", "text", "address of the listed party"),
    Column("programme", "text", "list or programme"),
    Column("listed_on", "date", "day of the listing"),
)

_DISPOSITION_COLUMNS = (
    Column("shipment_id", "text", "shipment that was decided"),
    Column("case_id", "text", "case that was decided"),
    Column("decision", "choice", "what the reviewer found", choices=DECISIONS),
    Column("decided_on", "date", "day of the decision"),
    Column("decided_by", "text", "who decided"),
    Column("note", "text", "remark of the reviewer"),
    Column("reason_code", "text", "reason in the reviewer's own scheme"),
    Column("selected_by", "text", "why it was put before the reviewer"),
    Column("selection_probability", "number", "how likely it was to be chosen", unit="0 to 1"),
)

_RATE_COLUMNS = (
    Column("currency", "currency", "ISO 4217", needed=True),
    Column("month", "month", "first day of the month", needed=True),
    Column("usd_per_unit", "number", "US dollars for one unit", needed=True, unit="USD per unit"),
)

_CODE_COLUMNS = (
    Column("code", "text", "code of the area in the source's own scheme"),
    Column("name", "text", "name of the area in the source"),
    Column("country", "area", "what it stands for, as reporter of trade_flows", needed=True),
)

TABLES = {
    table.kind: table
    for table in (
        Table(
            "shipments",
            "shipments",
            "shipment_versions",
            "one row per consignment line",
            ("shipment_id",),
            (),
            _SHIPMENT_COLUMNS,
        ),
        Table(
            "trade_flows",
            "trade_flows",
            "trade_flow_versions",
            "one row per cell of aggregate statistics",
            (
                *("period", "reporter", "partner", "flow", "hs_code", "classification"),
                *("mode", "procedure", "partner2", "quantity_unit"),
            ),
            (),
            _FLOW_COLUMNS,
        ),
        Table(
            "parties",
            "parties",
            "party_versions",
            "one row per company and time in which it was so",
            ("party", "country", "known_from"),
            (),
            _PARTY_COLUMNS,
        ),
        Table(
            "watchlist",
            "watchlist",
            "watchlist_versions",
            "one row per listed name",
            ("name", "country", "address", "programme"),
            (),
            _WATCHLIST_COLUMNS,
        ),
        Table(
            "dispositions",
            "dispositions",
            "disposition_versions",
            "one row per decision of a reviewer",
            ("shipment_id", "case_id", "decided_on", "decided_by"),
            ("shipment_id", "case_id"),
            _DISPOSITION_COLUMNS,
        ),
        Table(
            "rates",
            "rates",
            "rate_versions",
            "one row per currency and month",
            ("currency", "month"),
            (),
            _RATE_COLUMNS,
        ),
        Table(
            "clusters",
            "clusters",
            "cluster_versions",
            "one row per cluster of accelerators that is known to stand somewhere",
            ("cluster", "country", "operational_on", "state", "h100_equivalents"),
            (),
            CLUSTER_COLUMNS,
        ),
        Table(
            "area_codes",
            "area_codes",
            "area_code_versions",
            "one row per code of a source's own country scheme",
            ("code", "name"),
            ("code", "name"),
            _CODE_COLUMNS,
        ),
    )
}

LINEAGE = {
    "source": ("VARCHAR", "where the file came from"),
    "file_id": ("BIGINT", "file in files"),
    "line": ("BIGINT", "first physical line of the record in its file; first = 1"),
    "load_id": ("BIGINT", "load in loads that brought it"),
    "superseded_by": ("BIGINT", "load that replaced it; null = current"),
    "extra": ("VARCHAR", "JSON object of the cells that the layout does not name; null = none"),
}

DERIVED = {
    "shipments": {
        "shipment_no": ("BIGINT", "unique number of the line in this workspace"),
        "date_precision": ("VARCHAR", "day, or month when only the month was stated"),
        "id_minted": ("BOOLEAN", "the source gave no id; made of source, file and line"),
        "value_usd": (
            "DECIMAL(18,2)",
            "US dollars: value at the rate of shipped_on; null where no rate is known",
        ),
        "hs6": ("VARCHAR", "first six digits of hs_code; null when there are fewer"),
    },
    "trade_flows": {
        "hs6": ("VARCHAR", "first six digits of hs_code; null when there are fewer"),
    },
}
