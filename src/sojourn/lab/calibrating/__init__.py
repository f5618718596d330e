"""What the published figures leave of what is believed: a bank of runs, what follows from it, how far to trust it."""

from .bank import Bank, BankError, check_bank, fill, read_bank
from .checking import Bias, Predicted, biases, predicted, runs_of
from .diagnosing import Coverage, Covered, Identified, coverage, identified
from .figures import Figure, figures, period
from .inferring import Posterior, infer
from .whole import (
    Calibrated,
    Calibration,
    Stage,
    bank_file,
    calibrate,
    check_place,
    further_file,
    own_folder,
    write_posterior,
)

__all__ = [
    "Bank",
    "BankError",
    "Bias",
    "Calibrated",
    "Calibration",
    "Coverage",
    "Covered",
    "Figure",
    "Identified",
    "Posterior",
    "Predicted",
    "Stage",
    "bank_file",
    "biases",
    "calibrate",
    "check_bank",
    "check_place",
    "coverage",
    "figures",
    "fill",
    "further_file",
    "identified",
    "infer",
    "own_folder",
    "period",
    "predicted",
    "read_bank",
    "runs_of",
    "write_posterior",
]
