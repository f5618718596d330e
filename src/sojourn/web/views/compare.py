"""Two days or two places side by side: what a programme says on each, or what comes out for a visitor's own answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import (
    Answer,
    Attested,
    Kind,
    Language,
    Programme,
    Told,
    ToldAnswer,
    ToldEntry,
    ToldProgramme,
    place_answers,
    typed_text,
)

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
    """What one side says of an entry: where and when, on paper, in practice (nothing where nothing is attested)."""

    side: str
    paper: tuple[Told, ...] = ()
    practice: tuple[Told, ...] = ()

    @property
    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All that it says in words, on paper and in practice: its sources are no difference."""
        return _words(self.paper), _words(self.practice)


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
        return left.words != right.words


@require_safe
def compare(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """A programme's rules and figures on two days or in two places."""
    chosen = programme(key)
    days = _two_days(chosen)
    sides = [chosen_of(request.GET, chosen, language, *side) for side in zip(SIDES, days, strict=True)]
    asked = any(name.partition(":")[0] in SIDES for name in request.GET) and not any(side.error for side in sides)
    names = [f"{teller(key, language).date(side.day)} · {side.place_label}" for side in sides]
    rows = compared(names, [_entries(told(key, language, side.day, side.place)) for side in sides]) if asked else []
    context = {
        "sides": sides,
        "names": names,
        "asked": asked,
        "differing": [row for row in rows if row.differs],
        "same": [row for row in rows if not row.differs],
        "wrong": [side for side in sides if side.error],
    }
    return page(request, language, "compare", context, programme=chosen, part="compare")


def _two_days(chosen: Programme) -> tuple[date, date]:
    """The days to begin with: a year before the last day for which anything is verified, and that day."""
    last = min(timezone.localdate(), chosen.verified)
    try:
        return last.replace(year=last.year - 1), last
    except ValueError:  # 29 February
        return last.replace(year=last.year - 1, day=28), last


def compared(names: Sequence[str], sides: Sequence[Iterable[ToldEntry]]) -> list[Row]:
    """Entries of two sides, in the order of the first; one that a side does not have is empty there."""
    by_key = [{one.key: one for one in side} for side in sides]
    labels = {one.key: one.label for side in reversed(by_key) for one in side.values()}
    left, right = (
        {key: _cell(name, side.get(key)) for key in labels} for name, side in zip(names, by_key, strict=True)
    )
    order = dict.fromkeys(key for side in by_key for key in side)
    return [Row(key, labels[key], (left[key], right[key])) for key in order]


def _entries(words: ToldProgramme) -> tuple[ToldEntry, ...]:
    return (*words.routes, *words.rules, *words.conduct, *words.parameters)


def _cell(name: str, entry: ToldEntry | None) -> Cell:
    if entry is None:
        return Cell(name)
    practice = [_short(version.content) for version in entry.practice if version.holds]
    if not practice and entry.attested is Attested.SAME:
        practice = [Told(entry.practice_text)]
    paper = tuple(_short(version.content) for version in entry.holding)
    return Cell(name, paper, (*practice, *entry.practice_notes))


def _short(content: Told) -> Told:
    """What a version says; of a table that has but one row for the place, the result alone."""
    if content.table is not None and len(content.table.rows) == 1 and not content.children:
        (row,) = content.table.rows
        return Told(row.cells[-1], sources=row.sources)
    return content


def _words(told: Iterable[Told]) -> tuple[str, ...]:
    found: list[str] = []
    for one in told:
        cells = [cell for row in one.table.rows for cell in row.cells] if one.table is not None else []
        found += [one.text, one.mark, one.value, one.note, *cells, *_words(one.children)]
    return tuple(found)


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
    return {place: here.teller.label(place) for place in place_answers(here.programme, within, here.given.day)}
