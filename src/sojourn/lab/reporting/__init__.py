"""The reports: one file that reads anywhere without a connection, in English, Chinese or Vietnamese."""

from .days import days_unspoken_for
from .driving import sensitivity_report, write_sensitivity_report
from .few import few_runs_note
from .page import ReportParts, report, report_parts, scenario_name, write_report
from .pictures import Picture, picture
from .shell import Section

__all__ = [
    "Picture",
    "ReportParts",
    "Section",
    "days_unspoken_for",
    "few_runs_note",
    "picture",
    "report",
    "report_parts",
    "scenario_name",
    "sensitivity_report",
    "write_report",
    "write_sensitivity_report",
]
