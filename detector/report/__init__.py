"""The weekly report: findings gathered as data, then rendered as one page and its JSON twin."""

from detector.report.case_file import CaseFile, build_case_file, write_case
from detector.report.estimate_page import as_section, render_estimate, write_estimate
from detector.report.explain import Explanation, Fact, Neighbour, Section, explain_shipment
from detector.report.findings import WeekFindings
from detector.report.flows_findings import FlowsFindings, gather_flows
from detector.report.flows_page import render_flows, write_flows
from detector.report.model_card import render_card, write_card
from detector.report.page import render_week, write_report
from detector.report.press import as_json
from detector.report.week import build_week

__all__ = [
    "CaseFile",
    "Explanation",
    "Fact",
    "FlowsFindings",
    "Neighbour",
    "Section",
    "WeekFindings",
    "as_json",
    "as_section",
    "build_case_file",
    "build_week",
    "explain_shipment",
    "gather_flows",
    "render_card",
    "render_estimate",
    "render_flows",
    "render_week",
    "write_card",
    "write_case",
    "write_estimate",
    "write_flows",
    "write_report",
]
