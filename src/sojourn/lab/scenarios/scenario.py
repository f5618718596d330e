"""A scenario: what it asks, and what of a programme, of the model and of the authorities is otherwise in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from sojourn.policy import Layer, Problem, RawMapping, RawScalar, Where, problem_text

from ..speaking import sentence
from ..written import read_written

#: What stands between several names in a slot, until a language lists them in its own way.
LIST_MARK: Final = ", "


class Acting(StrEnum):
    """Whether an authority keeps to what it does, or answers to what it sees."""

    FIXED = "fixed"
    REACTS = "reacts"


@dataclass(frozen=True, slots=True)
class ModelChange:
    """A parameter of the model that is otherwise from a day on (None: always): so many times as great, or set."""

    parameter: str
    times: float | None
    set: float | None
    start: date | None
    where: Where

    def value(self, before: float) -> float:
        """The parameter under the change."""
        if self.set is not None:
            return self.set
        return before * (1.0 if self.times is None else self.times)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file has it; see `docs/reference/scenarios.md` for what each key says.

    `label`, `question` and `assumed` are told in en, zh and vi; `assumed` is empty where sources say all of it.
    `programme` is what of the programme is otherwise, from `start` on (None: always); `assume` and `settle` hold what
    was written, with its place, until it is known for which programme; empty where that has no form, which is told.
    """

    key: str
    label: Mapping[str, str]
    question: Mapping[str, str]
    start: date | None
    sources: tuple[RawScalar, ...]
    assumed: Mapping[str, str]
    programme: RawMapping | None
    assume: Mapping[str, RawScalar]
    settle: Mapping[str, RawScalar]
    layer: Layer | None
    model: tuple[ModelChange, ...]
    authorities: Mapping[str, Acting]
    where: Where


class ScenarioError(Exception):
    """Scenarios that cannot be used: every problem found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.where.file, p.where.line, p.where.column, p.text)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def scenario_problem_text(problem: Problem, language: str) -> str:
    """The sentence of a problem in a language (`en`, `zh`, `vi`): in a scenario's own words, else in policy's."""
    template = _templates(language).get(problem.code)
    if template is None:
        return problem_text(problem, language)
    slots = dict(problem.slots)
    if "names" in slots:
        slots["names"] = sentence("comma", language).join(slots["names"].split(LIST_MARK))
    return template.format_map(slots)


@cache
def _templates(language: str) -> Mapping[str, str]:
    file = resources.files(__package__).joinpath("words").joinpath(f"problems.{language}.yaml")
    if not file.is_file():
        return MappingProxyType({})
    read: Mapping[str, str] = read_written(file)
    return read
