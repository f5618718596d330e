"""The report: one file that reads anywhere without a connection, in English, Chinese or Vietnamese."""

from .page import report, scenario_name, write_report
from .pictures import Picture, picture

__all__ = ["Picture", "picture", "report", "scenario_name", "write_report"]
