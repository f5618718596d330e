"""What people would do under a programme: a model of behaviour, run on the rules as they are or as they might be.

A name is imported when it is first asked for, so that nothing that only reads a programme waits for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .drawing.purposes import EntityKind, Purpose
    from .offers import Breach, Choice, Chosen, KeyedChosen, Offer, Rules, Sanction, read_binding
    from .scenarios import (
        Acting,
        Composed,
        Scenario,
        ScenarioError,
        available_scenarios,
        compose,
        read_scenario,
        read_scenarios,
        scenario_problem_text,
    )
    from .scenarios.shapes import SCENARIO

__all__ = [
    "SCENARIO",
    "Acting",
    "Breach",
    "Choice",
    "Chosen",
    "Composed",
    "EntityKind",
    "KeyedChosen",
    "Offer",
    "Purpose",
    "Rules",
    "Sanction",
    "Scenario",
    "ScenarioError",
    "available_scenarios",
    "compose",
    "read_binding",
    "read_scenario",
    "read_scenarios",
    "scenario_problem_text",
]

#: The names of each module that others may use.
_MODULES = {
    "drawing.purposes": "EntityKind Purpose",
    "offers": "Breach Choice Chosen KeyedChosen Offer Rules Sanction read_binding",
    "scenarios": (
        "Acting Composed Scenario ScenarioError available_scenarios compose read_scenario read_scenarios "
        "scenario_problem_text"
    ),
    "scenarios.shapes": "SCENARIO",
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}


if not TYPE_CHECKING:  # with it, a type checker would believe in any name

    def __getattr__(name: str) -> object:
        """The public name, from the module it lives in."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
