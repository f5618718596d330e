"""The report as one HTML file: nothing outside it is asked for, nothing moves, and equal runs make equal files."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sojourn import __version__

from ..comparing import Difference, compare, nothing_changes
from ..ensembles import Ensemble, band
from ..guangxi.experiment import Draws, Experiment
from ..guangxi.outcomes import OUTCOMES
from ..guangxi.world import world
from ..speaking import change_text, figure_text, sentence, share_text, words
from .believed import assumed, believed, counted, drawn
from .days import days_unspoken_for
from .few import few_runs_note
from .pictures import chart_sections, key
from .shell import Section, asked_of, code, made_list, whole_page, wide_table, write_new
from .telling import HEADLINES, Headline, amount, headline, measured
from .writing import between


def report(baseline: Ensemble, scenarios: Sequence[Ensemble] = (), *, language: str = "en") -> str:
    """The report on an ensemble, or on scenarios against a baseline, in `en`, `zh` or `vi`."""
    return _Page(baseline, tuple(scenarios), language).whole()


@dataclass(frozen=True, slots=True)
class ReportParts:
    """The report without a page of its own, to stand within another: its title (HTML) and its sections in order."""

    title: str
    sections: tuple[Section, ...]


def report_parts(baseline: Ensemble, scenarios: Sequence[Ensemble] = (), *, language: str = "en") -> ReportParts:
    """The parts of the report on an ensemble, or on scenarios against a baseline, in `en`, `zh` or `vi`."""
    return _Page(baseline, tuple(scenarios), language).parts()


def write_report(path: Path, baseline: Ensemble, scenarios: Sequence[Ensemble] = (), *, language: str = "en") -> None:
    """Write the report, whole or not at all. Raises FileExistsError where there is something at `path`."""
    write_new(path, report(baseline, scenarios, language=language))


def scenario_name(ensemble: Ensemble, language: str) -> str:
    """What is run, by the labels of its scenarios."""
    experiment = ensemble.experiment
    found = {one.key: one for one in experiment.composed().scenarios}
    own = [one for one in found.values() if one.key != "as_practised"] or list(found.values())
    return sentence("comma", language).join(one.label[language] for one in own)


class _Page:
    def __init__(self, baseline: Ensemble, scenarios: tuple[Ensemble, ...], language: str) -> None:
        self.baseline = baseline
        self.language = language
        self.name = scenario_name(baseline, language)
        self.scenarios = [(self._last(one) if scenarios else "", one) for one in scenarios]
        self.differences = compare(baseline, scenarios) if scenarios else ()
        self.runs = len(baseline.finished)

    def _last(self, ensemble: Ensemble) -> str:
        return ensemble.experiment.composed().scenarios[-1].label[self.language]

    def say(self, code: str, /, **slots: object) -> str:
        return escape(sentence(code, self.language, **slots))

    # ---- the whole ---------------------------------------------------------------------------------------------

    def parts(self) -> ReportParts:
        names = sentence("comma", self.language).join(name for name, _ in self.scenarios) or self.name
        title = self.say("title_compare" if self.scenarios else "title_run", scenario=names)
        sections = {
            "question": self._question(),
            "in_short": self._short(),
            "charts_heading": self._charts(),
            "all_differences": self._figures(),
            "parameters_heading": self._parameters(),
            "chosen_heading": self._drawn(),
            "assumed_heading": self._assumed(),
            "cannot_heading": (_list(words(self.language)["report"]["cannot"]),),
            "made_heading": self._made(),
        }
        return ReportParts(
            title, tuple(Section(code, self.say(code), "\n".join(told)) for code, told in sections.items())
        )

    def whole(self) -> str:
        told = self.parts()
        return whole_page(told.title, told.sections, self.language)

    # ---- the question and the answer -----------------------------------------------------------------------------

    def _question(self) -> Iterable[str]:
        asked = [one for _, one in self.scenarios] or [self.baseline]
        for one in asked:
            question = one.experiment.composed().scenarios[-1].question[self.language]
            yield f'<p class="lead">{escape(question)}</p>'
        yield f'<p class="text">{self.say("model_not_record")}</p>'
        for note in self._notes():
            yield f'<p class="note">{note}</p>'

    def _notes(self) -> Iterable[str]:
        if few := few_runs_note(self.runs, self.language, compared=bool(self.scenarios)):
            yield escape(few)
        if self.baseline.experiment.draws is not Draws.POSTERIOR:
            yield self.say(f"parameters_lead_{self.baseline.experiment.draws.value}")
        experiment = self.baseline.experiment
        for name, one in self.scenarios:
            if nothing_changes(self.baseline, one):
                first, last = experiment.first.isoformat(), experiment.last.isoformat()
                yield self.say("nothing_changes", scenario=name, first=first, last=last)
        yield from map(escape, days_unspoken_for(experiment, self.language))
        people, real = experiment.people, world().real_size
        if people != real:
            told = (figure_text(one, self.language) for one in (people, real, real / people))
            yield self.say("scaled", **dict(zip(("people", "real", "times"), told, strict=True)))

    def _short(self) -> Iterable[str]:
        if not self.scenarios:
            yield _told(amount(one, band(self.baseline.values(one)), self.runs, self.language) for one in HEADLINES)
            return
        for name, found in self._by_scenario():
            yield f"<h3>{self.say('against', scenario=name, baseline=self.name)}</h3>"
            each = {one.outcome: one for one in found}
            yield _told(headline(each[one], self.runs, self.language) for one in HEADLINES)
        yield f'<p class="text small quiet">{self.say("run_by_run")}</p>'

    def _by_scenario(self) -> Iterable[tuple[str, list[Difference]]]:
        for number_, (name, _) in enumerate(self.scenarios):
            size = len(OUTCOMES)
            yield name, list(self.differences[number_ * size : (number_ + 1) * size])

    def _charts(self) -> Iterable[str]:
        yield key(self.name, [name for name, _ in self.scenarios], self.language)
        yield from chart_sections(self.name, self.baseline, self.scenarios, self.language)

    def _figures(self) -> Iterable[str]:
        rows: list[tuple[str, ...]] = []
        if not self.scenarios:
            for outcome in OUTCOMES:
                label, measure = measured(outcome, self.language)
                one = measure.band(band(self.baseline.values(outcome)))
                rows.append((label, figure_text(one.middle, self.language), between(one, self.language), measure.unit))
            yield self._table(("outcome", self.name, "nine_in_ten", "unit"), rows, numbers=(1, 2))
        for name, found in self._by_scenario():
            heads = ("outcome", "unit", self.name, "change", "nine_in_ten", "rises_in")
            yield f"<h3>{escape(name)}</h3>"
            yield self._table(heads, [self._difference(one) for one in found], numbers=range(2, 6))

    def _difference(self, one: Difference) -> tuple[str, ...]:
        label, measure = measured(one.outcome, self.language)
        level = figure_text(measure.band(one.baseline).middle, self.language)
        change = measure.band(one.change)
        moved = (change_text(change.middle, self.language), between(change, self.language, change=True))
        return label, measure.unit, level, *moved, share_text(one.up, self.language)

    # ---- what it rests on ----------------------------------------------------------------------------------------

    def _parameters(self) -> Iterable[str]:
        yield f'<p class="text">{self.say(f"parameters_lead_{self.baseline.experiment.draws.value}")}</p>'
        if told := counted(self.baseline, self.language):
            yield f'<p class="text"><strong>{escape(told)}</strong></p>'
        yield f'<p class="small quiet">{self.say("facts_named")}</p>'
        heads = tuple(sentence(one, self.language) for one in ("parameter", "taken", "believed", "standing", "basis"))
        top = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
        rows = [f"<thead><tr>{top}</tr></thead>"]
        found = believed(self.baseline, self.scenarios, self.language)
        for group in dict.fromkeys(one.group for one in found):
            rows.append(f'<tbody><tr class="part"><th colspan="5" scope="rowgroup">{escape(group)}</th></tr>')
            for one in (each for each in found if each.group == group):
                cells = zip(heads[1:4], (one.taken, one.prior, one.standing), strict=True)
                told = "".join(f'<td data-head="{escape(head)}">{escape(cell)}</td>' for head, cell in cells)
                source = f'<td data-head="{escape(heads[4])}">{escape(one.source)}</td>'
                rows.append(f'<tr><th scope="row">{escape(one.label)}</th>{told}{source}</tr>')
            rows.append("</tbody>")
        yield f'<table class="wide">{"".join(rows)}</table>'

    def _drawn(self) -> Iterable[str]:
        found = drawn([self.baseline, *(one for _, one in self.scenarios)], self.language)
        yield f'<p class="text">{self.say("chosen_lead")}</p>'
        yield self._table(("what", "bounds", "drawn"), [(one.label, one.bounds, one.drawn) for one in found])

    def _assumed(self) -> Iterable[str]:
        told = []
        for one in assumed([self.baseline, *(each for _, each in self.scenarios)], self.language):
            sources = sentence("comma", self.language).join(one.sources)
            cited = f' <span class="small quiet">{self.say("sources_word", sources=sources)}</span>' if sources else ""
            told.append(f"<li>{escape(one.text)}{cited}</li>")
        yield f'<ul class="text">{"".join(told)}</ul>'

    def _made(self) -> Iterable[str]:
        experiment = self.baseline.experiment
        size = {"people": figure_text(experiment.people, self.language), "runs": self.runs}
        period = {"first": experiment.first, "last": experiment.last, "warm_up": experiment.warm_up}
        told = [
            (self.say("made_command"), code(command(experiment, self.scenarios, self.language))),
            (self.say("made_period"), self.say("made_period_is", **period)),
            (self.say("made_size"), self.say("made_size_is", **size)),
            (self.say("made_seed"), str(experiment.seed)),
            (self.say("version"), escape(__version__)),
        ]
        for name, one in ((self.name, self.baseline), *self.scenarios):
            edition = code(one.experiment.composed().edition)
            told.append((self.say("made_edition", scenario=name), edition))
        yield made_list(told, self.language)

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Iterable[int] = ()) -> str:
        """A table; heads that are codes of the catalogue are said, others stand as they are."""
        known = words(self.language)["report"]
        return wide_table([str(known[one]) if one in known else one for one in heads], rows, numbers)


def command(experiment: Experiment, scenarios: Sequence[tuple[str, Ensemble]], language: str) -> str:
    """The call that makes the same numbers; what changes none of them (threads, folders) is left out."""
    given = ["sojourn", "lab", "compare" if scenarios else "run", "guangxi"]
    own = "--baseline" if scenarios else "--scenario"
    for one in experiment.scenarios:
        given += [own, one]
    for _, each in scenarios:
        given += ["--scenario", each.experiment.scenarios[-1]]
    given += asked_of(experiment)
    given += ["--runs", str(experiment.runs), "--draws", experiment.draws.value]
    return shlex.join([*given, "--report", "report.html", "--lang", language])


def _told(headlines: Iterable[Headline]) -> str:
    return f'<ul class="told">{"".join(_item(one) for one in headlines)}</ul>'


def _item(one: Headline) -> str:
    text = f"<strong>{escape(one.label)}</strong> {escape(one.text)}"
    if not one.sign:
        return f'<li class="plain">{text}</li>'
    return f'<li><span class="sign" aria-hidden="true">{one.sign}</span><div>{text}</div></li>'


def _list(told: Iterable[str]) -> str:
    return f'<ul class="text">{"".join(f"<li>{escape(one)}</li>" for one in told)}</ul>'
