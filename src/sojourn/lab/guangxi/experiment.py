"""An experiment: scenarios, so many people and days, so many runs with their own draws; and one run of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from numbers import Integral, Real
from pathlib import Path
from typing import Final

import numpy as np

from sojourn.policy import Layer, nearest

from ..offers import Choice, KeyedChosen
from ..refusing import LabError, Setting, as_typed
from ..scenarios import MOST, Acting, Composed, compose, one_spelling, read_scenarios
from .authorities import Bargain
from .bound import binding
from .outcomes import outcomes
from .parameters import from_prior, middle, parameters
from .posterior import FILE as POSTERIOR
from .posterior import package_file, posterior_draw
from .results import Result, Settings
from .running import RulesOnDays, Run

#: What every scenario is put on top of.
BASE: Final = "as_practised"
#: What a centre that reacts grants after the longer term, one at a time: further lines of work, then further places.
GRANTS: Final = ("farms_allowed", "whole_border")
#: The bytes that a person takes in the engine's arrays, with what is kept beside them for each.
BYTES_A_PERSON: Final = 120
#: The most people, so that numbers of people, firms and rows fit their columns.
MOST_PEOPLE: Final = 1_000_000_000
#: The most days: they are counted in 16 bits.
MOST_DAYS: Final = 60_000
#: The most runs: more than any figure needs, and few enough to be kept one by one.
MOST_RUNS: Final = 1_000_000
#: The days that can be run: no calendar holds all of them before or after.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2999, 12, 31)
#: What is a whole number, with the option that says it.
_WHOLE: Final = {"people": "people", "warm_up": "warm-up", "seed": "seed", "runs": "runs"}

#: The code that figures depend on, in `sojourn`: the model, how its runs are kept, and what answers for the rules.
_SOURCES: Final = (
    "lab/drawing",
    "lab/engine",
    "lab/guangxi",
    "lab/offers",
    "lab/scenarios",
    "lab/keeping.py",
    "lab/written.py",
    "policy",
)
_WRITTEN: Final = frozenset({".py", ".yaml", ".json", ".csv"})
#: What is in these places and moves no figure: scenarios that come with the model, as a run is kept under what its own
#: say; what is asked of runs; sentences; and the posterior, which matters only to runs drawn from it.
_NOT_ASKED: Final = (
    "lab/guangxi/scenarios/",
    "lab/guangxi/mechanisms.yaml",
    "lab/guangxi/figures.yaml",
    "lab/scenarios/words/",
    "policy/words/",
    f"lab/guangxi/{POSTERIOR}",
)


class Draws(StrEnum):
    """Where the parameters of behaviour come from."""

    POSTERIOR = "posterior"
    PRIOR = "prior"
    MIDDLE = "middle"


class ExperimentError(LabError):
    """An experiment that cannot be made: `code` says why, `slots` with what."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is run. `scenarios` are names or paths, put together in their order; `runs` have numbers from 0.

    `given` are parameters that are so much in every run; `times` those that are so many times what is drawn or given.
    """

    scenarios: tuple[str, ...] = ("as_practised",)
    people: int = 80_000
    first: date = date(2018, 1, 1)
    last: date = date(2018, 12, 31)
    warm_up: int = 365
    seed: int = 1
    runs: int = 1
    draws: Draws = Draws.POSTERIOR
    given: tuple[tuple[str, float], ...] = ()
    times: tuple[tuple[str, float], ...] = ()
    traced: float = 0.0

    def __post_init__(self) -> None:
        """Have what may be written in several ways in one: what comes of a run, and what it is kept under, holds it."""
        object.__setattr__(self, "scenarios", tuple(one_spelling(str(one)) for one in self.scenarios))
        for name in _WHOLE:
            object.__setattr__(self, name, _whole(getattr(self, name)))
        if self.draws in tuple(Draws):
            object.__setattr__(self, "draws", Draws(self.draws))

    def check(self) -> None:
        """Raise ExperimentError where it cannot be made, before any work starts."""
        self._check_kinds()
        if self.people < 1:
            raise ExperimentError("too_few_people", people=self.people)
        if self.people > MOST_PEOPLE or self.people * BYTES_A_PERSON > _memory():
            need = -(-self.people * BYTES_A_PERSON // 2**30)  # whole, so that no number is too large to be told
            raise ExperimentError("too_many_people", people=self.people, need=need, there=_memory() / 2**30)
        self._check_days()
        if self.runs < 1:
            raise ExperimentError("too_few_runs", runs=self.runs)
        if self.runs > MOST_RUNS:
            raise ExperimentError("too_many_runs", runs=self.runs, most=MOST_RUNS)
        if not 0 <= self.seed < 2**32:
            raise ExperimentError("seed_out_of_range", seed=self.seed)
        if not _lies_within(self.traced, 0, 1):
            raise ExperimentError("traced_out_of_range", traced=self.traced)
        self._check_parameters()

    def _check_kinds(self) -> None:
        """Raise ExperimentError where something is not of its kind, as a notebook may have it."""
        for name, option in _WHOLE.items():
            given = getattr(self, name)
            if isinstance(given, bool) or not isinstance(given, int):
                raise ExperimentError("no_whole_number", option=Setting(option), given=as_typed(given)[:60])
        days: tuple[tuple[str, object], ...] = (("from", self.first), ("to", self.last))
        for option, day in days:
            if isinstance(day, datetime) or not isinstance(day, date):
                raise ExperimentError("no_day", option=Setting(option), given=str(day)[:60])
        if self.draws not in tuple(Draws):
            raise ExperimentError("no_such_draws", given=str(self.draws)[:60], there=tuple(map(str, Draws)))

    def _check_days(self) -> None:
        if self.last < self.first:
            raise ExperimentError("ends_before_it_begins", first=self.first, last=self.last)
        if self.warm_up < 0:
            raise ExperimentError("warm_up_below_nought", warm_up=self.warm_up)
        days = (self.last - self.first).days + 1
        if days + self.warm_up > MOST_DAYS:
            raise ExperimentError("too_many_days", days=days, most=MOST_DAYS)
        if self.first < EARLIEST + timedelta(days=self.warm_up):
            raise ExperimentError("begins_too_early", first=self.first, warm_up=self.warm_up, earliest=EARLIEST)
        if self.last > LATEST:
            raise ExperimentError("ends_too_late", last=self.last, latest=LATEST)

    def _check_parameters(self) -> None:
        known = parameters()
        for name, _ in (*self.given, *self.times):
            if name in known:
                continue
            if near := nearest(name, known):
                raise ExperimentError("no_such_parameter_near", name=name, near=near)
            raise ExperimentError("no_such_parameter", name=name)
        for name, value in self.given:
            within = (known[name].least, known[name].most)
            _check_within("value_out_of_range", name, value, *within, such=known[name].at(0.5))
        for name, times in self.times:
            taken = dict(self.given).get(name, known[name].high)
            most = min(MOST, known[name].most / taken) if taken > 0 else MOST
            _check_within("times_out_of_range", name, times, 0.0, most, such=0.5)

    def composed(self) -> Composed:
        """The scenarios put together, on top of the trial as practised. Raises ScenarioError with every problem."""
        return _composed((BASE, *(one for one in self.scenarios if one != BASE)))

    def granted(self) -> tuple[Composed, ...]:
        """The scenarios with what a centre that reacts grants, one thing after the other; none where it does not."""
        if self.composed().authorities.get("centre") is not Acting.REACTS:
            return ()
        further = tuple(one for one in GRANTS if one not in self.scenarios)
        steps = range(1, len(further) + 1)
        return tuple(replace(self, scenarios=(*self.scenarios, *further[:number])).composed() for number in steps)

    def key(self, run: int) -> str:
        """What a finished run is kept under: everything its figures depend on, the program included."""
        editions = [one.edition for one in (self.composed(), *self.granted())]
        said = {**asdict(self), "runs": None, "run": run, "edition": editions}
        program = program_edition(with_posterior=self.draws is Draws.POSTERIOR)
        return hashlib.sha256(f"{sorted(said.items(), key=str)}{program}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run, with what was drawn for it: parameters, and what the sources leave open."""

    run: int
    parameters: Mapping[str, float]
    chosen: Mapping[str, Choice]
    outcomes: Mapping[str, float]
    result: Result


@cache
def _composed(names: tuple[str, ...]) -> Composed:
    return compose(read_scenarios(names, parameters()))


def _check_within(code: str, name: str, value: object, low: float, high: float, *, such: float) -> None:
    """Raise ExperimentError where a value is no number from `low` to `high`, of which `such` is one."""
    if not _lies_within(value, low, high):
        told = {"low": f"{low:.12g}", "high": f"{high:.12g}", "such": as_typed(float(f"{such:.3g}"))}
        raise ExperimentError(code, name=name, given=as_typed(value)[:60], **told)


def _lies_within(value: object, low: float, high: float) -> bool:
    """Whether something is a number from `low` to `high`."""
    return not isinstance(value, bool) and isinstance(value, Real) and low <= float(value) <= high


def _whole(value: object) -> object:
    """A whole number of any kind as Python has it, anything else as it is."""
    return int(value) if not isinstance(value, bool) and isinstance(value, Integral) else value


def drawn_parameters(experiment: Experiment, run: int) -> dict[str, float]:
    """The parameters of a run before any scenario changes them: the same in every scenario for a seed and run."""
    key = (experiment.seed, run)
    match experiment.draws:
        case Draws.MIDDLE:
            drawn = middle()
        case Draws.PRIOR:
            drawn = from_prior(key)
        case Draws.POSTERIOR:
            drawn = posterior_draw(key)
    drawn.update(experiment.given)
    for name, times in experiment.times:
        drawn[name] *= times
    return drawn


def make_run(experiment: Experiment, run: int, *, threads: int = 1) -> Run:
    """A run, ready to go."""
    composed = experiment.composed()
    drawn = drawn_parameters(experiment, run)
    bound = binding()
    # How long a renewal takes is chosen once for the run: what a scenario makes of it holds throughout.
    away = composed.parameter("days_away", drawn["days_away"], experiment.last)
    chosen = KeyedChosen(experiment.seed, run, {"away": round(away)})
    reacts = {who: acting is Acting.REACTS for who, acting in composed.authorities.items()}
    settings = Settings(
        people=experiment.people,
        first=experiment.first,
        last=experiment.last,
        warm_up=experiment.warm_up,
        seed=experiment.seed,
        run=run,
        threads=threads,
        traced=experiment.traced,
        bargain=Bargain(reacts.get("centre", False), reacts.get("local", False)),
    )
    rules = composed.rules(bound, chosen)
    paper = replace(composed, phases=tuple(replace(phase, layer=Layer.PAPER) for phase in composed.phases)).rules(
        bound, chosen
    )
    granted: tuple[RulesOnDays, ...] = tuple(one.rules(bound, chosen) for one in experiment.granted())
    regular = rules.grades.index(str(bound.filing[bound.grade]))
    names, known = tuple(drawn), parameters()

    def on(day: date) -> Mapping[str, float]:
        return {name: known[name].within(composed.parameter(name, drawn[name], day)) for name in names}

    return Run(settings, on, rules, paper, regular, granted=granted)


def run_one(
    experiment: Experiment, run: int, *, threads: int = 1, progress: Callable[[date], None] | None = None
) -> Finished:
    """Make one run of an experiment. Raises ExperimentError and ScenarioError before any work starts."""
    experiment.check()
    ready = make_run(experiment, run, threads=threads)
    result = ready.go(progress)
    return Finished(run, result.parameters, dict(ready.rules.chosen.made), outcomes(result), result)


def _memory() -> int:
    """How many bytes of memory this machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@cache
def program_edition(*, with_posterior: bool = True) -> str:
    """A fingerprint of everything that figures depend on; the posterior matters to runs drawn from it."""
    if not with_posterior:
        return edition_of_files(Path(str(resources.files("sojourn"))))
    posterior = package_file()
    drawn_from = posterior.read_bytes() if posterior.is_file() else b""
    return hashlib.sha256(program_edition(with_posterior=False).encode() + drawn_from).hexdigest()


def edition_of_files(root: Path) -> str:
    """A fingerprint of the files below `root`, the folder of `sojourn`, that figures depend on but the posterior."""
    digest = hashlib.sha256(np.__version__.encode())
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in _files(root)):
        if path.suffix in _WRITTEN and not name.startswith(_NOT_ASKED):
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """Every file of the places in which figures depend on something."""
    for source in _SOURCES:
        place = root / source
        if place.is_file():
            yield place
        for folder, _, names in os.walk(place):
            yield from (Path(folder, name) for name in names)
