"""Figures as the programme has them: between two bounds, from the layer chosen, else from the other, else assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sojourn.policy import Value

from .binding import Assumed


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


def figure_of(name: str, layers: tuple[Value | None, ...], assumed: Mapping[str, Assumed], scale: int = 1) -> Figure:
    """The figure of the first layer that has one; `scale` is how many stored units the assumed range counts in.

    Raises OpenFigureError.
    """
    for value in layers:
        if value is None:
            continue
        if value.nothing:
            return NONE
        low, high = _whole(value.low), _whole(value.high)
        if low is not None and high is not None:
            return Figure(low, high, value.varies)
    taken = assumed.get(name)
    if taken is None:
        raise OpenFigureError(f"the programme has no figure for '{name}' on either layer; say one under 'assumed'")
    return Figure(taken.low * scale, taken.high * scale, assumed=True)


def _whole(bound: int | Fraction | date | None) -> int | None:
    return int(bound) if isinstance(bound, int | Fraction) else None


def yuan(fen: int) -> int:
    """An amount in whole yuan; half a yuan goes up."""
    return (fen + 50) // 100
