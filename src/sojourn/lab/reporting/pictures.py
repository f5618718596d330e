"""The charts of the report with their captions, keys and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from ..ensembles import Band, Ensemble, band
from ..refusing import LabError
from ..speaking import figure_text, named, sentence, words
from .drawing import WIDTH, Bar, Drawing, bars_panel, course_panel
from .drawn import CHARTS, Chart, Course, course, flows, largest, tenures
from .lettering import SMALL, broken
from .telling import measured
from .writing import with_band

#: In a picture by itself: how far panels are apart, its texts from its sides, and a panel from what stands over it.
_GAP, _SIDE, _UNDER = 24, 4, 8
#: How far below each other the lines of its title, of what its lines stand for, and of a caption are.
_TITLE_LINE, _KEY_LINE, _CAPTION_LINE = 20, 18, 15
#: The size of its title's letters.
_TITLE = 15.0

Named = Sequence[tuple[str, Ensemble]]

_BASELINE_KEY = '<line class="before" x1="0" x2="48" y1="9" y2="9"/>' + "".join(
    f'<line class="edge" x1="0" x2="48" y1="{y}" y2="{y}"/>' for y in (2, 16)
)
_SCENARIO_KEY = (
    '<rect class="band" x="0" y="1" width="48" height="16"/><line class="after" x1="0" x2="48" y1="9" y2="9"/>'
)


def key(baseline: str, scenarios: Sequence[str], language: str) -> str:
    """What lines, bands and bars stand for."""
    comma = sentence("comma", language)
    told = [(_SCENARIO_KEY, sentence("key_scenario", language, name=comma.join(scenarios) or baseline))]
    if scenarios:
        told.insert(0, (_BASELINE_KEY, sentence("key_baseline", language, name=baseline)))
    items = "".join(
        f'<li><svg viewBox="0 0 48 18" aria-hidden="true">{drawing}</svg>{escape(text)}</li>' for drawing, text in told
    )
    return f'<ul class="key">{items}<li>{escape(sentence("key_bar", language))}</li></ul>'


@cache
def picture_style() -> str:
    """The look of the panels, for a page or for a picture by itself."""
    return resources.files(__package__).joinpath("picture.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by itself: its panels, three beside each other. A notebook shows it; `str` of it is the SVG."""

    title: str
    panels: tuple[Panel, ...]
    keys: tuple[str, ...]

    def __str__(self) -> str:
        """The whole picture as SVG, which needs nothing beside it."""
        across = min(3, len(self.panels))
        width = across * (WIDTH + _GAP) - _GAP
        titles = broken(self.title, width - 2 * _SIDE, _TITLE, bold=True)
        keys = [line for one in self.keys for line in broken(one, width - 2 * _SIDE, SMALL)]
        captions = [broken(one.caption(), WIDTH - 2 * _SIDE, bold=True) for one in self.panels]
        first = 18 + _TITLE_LINE * (len(titles) - 1)
        top = first + _UNDER + _KEY_LINE * len(keys)
        over = _CAPTION_LINE * max(len(one) for one in captions) + _UNDER
        deep = over + max(one.drawing.height for one in self.panels) + 14
        height = top + -(-len(self.panels) // across) * deep
        parts = [_line(_SIDE, 18 + _TITLE_LINE * at, one, "title") for at, one in enumerate(titles)]
        parts += [_line(_SIDE, first + _KEY_LINE * (1 + at), one, "scale") for at, one in enumerate(keys)]
        for number_, (one, lines) in enumerate(zip(self.panels, captions, strict=True)):
            x, y = number_ % across * (WIDTH + _GAP), top + number_ // across * deep
            parts += [_line(x + _SIDE, y + 16 + _CAPTION_LINE * at, line, "caption") for at, line in enumerate(lines)]
            parts.append(one.drawing.svg(f'x="{x}" y="{y + over}" width="{WIDTH}" height="{one.drawing.height}" '))
        look = picture_style().replace("svg ", "svg.sojourn ")  # a notebook's page has classes of its own
        ground = f'<rect width="{width}" height="{height}" fill="#fff"/>'
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        face = 'font-family="system-ui, sans-serif"'
        inner = f"<style>{look}</style>{ground}{''.join(parts)}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" class="sojourn" {size} {face}>{inner}</svg>'

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return str(self)


def picture(name: str, ensemble: Ensemble, baseline: tuple[str, Ensemble] | None, own: str, language: str) -> Picture:
    """A chart of an ensemble by its name, beside a baseline where there is one. `own`: what the ensemble is called.

    Raises LabError, naming the charts that there are.
    """
    charts = {one.key: one for one in CHARTS}
    if name not in charts:
        raise LabError("no_such_chart", name=name, there=tuple(charts))
    first, others = (baseline, [(own, ensemble)]) if baseline is not None else ((own, ensemble), [])
    title = str(words(language)["charts"][name]["title"])
    panels = tuple(_Drawing(*first, others, language).panels(charts[name], title))
    keys = [sentence("key_scenario", language, name=own)]
    if baseline is not None:
        keys.insert(0, sentence("key_baseline", language, name=first[0]))
    return Picture(title, panels, tuple(keys))


def chart_sections(name: str, baseline: Ensemble, scenarios: Named, language: str) -> Iterator[str]:
    """Every chart: a heading, its panels, and the tables that hold the same in figures."""
    drawing = _Drawing(name, baseline, scenarios, language)
    for chart in CHARTS:
        told = words(language)["charts"][chart.key]
        yield f'<section aria-labelledby="{chart.key}"><h3 id="{chart.key}">{escape(told["title"])}</h3>'
        yield f'<p class="measure">{escape(told["measure"])}</p>'
        yield from drawing.told(chart, str(told["title"]))
        yield "</section>"


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel with what stands over it, and the table of what it draws (HTML; '' where a table of the chart has it)."""

    label: str
    unit: str
    drawing: Drawing
    table: str = ""

    def caption(self) -> str:
        """What stands over it, as one text."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def figure(self) -> str:
        """The panel as a figure of a page."""
        unit = f' <span class="unit">{escape(self.unit)}</span>' if self.unit else ""
        return f"<figure><figcaption>{escape(self.label)}{unit}</figcaption>{self.drawing.svg()}{self.table}</figure>"


class _Drawing:
    def __init__(self, name: str, baseline: Ensemble, scenarios: Named, language: str) -> None:
        self.name = name
        self.baseline = baseline
        self.scenarios = scenarios
        self.language = language
        self.all: Named = [(name, baseline), *scenarios]

    def told(self, chart: Chart, title: str) -> Iterator[str]:
        """The panels of a chart, and a table of what is not in theirs."""
        figures = "".join(one.figure() for one in self.panels(chart, title))
        yield f'<div class="panels">{figures}</div>'
        rows = [*self._outcomes(chart), *self._rest(chart)]
        if rows:
            said = "whole_table" if chart.lines else "as_table"
            told = [(f"{label} ({unit})" if unit else label, bands) for label, unit, bands in rows]
            yield self._table(sentence("what", self.language), told, [name for name, _ in self.all], said)

    def panels(self, chart: Chart, title: str) -> Iterator[Panel]:
        """Every panel of a chart."""
        for one in chart.lines:
            yield from self._courses(one, title)
        for label, unit, bands in self._outcomes(chart):
            yield self._bars(label, unit, bands, title)
        for label, unit, bands, most in self._shared(chart):
            yield self._bars(label, unit, bands, title, most)

    def _outcomes(self, chart: Chart) -> Iterator[tuple[str, str, list[Band]]]:
        for outcome in chart.outcomes:
            label, measure = measured(outcome, self.language)
            yield label, measure.unit, [measure.band(band(each.values(outcome))) for _, each in self.all]

    def _shared(self, chart: Chart) -> Iterator[tuple[str, str, list[Band], float]]:
        """Panels of bars on one scale: the largest flows, or how long jobs lasted."""
        if chart.key == "flows":
            found = [flows(each) for _, each in self.all]
            shown = [(self._flow(one), "", [_of(each, one) for each in found]) for one in largest(found)]
        elif chart.key == "tenure":
            lasted = [tenures(each) for _, each in self.all]
            shown = [(named("tenures", one, self.language), "%", [each[one] for each in lasted]) for one in lasted[0]]
        else:
            return
        ends = (one.high for _, _, bands in shown for one in bands)
        most = max((end for end in ends if math.isfinite(end)), default=1.0)
        for label, unit, bands in shown:
            yield label, unit, bands, most

    def _rest(self, chart: Chart) -> list[tuple[str, str, list[Band]]]:
        """What a table has beside the outcomes: every flow, and how long jobs lasted."""
        if chart.key == "flows":
            found = [flows(each) for _, each in self.all]
            keys = dict.fromkeys(one for each in found for one in each)
            return [(self._flow(one), "", [_of(each, one) for each in found]) for one in keys]
        return [(label, unit, bands) for label, unit, bands, _ in self._shared(chart)]

    def _flow(self, one: tuple[str, str]) -> str:
        first, second = (named("modes", each, self.language) for each in one)
        return sentence("flow", self.language, from_mode=first, to_mode=second)

    def _courses(self, one: str, title: str) -> Iterator[Panel]:
        """A panel for each scenario with the baseline in it, or one for the baseline alone."""
        label, unit = self._line(one)
        before = course(self.baseline, one)
        beside: list[tuple[str, Course | None]] = [(name, course(each, one)) for name, each in self.scenarios]
        for name, after in beside or [("", None)]:
            caption = f"{label} – {name}" if len(self.scenarios) > 1 else label
            said = sentence("chart_text", self.language, title=title, label=caption, unit=unit)
            drawn = course_panel(before, after, said, self._number)
            names = [self.name, *([name] if after is not None else [])]
            months = [month.strftime("%Y-%m") for month in before.months]
            bands = zip(before.bands(), *([after.bands()] if after is not None else []), strict=True)
            rows = [(month, list(each)) for month, each in zip(months, bands, strict=True)]
            yield Panel(caption, unit, drawn, self._table(sentence("month", self.language), rows, names))

    def _line(self, one: str) -> tuple[str, str]:
        told = words(self.language)
        if one in told["series"]:
            return str(told["series"][one]["label"]), str(told["series"][one]["unit"])
        return named("modes", one, self.language), str(told["outcomes"]["on_permit"]["unit"])

    def _bars(self, label: str, unit: str, bands: list[Band], title: str, most: float | None = None) -> Panel:
        bars = [
            Bar(name, one, number == 0) for number, ((name, _), one) in enumerate(zip(self.all, bands, strict=True))
        ]
        said = sentence("chart_text", self.language, title=title, label=label, unit=unit)
        return Panel(label, unit, bars_panel(bars, said, self._banded, most))

    def _table(
        self, first: str, rows: Sequence[tuple[str, list[Band]]], names: Sequence[str], said: str = "as_table"
    ) -> str:
        heads = "".join(f'<th scope="col" class="n">{escape(one)}</th>' for one in names)
        body = "".join(
            f'<tr><th scope="row">{escape(label)}</th>{_cells(self._banded(one) for one in bands)}</tr>'
            for label, bands in rows
        )
        table = (
            f'<table><thead><tr><th scope="col">{escape(first)}</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
        )
        summary = f"<summary>{escape(sentence(said, self.language))}</summary>"
        return f'<details>{summary}<div class="rows" tabindex="0">{table}</div></details>'

    def _number(self, value: float) -> str:
        return figure_text(value, self.language)

    def _banded(self, one: Band) -> str:
        return with_band(one, self.language)


def _line(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'


def _of(found: dict[tuple[str, str], Band], one: tuple[str, str]) -> Band:
    return found.get(one, Band(0.0, 0.0, 0.0))


def _cells(told: Iterable[str]) -> str:
    return "".join(f'<td class="n">{escape(one)}</td>' for one in told)
