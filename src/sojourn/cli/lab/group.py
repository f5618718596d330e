"""The commands of `sojourn lab`. What one does stands in the module of its name, imported when it runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..helping import Command, Group
from ..options import AsJson, Spoken, read_day
from ..session import Session
from .asked import Asked

lab = typer.Typer(cls=Group, no_args_is_help=True)

Model = Annotated[str, typer.Argument(metavar="PROGRAMME", show_default=False)]
Scenarios = Annotated[list[str] | None, typer.Option("--scenario", metavar="NAME|FILE", show_default=False)]
Against = Annotated[list[str] | None, typer.Option("--baseline", metavar="NAME|FILE", show_default=False)]
People = Annotated[int, typer.Option("--people", metavar="N")]
Days = Annotated[int | None, typer.Option("--days", metavar="D", show_default=False)]
First = Annotated[date | None, typer.Option("--from", metavar="DATE", parser=read_day, show_default=False)]
Last = Annotated[date | None, typer.Option("--to", metavar="DATE", parser=read_day, show_default=False)]
WarmUp = Annotated[int, typer.Option("--warm-up", metavar="D")]
Runs = Annotated[int, typer.Option("--runs", metavar="R")]
Seed = Annotated[int, typer.Option("--seed", metavar="S")]
Threads = Annotated[int, typer.Option("--threads", metavar="T")]
Workers = Annotated[int, typer.Option("--workers", metavar="W")]
Cluster = Annotated[str, typer.Option("--cluster", metavar="ADDRESS", show_default=False)]
DrawsFrom = Annotated[str, typer.Option("--draws", metavar="posterior|prior|middle", show_default=False)]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="PARAMETER=VALUE", show_default=False)]
Outcomes = Annotated[list[str] | None, typer.Option("--outcome", metavar="KEY", show_default=False)]
MethodOf = Annotated[str, typer.Option("--method", metavar="morris|sobol")]
Size = Annotated[int | None, typer.Option("--size", metavar="N", show_default=False)]
Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", show_default=False)]
LedgerFolder = Annotated[Path | None, typer.Option("--ledger", metavar="DIR", show_default=False)]
Traced = Annotated[float, typer.Option("--traced", metavar="SHARE")]
ReportFile = Annotated[Path | None, typer.Option("--report", metavar="FILE", show_default=False)]
PosteriorFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default=False)]
Tried = Annotated[int | None, typer.Option("--coverage", metavar="K", show_default=False)]
Predictions = Annotated[int | None, typer.Option("--predictions", metavar="K", show_default=False)]
AtFullSize = Annotated[int | None, typer.Option("--bias", metavar="K", show_default=False)]
Timings = Annotated[bool, typer.Option("--timings", show_default=False)]


@lab.command("run", cls=Command)
def run(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    people: People = 80_000,
    days: Days = None,
    first: First = None,
    last: Last = None,
    warm_up: WarmUp = 365,
    runs: Runs = 1,
    seed: Seed = 1,
    threads: Threads = 1,
    workers: Workers = 1,
    cluster: Cluster = "",
    draws: DrawsFrom = "",
    set_: Settings = None,
    keep: Keep = None,
    ledger: LedgerFolder = None,
    traced: Traced = 1.0,
    report: ReportFile = None,
    timings: Timings = False,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Run the model under one or more scenarios put together, and say what it comes to."""
    from .running import run_scenarios

    given = set_ or ()
    asked = Asked(
        programme, people, days, first, last, warm_up, runs, seed, threads, workers, draws, given, keep, report, cluster
    )
    run_scenarios(_session(ctx, lang), asked, scenario or (), ledger, traced, as_json=json, timings=timings)


@lab.command("compare", cls=Command)
def compare(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    baseline: Against = None,
    people: People = 80_000,
    days: Days = None,
    first: First = None,
    last: Last = None,
    warm_up: WarmUp = 365,
    runs: Runs = 20,
    seed: Seed = 1,
    threads: Threads = 1,
    workers: Workers = 1,
    cluster: Cluster = "",
    draws: DrawsFrom = "",
    set_: Settings = None,
    keep: Keep = None,
    report: ReportFile = None,
    timings: Timings = False,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Hold scenarios against a baseline, with the same people and the same luck in each."""
    from .running import compare_scenarios

    given = set_ or ()
    asked = Asked(
        programme, people, days, first, last, warm_up, runs, seed, threads, workers, draws, given, keep, report, cluster
    )
    compare_scenarios(_session(ctx, lang), asked, scenario or (), baseline or (), as_json=json, timings=timings)


@lab.command("calibrate", cls=Command)
def calibrate(
    ctx: typer.Context,
    programme: Model,
    runs: Runs = 3_000,
    people: People = 10_000,
    seed: Seed = 1,
    workers: Workers = 1,
    cluster: Cluster = "",
    keep: Keep = None,
    out: PosteriorFile = None,
    coverage: Tried = None,
    predictions: Predictions = None,
    bias: AtFullSize = None,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Say what the published figures leave of what is believed, and how far to trust it."""
    from .calibrating import calibrate_model

    asked = Asked(programme, people, None, None, None, 365, runs, seed, 1, workers, "prior", (), keep, None, cluster)
    calibrate_model(_session(ctx, lang), asked, out, coverage, predictions, bias, as_json=json)


@lab.command("validate", cls=Command)
def validate(
    ctx: typer.Context,
    programme: Model,
    people: People = 4_000,
    runs: Runs = 60,
    seed: Seed = 1,
    workers: Workers = 1,
    cluster: Cluster = "",
    draws: DrawsFrom = "",
    keep: Keep = None,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Say which causes and effects of the sources come out of the model."""
    from .validating import validate_model

    asked = Asked(programme, people, None, None, None, 365, runs, seed, 1, workers, draws, (), keep, None, cluster)
    validate_model(_session(ctx, lang), asked, as_json=json)


@lab.command("sensitivity", cls=Command)
def sensitivity(
    ctx: typer.Context,
    programme: Model,
    scenario: Scenarios = None,
    outcome: Outcomes = None,
    method: MethodOf = "morris",
    size: Size = None,
    people: People = 4_000,
    days: Days = None,
    first: First = None,
    last: Last = None,
    warm_up: WarmUp = 365,
    seed: Seed = 1,
    workers: Workers = 1,
    cluster: Cluster = "",
    set_: Settings = None,
    keep: Keep = None,
    report: ReportFile = None,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Say which parameters drive which outcome."""
    from .sensing import show_sensitivity

    given = set_ or ()
    asked = Asked(
        programme, people, days, first, last, warm_up, 1, seed, 1, workers, "middle", given, keep, report, cluster
    )
    show_sensitivity(_session(ctx, lang), asked, scenario or (), outcome or (), method, size, as_json=json)


@lab.command("scenarios", cls=Command)
def scenarios(ctx: typer.Context, programme: Model, json: AsJson = False, lang: Spoken = None) -> None:
    """List the scenarios that come with a model, each with its question."""
    from .running import list_scenarios

    list_scenarios(_session(ctx, lang), programme, as_json=json)


def _session(ctx: typer.Context, lang: Spoken) -> Session:
    session = ctx.obj
    assert isinstance(session, Session)
    return session if lang is None else Session(lang)
