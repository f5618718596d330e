"""What if a programme were otherwise: small files that change its entries, or the parameters of the model."""

from .composing import Composed, RulesInTurn, compose
from .reading import MOST, available_scenarios, one_spelling, read_scenario, read_scenarios
from .scenario import Acting, ModelChange, Scenario, ScenarioError, scenario_problem_text

__all__ = [
    "MOST",
    "Acting",
    "Composed",
    "ModelChange",
    "RulesInTurn",
    "Scenario",
    "ScenarioError",
    "available_scenarios",
    "compose",
    "one_spelling",
    "read_scenario",
    "read_scenarios",
    "scenario_problem_text",
]
