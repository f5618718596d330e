"""The charts of the report with their captions, keys and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ..ensembles import Band, Ensemble, band
from ..speaking import named, sentence, words
from .drawing import Bar, bars_panel, course_panel
from .drawn import CHARTS, Chart, Course, course, flows, largest, tenures
from .telling import measured
from .writing import number, with_band

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


def chart_sections(name: str, baseline: Ensemble, scenarios: Named, language: str) -> Iterator[str]:
    """Every chart: a heading, its panels, and the tables that hold the same in figures."""
    drawing = _Drawing(name, baseline, scenarios, language)
    for chart in CHARTS:
        told = words(language)["charts"][chart.key]
        yield f'<section aria-labelledby="{chart.key}"><h3 id="{chart.key}">{escape(told["title"])}</h3>'
        yield f'<p class="measure">{escape(told["measure"])}</p>'
        yield from drawing.panels(chart, str(told["title"]))
        yield "</section>"


class _Drawing:
    def __init__(self, name: str, baseline: Ensemble, scenarios: Named, language: str) -> None:
        self.name = name
        self.baseline = baseline
        self.scenarios = scenarios
        self.language = language
        self.all: Named = [(name, baseline), *scenarios]

    def panels(self, chart: Chart, title: str) -> Iterator[str]:
        figures: list[str] = []
        rows: list[tuple[str, list[Band]]] = []
        for one in chart.lines:
            figures += self._courses(one, title)
        for outcome in chart.outcomes:
            label, measure = measured(outcome, self.language)
            bands = [measure.band(band(each.values(outcome))) for _, each in self.all]
            figures.append(self._bars(label, measure.unit, bands, title))
            rows.append((f"{label} ({measure.unit})", bands))
        for label, unit, bands, most in self._shared(chart):
            figures.append(self._bars(label, unit, bands, title, most))
        yield f'<div class="panels">{"".join(figures)}</div>'
        rows += self._rest(chart)
        if rows:
            said = "whole_table" if chart.lines else "as_table"
            yield self._table(sentence("what", self.language), rows, [name for name, _ in self.all], said)

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

    def _rest(self, chart: Chart) -> list[tuple[str, list[Band]]]:
        """What a table has beside the outcomes: every flow, and how long jobs lasted."""
        if chart.key == "flows":
            found = [flows(each) for _, each in self.all]
            keys = dict.fromkeys(one for each in found for one in each)
            return [(self._flow(one), [_of(each, one) for each in found]) for one in keys]
        return [(label, bands) for label, _, bands, _ in self._shared(chart)]

    def _flow(self, one: tuple[str, str]) -> str:
        first, second = (named("modes", each, self.language) for each in one)
        return sentence("flow", self.language, from_mode=first, to_mode=second)

    def _courses(self, one: str, title: str) -> Iterator[str]:
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
            yield self._figure(caption, unit, drawn, self._table(sentence("month", self.language), rows, names))

    def _line(self, one: str) -> tuple[str, str]:
        told = words(self.language)
        if one in told["series"]:
            return str(told["series"][one]["label"]), str(told["series"][one]["unit"])
        return named("modes", one, self.language), str(told["outcomes"]["on_permit"]["unit"])

    def _bars(self, label: str, unit: str, bands: list[Band], title: str, most: float | None = None) -> str:
        bars = [
            Bar(name, one, number == 0) for number, ((name, _), one) in enumerate(zip(self.all, bands, strict=True))
        ]
        said = sentence("chart_text", self.language, title=title, label=label, unit=unit)
        return self._figure(label, unit, bars_panel(bars, said, self._banded, most), "")

    def _figure(self, label: str, unit: str, drawing: str, table: str) -> str:
        told = f' <span class="unit">{escape(unit)}</span>' if unit else ""
        return f"<figure><figcaption>{escape(label)}{told}</figcaption>{drawing}{table}</figure>"

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
        return number(value, self.language)

    def _banded(self, one: Band) -> str:
        return with_band(one, self.language)


def _of(found: dict[tuple[str, str], Band], one: tuple[str, str]) -> Band:
    return found.get(one, Band(0.0, 0.0, 0.0))


def _cells(told: Iterable[str]) -> str:
    return "".join(f'<td class="n">{escape(one)}</td>' for one in told)
