"""Check: one case against one entry of a programme; the answer with its reasons.

`check` looks at paper first and then at practice. Where a finding hangs on days of change that are not known, each
possible order of days is looked at in turn, so that entries which share such a day never contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from .answer import (
    Answer,
    Difference,
    DocumentState,
    Finding,
    Granted,
    Outcome,
    Papers,
    PenaltyResult,
    PracticeBeside,
    Reason,
    ReasonKind,
    Standing,
    StepWithin,
)
from .case import IN_CASE, Case
from .compiled import Compiled
from .explaining import Explainer, outcome_of, value_of
from .model import Assumption, Attested, Conduct, Entry, Layer, Parameter, Programme, Route
from .penalties import penalties_of
from .problems import CaseError, Problems, nearest
from .running import Run, definite, unknown_of
from .types import Kind
from .values import ABSENT, ABSENT_BIT, NO, OPEN, YES, Span, join
from .weighing import Blamer, Weigher

#: At most so many combinations of unknown days of change are looked at; beyond, both versions simply stay possible.
MOST_SPLITS: Final = 64

_COMPILED: dict[int, Compiled] = {}
_MOST_COMPILED: Final = 32


def compiled_of(programme: Programme) -> Compiled:
    """The programme ready to be asked; made once and kept."""
    compiled = _COMPILED.get(id(programme))
    if compiled is None or compiled.programme is not programme:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        compiled = _COMPILED[id(programme)] = Compiled(programme)
    return compiled


def check(programme: Programme, case: Case, about: str, *, keys: Mapping[str, object] | None = None) -> Answer:
    """The answer to one question: may this route be granted, does this rule hold, what is this parameter, was this
    a breach?

    ``about`` is the key of a route, rule, parameter or conduct; ``keys`` the place, year or option to look a keyed
    parameter up for. Raises CaseError for a name or key that does not exist.
    """
    return _Checker(programme, case, _entry(programme, about), keys or {}).answer()


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


class Looked:
    """What a look at an entry found: the run, the value, and the boundaries that it hangs on."""

    __slots__ = ("boundaries", "run", "value")

    def __init__(self, run: Run, value: Any, boundaries: tuple[str, ...]) -> None:
        self.run = run
        self.value = value
        self.boundaries = boundaries


def look(
    compiled: Compiled,
    case: Case,
    entry: Entry,
    layer: Layer,
    keys: tuple[Any, ...] | None = None,
    *,
    at: date | None = None,
    assume: Mapping[str, Any] | None = None,
) -> Looked:
    """Work an entry out in a case on a layer, looking at each order of the days of change that are not known."""
    days = case.days(at)
    if at is not None:
        days = {law: min(day, at) if isinstance(day, date) else day for law, day in days.items()}
    assumed = case.assume if assume is None else {**case.assume, **assume}
    run = Run(case.facts, days, layer, case.settle, assumed)
    value = _value(compiled, run, entry, keys)
    yes_no = entry.type.kind is Kind.YES_NO
    if not run.open_days or _settled(value, yes_no):
        return Looked(run, value, ())
    choices = [
        [(name, day) for day in _representatives(compiled.programme, name, days_asked)]
        for name, days_asked in run.open_days.items()
    ]
    combinations = 1
    for choice in choices:
        combinations *= len(choice)
    boundaries = tuple(run.open_days)
    if combinations > MOST_SPLITS:
        return Looked(run, value, boundaries)
    found = {}
    for combination in product(*choices):
        inner = Run(case.facts, days, layer, {**case.settle, **dict(combination)}, assumed)
        found[tuple(day for _, day in combination)] = _value(compiled, inner, entry, keys)
        run.assumptions |= inner.assumptions
    value = join(found.values(), yes_no=yes_no)
    return Looked(run, value, _deciding(boundaries, found))


def _deciding(boundaries: tuple[str, ...], found: Mapping[tuple[date, ...], Any]) -> tuple[str, ...]:
    """The boundaries whose day, all others being equal, makes a difference."""
    deciding = []
    for index, boundary in enumerate(boundaries):
        by_others: dict[tuple[date, ...], list[Any]] = {}
        for days, value in found.items():
            by_others.setdefault(days[:index] + days[index + 1 :], []).append(value)
        if any(one != values[0] for values in by_others.values() for one in values):
            deciding.append(boundary)
    return tuple(deciding)


def _representatives(programme: Programme, boundary: str, asked: set[date]) -> list[date]:
    """Days of change, one for each way in which it can lie among the days asked about."""
    first, last = _range_of(programme, boundary)
    days = [first]
    for day in sorted(asked):
        following = day + timedelta(days=1)
        if following <= last and following not in days:
            days.append(following)
    return days


def _range_of(programme: Programme, boundary: str) -> tuple[date, date]:
    known = programme.boundaries.get(boundary)
    if known is not None:
        return known.day.earliest, known.day.latest
    # An unnamed day such as `2017-02` carries its own range in its name: entry@earliest..latest.
    earliest, _, latest = boundary.rpartition("@")[2].partition("..")
    return date.fromisoformat(earliest), date.fromisoformat(latest)


def _settled(value: Any, yes_no: bool) -> bool:
    return value in (YES, NO, ABSENT_BIT) if yes_no else definite(value)


def _value(compiled: Compiled, run: Run, entry: Entry, keys: tuple[Any, ...] | None) -> Any:
    if isinstance(entry, Parameter) and entry.by:
        return compiled.lookups.find(entry.key)(run, keys or (), run.days[entry.law])
    return compiled.entry(entry.key)(run)


class _Checker:
    def __init__(self, programme: Programme, case: Case, entry: Entry, keys: Mapping[str, object]) -> None:
        self.programme = programme
        self.case = case
        self.entry = entry
        self.compiled = compiled_of(programme)
        self.keys = self._keys(keys)
        self.yes_no = entry.type.kind is Kind.YES_NO
        self._paper_run = Run(case.facts, {})

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
        entry, programme = self.entry, self.programme
        standing = self._standing()
        unverified = standing is Standing.NOT_VERIFIED
        suspended = unverified and self._suspended(programme.verified)
        at = programme.verified if unverified else None
        paper = self._finding(Layer.PAPER, at)
        as_verified = None
        if unverified:
            as_verified = None if suspended else paper
            paper = self._not_verified(paper)
        route = entry if isinstance(entry, Route) else None
        practice = self._practice(at, unverified)
        documents = self._documents(route, at) if route else ()
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
            papers=_papers(documents),
            documents=documents,
            grants=self._grants(route, at) if route else (),
            steps=self._steps(route, at) if route else (),
            notes=(entry.note,) if entry.note else (),
        )

    def _standing(self) -> Standing:
        """Whether the programme can speak for the day whose law the entry goes by."""
        programme, entry = self.programme, self.entry
        day = self.case.days()[entry.law]
        run = Run(self.case.facts, self.case.days(), settled=self.case.settle)
        latest: date = day.high if isinstance(day, Span) else day  # type: ignore[assignment]
        if latest > programme.verified:
            return Standing.NOT_VERIFIED
        if isinstance(entry, Route) and entry.programme in ("", programme.key) and not entry.outside_period:
            if programme.period_start is not None:
                begun = run.since(programme.period_start, day)
                if begun != YES:
                    return Standing.NOT_BEGUN if begun == NO else Standing.MAY_NOT_HAVE_BEGUN
            if programme.period_end is not None and run.since(programme.period_end, day) == YES:
                return Standing.ENDED
            held = self._suspension(day, run)
            if held & YES:
                return Standing.SUSPENDED if held == YES else Standing.MAY_BE_SUSPENDED
        return Standing.IN_FORCE

    def _suspension(self, day: Any, run: Run) -> int:
        held = NO
        for one in self.programme.suspensions:
            here = run.since(one.start, day)
            if here & YES and one.end is not None:
                ended = run.since(one.end, day)
                here = NO if ended == YES else OPEN if ended == OPEN else here
            held = YES if YES in (held, here) else held | here
        return held

    def _suspended(self, day: date) -> bool:
        entry = self.entry
        own = isinstance(entry, Route) and entry.programme in ("", self.programme.key) and not entry.outside_period
        return own and bool(self._suspension(day, Run(self.case.facts, self.case.days(day))) & YES)

    # ---- findings ------------------------------------------------------------------------------------------

    def _finding(self, layer: Layer, at: date | None) -> Finding:
        entry, compiled = self.entry, self.compiled
        looked = look(compiled, self.case, entry, layer, self.keys, at=at)
        run, value = looked.run, looked.value
        if layer is Layer.PAPER:
            self._paper_run = run
        explainer = Explainer(compiled, run)
        reasons = explainer.entry(entry.key) if self.keys is None else self._keyed_reason(explainer, value)
        weigher = Weigher(compiled, run)
        if not _settled(value, self.yes_no):
            weigher.entry(entry.key)
        for boundary in looked.boundaries:
            weigher.unknowns[("boundary", boundary)] = None
        matters, open_terms = self._split(weigher.facts)
        outcome = self._outcome(value, matters, open_terms, weigher)
        blame: tuple[Any, ...] = ()
        if self.yes_no and value == NO and not isinstance(entry, Conduct):
            blame = Blamer(compiled, run).sets(entry.key)
        penalties: tuple[PenaltyResult, ...] = ()
        if isinstance(entry, Conduct) and value & YES:
            penalties = penalties_of(compiled, run, entry, value)
            weigher.penalties(entry)
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
                looked = look(self.compiled, self.case, self.entry, layer, self.keys, at=at, assume={name: other})
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
            if unverified:
                finding = self._not_verified(finding)
        elif attested is Attested.NOT_ATTESTED and differences:
            attested = Attested.DIFFERS
        notes = list(practice.notes)
        day = min(at, self.case.at) if at else self.case.days()[entry.law]
        run = Run(self.case.facts, self.case.days(at), Layer.PRACTICE, self.case.settle)
        notes.extend(v.note for v, _ in self.compiled.active(entry, run) if v.note is not None and day is not None)
        return PracticeBeside(attested, finding, tuple(differences), tuple(dict.fromkeys(notes)))

    def _differences(self) -> list[Difference]:
        """The entries met on the way whose practice is known to differ, with both values."""
        compiled, programme = self.compiled, self.programme
        paper = self._paper_run
        practice = Run(paper.facts, paper.days, Layer.PRACTICE, paper.settled, paper.assume)
        found: list[Difference] = []
        for memo, value in [*paper.memo.items()]:
            keys: tuple[Any, ...] = ()
            if isinstance(memo, str):
                entry = programme.entry(memo)
            elif isinstance(memo, tuple) and len(memo) == 3 and memo[0] in programme.parameters:
                entry, keys = programme.parameters[memo[0]], memo[1]
            else:
                continue
            if entry is None or entry.practice.attested is not Attested.DIFFERS or not entry.practice.versions:
                continue
            other = (
                _value(compiled, practice, entry, keys)
                if keys or isinstance(entry, Parameter)
                else compiled.own(entry.key)(practice)
            )
            if other != value:
                sources = tuple(s for version, _ in compiled.active(entry, practice) for s in version.sources)
                note = next((v.note for v, _ in compiled.active(entry, practice) if v.note), None)
                found.append(
                    Difference(entry.key, value_of(value, entry.type), value_of(other, entry.type), note, sources)
                )
        return found

    # ---- what routes add -----------------------------------------------------------------------------------

    def _run(self, layer: Layer, at: date | None) -> Run:
        days = self.case.days(at)
        if at is not None:
            days = {law: min(day, at) if isinstance(day, date) else day for law, day in days.items()}
        return Run(self.case.facts, days, layer, self.case.settle, self.case.assume)

    def _grants(self, route: Route, at: date | None) -> tuple[Granted, ...]:
        paper, practice = self._run(Layer.PAPER, at), self._run(Layer.PRACTICE, at)
        found = []
        for grant in route.grants:
            if grant.value is None:
                found.append(
                    Granted(grant.key, grant.label, None, None, Attested.NOT_ATTESTED, grant.text, grant.sources)
                )
                continue
            closure = self.compiled.node(grant.value, route.law)
            practice.silent.clear()
            handled = closure(practice)
            silent = bool(practice.silent)
            found.append(
                Granted(
                    grant.key,
                    grant.label,
                    value_of(closure(paper), grant.value.type),
                    None if silent else value_of(handled, grant.value.type),
                    Attested.NOT_ATTESTED
                    if silent
                    else Attested.SAME
                    if handled == closure(paper)
                    else Attested.DIFFERS,
                    grant.text,
                    grant.sources,
                )
            )
        return tuple(found)

    def _steps(self, route: Route, at: date | None) -> tuple[StepWithin, ...]:
        run = self._run(Layer.PAPER, at)
        return tuple(
            StepWithin(
                step.key,
                step.who,
                step.text,
                None
                if step.within is None
                else value_of(self.compiled.node(step.within, route.law)(run), step.within.type),
                step.sources,
            )
            for step in route.steps
        )

    def _documents(self, route: Route, at: date | None) -> tuple[DocumentState, ...]:
        run = self._run(Layer.PAPER, at)
        found = []
        for document in route.documents:
            needed = YES if document.needed is None else self.compiled.node(document.needed, route.law)(run)
            asked = document.have is not None
            there = self.compiled.node(document.have, route.law)(run) if document.have is not None else OPEN
            found.append(
                DocumentState(
                    document.key, document.label, asked, outcome_of(needed), outcome_of(there), document.sources
                )
            )
        return tuple(found)


def _papers(documents: tuple[DocumentState, ...]) -> Papers:
    needed = [one for one in documents if one.asked and one.needed not in (Outcome.NO, Outcome.DOES_NOT_APPLY)]
    if not needed:
        return Papers.NONE_ASKED
    if any(one.needed is Outcome.YES and one.there is Outcome.NO for one in needed):
        return Papers.INCOMPLETE
    if all(one.needed is Outcome.YES and one.there is Outcome.YES for one in needed):
        return Papers.COMPLETE
    return Papers.NOT_KNOWN_YET


def _as_value(value: Any, assumption: Assumption) -> Any:
    if assumption.type.kind is Kind.YES_NO:
        return YES if value in (True, "yes") else NO
    return value
