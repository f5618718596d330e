"""What people would do under a programme: a model of behaviour, run on the rules as they are or as they might be.

A name is imported when it is first asked for, so that nothing that only reads a programme waits for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .as_data import comparison_data, ensemble_data, plain
    from .caching import default_keep, default_root
    from .calibrating import (
        BankError,
        Calibrated,
        Calibration,
        Covered,
        Identified,
        Predicted,
        Stage,
        calibrate,
        check_place,
        own_folder,
        write_posterior,
    )
    from .comparing import Difference, compare, nothing_changes
    from .deciding import FEWEST, HIT, MISSED, PARTING
    from .drawing.purposes import EntityKind, Purpose
    from .ensembles import Band, Ensemble, band, run_all
    from .frames import frame
    from .guangxi.experiment import MOST_DAYS, Draws, Experiment, ExperimentError, Finished, run_one
    from .guangxi.outcomes import OUTCOMES
    from .guangxi.parameters import Parameter, parameters
    from .guangxi.posterior import (
        BAND,
        MOVED_AT_LEAST,
        NOT_IDENTIFIED,
        PosteriorError,
        Standing,
        has_posterior,
        package_file,
    )
    from .histories import write_ledger
    from .notebook import run
    from .offers import Breach, Choice, Chosen, KeyedChosen, Offer, Rules, Sanction, read_binding
    from .refusing import LabError
    from .reporting import (
        Picture,
        ReportParts,
        days_unspoken_for,
        few_runs_note,
        report,
        report_parts,
        sensitivity_report,
        write_report,
        write_sensitivity_report,
    )
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
    from .speaking import (
        change_text,
        figure_label,
        figure_text,
        mechanism_texts,
        outcome_label,
        outcome_unit,
        parameter_label,
        parameter_unit,
        share_text,
    )
    from .spreading import on_cluster
    from .validating import (
        Ablation,
        Answer,
        Component,
        Judged,
        Kind,
        Mechanism,
        Validation,
        Verdict,
        read_mechanisms,
        validate,
    )
    from .validating.judging import WRONGLY

__all__ = [
    "BAND",
    "FEWEST",
    "HIT",
    "MISSED",
    "MOST_DAYS",
    "MOVED_AT_LEAST",
    "NOT_IDENTIFIED",
    "OUTCOMES",
    "PARTING",
    "SCENARIO",
    "WRONGLY",
    "Ablation",
    "Acting",
    "Answer",
    "Band",
    "BankError",
    "Breach",
    "Calibrated",
    "Calibration",
    "Choice",
    "Chosen",
    "Component",
    "Composed",
    "Covered",
    "Difference",
    "Draws",
    "Effect",
    "Ensemble",
    "EntityKind",
    "Experiment",
    "ExperimentError",
    "Finished",
    "Identified",
    "Judged",
    "KeyedChosen",
    "Kind",
    "LabError",
    "Mechanism",
    "Method",
    "Offer",
    "Parameter",
    "Picture",
    "PosteriorError",
    "Predicted",
    "Purpose",
    "ReportParts",
    "Rules",
    "Sanction",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Stage",
    "Standing",
    "Validation",
    "Verdict",
    "available_scenarios",
    "band",
    "calibrate",
    "change_text",
    "check_place",
    "compare",
    "comparison_data",
    "compose",
    "days_unspoken_for",
    "default_keep",
    "default_root",
    "ensemble_data",
    "few_runs_note",
    "figure_label",
    "figure_text",
    "frame",
    "has_posterior",
    "measure_sensitivity",
    "mechanism_texts",
    "nothing_changes",
    "on_cluster",
    "outcome_label",
    "outcome_unit",
    "own_folder",
    "package_file",
    "parameter_label",
    "parameter_unit",
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
    "sensitivity_report",
    "share_text",
    "validate",
    "write_ledger",
    "write_posterior",
    "write_report",
    "write_sensitivity_report",
]

#: The names of each module that others may use.
_MODULES = {
    "calibrating": (
        "BankError Calibrated Calibration Covered Identified Predicted Stage calibrate check_place own_folder "
        "write_posterior"
    ),
    "comparing": "Difference compare nothing_changes",
    "deciding": "FEWEST HIT MISSED PARTING",
    "drawing.purposes": "EntityKind Purpose",
    "caching": "default_keep default_root",
    "ensembles": "Band Ensemble band run_all",
    "frames": "frame",
    "guangxi.experiment": "MOST_DAYS Draws Experiment ExperimentError Finished run_one",
    "guangxi.outcomes": "OUTCOMES",
    "guangxi.parameters": "Parameter parameters",
    "guangxi.posterior": "BAND MOVED_AT_LEAST NOT_IDENTIFIED PosteriorError Standing has_posterior package_file",
    "histories": "write_ledger",
    "offers": "Breach Choice Chosen KeyedChosen Offer Rules Sanction read_binding",
    "notebook": "run",
    "as_data": "comparison_data ensemble_data plain",
    "refusing": "LabError",
    "reporting": (
        "Picture ReportParts days_unspoken_for few_runs_note report report_parts sensitivity_report write_report "
        "write_sensitivity_report"
    ),
    "scenarios": (
        "Acting Composed Scenario ScenarioError available_scenarios compose read_scenario read_scenarios "
        "scenario_problem_text"
    ),
    "scenarios.shapes": "SCENARIO",
    "sensitivity": "Effect Method Sensitivity measure_sensitivity",
    "speaking": (
        "change_text figure_label figure_text mechanism_texts outcome_label outcome_unit parameter_label "
        "parameter_unit share_text"
    ),
    "spreading": "on_cluster",
    "validating": "Ablation Answer Component Judged Kind Mechanism Validation Verdict read_mechanisms validate",
    "validating.judging": "WRONGLY",
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
