"""All questions of a goal on one page, for those who would rather fill in a form; it reaches the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language

from ..casework import every_question, wrong_answers
from ..frame import page
from ..questions import Question, Questions
from ..visits import Visit, visit
from .interview import Onward


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading; those without one come last, under ''."""

    heading: str
    questions: tuple[Question, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def all_questions(request: HttpRequest, language: Language, key: str, goal: str) -> HttpResponse:
    """The whole form; with what was wrong, or on to the answer."""
    here = visit(request, language, key, goal)
    if request.method != "POST" or here.pressed != "answer":
        return form_page(request, here, {})
    wrong = wrong_answers(here.programme, here.given, here.teller)
    if wrong or here.when.error:
        return form_page(request, here, wrong, status=422)
    return Onward(here.at("answer"))


def form_page(request: HttpRequest, here: Visit, wrong: Mapping[str, Sequence[str]], status: int = 200) -> HttpResponse:
    """The form with what was given filled in."""
    names = every_question(here.programme, here.goal, here.given)
    questions = Questions(here.programme, here.teller, here.given)
    asked = [questions.question(name, errors=wrong.get(name, ()), blank=here.blanks(name)) for name in names]
    day = here.when.context(here.programme, here.language)
    context = {
        "goal": here.goal_label,
        "groups": _groups(here, asked),
        "given": here.given,
        "asked": names,
        "ask_url": here.at("ask"),
        **day,
        "wrong": [*([day["day_question"]] if here.when.error else []), *(one for one in asked if one.errors)],
        "default_action": "answer",
    }
    return page(request, here.language, "all", context, programme=here.programme, carries=True, status=status)


def _groups(here: Visit, asked: Sequence[Question]) -> list[Group]:
    """Questions by the group their fact belongs to, in the order in which the groups first come up."""
    by_group: dict[str, list[Question]] = {}
    for question in asked:
        by_group.setdefault(here.teller.group(question.name), []).append(question)
    groups = [Group(heading, tuple(questions)) for heading, questions in by_group.items()]
    return sorted(groups, key=lambda group: group.heading == "")
