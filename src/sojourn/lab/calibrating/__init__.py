"""What the published figures leave of what is believed: a bank of runs, what follows from it, how far to trust it."""

from .bank import Bank, BankError, fill, read_bank
from .diagnosing import Coverage, Identified, coverage, identified
from .figures import Figure, figures, period
from .inferring import Posterior, infer

__all__ = [
    "Bank",
    "BankError",
    "Coverage",
    "Figure",
    "Identified",
    "Posterior",
    "coverage",
    "figures",
    "fill",
    "identified",
    "infer",
    "period",
    "read_bank",
]
