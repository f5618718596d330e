"""The report: one file that reads anywhere without a connection, in English, Chinese or Vietnamese."""

from .page import report, write_report

__all__ = ["report", "write_report"]
