"""The columns of clusters: accelerators that are known to stand somewhere, as public lists tell."""

from detector.records.column import Column

STATES = ("existing", "planned", "decommissioned")
CERTAINTIES = ("confirmed", "likely", "unlikely")

CLUSTER_COLUMNS = (
    Column("cluster", "text", "name of the cluster or site", needed=True),
    Column("country", "country", "country in which it stands", needed=True),
    Column("operator", "text", "who owns or runs it"),
    Column("chip", "text", "accelerator that it mostly holds"),
    Column("accelerators", "number", "accelerators that it holds", unit="accelerators"),
    Column("h100_equivalents", "number", "its performance", unit="H100"),
    Column("capacity_mw", "number", "power that it draws", unit="megawatts"),
    Column("operational_on", "date", "first day of operation"),
    Column("closed_on", "date", "last day of operation; null = still there"),
    Column("state", "choice", "whether it stands; null = existing", choices=STATES),
    Column("certainty", "choice", "how sure the list is", choices=CERTAINTIES),
    Column("may_repeat", "bool", "the list doubts that it is another one"),
)
