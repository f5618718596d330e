"""What drives the outcomes, as one HTML file: a picture of the strongest parameters for each, and a table of all."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final

from sojourn import __version__

from ..deciding import FEWEST
from ..guangxi.world import world
from ..sensitivity import Effect, Method, Sensitivity
from ..speaking import change_text, figure_text, parameter_label, parameter_unit, sentence, words
from .days import days_unspoken_for
from .drawing import Strength, strengths_panel
from .pictures import Panel
from .shell import Section, asked_of, code, made_list, whole_page, write_new
from .telling import measured
from .writing import is_share

#: How many parameters of an outcome are drawn; the table has all.
SHOWN: Final = 8
#: A parameter whose mean effect, with its sign, is so much of the mean size moves an outcome one way.
_ONE_WAY: Final = 0.5


def sensitivity_report(found: Sensitivity, *, language: str = "en") -> str:
    """The page on a sensitivity, in `en`, `zh` or `vi`."""
    return _Page(found, language).whole()


def write_sensitivity_report(path: Path, found: Sensitivity, *, language: str = "en") -> None:
    """Write the page, whole or not at all. Raises FileExistsError where there is something at `path`."""
    write_new(path, sensitivity_report(found, language=language))


class _Page:
    def __init__(self, found: Sensitivity, language: str) -> None:
        self.found = found
        self.language = language
        self.own = words(language)["sensitivity"]

    def say(self, name: str, /, **slots: object) -> str:
        """A sentence of this page."""
        return str(self.own[name]).format(**slots)

    def whole(self) -> str:
        composed = self.found.experiment.composed()
        scenario = composed.scenarios[-1].label[self.language]
        sections = {
            "question": self._question(),
            "charts_heading": self._pictures(),
            "made_heading": [made_list(self._made(), self.language)],
        }
        told = [Section(key, escape(sentence(key, self.language)), "\n".join(lines)) for key, lines in sections.items()]
        return whole_page(escape(self.say("title", scenario=scenario)), told, self.language)

    def _question(self) -> Iterable[str]:
        yield f'<p class="lead">{escape(self.say("lead"))}</p>'
        size = figure_text(self.found.size, self.language)
        yield f'<p class="text">{escape(self.say(f"method_{self.found.method}", size=size))}</p>'
        yield f'<p class="text">{escape(self.say("over_the_prior"))}</p>'
        for note in days_unspoken_for(self.found.experiment, self.language):
            yield f'<p class="note">{escape(note)}</p>'
        people, real = self.found.experiment.people, world().real_size
        if people != real and self.found.method is Method.MORRIS:
            told = (figure_text(one, self.language) for one in (people, real, real / people))
            slots = dict(zip(("people", "real", "times"), told, strict=True))
            yield f'<p class="note">{escape(sentence("scaled", self.language, **slots))}</p>'

    def _pictures(self) -> Iterable[str]:
        yield f'<p class="text">{escape(self.say("shown", number=SHOWN))}</p>'
        told = self.say(f"key_{self.found.method}" if self._tells_directions else "key_morris_few", fewest=FEWEST)
        yield f'<p class="small quiet text">{escape(told)}</p>'
        yield '<div class="panels">'
        for outcome, effects in self.found.effects.items():
            label, unit = self._measure(outcome)[:2]
            if any(one.strength for one in effects):
                yield self._panel(outcome, effects).figure()
                continue
            runs = self.found.untold[outcome]
            why = self.say("untold", runs=runs) if runs else self.say("unmoved")
            caption = f'{escape(label)} <span class="unit">{escape(unit)}</span>'
            yield f'<figure><figcaption>{caption}</figcaption><p class="small">{escape(why)}</p></figure>'
        yield "</div>"

    def _measure(self, outcome: str) -> tuple[str, str, float]:
        """What an outcome is called, the unit of its effects, and what they are multiplied by to be in it."""
        label, measure = measured(outcome, self.language)
        if self.found.method is Method.SOBOL:
            return label, self.say("of_the_variance"), 100.0
        return label, self.say("points") if is_share(outcome) else measure.unit, measure.times

    def _panel(self, outcome: str, effects: tuple[Effect, ...]) -> Panel:
        label, unit, times = self._measure(outcome)
        rows = [
            Strength(
                self._named(one),
                one.strength * times,
                one.error * times,
                (one.alone if self.found.method is Method.SOBOL else abs(one.alone)) * times,
                f"{self._sign(one)}{self._strength(one, times)}",
            )
            for one in effects[:SHOWN]
        ]
        title = sentence("charts_heading", self.language)
        said = sentence("chart_text", self.language, title=title, label=label, unit=unit)
        return Panel(label, unit, strengths_panel(rows, said), self._table(effects, times))

    def _named(self, one: Effect) -> str:
        return parameter_label(one.parameter, self.language)

    def _strength(self, one: Effect, times: float) -> str:
        return f"{figure_text(one.strength * times, self.language)} ±{figure_text(one.error * times, self.language)}"

    @property
    def _tells_directions(self) -> bool:
        """Whether there are starting points enough that their agreeing is no chance."""
        return self.found.method is Method.SOBOL or self.found.size >= FEWEST

    def _sign(self, one: Effect) -> str:
        """Whether a parameter raises or lowers an outcome, or both; for shares of a variance there is no such thing."""
        if self.found.method is Method.SOBOL or not one.strength or not self._tells_directions:
            return ""
        if abs(one.alone) < _ONE_WAY * one.strength:
            return "≈ "
        return "▲ " if one.alone > 0 else "▼ "

    def _table(self, effects: tuple[Effect, ...], times: float) -> str:
        heads = [f"strength_{self.found.method}", f"alone_{self.found.method}"]
        morris = self.found.method is Method.MORRIS
        heads += ["spread"] if morris else []
        tops = "".join(f'<th scope="col" class="n">{escape(self.say(one))}</th>' for one in heads)
        unit = escape(sentence("unit", self.language))
        top = f'<th scope="col">{escape(sentence("parameter", self.language))}</th>{tops}<th scope="col">{unit}</th>'
        body = "".join(f"<tr>{self._row(one, times)}</tr>" for one in effects)
        summary = f"<summary>{escape(self.say('all', number=len(effects)))}</summary>"
        table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        return f'<details>{summary}<div class="rows" tabindex="0">{table}</div></details>'

    def _row(self, one: Effect, times: float) -> str:
        figures = [self._strength(one, times)]
        write = figure_text if self.found.method is Method.SOBOL else change_text
        figures.append(write(one.alone * times, self.language))
        if one.spread is not None:
            figures.append(figure_text(one.spread * times, self.language))
        cells = "".join(f'<td class="n">{escape(each)}</td>' for each in figures)
        unit = escape(parameter_unit(one.parameter, self.language))
        return f'<th scope="row">{escape(self._named(one))}</th>{cells}<td>{unit}</td>'

    def _made(self) -> Iterator[tuple[str, str]]:
        experiment = self.found.experiment
        period = {"first": experiment.first, "last": experiment.last, "warm_up": experiment.warm_up}
        people, runs = (figure_text(one, self.language) for one in (experiment.people, self.found.runs))
        composed = experiment.composed()
        told = {
            "made_command": code(command(self.found, self.language)),
            "made_period": escape(sentence("made_period_is", self.language, **period)),
            "made_size": escape(self.say("made_size_is", people=people, runs=runs)),
            "made_seed": str(experiment.seed),
            "version": escape(__version__),
        }
        for key, said in told.items():
            yield escape(sentence(key, self.language)), said
        scenario = composed.scenarios[-1].label[self.language]
        yield escape(sentence("made_edition", self.language, scenario=scenario)), code(composed.edition)


def command(found: Sensitivity, language: str) -> str:
    """The call that makes the same numbers; what changes none of them (processes, folders) is left out."""
    given = ["sojourn", "lab", "sensitivity", "guangxi"]
    for one in found.experiment.scenarios:
        given += ["--scenario", one]
    for outcome in found.effects:
        given += ["--outcome", outcome]
    given += ["--method", found.method, "--size", str(found.size), *asked_of(found.experiment)]
    return shlex.join([*given, "--report", "sensitivity.html", "--lang", language])
