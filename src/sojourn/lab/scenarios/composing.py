"""Several scenarios put together, in their order, into one: the last to speak of a thing has it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sojourn.lab.offers import Binding, BindingError, Breach, Choice, Chosen, Offer, OpenFigureError, Rules, Sanction
from sojourn.policy import (
    CaseError,
    Layer,
    Problem,
    Problems,
    Programme,
    ProgrammeError,
    RawMapping,
    RawScalar,
    Where,
    edition_of_changed,
    load,
    load_changed,
    nearest,
    read_case,
)

from .scenario import Acting, ModelChange, Scenario, ScenarioError


@dataclass(frozen=True, slots=True)
class _Phase:
    """What holds from a day on (None: from the first)."""

    start: date | None
    programme: Programme
    layer: Layer
    assume: Mapping[str, object]
    settle: Mapping[str, date]
    edition: str


@dataclass(frozen=True, slots=True)
class Composed:
    """Scenarios put together for a programme; `key` names them in their order, `edition` is a fingerprint of it all."""

    key: str
    scenarios: tuple[Scenario, ...]
    phases: tuple[_Phase, ...]
    model: tuple[ModelChange, ...]
    authorities: Mapping[str, Acting]
    edition: str

    @property
    def programme(self) -> Programme:
        """The programme as it is in the end."""
        return self.phases[-1].programme

    def parameter(self, name: str, before: float, day: date | None = None) -> float:
        """A parameter of the model on a day (None: once all changes have begun), given what it is without them."""
        for change in self.model:
            if change.parameter == name and (change.start is None or day is None or change.start <= day):
                before = change.value(before)
        return before

    def rules(self, binding: Binding, chosen: Chosen) -> RulesInTurn:
        """The rules of one run: what is open in any phase is chosen once, by name."""
        return RulesInTurn(
            tuple(
                (
                    phase.start,
                    Rules(phase.programme, binding, phase.layer, chosen, settle=phase.settle, assume=phase.assume),
                )
                for phase in self.phases
            )
        )

    def spoken_for(self, binding: Binding) -> tuple[date, date]:
        """The days for which the programme speaks: from the first on which anything changes that is asked of it, to its
        last verified one."""
        last = self.programme.verified
        dated = [
            day for _, rules in self.rules(binding, _End(least=True)).turns for day in rules.changes(date.min, last)
        ]
        return min(dated, default=date.min), last

    def try_out(self, binding: Binding, first: date, last: date) -> None:
        """Ask everything of every day on which something may change, so that nothing fails in the middle of a run.

        What is found is kept for the runs. Raises ScenarioError.
        """
        for chosen in (_End(least=True), _End(least=False)):
            try:
                rules = self.rules(binding, chosen)
                for day in {first, *rules.changes(first, last)}:
                    rules.on(day)
            except (BindingError, OpenFigureError) as error:
                where = self.scenarios[-1].where if self.scenarios else Where(self.key)
                problems = Problems()
                problems.add(
                    where,
                    "scenario_not_runnable",
                    "The model cannot run this programme: {reason}.",
                    reason=str(error),
                )
                raise ScenarioError(problems.found) from error


class RulesInTurn:
    """Rules that hold one after the other; what they are asked is what one is asked (see `Rules`)."""

    def __init__(self, turns: Sequence[tuple[date | None, Rules]]) -> None:
        self.turns = tuple(turns)

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors, in the order of the tables."""
        return self.turns[0][1].sectors

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of agencies, in the order of the tables."""
        return self.turns[0][1].grades

    @property
    def chosen(self) -> Chosen:
        """What chooses for this run, with what has been chosen."""
        return self.turns[0][1].chosen

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last` on which anything changes, in order, each once."""
        found: set[date] = set()
        for number, (start, rules) in enumerate(self.turns):
            following = self.turns[number + 1][0] if number + 1 < len(self.turns) else None
            begins = max(first, start) if start is not None else first
            ends = min(last, following - timedelta(days=1)) if following is not None else last
            found.update(rules.changes(begins, ends))
            if start is not None and first <= start <= last:
                found.add(start)
        return tuple(sorted(found))

    def on(self, day: date) -> Offer:
        """What is open on a day."""
        return self._at(day).on(day)

    def sanction(self, kind: Breach, day: date, count: int | None = None) -> Sanction:
        """What follows a breach on a day."""
        return self._at(day).sanction(kind, day, count)

    def _at(self, day: date) -> Rules:
        return next(rules for start, rules in reversed(self.turns) if start is None or start <= day)


class _End:
    """Always the least, or the most, of a range."""

    def __init__(self, *, least: bool) -> None:
        self.least = least
        self.made: Mapping[str, Choice] = {}

    def __call__(self, key: str, low: int, high: int) -> int:
        return low if self.least else high


# ---- putting together --------------------------------------------------------------------------------------


def compose(scenarios: Iterable[Scenario], base: str = "guangxi") -> Composed:
    """Scenarios put together for a programme, in their order; none: the programme as it is.

    Raises ScenarioError with every problem that any of them has with the programme.
    """
    given = tuple(scenarios)
    problems: list[Problem] = []
    starts = sorted({one.start for one in given if one.start is not None})
    phases = []
    for start in (None, *starts):
        held = [one for one in given if one.start is None or (start is not None and one.start <= start)]
        phase = _phase(base, start, held, problems)
        if phase is not None:
            phases.append(phase)
    if problems:
        raise ScenarioError(problems)
    authorities: dict[str, Acting] = {}
    for one in given:
        authorities.update(one.authorities)
    model = tuple(change for one in given for change in one.model)
    return Composed(
        "+".join(one.key for one in given) or base,
        given,
        tuple(phases),
        model,
        authorities,
        _edition(phases, model, authorities),
    )


def _phase(base: str, start: date | None, held: list[Scenario], problems: list[Problem]) -> _Phase | None:
    changes = tuple(one.programme for one in held if one.programme is not None)
    edition = edition_of_changed(base, changes)
    try:
        programme = _programme(base, edition, _Changes(changes))
    except ProgrammeError as error:
        problems.extend(error.problems)
        programme = load(base)
    noted = len(problems)
    for one in held:
        problems.extend(_unknown_sources(one, programme))
    assume = _settled(held, "assume", programme, problems)
    settle = _settled(held, "settle", programme, problems)
    if len(problems) > noted:
        return None
    layer = next((one.layer for one in reversed(held) if one.layer is not None), Layer.PRACTICE)
    days = {name: date.fromisoformat(str(day)) for name, day in settle.items() if day}
    return _Phase(start, programme, layer, assume, days, edition)


@dataclass(frozen=True)
class _Changes:
    """What is changed, beside the edition by which it is kept."""

    changes: tuple[RawMapping, ...]

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Changes)


@lru_cache(maxsize=64)
def _programme(base: str, edition: str, written: _Changes) -> Programme:
    """A changed programme, kept by its edition: each run of a scenario asks the same one."""
    return load_changed(base, written.changes) if written.changes else load(base)


def _unknown_sources(scenario: Scenario, programme: Programme) -> Iterable[Problem]:
    problems = Problems()
    for node in scenario.sources:
        if node.text not in programme.sources:
            near = nearest(node.text, programme.sources)
            problems.add(
                node.where,
                "scenario_source_near" if near else "scenario_source",
                "The programme has no source '{name}'; did you mean '{near}'?"
                if near
                else "The programme has no source '{name}'.",
                name=node.text,
                near=near,
            )
    return problems.found


def _settled(held: list[Scenario], kind: str, programme: Programme, problems: list[Problem]) -> dict[str, object]:
    """What scenarios settle otherwise, assumptions or days of change, each checked where it stands."""
    known: Mapping[str, Any] = programme.assumptions if kind == "assume" else programme.boundaries
    found: dict[str, object] = {}
    for one in held:
        written: Mapping[str, RawScalar] = one.assume if kind == "assume" else one.settle
        for name, node in written.items():
            here = Problems()
            if name not in known:
                near = nearest(name, known)
                here.add(
                    node.where,
                    f"scenario_{kind}_near" if near else f"scenario_{kind}",
                    _NO_SUCH[kind][1 if near else 0],
                    name=name,
                    near=near,
                )
            elif node.text:
                here.found.extend(_refused(kind, name, node, programme))
            problems.extend(here.found)
            found[name] = node.text
    return found


_NO_SUCH = {
    "assume": (
        "The programme has no assumption '{name}'.",
        "The programme has no assumption '{name}'; did you mean '{near}'?",
    ),
    "settle": (
        "The programme has no day of change '{name}'.",
        "The programme has no day of change '{name}'; did you mean '{near}'?",
    ),
}


def _refused(kind: str, name: str, node: RawScalar, programme: Programme) -> Iterable[Problem]:
    settled: dict[str, Mapping[str, object]] = {kind: {name: node.text}}
    reader: Callable[..., object] = read_case
    try:
        reader(programme, {}, at=programme.verified, **settled)
    except CaseError as error:
        return [replace(problem, where=node.where) for problem in error.problems]
    return []


def _edition(phases: list[_Phase], model: tuple[ModelChange, ...], authorities: Mapping[str, Acting]) -> str:
    said = [
        [
            (
                phase.start,
                phase.edition,
                phase.layer.value,
                sorted(map(str, phase.assume.items())),
                sorted(phase.settle),
            )
            for phase in phases
        ],
        [(change.parameter, change.times, change.set, change.start) for change in model],
        sorted(authorities.items()),
    ]
    settled = [[f"{name}={day}" for name, day in sorted(phase.settle.items())] for phase in phases]
    return hashlib.sha256(repr([said, settled]).encode()).hexdigest()
