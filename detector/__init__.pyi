from detector.errors import ChiptraceError as ChiptraceError
from detector.pipeline import ScanPlan as ScanPlan
from detector.pipeline import load as load
from detector.pipeline import scan as scan
from detector.records import LoadPlan as LoadPlan
from detector.report import explain_shipment as explain_shipment
from detector.report import write_report as write_report
from detector.results import export_result as export_result
from detector.results import read_result as read_result
from detector.settings import Settings as Settings
from detector.settings import read_settings as read_settings
from detector.workspace import open_workspace as open_workspace

__version__: str
