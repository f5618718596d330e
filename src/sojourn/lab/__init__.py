"""What people would do under a programme: a model of behaviour, run on the rules as they are or as they might be.

A name is imported when it is first asked for, so that nothing that only reads a programme waits for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .as_data import comparison_data, ensemble_data, plain
    from .calibrating.bank import BankError
    from .comparing import Difference, compare
    from .drawing.purposes import EntityKind, Purpose
    from .ensembles import Band, Ensemble, band, default_keep, run_all
    from .frames import frame
    from .guangxi.experiment import Draws, Experiment, ExperimentError, Finished, run_one
    from .guangxi.outcomes import OUTCOMES
    from .guangxi.parameters import Parameter, parameters
    from .guangxi.posterior import PosteriorError, has_posterior
    from .histories import write_ledger
    from .notebook import run
    from .offers import Breach, Choice, Chosen, KeyedChosen, Offer, Rules, Sanction, read_binding
    from .reporting import Picture, ReportParts, report, report_parts, write_report
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
    from .sensitivity import Effect, Method, Sensitivity, measure_sensitivity
    from .speaking import mechanism_texts, outcome_label, outcome_unit
    from .validating import Ablation, Answer, Judged, Kind, Mechanism, Validation, Verdict, read_mechanisms, validate
    from .validating.judging import HIT, MISSED

__all__ = [
    "HIT",
    "MISSED",
    "OUTCOMES",
    "SCENARIO",
    "Ablation",
    "Acting",
    "Answer",
    "Band",
    "BankError",
    "Breach",
    "Choice",
    "Chosen",
    "Composed",
    "Difference",
    "Draws",
    "Effect",
    "Ensemble",
    "EntityKind",
    "Experiment",
    "ExperimentError",
    "Finished",
    "Judged",
    "KeyedChosen",
    "Kind",
    "Mechanism",
    "Method",
    "Offer",
    "Parameter",
    "Picture",
    "PosteriorError",
    "Purpose",
    "ReportParts",
    "Rules",
    "Sanction",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Validation",
    "Verdict",
    "available_scenarios",
    "band",
    "compare",
    "comparison_data",
    "compose",
    "default_keep",
    "ensemble_data",
    "frame",
    "has_posterior",
    "measure_sensitivity",
    "mechanism_texts",
    "outcome_label",
    "outcome_unit",
    "parameters",
    "plain",
    "read_binding",
    "read_mechanisms",
    "read_scenario",
    "read_scenarios",
    "report",
    "report_parts",
    "run",
    "run_all",
    "run_one",
    "scenario_problem_text",
    "validate",
    "write_ledger",
    "write_report",
]

#: The names of each module that others may use.
_MODULES = {
    "calibrating.bank": "BankError",
    "comparing": "Difference compare",
    "drawing.purposes": "EntityKind Purpose",
    "ensembles": "Band Ensemble band default_keep run_all",
    "frames": "frame",
    "guangxi.experiment": "Draws Experiment ExperimentError Finished run_one",
    "guangxi.outcomes": "OUTCOMES",
    "guangxi.parameters": "Parameter parameters",
    "guangxi.posterior": "PosteriorError has_posterior",
    "histories": "write_ledger",
    "offers": "Breach Choice Chosen KeyedChosen Offer Rules Sanction read_binding",
    "notebook": "run",
    "as_data": "comparison_data ensemble_data plain",
    "reporting": "Picture ReportParts report report_parts write_report",
    "scenarios": (
        "Acting Composed Scenario ScenarioError available_scenarios compose read_scenario read_scenarios "
        "scenario_problem_text"
    ),
    "scenarios.shapes": "SCENARIO",
    "sensitivity": "Effect Method Sensitivity measure_sensitivity",
    "speaking": "mechanism_texts outcome_label outcome_unit",
    "validating": "Ablation Answer Judged Kind Mechanism Validation Verdict read_mechanisms validate",
    "validating.judging": "HIT MISSED",
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
