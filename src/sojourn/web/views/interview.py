"""The interview: one question a page, always the one that can still matter most.

Nothing is kept between two pages: each form carries the answers so far, and every address is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.policy import Kind, Language, Outcome, Standing, ToldAnswer

from ..askable import type_of
from ..casework import answers, interview, said, warnings, wrong_answers
from ..frame import page
from ..given import UNKNOWN, Given
from ..questions import Questions
from ..saying import say
from ..visits import Visit, visit

#: What does not change any more, whatever else is said.
_CERTAIN = (Outcome.YES, Outcome.YES_IF, Outcome.NO)


class Onward(HttpResponseRedirect):
    """Sends the same form on to another address of this site."""

    status_code = 307


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: Language, key: str, goal: str) -> HttpResponse:
    """The next question, or an earlier one to change; when nothing can matter any more, the answer."""
    here = visit(request, language, key, goal)
    if request.method != "POST":
        return start_page(request, here)
    if here.when.error:
        return start_page(request, here, status=422)
    match here.pressed:
        case "answer":
            return Onward(here.at("answer"))
        case "change" if here.about == "at":
            return start_page(request, here)
        case "change" if type_of(here.programme, here.about) is not None:
            return question_page(request, here, here.about)
        case "show" if here.asked == "at":
            return start_page(request, here)
        case "show" | "add" | "remove" if here.asked:
            return question_page(request, here, here.asked)
        case "back" if here.asked:
            return _one_back(request, here)
        case "unknown" if here.asked:
            return next_page(request, here.with_given(here.given.with_reply(here.asked, UNKNOWN)))
        case "next" if here.asked not in ("", "at") and here.asked not in here.given.answered:
            return question_page(request, here, here.asked, errors=[_nothing_chosen(here)], status=422)
    return next_page(request, here)


def next_page(request: HttpRequest, here: Visit) -> HttpResponse:
    """The first answer that cannot be, to be put right; else the next question; else the answer."""
    wrong = wrong_answers(here.programme, here.given, here.teller, here.asked)
    if wrong:
        name = here.asked if here.asked in wrong else next(iter(wrong))
        return question_page(request, here, name, errors=wrong[name], status=422)
    following = interview(here.programme, here.goal, here.given).next()
    return question_page(request, here, following) if following is not None else Onward(here.at("answer"))


def _one_back(request: HttpRequest, here: Visit) -> HttpResponse:
    """The question answered last, to answer again; before the first one stands the choice of the day."""
    before = here.with_given(here.given.without(here.asked))
    names = before.given.names
    return question_page(request, before, names[-1]) if names else start_page(request, before)


def _nothing_chosen(here: Visit) -> str:
    type = type_of(here.programme, here.asked)
    kinds = {Kind.NUMBER: "figure", Kind.DATE: "date", Kind.LIST: "history"}
    return say(here.language, f"errors.nothing.{kinds.get(type.kind, 'choice') if type else 'choice'}")


# ---- pages -------------------------------------------------------------------------------------------------


def start_page(request: HttpRequest, here: Visit, status: int = 200) -> HttpResponse:
    """What will be asked, and for which day."""
    day = here.when.context(here.programme, here.language)
    context = {
        "goal": here.goal_label,
        "given": here.given,
        "all_url": here.at("all"),
        "warnings": warnings(here.programme, here.goal, here.teller, here.given),
        **day,
        "wrong": [day["day_question"]] if here.when.error else [],
    }
    return page(request, here.language, "start", context, programme=here.programme, carries=True, status=status)


def question_page(
    request: HttpRequest, here: Visit, name: str, *, errors: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """One question, with everything said so far below it."""
    questions = Questions(here.programme, here.teller, here.given)
    question = questions.question(name, errors=errors, blank=here.blanks(name))
    before = here.given.without(name)
    context = {
        "goal": here.goal_label,
        "question": question,
        "given": here.given,
        "said": said(here.programme, here.teller, before),
        "progress": _progress(here, before),
        "so_far": _so_far(here, before),
        "radio_unknown": question.box is not None and question.box.kind in ("pick", "list"),
        "all_url": here.at("all"),
        "wrong": [question] if errors else [],
    }
    return page(request, here.language, "ask", context, programme=here.programme, carries=True, status=status)


def _so_far(here: Visit, before: Given) -> list[ToldAnswer]:
    """What is certain already, of a goal that asks several things."""
    asks = here.goal.asks
    if len(asks) == 1 or any(key in here.programme.conduct for key in asks):
        return []
    if wrong_answers(here.programme, before, here.teller):
        return []
    certain = (one for one in answers(here.programme, here.goal, before) if one.paper.outcome in _CERTAIN)
    return [here.teller.answer(one) for one in certain if one.standing is Standing.IN_FORCE]


def _progress(here: Visit, before: Given) -> str:
    """The number of this question, and how many may follow as far as can be seen now."""
    if wrong_answers(here.programme, before, here.teller):
        return ""
    count = len(interview(here.programme, here.goal, before).remaining()) - 1
    code = "ask.progress" if count > 0 else "ask.progress_last"
    return say(here.language, code, number=len(before.names) + 1, **({"count": count} if count > 0 else {}))
