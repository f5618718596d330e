"""`sojourn check`: one case in, answers with reasons and sources out."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.policy import Answer, Case, Consequences, Programme, check, consequences

from .asked import Asked, asked_about
from .casework import case_of, written_of
from .known import Known
from .page import Page
from .programmes import programme_named
from .session import Session


def check_case(session: Session, name: str, known: Known, about: Sequence[str], *, as_json: bool) -> None:
    """Answer what was asked about a case.

    Raises CallError or CaseError for a call that is wrong, ProgrammeError for a programme that is.
    """
    programme = programme_named(name)
    asked = asked_about(programme, about, known.place)
    case = case_of(programme, written_of(programme, known))
    found = answers(programme, case, asked)
    summed = sums(programme, case, asked)
    if as_json:
        session.data(answers_json(programme, case, found, summed))
    else:
        session.show(answers_page(session, programme, found, summed))


def answers(programme: Programme, case: Case, asked: Asked) -> list[Answer]:
    """The answer to each question of a call."""
    return [check(programme, case, question.about, keys=question.keys) for question in asked.questions]


def sums(programme: Programme, case: Case, asked: Asked) -> Consequences | None:
    """What the breaches of a case add up to; None where that was not asked, or only in case there are some."""
    if not asked.consequences:
        return None
    found = consequences(programme, case)
    return found if found.liabilities or not asked.perhaps else None


def answers_page(session: Session, programme: Programme, found: Sequence[Answer], summed: Consequences | None) -> Page:
    """Answers in words, with the sources of all of them at the end."""
    from sojourn.policy import Teller

    from .layout import Layout

    page = Page()
    layout = Layout(session, page)
    teller = Teller(programme, session.language)
    for answer in found:
        layout.answer(teller.answer(answer))
    if summed is not None:
        layout.consequences(teller.consequences(summed))
    layout.sources(session.say("layout.sources"))
    return page


def answers_json(
    programme: Programme, case: Case, found: Sequence[Answer], summed: Consequences | None
) -> dict[str, object]:
    """Answers as data for a program."""
    from sojourn.policy import answer_json, consequences_json

    return {
        "programme": programme.key,
        "at": case.at.isoformat(),
        "answers": [answer_json(answer, programme) for answer in found],
        "consequences": None if summed is None else consequences_json(summed, programme),
    }
