"""The Guangxi model's binding to its programme, and what it takes from the programme before any run."""

from __future__ import annotations

from functools import cache
from importlib import resources

from sojourn.policy import load

from ..offers import Binding, bounds_of, read_binding


@cache
def binding() -> Binding:
    """How the model's words tie to the entries of the programme. Raises BindingError."""
    with resources.as_file(resources.files(__package__).joinpath("binding.yaml")) as path:
        return read_binding(path)


@cache
def bounds(entry: str) -> tuple[float, float]:
    """Between what an entry of the programme lies, in its own unit. Raises BindingError, OpenFigureError."""
    low, high = bounds_of(load(binding().programme), entry)
    return float(low), float(high)
