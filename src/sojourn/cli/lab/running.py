"""`sojourn lab run`, `compare` and `scenarios`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CallError
from ..page import Page, Style
from ..session import Session
from .asked import Asked, lab_open, room_for_ledgers
from .figures import number, percent, signed

if TYPE_CHECKING:
    from sojourn.lab import Band, Difference, Ensemble, Experiment


def run_scenarios(
    session: Session,
    asked: Asked,
    scenarios: Sequence[str],
    ledger: Path | None,
    traced: float | None,
    *,
    as_json: bool,
    timings: bool,
) -> None:
    """Run the model and say what it comes to; with `ledger`, write the histories of a share of the people there.

    Raises CallError where the share is none, or nothing is written of anybody.
    """
    began = time.perf_counter()
    if traced is not None and not 0 < traced <= 1:
        raise CallError("lab_traced", traced=f"{traced:g}")
    if traced is not None and ledger is None:
        raise CallError("lab_traced_alone")
    with lab_open(session, asked.cluster):
        experiment = asked.experiment(scenarios)
        if ledger is not None:
            room_for_ledgers(ledger, experiment.runs)
            experiment = replace(experiment, traced=1.0 if traced is None else traced)
        ensemble = _run(session, asked, experiment)
        written = _write(session, ledger, ensemble) if ledger is not None else {}
        _report(session, asked, ensemble)
    took = time.perf_counter() - began if timings else None
    if as_json:
        from sojourn.lab import ensemble_data

        session.data({**ensemble_data(ensemble), **({} if took is None else {"seconds": round(took, 3)})})
        return
    page = Page()
    _head(page, session, ensemble.experiment)
    _outcomes(page, session, ensemble)
    if ledger is not None:
        page.line(session.say("lab.ledger_written", rows=sum(written.values()), folder=ledger))
    if asked.report is not None:
        page.line(session.say("lab.report_written", file=asked.report))
    if took is not None:
        page.line(session.say("lab.took", seconds=f"{took:.1f}"), style=Style.QUIET)
    session.show(page)


def compare_scenarios(
    session: Session, asked: Asked, scenarios: Sequence[str], baseline: Sequence[str], *, as_json: bool, timings: bool
) -> None:
    """Hold each scenario against the baseline."""
    began = time.perf_counter()
    with lab_open(session, asked.cluster):
        from sojourn.lab import compare, comparison_data

        first = asked.experiment(baseline)
        others = [asked.experiment([*baseline, one]) for one in scenarios or ("half_year_permits",)]
        before = _run(session, asked, first)
        after = [_run(session, asked, one) for one in others]
        differences = compare(before, after)
        _report(session, asked, before, after)
    took = time.perf_counter() - began if timings else None
    if as_json:
        told = comparison_data(before, after)
        session.data(told if took is None else {**told, "seconds": round(took, 3)})
        return
    page = Page()
    _head(page, session, first, compared=True)
    for one in after:
        key = "+".join(one.experiment.scenarios)
        _differences(page, session, before, one, [each for each in differences if each.scenario == key])
    if asked.report is not None:
        page.line(session.say("lab.report_written", file=asked.report))
    if took is not None:
        page.line(session.say("lab.took", seconds=f"{took:.1f}"), style=Style.QUIET)
    session.show(page)


def list_scenarios(session: Session, programme: str, *, as_json: bool) -> None:
    """List the scenarios that come with a model."""
    with lab_open(session):
        from sojourn.lab import available_scenarios, parameters, read_scenarios

        found = read_scenarios(available_scenarios(programme), parameters())
    if as_json:
        session.data([{"key": one.key, "label": dict(one.label), "question": dict(one.question)} for one in found])
        return
    page = Page()
    for one in found:
        page.line(f"{one.key}: {one.label[session.language]}", style=Style.STRONG)
        page.line(one.question[session.language], 1)
    session.show(page)


def _run(session: Session, asked: Asked, experiment: Experiment) -> Ensemble:
    from sojourn.lab import default_keep, run_all

    done = 0

    def progress(run: int) -> None:
        nonlocal done
        del run
        done += 1
        session.progress(session.say("lab.progress", done=done, runs=experiment.runs))

    try:
        return run_all(
            experiment,
            workers=asked.side_by_side,
            threads=asked.threads,
            keep=asked.keep or default_keep(),
            progress=progress,
        )
    except KeyboardInterrupt:
        session.complain(session.say("lab.broken_off", done=done, runs=experiment.runs))
        raise


def _write(session: Session, ledger: Path, ensemble: Ensemble) -> Mapping[str, int]:
    """Write the ledger of each run. Raises CallError where one cannot be written."""
    from sojourn.lab import write_ledger
    from sojourn.ledger import LedgerError

    written: dict[str, int] = {}
    try:
        for one in ensemble.finished:
            folder = ledger if len(ensemble.finished) == 1 else ledger / f"run-{one.run:04d}"
            for table, rows in write_ledger(folder, ensemble.experiment, one).items():
                written[table] = written.get(table, 0) + rows
    except LedgerError as error:
        raise CallError("told", said=error.text(session.language)) from error
    return written


def _report(session: Session, asked: Asked, ensemble: Ensemble, scenarios: Sequence[Ensemble] = ()) -> None:
    """Write the report that was asked for. Raises CallError where it cannot be written."""
    if asked.report is None:
        return
    from sojourn.lab import write_report

    language = session.language.value
    report_written(asked.report, lambda file: write_report(file, ensemble, scenarios, language=language))


def report_written(file: Path, write: Callable[[Path], None]) -> None:
    """Have a report written to `file`. Raises CallError where it cannot be."""
    try:
        write(file)
    except FileExistsError as error:
        raise CallError("lab_file_taken", file=file) from error
    except OSError as error:
        raise CallError("file_unwritten", file=file, why=error.strerror) from error


def _head(page: Page, session: Session, experiment: Experiment, *, compared: bool = False) -> None:
    from sojourn.lab import few_runs_note

    labels = [one.label[session.language] for one in experiment.composed().scenarios]
    page.title(session.say("lab.title", scenario=session.say("layout.comma").join(labels)))
    page.line(
        session.say(
            "lab.size",
            people=number(session, experiment.people),
            first=experiment.first.isoformat(),
            last=experiment.last.isoformat(),
            runs=experiment.runs,
        )
    )
    page.line(session.say(f"lab.draws_{experiment.draws.value}"), style=Style.QUIET)
    if few := few_runs_note(experiment.runs, session.language.value, compared=compared):
        page.line(few, style=Style.WARNING)
    note_days(page, session, experiment)


def note_days(page: Page, session: Session, experiment: Experiment) -> None:
    """Say of which days the programme tells nothing, where there are some."""
    from sojourn.lab import days_unspoken_for

    for note in days_unspoken_for(experiment, session.language.value):
        page.line(note, style=Style.WARNING)


def _outcomes(page: Page, session: Session, ensemble: Ensemble) -> None:
    from sojourn.lab import OUTCOMES, band

    heads = tuple(session.say(one) for one in ("lab.outcome", "lab.middle", "lab.between", "lab.unit"))
    rows = [
        (
            *_named(session, key)[:1],
            number(session, band(ensemble.values(key)).middle),
            _between(session, band(ensemble.values(key))),
            _named(session, key)[1],
        )
        for key in OUTCOMES
    ]
    page.gap()
    page.grid(heads, rows)


def _differences(
    page: Page, session: Session, baseline: Ensemble, ensemble: Ensemble, found: Sequence[Difference]
) -> None:
    from sojourn.lab import nothing_changes

    scenario = ensemble.experiment.composed().scenarios[-1]
    page.heading(scenario.label[session.language])
    page.line(scenario.question[session.language])
    if nothing_changes(baseline, ensemble):
        first, last = ensemble.experiment.first.isoformat(), ensemble.experiment.last.isoformat()
        page.line(session.say("lab.nothing_changes", first=first, last=last), style=Style.WARNING)
    page.line(session.say("lab.run_by_run"), style=Style.QUIET)
    told = ("lab.outcome", "lab.before", "lab.change", "lab.between", "lab.rises")
    heads = tuple(session.say(one) for one in told)
    page.grid(
        heads,
        [
            (
                _named(session, one.outcome)[0],
                number(session, one.baseline.middle),
                signed(session, one.change.middle),
                _between(session, one.change, signed),
                percent(session, one.up),
            )
            for one in found
        ],
    )


def _named(session: Session, key: str) -> tuple[str, str]:
    from sojourn.lab import outcome_label, outcome_unit

    return outcome_label(key, session.language), outcome_unit(key, session.language)


def _between(session: Session, one: Band, written: Callable[[Session, float], str] = number) -> str:
    return session.say("lab.from_to", low=written(session, one.low), high=written(session, one.high))
