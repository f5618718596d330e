"""Figures as the programme has them: between two bounds, from the layer chosen, else from the other, else assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sojourn.policy import Layer, Programme, Value, brief, nearest, read_case

from .binding import Assumed, BindingError


class OpenFigureError(Exception):
    """Neither layer of the programme has a figure that the lab needs, and none is assumed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between two bounds in stored units (fen, days, months), or None for both where there is none.

    `varies`: each place has its own. `assumed`: no layer has it, so it lies in a range that the binding takes.
    """

    low: int | None
    high: int | None
    varies: bool = False
    assumed: bool = False

    @property
    def there(self) -> bool:
        """Whether there is such a figure at all."""
        return self.low is not None


NONE = Figure(None, None)


def figure_of(
    name: str, layers: tuple[Value | None, ...], assumed: Mapping[str, Assumed], scale: int = 1, parts: int = 1
) -> Figure:
    """The figure of the first layer that has one; `scale` is how many stored units the assumed range counts in.

    `parts` is in how many parts a stored unit is counted, for shares, which lie below one.

    Raises OpenFigureError.
    """
    for value in layers:
        if value is None:
            continue
        if value.nothing:
            return NONE
        low, high = _whole(value.low, parts), _whole(value.high, parts)
        if low is not None and high is not None:
            return Figure(low, high, value.varies)
    taken = assumed.get(name)
    if taken is None:
        raise OpenFigureError(f"the programme has no figure for '{name}' on either layer; say one under 'assumed'")
    return Figure(taken.low * scale * parts, taken.high * scale * parts, assumed=True)


def bounds_of(programme: Programme, entry: str) -> tuple[Fraction, Fraction]:
    """The bounds of an entry that needs no facts, on the last day verified: those practised, else those on paper.

    In the unit of the entry. Raises BindingError where there is no such entry, OpenFigureError where it has no figure.
    """
    known = [*programme.rules, *programme.parameters]
    if entry not in known:
        near = nearest(entry, known)
        meant = f" (did you mean '{near}'?)" if near else ""
        raise BindingError(f"a figure is asked of the entry '{entry}', which '{programme.key}' lacks{meant}")
    case = read_case(programme, {}, at=programme.verified)
    for layer in (Layer.PRACTICE, Layer.PAPER):
        found = brief(programme, case, entry, layer)
        value = None if found is None else found.value
        if value is not None and isinstance(value.low, int | Fraction) and isinstance(value.high, int | Fraction):
            return Fraction(value.low), Fraction(value.high)
    raise OpenFigureError(f"'{programme.key}' has no figure for '{entry}' on either layer; say a range instead of it")


def _whole(bound: int | Fraction | date | None, parts: int) -> int | None:
    return int(bound * parts) if isinstance(bound, int | Fraction) else None


def yuan(fen: int) -> int:
    """An amount in whole yuan; half a yuan goes up."""
    return (fen + 50) // 100
