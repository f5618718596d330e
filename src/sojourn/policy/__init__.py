"""The policy language: read a programme, check a case against it, ask for what is missing, and tell it in words."""

from .answer import Answer, Consequences, Finding, Outcome, Papers, Reason, Standing, Value
from .case import Case, read_case
from .checking import check
from .composing import consequences
from .interview import CONSEQUENCES, Interview
from .model import Layer, Programme
from .problems import CaseError, Problem, ProgrammeError
from .folders import available
from .reading import load

__all__ = [
    "CONSEQUENCES",
    "Answer",
    "Case",
    "CaseError",
    "Consequences",
    "Finding",
    "Interview",
    "Layer",
    "Outcome",
    "Papers",
    "Problem",
    "Programme",
    "ProgrammeError",
    "Reason",
    "Standing",
    "Value",
    "available",
    "check",
    "consequences",
    "load",
    "read_case",
]
