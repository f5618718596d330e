"""`sojourn lab calibrate`: what the published figures leave of what is believed, and how far to trust it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..page import Page, Style
from ..session import Session
from .asked import MODELS, Asked, known_word, lab_open
from .figures import number, percent, signed

if TYPE_CHECKING:
    from sojourn.lab import Calibrated, Calibration, Covered, Identified, Predicted, Stage

#: What is taken where an option is left out, as far as so many runs allow it.
_TRIED: Final = 400
_FURTHER: Final = 3
_PREDICTIONS: Final = 200
_AT_FULL_SIZE: Final = 24
#: The share of a figure's error up to which what scaling down does to it is small.
_SMALL: Final = 0.5
#: A band that holds the true value so much less often than it says, on the mean of all parameters, is too narrow:
#: or by more than chance does with one parameter, where few runs were tried.
_SHORT: Final = 0.05
#: A posterior that fewer draws of the prior carry hangs on a few of them.
_FEWEST_WORTH: Final = 100


def calibrate_model(
    session: Session,
    asked: Asked,
    out: Path | None,
    sizes: tuple[int | None, int | None, int | None, int | None],
    *,
    as_json: bool,
) -> None:
    """Calibrate the model and say what came of it; with `out`, write the posterior there.

    `sizes`: how many further runs, trials of coverage, runs from the posterior, and of these at full size; None for
    what is taken where an option is left out.
    """
    further, tried, predictions, at_full_size = sizes
    known_word("PROGRAMME", asked.programme, MODELS)
    asked.check_side_by_side()
    with lab_open(session):
        from sojourn.lab import Calibrated, calibrate, check_place, default_root, own_folder, write_posterior

        predicted = min(_PREDICTIONS, asked.runs) if predictions is None else predictions
        settings = Calibrated(
            people=asked.people,
            runs=asked.runs,
            further=asked.runs // _FURTHER if further is None else further,
            seed=asked.seed,
            tried=min(_TRIED, asked.runs // 5) if tried is None else tried,
            predictions=predicted,
            at_full_size=_AT_FULL_SIZE if at_full_size is None else at_full_size,
        )
        settings.check()
        if out is not None:
            check_place(out)
        keep = asked.keep or own_folder(default_root(), settings)
        try:
            with lab_open(session, asked.cluster):
                found = calibrate(settings, keep, workers=asked.side_by_side, progress=_progress(session))
        except KeyboardInterrupt:
            session.complain("")
            session.complain(session.say("lab.calibration_broken_off", folder=keep))
            raise
        if out is not None:
            write_posterior(out, found, _command(settings, out))
    if as_json:
        session.data(told(found))
        return
    session.show(_page(session, found, out))


def _progress(session: Session) -> Any:
    def progress(stage: Stage, done: int, of: int) -> None:
        session.progress(
            session.say(f"lab.calibration_at_{stage.value}", done=number(session, done), of=number(session, of))
        )

    return progress


def _command(settings: Calibrated, out: Path) -> str:
    """The call that makes a posterior again; it names the file alone, as where it stands is nobody else's matter."""
    options = {
        "--runs": settings.runs,
        "--further": settings.further,
        "--bias": settings.at_full_size,
        "--people": settings.people,
        "--seed": settings.seed,
        "--out": out.name,
    }
    asked = (word for option, value in options.items() for word in (option, str(value)))
    return shlex.join(("sojourn", "lab", "calibrate", "guangxi", *asked))


def told(found: Calibration) -> dict[str, Any]:
    """A calibration as data; no timings and no places of files, so that equal ones are equal."""
    from sojourn.lab import plain

    return {
        **asdict(found.asked),
        "draws": len(found.draws),
        "worth": found.worth,
        "parameters": [_parameter(one) for one in found.identified],
        "figures": [_figure(one) for one in found.predicted],
        "coverage": None
        if found.coverage is None
        else {
            "tried": found.coverage.tried,
            "levels": _levels(found.coverage.levels),
            "tried_near": found.coverage.tried_near,
            "near": _levels(found.coverage.near),
            "leaning": dict(found.coverage.leaning),
            "leaning_error": found.coverage.leaning_error,
        },
        "bias": {
            "people": found.asked.people,
            "full_size": found.full_size,
            "figures": [
                plain({"figure": one.figure.key, "mean": one.mean, "spread": one.spread, "error": one.error})
                for one in found.bias
            ],
        },
    }


def _levels(levels: Sequence[Covered]) -> list[dict[str, Any]]:
    return [{**asdict(one), "by_parameter": dict(one.by_parameter)} for one in levels]


def _parameter(one: Identified) -> dict[str, Any]:
    from sojourn.lab import BAND, parameters

    known = parameters()[one.name]
    return {
        "parameter": one.name,
        "unit": known.unit,
        "prior": {"low": known.at(BAND[0]), "middle": known.at(0.5), "high": known.at(BAND[1])},
        "posterior": {"low": known.at(one.low), "middle": known.at(one.middle), "high": known.at(one.high)},
        "contraction": one.contraction,
        "identified": one.told,
        "standing": one.standing.value,
    }


def _figure(one: Predicted) -> dict[str, Any]:
    from sojourn.lab import plain

    return plain(
        {
            "figure": one.figure.key,
            "said": one.figure.said,
            "sources": list(one.figure.sources),
            "at": one.figure.at,
            "error": one.figure.error,
            "logarithmic": one.figure.logarithmic,
            "low": one.low,
            "middle": one.middle,
            "high": one.high,
            "off": one.off,
            "inside": one.inside,
        }
    )


def _page(session: Session, found: Calibration, out: Path | None) -> Page:
    from sojourn.lab import package_file

    asked = found.asked
    page = Page()
    page.title(session.say("lab.calibration"))
    page.line(
        session.say(
            "lab.calibration_size",
            runs=number(session, asked.runs),
            further=number(session, asked.further),
            people=number(session, asked.people),
            seed=asked.seed,
            draws=len(found.draws),
        )
    )
    worth = number(session, round(found.worth))
    if found.worth < _FEWEST_WORTH:
        page.line(session.say("lab.calibration_worth_little", worth=worth), style=Style.WARNING)
    else:
        page.line(session.say("lab.calibration_worth", worth=worth))
    _parameters(page, session, found)
    _figures(page, session, found)
    _coverage(page, session, found)
    _bias(page, session, found)
    page.gap()
    if out is None:
        page.line(session.say("lab.calibration_not_written", package=package_file()))
    else:
        page.line(session.say("lab.calibration_written", file=out.resolve(), package=package_file()))
    return page


def _parameters(page: Page, session: Session, found: Calibration) -> None:
    from sojourn.lab import BAND, MOVED_AT_LEAST, NOT_IDENTIFIED, Standing, parameter_label, parameter_unit, parameters

    page.heading(session.say("lab.calibration_parameters"))
    least, off = percent(session, 1 - NOT_IDENTIFIED), percent(session, MOVED_AT_LEAST)
    page.line(session.say("lab.calibration_bands", least=least), style=Style.QUIET)
    page.line(session.say("lab.calibration_moves", least=off), style=Style.QUIET)
    counted = {one.value: sum(each.standing is one for each in found.identified) for one in Standing}
    page.line(session.say("lab.calibration_told", parameters=len(found.identified), **counted), style=Style.STRONG)
    known = parameters()

    def row(one: Identified) -> tuple[str, ...]:
        at = known[one.name].at
        return (
            parameter_label(one.name, session.language),
            _chance(session, at(BAND[0]), at(0.5), at(BAND[1])),
            _chance(session, at(one.low), at(one.middle), at(one.high)),
            parameter_unit(one.name, session.language),
            percent(session, one.contraction),
            session.say(f"lab.calibration_standing_{one.standing.value}"),
        )

    heads = ("parameter", "under_prior", "under_posterior", "unit", "calibration_contraction", "calibration_standing")
    order = sorted(found.identified, key=lambda one: -one.contraction)
    page.grid(tuple(session.say(f"lab.{one}") for one in heads), [row(one) for one in order])


def _figures(page: Page, session: Session, found: Calibration) -> None:
    from sojourn.lab import figure_label

    page.heading(session.say("lab.calibration_figures"))
    inside = sum(one.inside for one in found.predicted)
    page.line(session.say("lab.calibration_within", inside=inside, figures=len(found.predicted)), style=Style.STRONG)

    def row(one: Predicted) -> tuple[str, ...]:
        figure = one.figure
        error = percent(session, figure.error) if figure.logarithmic else number(session, figure.error)
        return (
            figure_label(figure.key, session.language),
            f"{number(session, figure.at)} ±{error}",
            _chance(session, one.low, one.middle, one.high),
            signed(session, one.off),
            session.say("lab.calibration_inside" if one.inside else "lab.calibration_outside"),
        )

    heads = ("figure", "said", "of_runs", "off", "place")
    page.grid(tuple(session.say(f"lab.calibration_{one}") for one in heads), [row(one) for one in found.predicted])


def _coverage(page: Page, session: Session, found: Calibration) -> None:
    from sojourn.lab import parameter_label

    page.heading(session.say("lab.calibration_coverage"))
    if found.coverage is None:
        page.line(session.say("lab.calibration_not_tried"))
        return
    page.line(session.say("lab.calibration_tried", tried=found.coverage.tried), style=Style.QUIET)
    page.line(session.say("lab.calibration_tried_near", tried=found.coverage.tried_near), style=Style.QUIET)
    heads = ("band", "mean", "near", "worst", "by_chance")
    page.grid(
        tuple(session.say(f"lab.calibration_{one}") for one in heads),
        [
            (
                percent(session, one.level),
                percent(session, one.mean),
                percent(session, there.mean),
                session.say(
                    "lab.calibration_worst_of",
                    share=percent(session, one.worst),
                    parameter=parameter_label(one.worst_parameter, session.language),
                ),
                f"±{percent(session, one.error)}",
            )
            for one, there in zip(found.coverage.levels, found.coverage.near, strict=True)
        ],
    )
    leaning = found.coverage.leaning
    furthest = max(leaning, key=lambda name: abs(leaning[name] - 0.5))
    page.line(
        session.say(
            "lab.calibration_leaning",
            parameter=parameter_label(furthest, session.language),
            share=percent(session, leaning[furthest]),
            error=percent(session, found.coverage.leaning_error),
        )
    )
    tried = (*found.coverage.levels, *found.coverage.near)
    short = [one for one in tried if one.mean < one.level - max(_SHORT, one.error)]
    if short:
        page.line(
            session.say(
                "lab.calibration_too_narrow",
                held=percent(session, short[0].mean),
                level=percent(session, short[0].level),
            ),
            style=Style.WARNING,
        )


def _bias(page: Page, session: Session, found: Calibration) -> None:
    from sojourn.lab import figure_label

    page.heading(session.say("lab.calibration_bias"))
    if not found.bias:
        page.line(session.say("lab.calibration_not_tried"))
        return
    page.line(
        session.say(
            "lab.calibration_sizes",
            runs=found.asked.at_full_size,
            people=number(session, found.asked.people),
            full=number(session, found.full_size),
        ),
        style=Style.QUIET,
    )
    names = {one.figure.key: figure_label(one.figure.key, session.language) for one in found.bias}
    heads = ("calibration_figure", "calibration_moved", "error", "calibration_spread")
    page.grid(
        tuple(session.say(f"lab.{one}") for one in heads),
        [
            (
                names[one.figure.key],
                signed(session, one.mean),
                f"±{number(session, one.error)}",
                number(session, one.spread),
            )
            for one in found.bias
        ],
    )
    great = [names[one.figure.key] for one in found.bias if not abs(one.mean) <= _SMALL]
    if great:
        figures = session.say("layout.comma").join(great)
        page.line(session.say("lab.calibration_bias_great", figures=figures), style=Style.WARNING)
    else:
        page.line(session.say("lab.calibration_bias_small"), style=Style.STRONG)


def _chance(session: Session, low: float, middle: float, high: float) -> str:
    return session.say(
        "lab.chance", chance=number(session, middle), low=number(session, low), high=number(session, high)
    )
