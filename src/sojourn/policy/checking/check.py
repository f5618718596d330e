"""Check: one case against one entry of a programme; the answer with its reasons.

`check` looks at paper first and then at practice. Where a finding hangs on days of change that are not known, each
possible order of days is looked at in turn, so that entries which share such a day never contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..answer import (
    Answer,
    Difference,
    DocumentState,
    DutyOwed,
    FamilyJoining,
    Finding,
    Granted,
    Outcome,
    PenaltyResult,
    PracticeBeside,
    Reason,
    ReasonKind,
    Standing,
    StepWithin,
)
from ..evaluation.running import Run, definite, unknown_of
from ..model import Assumption, Attested, Conduct, Entry, Layer, Parameter, Programme, Route
from ..problems import CaseError, Problems, nearest
from ..types import Kind
from ..values import ABSENT, NO, YES, Span
from .case import IN_CASE, Case
from .explaining import Explainer, outcome_of, value_of
from .granting import documents_of, duties_of, family_of, grants_of, papers_of, steps_of
from .looking import compiled_of, look, settled
from .penalties import penalties_of
from .places import place_outside
from .standing import may_be_suspended, standing_of
from .weighing import Blamer, Weigher


def check(programme: Programme, case: Case, about: str, *, keys: Mapping[str, object] | None = None) -> Answer:
    """The answer to one question: may this route be granted, does this rule hold, what is this parameter, was this
    a breach?

    ``about`` is the key of a route, rule, parameter or conduct; ``keys`` the place, year or option to look a keyed
    parameter up for. Raises CaseError for a name or key that does not exist.
    """
    return _Checker(programme, case, _entry(programme, about), keys or {}).answer()


def check_alone(programme: Programme, case: Case, conduct: str) -> Answer:
    """Whether this was a breach in its own right, and what it brings itself: not what stands beside it, and nothing
    where another certainly takes its place.
    """
    return _Checker(programme, case, _entry(programme, conduct), {}, alone=True).answer()


def _entry(programme: Programme, about: str) -> Entry:
    entry = programme.entry(about)
    if entry is None:
        problems = Problems()
        names = [*programme.routes, *programme.rules, *programme.conduct, *programme.parameters]
        close = nearest(about, names)
        if close:
            problems.add(
                IN_CASE,
                "unknown_entry_near",
                "there is no '{name}' to ask about; did you mean '{close}'?",
                name=about[:80],
                close=close,
            )
        else:
            problems.add(
                IN_CASE, "unknown_entry", "there is no '{name}' to ask about in this programme", name=about[:80]
            )
        raise CaseError(problems.found)
    return entry


class _Checker:
    def __init__(
        self, programme: Programme, case: Case, entry: Entry, keys: Mapping[str, object], *, alone: bool = False
    ) -> None:
        self.programme = programme
        self.case = case
        self.entry = entry
        self.compiled = compiled_of(programme)
        self.alone = alone and entry.key in self.compiled.changes
        self.keys = self._keys(keys)
        self.yes_no = entry.type.kind is Kind.YES_NO
        self._paper_run = Run(case.facts, {})
        self._paper: Finding | None = None

    def _keys(self, given: Mapping[str, object]) -> tuple[Any, ...] | None:
        entry = self.entry
        if not isinstance(entry, Parameter) or not entry.by:
            return None
        found: list[Any] = []
        problems = Problems()
        for by in entry.by:
            value = given.get(by)
            if by == "year":
                found.append(int(str(value)) if str(value or "").isdigit() else Span(1900, 2200))
                continue
            allowed = tuple(self.programme.places) if by == "place" else self.programme.facts[by].type.options
            if by == "place":
                value = place_outside(str(value)) or value
            if value is None:
                found.append(self.case.facts.get(by, frozenset(allowed)))
            elif str(value) in allowed:
                found.append(str(value))
            else:
                problems.add(
                    IN_CASE,
                    "unknown_key",
                    "'{value}' is no {by}; allowed: {allowed}",
                    value=str(value)[:60],
                    by=by,
                    allowed=", ".join(allowed),
                )
        if problems.found:
            raise CaseError(problems.found)
        return tuple(found)

    # ---- the whole -----------------------------------------------------------------------------------------

    def answer(self) -> Answer:
        entry, programme, compiled = self.entry, self.programme, self.compiled
        today = Run(self.case.facts, self.case.days(), settled=self.case.settle)
        standing = standing_of(programme, entry, today)
        unverified = standing is Standing.NOT_VERIFIED
        at = programme.verified if unverified else None
        paper = self._paper = self._finding(Layer.PAPER, at)
        as_verified = None
        if unverified:
            last = Run(self.case.facts, self.case.days(at), settled=self.case.settle)
            as_verified = None if may_be_suspended(programme, entry, last) else paper
            paper = self._not_verified(paper)
        practice = self._practice(at, unverified)
        documents: tuple[DocumentState, ...] = ()
        grants: tuple[Granted, ...] = ()
        steps: tuple[StepWithin, ...] = ()
        duties: tuple[DutyOwed, ...] = ()
        family: FamilyJoining | None = None
        if isinstance(entry, Route):
            documents = documents_of(compiled, entry, self._paper_run)
            grants = grants_of(compiled, entry, self._paper_run, lambda: self._run(Layer.PRACTICE, at))
            steps = steps_of(compiled, entry, self._paper_run)
            duties = duties_of(entry, self._paper_run)
            family = family_of(entry, self._paper_run)
        return Answer(
            programme=programme.key,
            about=entry.key,
            kind=type(entry).__name__.lower(),
            at=self.case.at,
            standing=standing,
            verified=programme.verified,
            paper=paper,
            practice=practice,
            as_verified=as_verified,
            papers=papers_of(documents),
            documents=documents,
            grants=grants,
            steps=steps,
            notes=(entry.note,) if entry.note else (),
            duties=duties,
            family=family,
        )

    def _run(self, layer: Layer, at: date | None) -> Run:
        return Run(self.case.facts, self.case.days(at), layer, self.case.settle, self.case.assume)

    # ---- findings ------------------------------------------------------------------------------------------

    def _finding(self, layer: Layer, at: date | None) -> Finding:
        entry, compiled = self.entry, self.compiled
        looked = look(compiled, self.case, entry, layer, self.keys, at=at, alone=self.alone)
        run, value = looked.run, looked.value
        if layer is Layer.PAPER:
            self._paper_run = run
        explainer = Explainer(compiled, run)
        reasons = explainer.entry(entry.key) if self.keys is None else self._keyed_reason(explainer, value)
        weigher = Weigher(compiled, run)
        if not settled(value, self.yes_no):
            weigher.alone(entry.key) if self.alone else weigher.entry(entry.key)
        for boundary in looked.boundaries:
            weigher.unknowns[("boundary", boundary)] = None
        matters, open_terms = self._split(weigher.facts)
        outcome = self._outcome(value, matters, open_terms, weigher)
        blame: tuple[Any, ...] = ()
        if self.yes_no and value == NO and not isinstance(entry, Conduct):
            blame = Blamer(compiled, run).sets(entry.key)
        penalties: tuple[PenaltyResult, ...] = ()
        if isinstance(entry, Conduct) and value & YES:
            penalties = penalties_of(compiled, run, entry, value, alone=self.alone)
            weigher.penalties(entry, value, alone=self.alone)
            matters, open_terms = self._split(weigher.facts)
        rests_on = tuple(sorted(run.assumptions))
        return Finding(
            layer=layer,
            outcome=outcome,
            value=None if self.yes_no else value_of(value, entry.type),
            reasons=reasons,
            blame=blame,
            matters=matters,
            open_terms=open_terms,
            unknowns=tuple(weigher.unknowns),
            sources=tuple(explainer.sources),
            rests_on=rests_on,
            hangs_on=tuple(name for name in rests_on if self._hangs_on(name, layer, at, value)),
            penalties=penalties,
        )

    def _keyed_reason(self, explainer: Explainer, value: Any) -> Reason:
        entry = self.entry
        assert isinstance(entry, Parameter)
        sources: tuple[str, ...] = ()
        for version, _ in self.compiled.active(entry, explainer.run):
            sources += version.sources
            for row in version.rows:
                if all(want is None or want == key for want, key in zip(row.keys, self.keys or (), strict=True)):
                    sources += row.sources
        explainer.sources.update(dict.fromkeys(sources))
        shown = value_of(value, entry.type)
        return Reason(ReasonKind.PARAMETER, entry.key, entry.label, None, shown, True, tuple(dict.fromkeys(sources)))

    def _split(self, facts: Mapping[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The facts that could still matter, and those of them that an authority or the programme decides."""
        known = self.programme.facts
        terms = tuple(name for name in facts if name in known and known[name].open_term)
        return tuple(facts), terms

    def _outcome(self, value: Any, matters: tuple[str, ...], open_terms: tuple[str, ...], weigher: Weigher) -> Outcome:
        if not self.yes_no:
            if value is ABSENT:
                return Outcome.DOES_NOT_APPLY
            return Outcome.YES if definite(value) else Outcome.NOT_KNOWN_YET
        if value & YES and value & NO and matters and len(open_terms) == len(matters) and not weigher.unknowns:
            return Outcome.YES_IF
        return outcome_of(value)

    def _hangs_on(self, name: str, layer: Layer, at: date | None, value: Any) -> bool:
        assumption = self.programme.assumptions[name]
        held = self.case.assume.get(name, _as_value(assumption.value, assumption))
        for alternative in (assumption.value, *assumption.alternatives):
            other = _as_value(alternative, assumption)
            if other != held:
                looked = look(
                    self.compiled,
                    self.case,
                    self.entry,
                    layer,
                    self.keys,
                    at=at,
                    assume={name: other},
                    alone=self.alone,
                )
                if looked.value != value:
                    return True
        return False

    def _not_verified(self, finding: Finding) -> Finding:
        """Past the last verified day nothing is certain, whatever it was on that day."""
        unknown = None if self.yes_no else value_of(unknown_of(self.entry.type), self.entry.type)
        return Finding(
            layer=finding.layer,
            outcome=Outcome.NOT_KNOWN_YET,
            value=unknown,
            reasons=finding.reasons,
            blame=(),
            matters=finding.matters,
            open_terms=finding.open_terms,
            unknowns=(("not_verified", self.programme.key), *finding.unknowns),
            sources=finding.sources,
            rests_on=finding.rests_on,
            hangs_on=finding.hangs_on,
        )

    # ---- practice ------------------------------------------------------------------------------------------

    def _practice(self, at: date | None, unverified: bool) -> PracticeBeside:
        entry = self.entry
        practice = entry.practice
        differences = self._differences()
        attested = practice.attested
        finding = None
        if attested is Attested.SAME or (attested is Attested.DIFFERS and practice.versions):
            finding = self._finding(Layer.PRACTICE, at)
            if attested is Attested.SAME and not self._same_as(finding):
                # The same rule is followed, but something it cites is handled otherwise.
                attested = Attested.DIFFERS
            if unverified:
                finding = self._not_verified(finding)
        elif attested is Attested.NOT_ATTESTED and differences:
            attested = Attested.DIFFERS
        run = self._run(Layer.PRACTICE, at)
        day = run.days[entry.law]
        notes = [note for note in practice.notes if note.start is None or run.since(note.start, day) & YES]
        if practice.versions:
            notes.extend(v.note for v, _ in self.compiled.active(entry, run) if v.note is not None)
        return PracticeBeside(attested, finding, tuple(differences), tuple(dict.fromkeys(notes)))

    def _same_as(self, practice: Finding) -> bool:
        paper = self._paper
        return paper is None or (paper.outcome, paper.value) == (practice.outcome, practice.value)

    def _differences(self) -> list[Difference]:
        """The entries met on the way whose practice is known to differ, with both values."""
        compiled = self.compiled
        paper = self._paper_run
        practice = Run(paper.facts, paper.days, Layer.PRACTICE, paper.settled, paper.assume)
        found: list[Difference] = []
        if not compiled.practised:
            return found
        for memo, value in [*paper.memo.items()]:
            looked_up = isinstance(memo, tuple) and len(memo) > 2  # a parameter for some keys on a day
            entry = (
                compiled.practised.get(memo[0] if looked_up else memo) if looked_up or isinstance(memo, str) else None
            )
            if entry is None:
                continue
            if looked_up:
                other = compiled.lookups.find(entry.key)(practice, *memo[1:])
            else:
                other = compiled.own(entry.key)(practice)
            if other != value:
                sources = tuple(s for version, _ in compiled.active(entry, practice) for s in version.sources)
                note = next((v.note for v, _ in compiled.active(entry, practice) if v.note), None)
                found.append(
                    Difference(entry.key, value_of(value, entry.type), value_of(other, entry.type), note, sources)
                )
        return found


def _as_value(value: Any, assumption: Assumption) -> Any:
    if assumption.type.kind is Kind.YES_NO:
        return YES if value in (True, "yes") else NO
    return value
