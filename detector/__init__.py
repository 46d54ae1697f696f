"""Flag routing patterns in trade records that are consistent with diversion of AI accelerators.

Six lines are a whole run::

    import detector

    with detector.open_workspace("case.duckdb") as workspace:
        detector.load(workspace, ["shipments.csv"])
        detector.scan(workspace)
        queue = detector.read_result(workspace, "scores")
        page = detector.write_report(workspace, "out")

Names are fetched when they are first used, so that ``chiptrace --help`` need not wait for pandas.
"""

from importlib import import_module

_HOMES = {
    "ChiptraceError": "detector.errors",
    "Settings": "detector.settings",
    "read_settings": "detector.settings",
    "open_workspace": "detector.workspace",
    "LoadPlan": "detector.records",
    "load": "detector.pipeline",
    "ScanPlan": "detector.pipeline",
    "scan": "detector.pipeline",
    "read_result": "detector.results",
    "export_result": "detector.results",
    "explain_shipment": "detector.report",
    "write_report": "detector.report",
}

__version__ = "0.1.0"
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'detector' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
