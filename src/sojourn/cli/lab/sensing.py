"""`sojourn lab sensitivity`: which parameters drive which outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from ..page import Page, Style
from ..session import Session
from .asked import Asked, known_word, lab_open
from .figures import number, signed
from .running import note_days, report_written

if TYPE_CHECKING:
    from sojourn.lab import Effect, Sensitivity

#: What is looked at where nothing is named, and how many parameters of each the table shows.
LOOKED_AT = ("on_permit", "irregular", "turnover_on_permit", "net_on_permit", "vacancies", "output")
_SHOWN = 8


def show_sensitivity(
    session: Session,
    asked: Asked,
    scenarios: Sequence[str],
    outcomes: Sequence[str],
    method: str,
    size: int | None,
    *,
    as_json: bool,
) -> None:
    """Say which parameters drive each outcome, the strongest first; with a report asked for, write it too."""
    with lab_open(session, asked.cluster):
        from sojourn.lab import OUTCOMES, Method, default_keep, measure_sensitivity, write_sensitivity_report

        known_word("--method", method, tuple(Method))
        for outcome in outcomes:
            known_word("--outcome", outcome, tuple(OUTCOMES))

        def progress(done: int, of: int) -> None:
            session.progress(session.say("lab.progress", done=done, runs=of))

        found = measure_sensitivity(
            asked.experiment(scenarios),
            tuple(outcomes) or LOOKED_AT,
            method=Method(method),
            size=size,
            workers=asked.side_by_side,
            keep=asked.keep or default_keep(),
            progress=progress,
        )
        if asked.report is not None:
            report_written(
                asked.report, partial(write_sensitivity_report, found=found, language=session.language.value)
            )
    if as_json:
        session.data(told(found))
        return
    page = _page(session, found)
    if asked.report is not None:
        page.line(session.say("lab.report_written", file=asked.report))
    session.show(page)


def told(found: Sensitivity) -> dict[str, Any]:
    """A sensitivity as data; no timings, so that equal ones are equal."""
    from sojourn.lab import plain

    return {
        "method": found.method.value,
        "size": found.size,
        "runs": found.runs,
        "people": found.experiment.people,
        "seed": found.experiment.seed,
        "scenarios": list(found.experiment.scenarios),
        "untold": dict(found.untold),
        "effects": {key: [plain(asdict(one)) for one in effects] for key, effects in found.effects.items()},
    }


def _page(session: Session, found: Sensitivity) -> Page:
    from sojourn.lab import outcome_label, outcome_unit

    page = Page()
    page.title(session.say("lab.sensitivity"))
    page.line(
        session.say(
            "lab.sensitivity_size", people=number(session, found.experiment.people), runs=found.runs, size=found.size
        )
    )
    page.line(session.say(f"lab.sensitivity_{found.method.value}"), style=Style.QUIET)
    note_days(page, session, found.experiment)
    heads = (
        session.say("lab.parameter"),
        session.say(f"lab.{found.method.value}_strength"),
        session.say(f"lab.{found.method.value}_alone"),
        session.say("lab.error"),
        session.say("lab.unit"),
    )
    for outcome, effects in found.effects.items():
        label, unit = outcome_label(outcome, session.language), outcome_unit(outcome, session.language)
        page.heading(session.say("lab.outcome_in", outcome=label, unit=unit))
        if found.untold[outcome]:
            page.line(session.say("lab.untold", runs=found.untold[outcome]))
        page.grid(
            heads,
            [_row(session, one) for one in effects[:_SHOWN]],
        )
    return page


def _row(session: Session, one: Effect) -> tuple[str, ...]:
    from sojourn.lab import parameter_unit

    unit = parameter_unit(one.parameter, session.language)
    return (
        one.parameter,
        number(session, one.strength),
        signed(session, one.alone),
        f"±{number(session, one.error)}",
        unit,
    )
