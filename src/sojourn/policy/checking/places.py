"""Which places lie in another, on a day or at any time: what may be given for a fact that asks for a place."""

from __future__ import annotations

from datetime import date

from ..answer import ELSEWHERE_IN
from ..model import Parent, Programme


def place_answers(programme: Programme, within: str, at: date | None = None) -> tuple[str, ...]:
    """What may be given for a fact that asks for a place: each place inside `within`, and, for those that others lie
    in, elsewhere in them (`elsewhere_in_chongzuo`), in the programme's order.

    A place by itself stands for anywhere in it; so what is given may leave open in which of those that lie in it.
    """
    around = {place: _around(programme, place, at) for place in programme.places}
    others_inside = {outer for place, outers in around.items() for outer in outers if outer != place}
    answers: list[str] = []
    for place, outers in around.items():
        if not within or within in outers:
            answers.append(place)
            if place in others_inside:
                answers.append(ELSEWHERE_IN + place)
    return tuple(answers)


def place_outside(answer: str) -> str:
    """The place whose own ground, outside all that lie in it, an answer means; '' for any other answer."""
    return answer.removeprefix(ELSEWHERE_IN) if answer.startswith(ELSEWHERE_IN) else ""


def places_within(programme: Programme, place: str, at: date | None = None) -> tuple[str, ...]:
    """The keys of the places inside a place, itself included, in the programme's order; all of them for ''.

    With a day, those that lie (or, where a day of change is not known, may lie) in it on that day; else at some time.
    """
    return tuple(key for key in programme.places if not place or place in _around(programme, key, at))


def _around(programme: Programme, place: str, at: date | None) -> set[str]:
    """The keys of the places that a place lies in, at any remove, and its own."""
    around = {place}
    pending = [place]
    while pending:
        name = pending.pop()
        for parent in programme.places[name].parents if name in programme.places else ():
            if parent.place not in around and (at is None or _may_hold(parent, at)):
                around.add(parent.place)
                pending.append(parent.place)
    return around


def _may_hold(parent: Parent, at: date) -> bool:
    begun = parent.start is None or parent.start.earliest <= at
    return begun and (parent.end is None or at < parent.end.latest)
