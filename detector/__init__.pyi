from detector.errors import ChiptraceError as ChiptraceError
from detector.pipeline import cases as cases
from detector.pipeline import load as load
from detector.pipeline import reasons as reasons
from detector.pipeline import rejects as rejects
from detector.pipeline import scan as scan
from detector.pipeline import scores as scores
from detector.pipeline import write_report as write_report
from detector.settings import Settings as Settings
from detector.settings import read_settings as read_settings
from detector.workspace import open_workspace as open_workspace

__version__: str
