"""What a programme leaves open on a day: permits, passes, terms, fees and sanctions, all asked of `policy`."""

from .binding import Area, Assumed, Binding, BindingError, BoundBreach, Breach, Told, read_binding
from .chosen import Choice, Chosen, KeyedChosen
from .figures import OpenFigureError, bounds_of
from .rules import Offer, Rules
from .sanctions import Sanction

__all__ = [
    "Area",
    "Assumed",
    "Binding",
    "BindingError",
    "BoundBreach",
    "Breach",
    "Choice",
    "Chosen",
    "KeyedChosen",
    "Offer",
    "OpenFigureError",
    "Rules",
    "Sanction",
    "Told",
    "bounds_of",
    "read_binding",
]
