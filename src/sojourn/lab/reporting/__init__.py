"""The report: one file that reads anywhere without a connection, in English, Chinese or Vietnamese."""

from .page import ReportParts, Section, report, report_parts, scenario_name, write_report
from .pictures import Picture, picture

__all__ = ["Picture", "ReportParts", "Section", "picture", "report", "report_parts", "scenario_name", "write_report"]
