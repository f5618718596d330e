"""Small runs of the Guangxi model, with every parameter in the middle of its prior."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from sojourn.lab.guangxi.parameters import middle
from sojourn.lab.guangxi.results import Settings
from sojourn.lab.guangxi.running import RulesOnDays, Run
from sojourn.lab.guangxi.world import World
from sojourn.lab.offers import Binding, KeyedChosen, Rules, read_binding
from sojourn.policy import Layer, Programme, load


@cache
def _read() -> tuple[Programme, Binding]:
    with resources.as_file(resources.files("sojourn.lab.guangxi").joinpath("binding.yaml")) as path:
        return load("guangxi"), read_binding(path)


def rules_of(layer: Layer, seed: int = 1) -> Rules:
    """The rules as written or as practised."""
    programme, binding = _read()
    return Rules(programme, binding, layer, KeyedChosen(seed, 0), assume={"commune_residence_needed": "no"})


def make_run(
    people: int,
    first: date,
    last: date,
    *,
    rules: RulesOnDays | None = None,
    paper: RulesOnDays | None = None,
    over: World | None = None,
    **said: Any,
) -> Run:
    """A run without warm-up in which everybody's history is kept; `said` goes to `Settings`."""
    seed = said.get("seed", 1)
    practised = rules_of(Layer.PRACTICE, seed)
    binding = practised.binding
    parameters = middle()
    return Run(
        Settings(people, first, last, **{"warm_up": 0, "traced": 1.0, **said}),
        lambda day: parameters,
        rules or practised,
        paper or rules_of(Layer.PAPER, seed),
        practised.grades.index(str(binding.filing[binding.grade])),
        over,
    )
