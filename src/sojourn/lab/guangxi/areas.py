"""Which places and lines of work outcomes and figures are about: `areas.yaml`, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..offers import BindingError
from ..written import read_written
from .world import world


@dataclass(frozen=True, slots=True)
class Area:
    """What something is about, by index: `places`, and the `cells` of its lines of work there."""

    places: list[int]
    cells: list[int]


@cache
def outcome_area(key: str) -> Area:
    """The area of an outcome. Raises BindingError where a place or line is not there."""
    return _area(_written()["outcomes"].get(key, {}))


@cache
def figure_area(key: str, *, other: bool = False) -> Area:
    """The area of a figure, or the `other` that it may mean as well. Raises BindingError."""
    one = _written()["figures"].get(key, {})
    return _area({**one, "places": one["or_places"]} if other else one)


@cache
def left_open() -> tuple[str, ...]:
    """The figures of which it is open which area they mean, in the order of the file."""
    return tuple(key for key, one in _written()["figures"].items() if "or_places" in one)


def _area(one: Mapping[str, Sequence[str]]) -> Area:
    known = world()
    places = _indices(one.get("places", known.places), known.places)
    lines = _indices(one.get("lines", known.lines.keys), known.lines.keys)
    return Area(places, [place * len(known.lines.keys) + line for place in places for line in lines])


def _indices(named: Sequence[str], known: tuple[str, ...]) -> list[int]:
    lacking = [name for name in named if name not in known]
    if lacking:
        raise BindingError(f"areas.yaml names {', '.join(lacking)}; there are: {', '.join(known)}")
    return [known.index(name) for name in named]


@cache
def _written() -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_written(resources.files(__package__).joinpath("areas.yaml"))
    return read
