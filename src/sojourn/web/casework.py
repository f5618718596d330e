"""What the site asks of policy about a visitor's answers: the case they make, what is wrong, what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404

from sojourn.policy import (
    Answer,
    Assumption,
    Case,
    CaseError,
    Consequences,
    Goal,
    Interview,
    Programme,
    Teller,
    check,
    consequences,
    read_case,
)

from .askable import entry_types, type_of
from .given import UNKNOWN, Given, History, Reply
from .mistakes import Mistakes
from .saying import say
from .shelf import shown_warnings
from .written import written


def goal_named(programme: Programme, key: str) -> Goal:
    """The goal of that name; Http404 where there is none."""
    for goal in programme.goals:
        if goal.key == key:
            return goal
    raise Http404(key)


def case_of(programme: Programme, given: Given) -> Case:
    """The case that the answers make. Raises CaseError where one of them cannot be."""
    assume = {key: alternative_text(programme.assumptions[key], text) for key, text in given.assume.items()}
    return read_case(programme, given.facts(), at=given.day, assume={key: text for key, text in assume.items() if text})


def alternative_text(assumption: Assumption, number: str) -> str:
    """An alternative of an assumption, by its number, as a case is written; '' where there is none."""
    if not (number.isascii() and number.isdigit() and int(number) < len(assumption.alternatives)):
        return ""
    value = assumption.alternatives[int(number)]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    written = Fraction(value) / assumption.type.unit.scale
    return str(written.numerator) if written.denominator == 1 else str(float(written))


def wrong_answers(programme: Programme, given: Given, teller: Teller, asked: str = "") -> dict[str, tuple[str, ...]]:
    """What is wrong with each answer that cannot be, in words.

    Of two answers that cannot both be, the one to `asked` is to be put right, else the one that says so.
    """
    try:
        case_of(programme, given)
    except CaseError as error:
        together = error.problems
    else:
        return {}
    mistakes = Mistakes(programme, teller)
    wrong: dict[str, tuple[str, ...]] = {}
    for name, fact in given.facts().items():
        try:
            read_case(programme, {name: fact}, at=given.day)
        except CaseError as error:
            wrong[name] = tuple(dict.fromkeys(mistakes.told(problem) for problem in error.problems))
    if not wrong:
        for problem in together:
            slots = dict(problem.slots)
            name = asked if asked in (slots.get("name"), slots.get("other")) else slots.get("name", "")
            wrong[name] = (*wrong.get(name, ()), mistakes.told(problem))
    return wrong


def interview(programme: Programme, goal: Goal, given: Given) -> Interview:
    """The interview about a goal after what was given."""
    # Each question is put once: what is told only within bounds can be changed from the answer.
    return Interview(programme, goal.asks, case_of(programme, given), skip=frozenset(given.replies))


def every_question(programme: Programme, goal: Goal, given: Given) -> tuple[str, ...]:
    """Everything that could matter for a goal on that day if nothing had been said yet, and whatever was said."""
    open_questions = interview(programme, goal, Given(given.at, assume=given.assume)).remaining()
    return tuple(dict.fromkeys([*open_questions, *given.names]))


def asked_entries(programme: Programme, goal: Goal) -> tuple[str, ...]:
    """The entries that answer a goal one by one; what breaches add up to is told beside them."""
    return tuple(key for key in goal.asks if programme.entry(key) is not None)


def answers(programme: Programme, goal: Goal, given: Given) -> tuple[Answer, ...]:
    """The answer to each thing a goal asks, in its order."""
    case = case_of(programme, given)
    return tuple(check(programme, case, key) for key in asked_entries(programme, goal))


def sums(programme: Programme, goal: Goal, given: Given) -> Consequences | None:
    """What everything the case contains adds up to, where the goal asks about conduct; None where it does not."""
    asks_conduct = len(asked_entries(programme, goal)) < len(goal.asks) or any(
        key in programme.conduct for key in goal.asks
    )
    return consequences(programme, case_of(programme, given)) if asks_conduct else None


def warnings(programme: Programme, goal: Goal, teller: Teller, given: Given) -> tuple[str, ...]:
    """What must be said before anything is asked: that the programme is suspended, or not verified for that day."""
    found = answers(programme, goal, Given(given.at))
    by_standing = {(one.standing, one.as_verified is None): one for one in reversed(found)}
    return shown_warnings(teller, (text for one in by_standing.values() for text in teller.answer(one).warnings))


# ---- what was said, in words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A line of what the visitor has said: about what, and the answer in words (a line for each entry of a history)."""

    name: str
    label: str
    texts: tuple[str, ...]


def said(programme: Programme, teller: Teller, given: Given) -> tuple[Said, ...]:
    """Everything said so far, in the order it was said."""
    return tuple(
        Said(name, teller.label(name), _told(programme, teller, name, reply)) for name, reply in given.replies.items()
    )


def _told(programme: Programme, teller: Teller, name: str, reply: Reply) -> tuple[str, ...]:
    type = type_of(programme, name)
    if reply == UNKNOWN or type is None:
        return (say(teller.language, "ask.unknown"),)
    if isinstance(reply, History):
        return _entries(programme, teller, name, reply)
    return (written(teller, type, reply, name),)


def _entries(programme: Programme, teller: Teller, name: str, history: History) -> tuple[str, ...]:
    types = entry_types(programme.facts[name])
    lines = []
    for entry in history.entries:
        parts = [
            text
            if field == "year"
            else say(
                teller.language,
                "ask.pair",
                label=teller.field_label(name, field),
                value=written(teller, types[field], text),
            )
            for field, text in entry.items()
        ]
        lines.append(" · ".join(parts))
    if not lines:
        return (say(teller.language, "ask.said_none" if history.complete == "yes" else "ask.unknown"),)
    return (*lines, say(teller.language, "ask.said_complete" if history.complete == "yes" else "ask.said_incomplete"))
