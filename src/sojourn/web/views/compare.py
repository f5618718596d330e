"""Two days or two places side by side: what a programme says on each, or what comes out for a visitor's own answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Answer, Attested, Kind, Language, ToldAnswer, ToldBeside, places_within, typed_text

from ..askable import type_of
from ..casework import answers, every_question, said, wrong_answers
from ..chosen import Chosen, PlaceOption, chosen_of
from ..frame import page
from ..shelf import programme, teller, told
from ..visits import Visit, visit
from .interview import next_page

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says of a figure or rule: where and when, on paper, in practice ('' where nothing is attested)."""

    side: str
    paper: str
    practice: str


@dataclass(frozen=True, slots=True)
class Row:
    """A figure or rule on both sides."""

    key: str
    label: str
    cells: tuple[Cell, Cell]

    @property
    def differs(self) -> bool:
        """Whether the two sides say different things."""
        left, right = self.cells
        return (left.paper, left.practice) != (right.paper, right.practice)


@require_safe
def compare(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """A programme's rules and figures on two days or in two places."""
    chosen = programme(key)
    sides = [chosen_of(request.GET, chosen, language, side) for side in SIDES]
    asked = any(name.partition(":")[0] in SIDES for name in request.GET) and not any(side.error for side in sides)
    names = [f"{teller(key, language).date(side.day)} · {side.place_label}" for side in sides]
    rows = compared(names, [told(key, language, side.day, side.place).beside for side in sides]) if asked else []
    context = {
        "sides": sides,
        "names": names,
        "asked": asked,
        "differing": [row for row in rows if row.differs],
        "same": [row for row in rows if not row.differs],
        "wrong": [side for side in sides if side.error],
    }
    return page(request, language, "compare", context, programme=chosen, part="compare")


def compared(names: Sequence[str], sides: Sequence[Iterable[ToldBeside]]) -> list[Row]:
    """Entries of two sides, in the order of the first; one that a side does not have is empty there."""
    by_key = [{one.key: one for one in side} for side in sides]
    labels = {one.key: one.label for side in reversed(by_key) for one in side.values()}
    left, right = (
        {key: _cell(name, side.get(key)) for key in labels} for name, side in zip(names, by_key, strict=True)
    )
    order = dict.fromkeys(key for side in by_key for key in side)
    return [Row(key, labels[key], (left[key], right[key])) for key in order]


def _cell(name: str, one: ToldBeside | None) -> Cell:
    if one is None:
        return Cell(name, "", "")
    return Cell(name, one.paper, one.practice if one.attested is not Attested.NOT_ATTESTED else "")


# ---- with a visitor's own answers ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that the visitor's case names, to be chosen for one side."""

    name: str
    field: str
    label: str
    options: tuple[PlaceOption, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the day and places chosen, and the answers that come out there."""

    day: Chosen
    places: tuple[PlaceChoice, ...]
    answers: tuple[ToldAnswer, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def compare_answers(request: HttpRequest, language: Language, key: str, goal: str) -> HttpResponse:
    """The answers to one goal for two days or two places, everything else being as the visitor said."""
    here = visit(request, language, key, goal)
    if request.method != "POST":
        return HttpResponseRedirect(here.at("ask"))
    if wrong_answers(here.programme, here.given, here.teller):
        return next_page(request, here)
    sides = [_side(request, here, side) for side in SIDES]
    context = {
        "goal": here.goal_label,
        "given": here.given,
        "said": said(here.programme, here.teller, here.given),
        "sides": sides,
        "pairs": list(zip(*(side.answers for side in sides), strict=True)),
        "answer_url": here.at("answer"),
        "ask_url": here.at("ask"),
        "wrong": [side.day for side in sides if side.day.error],
        "default_action": "compare",
    }
    return page(request, language, "compare_answers", context, programme=here.programme, part="compare", carries=True)


def _side(request: HttpRequest, here: Visit, side: str) -> Side:
    day = chosen_of(request.POST, here.programme, here.language, side, default=here.given.day)
    names = [
        name
        for name in every_question(here.programme, here.goal, here.given)
        if (type := type_of(here.programme, name)) is not None and type.kind is Kind.PLACE
    ]
    given = replace(here.given, at=day.day.isoformat())
    choices = []
    for name in names:
        field = f"{side}:place:{name}"
        options = _places(here, name)
        picked = typed_text(request.POST.get(field, ""), 80) or here.given.text(name)
        picked = picked if picked in options else ""
        if picked:
            given = given.with_reply(name, picked)
        choices.append(
            PlaceChoice(
                name,
                field,
                here.teller.label(name),
                tuple(PlaceOption(key, label, key == picked) for key, label in options.items()),
            )
        )
    found: tuple[Answer, ...] = answers(here.programme, here.goal, given)
    return Side(day, tuple(choices), tuple(here.teller.answer(one) for one in found))


def _places(here: Visit, name: str) -> Mapping[str, str]:
    within = here.programme.facts[name].within
    return {place: here.teller.label(place) for place in places_within(here.programme, within, here.given.day)}
