"""What the sources leave open, in words: how an assumption settles it, and between which days a change lies."""

from __future__ import annotations

from ..model import Assumption, Boundary
from ..types import Kind
from .names import Names
from .shapes import Told
from .values import Values


def told_assumption(names: Names, values: Values, assumption: Assumption) -> Told:
    """An assumption: how it is settled, why it had to be, and how else it could be."""
    label = names.label(assumption.key)
    if assumption.type.kind is Kind.YES_NO:
        holds = assumption.value in (True, "yes")
        text = names.sentence(names.say("assumptions.holds" if holds else "assumptions.not", label=label))
        children = (
            (Told(names.say("assumptions.or_not" if holds else "assumptions.or_so")),)
            if assumption.alternatives
            else ()
        )
    else:
        told = values.exact(assumption.value, assumption.type)
        text = names.sentence(names.say("assumptions.value", label=label, value=told))
        others = [values.exact(other, assumption.type) for other in assumption.alternatives]
        children = (
            (Told(names.sentence(names.say("assumptions.others", values=values.either(others)))),) if others else ()
        )
    because = names.text(f"assumptions.{assumption.key}.because", assumption.because)
    return Told(text, children, assumption.sources, assumption.key, note=names.sentence(because) if because else "")


def told_boundary(names: Names, values: Values, boundary: Boundary) -> Told:
    """A day of change that is not known."""
    label = names.inside(names.label(boundary.key))
    text = names.say("unknowns.boundary", label=label, span=values.span(boundary.day))
    return Told(text, sources=boundary.sources, key=boundary.key)
