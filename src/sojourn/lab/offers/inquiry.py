"""What is asked of a programme for a time in which none of its rules changes: every answer, with what it leaves open.

An inquiry belongs to a programme on a layer and serves every run: what is drawn once a run comes in only as which
changes have happened, so ensembles ask each question once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sojourn.policy import (
    Answer,
    Case,
    Granted,
    Layer,
    Outcome,
    Programme,
    Standing,
    Value,
    brief,
    check,
    days_of_change,
    granted,
    read_case,
)

from .binding import Binding, BindingError, BoundBreach, Breach, Facts, check_binding
from .figures import NONE, Figure, figure_of
from .sanctions import Sanction, sanction_on

#: In an array of answers: no, yes; from two on, what they hang on stands in `hangs_on` (by the answer less two).
NO, YES, OPEN = 0, 1, 2
#: A share is counted in so many parts of one.
SHARE_PARTS = 10_000

Answers = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers for a time without a change. H homes, P places, S sectors, G grades, V violations.

    `permit` int16[2, H, P, S]: the first axis is what the authorities decide of a place (no, yes). `passes` int16[H],
    `may_file` int16[P, G], `unqualified_may_hire` int16[P], `grade_after` int16[G, V + 1] (the index of a grade).
    `owed`: the duties that hold, of those that the binding names.
    """

    standing: Standing
    permit: Answers
    passes: Answers
    pass_limits: tuple[Figure, ...]
    term: tuple[tuple[Figure, ...], ...]
    fee: tuple[tuple[Figure, ...], ...]
    away: tuple[tuple[Figure, ...], ...]
    premium: Figure
    insurance: Figure
    renews_in_place: int
    transfer_anew: int
    may_file: Answers
    unqualified_may_hire: Answers
    grade_after: Answers
    violations_count_for: Figure
    suspended_for: Figure
    words: Mapping[str, str]
    owed: frozenset[str]
    hangs_on: tuple[str, ...]


class Inquiry:
    """A programme on a layer, under some assumptions, ready to be asked; its answers are kept."""

    def __init__(
        self,
        programme: Programme,
        binding: Binding,
        layer: Layer,
        assume: Mapping[str, object] | None = None,
    ) -> None:
        check_binding(binding, programme)
        self.programme = programme
        self.binding = binding
        self.layer = layer
        self.layers = (layer, Layer.PAPER if layer is Layer.PRACTICE else Layer.PRACTICE)
        self.changes = days_of_change(programme, binding.entries(), binding.duties)
        self.sectors: tuple[str, ...] = programme.facts[binding.sector].type.options
        self.grades: tuple[str, ...] = programme.facts[binding.grade].type.options
        self._assume = read_case(programme, {}, at=programme.verified, assume=assume or {}).assume
        self._everybody = self._read(binding.facts)
        self._homes = [self._read(home.facts) for home in binding.homes]
        self._places = [self._read(place.facts) for place in binding.places]
        self._sectors = [self._read({binding.sector: sector}) for sector in self.sectors]
        self._grades = [self._read({**binding.filing, binding.grade: grade}) for grade in self.grades]
        self._qualified = self._read({**binding.qualified, **binding.filing})
        self._unqualified = self._read(binding.unqualified)
        self._violations = [
            self._read({**binding.filing, binding.counted_violations: count})
            for count in range(binding.most_violations + 1)
        ]
        self._breaches = {
            breach.kind: (breach, self._read(breach.facts), self._read(breach.where_done))
            for breach in binding.breaches
        }
        self._asked: dict[tuple[bool, ...], Asked] = {}
        self._sanctions: dict[tuple[tuple[bool, ...], Breach, int], Sanction] = {}
        self._hangs_on: dict[str, int] = {}

    # ---- cases ---------------------------------------------------------------------------------------------

    def _read(self, facts: Facts) -> Mapping[str, Any]:
        """Facts as policy holds them, read once; the day comes in later."""
        read = read_case(self.programme, facts, at=self.programme.verified).facts
        return {name: value for name, value in read.items() if name in facts}

    def _case(self, day: date, settle: Mapping[str, date], *facts: Mapping[str, Any]) -> Case:
        known: dict[str, Any] = {"application": day, "decision": day, "breach": day, "entry": day}
        known.update(self._everybody)
        for some in facts:
            known.update(some)
        return Case(self.programme.key, day, known, self._assume, settle)

    # ---- answers -------------------------------------------------------------------------------------------

    def asked(self, happened: tuple[bool, ...], day: date, settle: Mapping[str, date]) -> Asked:
        """The answers for a day: `happened` tells of each of `changes` whether it has, and is all that the day is."""
        found = self._asked.get(happened)
        if found is None:
            found = self._asked[happened] = self._ask(day, settle)
        return found

    def sanction(
        self, happened: tuple[bool, ...], day: date, settle: Mapping[str, date], kind: Breach, count: int
    ) -> Sanction:
        """What follows a breach on a day, of so many (workers, days) where it is counted."""
        key = (happened, kind, count)
        found = self._sanctions.get(key)
        if found is None:
            breach, facts, done = self._breaches[kind]
            case = self._of_breach(breach, count, self._case(day, settle, facts))
            where_done = replace(case, facts={**case.facts, **done})
            found = self._sanctions[key] = sanction_on(self.programme, case, where_done, breach, self.layer)
        return found

    def _of_breach(self, breach: BoundBreach, count: int, case: Case) -> Case:
        counted = breach.counted
        if counted is None:
            return case
        if counted.fact:
            return replace(case, facts={**case.facts, counted.fact: count})
        limit = self._value(counted.days_past, case)
        last = None if limit is None else limit.high
        if not isinstance(last, date):
            raise BindingError(f"'{counted.days_past}' gives no day to count a breach of '{breach.kind}' from")
        return replace(case, facts={**case.facts, counted.end: last + timedelta(days=count)})

    def _ask(self, day: date, settle: Mapping[str, date]) -> Asked:
        bound = self.binding
        general = self._case(day, settle)
        in_places = [self._case(day, settle, facts) for facts in self._places]
        grants = [[self._grants(day, settle, place, sector) for sector in self._sectors] for place in self._places]
        asked = (bound.route, bound.pass_route, *(key for breach in bound.breaches for key in breach.conduct))
        answers = {key: check(self.programme, general, key) for key in dict.fromkeys(asked)}
        return Asked(
            standing=answers[bound.route].standing,
            permit=self._permits(day, settle),
            passes=self._array(
                (self._says(bound.pass_route, self._case(day, settle, home)) for home in self._homes),
                len(self._homes),
            ),
            pass_limits=tuple(self._limit(case) for case in in_places),
            term=self._granted(bound.term, "term", grants),
            fee=self._granted(bound.fee, "fee", grants, 100),
            away=self._granted(bound.away, "away", grants),
            premium=self._figure(bound.premium, general),
            insurance=self._figure(bound.insurance_rate, general, SHARE_PARTS),
            renews_in_place=self._says(bound.batch_renewal, general),
            transfer_anew=self._says(bound.transfer_anew, general, absent=YES),
            may_file=self._array(
                (
                    self._says(bound.may_file, self._case(day, settle, place, grade), absent=YES)
                    for place in self._places
                    for grade in self._grades
                ),
                len(self._places),
                len(self.grades),
            ),
            unqualified_may_hire=self._array(
                (
                    self._says(bound.may_hire, self._case(day, settle, place, self._unqualified), absent=YES)
                    for place in self._places
                ),
                len(self._places),
            ),
            grade_after=self._grade_after(day, settle),
            violations_count_for=self._figure(bound.violations_count_for, general),
            suspended_for=self._figure(bound.suspended_for, general),
            words={key: word for key, answer in answers.items() if (word := _word(answer))},
            owed=frozenset(
                duty.key
                for duty in answers[bound.route].duties
                if duty.key in bound.duties and duty.during.holds is Outcome.YES
            ),
            hangs_on=tuple(self._hangs_on),
        )

    def _grants(self, day: date, settle: Mapping[str, date], *facts: Mapping[str, Any]) -> Mapping[str, Granted]:
        case = self._case(day, settle, self._homes[0], self._qualified, *facts)
        return {one.key: one for one in granted(self.programme, case, self.binding.route)}

    def _permits(self, day: date, settle: Mapping[str, date]) -> Answers:
        """Each home, place and sector, for each way in which the authorities may decide of the place."""
        shape = (2, len(self._homes), len(self._places), len(self._sectors))
        permits = np.zeros(shape, np.int16)
        for p, place in enumerate(self._places):
            fact_names = self.binding.places[p].decided
            for decided in (NO, YES):
                settled = self._read(dict.fromkeys(fact_names, bool(decided)))
                for h, home in enumerate(self._homes):
                    for s, sector in enumerate(self._sectors):
                        case = self._case(day, settle, home, place, sector, self._qualified, settled)
                        permits[decided, h, p, s] = self._says(self.binding.route, case)
                if not fact_names:
                    permits[YES, :, p] = permits[NO, :, p]
                    break
        return permits

    def _grade_after(self, day: date, settle: Mapping[str, date]) -> Answers:
        """The grade that so many violations lead to, by the grade an agency has; its own where no rule moves it."""
        after = np.zeros((len(self._grades), len(self._violations)), np.int16)
        for g, grade in enumerate(self._grades):
            for v, violations in enumerate(self._violations):
                case = self._case(day, settle, violations, {self.binding.grade: grade[self.binding.grade]})
                due = (key for key, rule in self.binding.grades.items() if self._says(rule, case) == YES)
                after[g, v] = self.grades.index(next(due, self.grades[g]))
        return after

    def _limit(self, case: Case) -> Figure:
        """How many days a pass that begins on the day allows."""
        value = self._value(self.binding.leave_by, case)
        if value is None or value.nothing or not isinstance(value.low, date) or not isinstance(value.high, date):
            return NONE
        low, high = (value.low - case.at).days, (value.high - case.at).days
        return Figure(low, high, low != high)

    def _granted(
        self, grant: str, name: str, grants: list[list[Mapping[str, Granted]]], scale: int = 1
    ) -> tuple[tuple[Figure, ...], ...]:
        """A grant by place and sector; none where the route does not give it on the day."""

        def one(given: Mapping[str, Granted]) -> Figure:
            if grant not in given:
                return NONE
            values = {Layer.PAPER: given[grant].paper, Layer.PRACTICE: given[grant].practice}
            return figure_of(name, tuple(values[layer] for layer in self.layers), self.binding.assumed, scale)

        return tuple(tuple(one(given) for given in row) for row in grants)

    # ---- one question --------------------------------------------------------------------------------------

    def _says(self, about: str, case: Case, absent: int = NO) -> int:
        """Yes, no, or the number of what it hangs on: practice where that is attested on the layer, else paper.

        `absent` is what it comes to where there is no such rule on the day.
        """
        layer = self.layer
        found = brief(self.programme, case, about, layer)
        if found is None:
            layer = Layer.PAPER
            found = brief(self.programme, case, about, layer)
        assert found is not None
        if found.outcome is Outcome.YES:
            return YES
        if found.outcome is Outcome.DOES_NOT_APPLY:
            return absent
        if found.outcome is Outcome.NO:
            return NO
        return self._hanging(about, case, layer)

    def _hanging(self, about: str, case: Case, layer: Layer) -> int:
        answer = check(self.programme, case, about)
        finding = answer.paper if layer is Layer.PAPER else answer.practice.finding
        assert finding is not None
        unknowns = sorted(key for kind, key in finding.unknowns if kind != "boundary")
        if finding.matters or not unknowns:
            raise BindingError(
                f"whether '{about}' holds hangs on facts that the binding does not give: "
                f"{', '.join(finding.matters) or 'none is named'}"
            )
        return OPEN + self._hangs_on.setdefault(f"{about} ({', '.join(unknowns)})", len(self._hangs_on))

    def _figure(self, about: str, case: Case, parts: int = 1) -> Figure:
        values = [
            None if (found := brief(self.programme, case, about, layer)) is None else found.value
            for layer in self.layers
        ]
        name = {self.binding.suspended_for: "suspended_for"}.get(about, about)
        return figure_of(name, tuple(values), self.binding.assumed, parts=parts)

    def _value(self, about: str, case: Case) -> Value | None:
        found = brief(self.programme, case, about, self.layer) or brief(self.programme, case, about)
        return None if found is None else found.value

    @staticmethod
    def _array(answers: Iterable[int], *shape: int) -> Answers:
        return np.fromiter(answers, np.int16).reshape(shape)


def _word(answer: Answer) -> str:
    """The last word of the scale that practice is described with on the day; '' where there is none."""
    words = [note.word for note in answer.practice.notes if note.word is not None]
    return words[-1].value if words else ""
