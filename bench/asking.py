"""The interview against the full form: every worked case answered question by question, and what comes of it.

The person interviewed knows what the worked case says and nothing else: whatever the case leaves open is answered "I
do not know". What an authority decides is never asked; where the case states it, it is added once the questions have
ended. The answer must then be that of the whole case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sojourn.policy import (
    CONSEQUENCES,
    Answer,
    Case,
    Conduct,
    Finding,
    HowMany,
    Interview,
    Law,
    Outcome,
    Parameter,
    Programme,
    Route,
    Standing,
    WorkedCase,
    check,
    consequences,
)
from sojourn.policy.model import Consequence, Version
from sojourn.policy.reading.programme import replacements
from sojourn.policy.tree import EntryRef, FactRef, Node, OverHistory, children
from sojourn.policy.values import Span
from sojourn.policy.working.cases import TIMELINE, case_of

from .timing import best_of

#: Days a person is asked for, besides facts and roles; the days of application and breach are the day asked about.
ASKED_DAYS: Final = ("entry",)
LAW_DAYS: Final = frozenset(law.value for law in Law)
_REFUSED: Final = (Outcome.NO, Outcome.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked of one worked case."""

    programme: Programme
    worked: WorkedCase
    case: Case
    about: str

    @property
    def name(self) -> str:
        """Where to find it again."""
        return f"{self.programme.key} {self.worked.key} {self.about}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An interview from beginning to end: the facts asked for, what was known then, and how long each next one took."""

    questions: tuple[str, ...]
    case: Case
    seconds: tuple[float, ...]


def asks_of(programme: Programme) -> Iterator[Ask]:
    """Everything worked cases ask a person about: rules, routes, conduct and what follows from all conduct together.

    Parameters are left out: their value hangs on a day and a place, so neither form nor interview asks anybody.
    """
    for worked in programme.cases.values():
        case = case_of(programme, worked)
        for about in dict.fromkeys(expected.ask for expected in worked.expect):
            if about != TIMELINE and about not in programme.parameters:
                yield Ask(programme, worked, case, about)


def interview(ask: Ask, *, repeats: int = 1) -> Asked:
    """Answer questions from a worked case until there is none. `repeats`: how often each next question is worked out,
    of which the quickest counts.
    """
    form = full_form(ask)
    # Whose day's law it is belongs to the question, unless the day itself is one of the things to be told.
    known = {name: value for name, value in ask.case.facts.items() if name in LAW_DAYS and name not in form}
    skipped: set[str] = set()
    questions: list[str] = []
    seconds: list[float] = []
    while True:
        case = replace(ask.case, facts=known)
        following, taken = _next(ask, case, frozenset(skipped), repeats)
        seconds.append(taken)
        if following is None:
            return Asked(tuple(questions), _with_open_terms(ask, known), tuple(seconds))
        if following in skipped:
            raise AssertionError(f"{ask.name}: asked twice for {following}")
        questions.append(following)
        skipped.add(following)  # told as exactly as the worked case has it, or not known
        if following in ask.case.facts:
            known = {**known, following: ask.case.facts[following]}


def _next(ask: Ask, case: Case, skipped: frozenset[str], repeats: int) -> tuple[str | None, float]:
    found: list[str | None] = []

    def following() -> None:
        found[:] = [Interview(ask.programme, [ask.about], case, skip=skipped).next()]

    taken = best_of(repeats, following)
    return found[0], taken


def _with_open_terms(ask: Ask, known: Mapping[str, Any]) -> Case:
    facts = ask.programme.facts
    decided = {name: value for name, value in ask.case.facts.items() if name in facts and facts[name].open_term}
    return replace(ask.case, facts={**known, **decided})


def breaches_certain_after(ask: Ask, asked: Asked) -> int | None:
    """After how many questions every breach that is certain in the whole case is certain; None where there is none."""
    whole = _breaches(ask, ask.case)
    if not whole:
        return None
    # What nobody was asked for was known from the start.
    known = {name: value for name, value in asked.case.facts.items() if name not in asked.questions}
    for number, name in enumerate(asked.questions, 1):
        if name in ask.case.facts:
            known[name] = ask.case.facts[name]
        if whole <= _breaches(ask, replace(ask.case, facts=dict(known))):
            return number
    return len(asked.questions)


def _breaches(ask: Ask, case: Case) -> set[str]:
    composed = consequences(ask.programme, case)
    return {breach for liability in composed.liabilities for breach in liability.breaches}


def same_answer(ask: Ask, case: Case) -> bool:
    """Whether a case has the answer that the whole worked case has: outcome, value, penalties, and papers where any are
    handed in.
    """
    return bool(_essence(ask, case) == _essence(ask, ask.case))


def _essence(ask: Ask, case: Case) -> Any:
    if ask.about == CONSEQUENCES:
        composed = consequences(ask.programme, case)
        return composed.liabilities, composed.possible
    answer = check(ask.programme, case, ask.about)
    return _finding(answer.paper), _finding(answer.as_verified), _papers(answer)


def _finding(finding: Finding | None) -> Any:
    return finding and (finding.outcome, finding.value, finding.penalties)


def _papers(answer: Answer) -> Any:
    """The papers that are needed; nobody hands any in for what is refused, or was on the last day verified."""
    on_record = answer.as_verified if answer.standing is Standing.NOT_VERIFIED else answer.paper
    if on_record is None or on_record.outcome in _REFUSED:
        return None
    return answer.papers, [(one.key, one.needed, one.there) for one in answer.documents if one.needed is not Outcome.NO]


# ---- the full form -----------------------------------------------------------------------------------------


def full_form(ask: Ask) -> frozenset[str]:
    """Every question that a form would have for what is asked: each fact a person can tell that the entry, or anything
    it cites, names in the versions that may be in force on the day asked about.
    """
    form = _Form(ask.programme, ask.case)
    for key in ask.programme.conduct if ask.about == CONSEQUENCES else [ask.about]:
        form.entry(key)
    return frozenset(name for name in form.names if _to_be_told(ask.programme, name))


def _to_be_told(programme: Programme, name: str) -> bool:
    """Whether a name is something a person can be asked for."""
    if name in programme.facts:
        return not programme.facts[name].open_term
    role = programme.roles.get(name)
    return name in ASKED_DAYS or (role is not None and role.how_many is HowMany.OPTIONAL)


def _in_force(versions: tuple[Version, ...], day: date | Span) -> Iterator[Version]:
    """The versions that may be in force on a day: the last begun, and those that may have begun since."""
    first, last = (day.low, day.high) if isinstance(day, Span) else (day, day)
    for version in reversed(versions):
        if version.start is None or version.start.earliest <= last:  # type: ignore[operator]
            yield version
        if version.start is None or version.start.latest <= first:  # type: ignore[operator]
            return


class _Form:
    """Gathers the names that entries and expressions mention, without working anything out."""

    def __init__(self, programme: Programme, case: Case) -> None:
        self.programme = programme
        self.names: set[str] = set()
        self._days = case.days(programme.verified if case.at > programme.verified else None)
        self._replacements = replacements(programme)
        self._seen: set[str] = set()

    def entry(self, key: str) -> None:
        entry = self.programme.entry(key)
        if key in self._seen or entry is None:
            return
        self._seen.add(key)
        for version in _in_force(entry.paper, self._days[entry.law]):
            self.node(version.body)
            for consequence in version.consequences:
                self.consequence(consequence)
        for change in self._replacements.get(key, ()):
            self.node(change.condition)
            self.entry(change.key)
        if isinstance(entry, Parameter):
            for by in entry.by:
                self.fact(by)
        if isinstance(entry, Route):
            for document in entry.documents:
                self.node(document.needed)
                self.node(document.have)
            for grant in entry.grants:
                self.node(grant.value)
        if isinstance(entry, Conduct):
            self.role(entry.liable)

    def consequence(self, one: Consequence) -> None:
        for node in (one.condition, one.low, one.high):
            self.node(node)
        for inner in one.one_of:
            self.consequence(inner)

    def node(self, node: Node | None) -> None:
        if node is None:
            return
        if isinstance(node, EntryRef):
            self.entry(node.name)
        elif isinstance(node, FactRef):
            self.fact(node.name)
        elif isinstance(node, OverHistory):
            self.fact(node.history)
        for part in children(node):
            self.node(part)

    def fact(self, name: str) -> None:
        if name in self.names:
            return
        self.names.add(name)
        fact = self.programme.facts.get(name)
        if fact is not None:
            self.node(fact.only_if)
            self.role(fact.role)

    def role(self, key: str) -> None:
        role = self.programme.roles.get(key)
        if role is not None and role.how_many is HowMany.OPTIONAL:
            self.names.add(key)
