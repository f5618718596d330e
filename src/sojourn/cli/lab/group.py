"""The commands of `sojourn lab`. What one does stands in the module of its name, imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ..helping import Command, Group
from ..options import read_number, read_whole
from .grouped import DrawsFrom, Keep, Made, People, Period, Runs, Seed, Settings, Spread, Told, asked, grouped

lab = typer.Typer(cls=Group, no_args_is_help=True)

Model = Annotated[str, typer.Argument(metavar="PROGRAMME", show_default=False)]
Scenarios = Annotated[list[str] | None, typer.Option("--scenario", metavar="NAME|FILE", show_default=False)]
Against = Annotated[list[str] | None, typer.Option("--baseline", metavar="NAME|FILE", show_default=False)]
Outcomes = Annotated[list[str] | None, typer.Option("--outcome", metavar="KEY", show_default=False)]
Mechanisms = Annotated[list[str] | None, typer.Option("--mechanism", metavar="ID", show_default=False)]
MethodOf = Annotated[str, typer.Option("--method", metavar="morris|sobol")]
Size = Annotated[int | None, typer.Option("--size", metavar="N", parser=read_whole, show_default=False)]
LedgerFolder = Annotated[Path | None, typer.Option("--ledger", metavar="DIR", show_default=False)]
Traced = Annotated[float | None, typer.Option("--traced", metavar="SHARE", parser=read_number, show_default=False)]
ReportFile = Annotated[Path | None, typer.Option("--report", metavar="FILE", show_default=False)]
PosteriorFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default=False)]
Further = Annotated[int | None, typer.Option("--further", metavar="K", parser=read_whole, show_default=False)]
Tried = Annotated[int | None, typer.Option("--coverage", metavar="K", parser=read_whole, show_default=False)]
Predictions = Annotated[int | None, typer.Option("--predictions", metavar="K", parser=read_whole, show_default=False)]
AtFullSize = Annotated[int | None, typer.Option("--bias", metavar="K", parser=read_whole, show_default=False)]
Timings = Annotated[bool, typer.Option("--timings", show_default=False)]

#: A run is told by itself; a difference by its band, which takes many.
_ONCE: Final = Made()
_OFTEN: Final = Made(runs=20)
_A_YEAR: Final = Period()
_HERE: Final = Spread()
_TOLD: Final = Told()


@lab.command("run", cls=Command)
@grouped
def run(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    made: Made = _ONCE,
    ledger: LedgerFolder = None,
    traced: Traced = None,
    report: ReportFile = None,
    timings: Timings = False,
    told: Told = _TOLD,
) -> None:
    """Run the model under one or more scenarios put together, and say what it comes to."""
    from .running import run_scenarios

    run_scenarios(
        told.session(ctx),
        made.asked(programme, report),
        scenario or (),
        ledger,
        traced,
        as_json=told.json,
        timings=timings,
    )


@lab.command("compare", cls=Command)
@grouped
def compare(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    baseline: Against = None,
    made: Made = _OFTEN,
    report: ReportFile = None,
    timings: Timings = False,
    told: Told = _TOLD,
) -> None:
    """Hold scenarios against a baseline, with the same people and the same luck in each."""
    from .running import compare_scenarios

    compare_scenarios(
        told.session(ctx),
        made.asked(programme, report),
        scenario or (),
        baseline or (),
        as_json=told.json,
        timings=timings,
    )


@lab.command("calibrate", cls=Command)
@grouped
def calibrate(
    ctx: typer.Context,
    programme: Model,
    runs: Runs = 3_000,
    people: People = 10_000,
    seed: Seed = 1,
    spread: Spread = _HERE,
    keep: Keep = None,
    out: PosteriorFile = None,
    further: Further = None,
    coverage: Tried = None,
    predictions: Predictions = None,
    bias: AtFullSize = None,
    told: Told = _TOLD,
) -> None:
    """Say what the published figures leave of what is believed, and how far to trust it."""
    from .calibrating import calibrate_model

    wanted = asked(programme, _A_YEAR, spread, people=people, runs=runs, seed=seed, draws="prior", keep=keep)
    sizes = (further, coverage, predictions, bias)
    calibrate_model(told.session(ctx), wanted, out, sizes, as_json=told.json)


@lab.command("validate", cls=Command)
@grouped
def validate(
    ctx: typer.Context,
    programme: Model,
    mechanism: Mechanisms = None,
    people: People = 4_000,
    runs: Runs = 60,
    seed: Seed = 1,
    spread: Spread = _HERE,
    draws: DrawsFrom = "",
    keep: Keep = None,
    told: Told = _TOLD,
) -> None:
    """Say which causes and effects of the sources come out of the model."""
    from .validating import validate_model

    wanted = asked(programme, _A_YEAR, spread, people=people, runs=runs, seed=seed, draws=draws, keep=keep)
    validate_model(told.session(ctx), wanted, mechanism or (), as_json=told.json)


@lab.command("sensitivity", cls=Command)
@grouped
def sensitivity(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    outcome: Outcomes = None,
    method: MethodOf = "morris",
    size: Size = None,
    people: People = 4_000,
    period: Period = _A_YEAR,
    seed: Seed = 1,
    spread: Spread = _HERE,
    set_: Settings = None,
    keep: Keep = None,
    report: ReportFile = None,
    told: Told = _TOLD,
) -> None:
    """Say which parameters drive which outcome."""
    from .sensing import show_sensitivity

    wanted = asked(
        programme,
        period,
        spread,
        people=people,
        runs=1,
        seed=seed,
        draws="middle",
        given=set_,
        keep=keep,
        report=report,
    )
    show_sensitivity(told.session(ctx), wanted, scenario or (), outcome or (), method, size, as_json=told.json)


@lab.command("scenarios", cls=Command)
@grouped
def scenarios(ctx: typer.Context, programme: Model, told: Told = _TOLD) -> None:
    """List the scenarios that come with a model, each with its question."""
    from .running import list_scenarios

    list_scenarios(told.session(ctx), programme, as_json=told.json)
