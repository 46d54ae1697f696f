"""Records: the contract as data, layouts, readers, and what could not be read."""

from detector.records.accounts import FileReport as FileReport
from detector.records.accounts import LoadPlan as LoadPlan
from detector.records.contract import TABLES as TABLES
from detector.records.layout import Layout as Layout
from detector.records.layout import read_layout as read_layout
from detector.records.loading import load_files as load_files
from detector.records.loading import load_frame as load_frame
from detector.records.shelf import LayoutCard as LayoutCard
from detector.records.shelf import find_layout as find_layout
from detector.records.shelf import known_layouts as known_layouts
from detector.records.shelf import layout_text as layout_text
from detector.records.shelf import shelf as shelf
from detector.records.tables import lay_out as lay_out
from detector.records.unfilled import find_unfilled as find_unfilled
