"""The report: whole, offline, the same each time, honest about what it does not know, and refused before any work."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from sojourn.lab import (
    Band,
    Difference,
    Draws,
    Ensemble,
    Experiment,
    ExperimentError,
    LabError,
    band,
    compare,
    report,
    run,
    run_all,
    write_report,
)
from sojourn.lab.deciding import FEWEST, agree, comes_out, share_band
from sojourn.lab.guangxi.parameters import parameters
from sojourn.lab.guangxi.posterior import Standing, draws, standing
from sojourn.lab.reporting.believed import believed, counted
from sojourn.lab.reporting.drawing import bars_panel, course_panel, ticks_to
from sojourn.lab.reporting.drawn import CHARTS, Course, course, flows, tenures
from sojourn.lab.reporting.telling import headline
from sojourn.lab.speaking import figure_text, outcome_unit, parameter_label, words

SMALL = Experiment(
    people=600, first=date(2018, 1, 1), last=date(2018, 4, 30), warm_up=90, runs=3, draws=Draws.PRIOR, seed=5
)
LANGUAGES = ("en", "zh", "vi")
VOID = {"meta", "line", "path", "rect", "br"}


class Reader(HTMLParser):
    """Reads a page and holds what its tags and texts are; every tag that opens closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def before() -> Ensemble:
    """The trial as practised, made once."""
    return run_all(SMALL)


@pytest.fixture(scope="module")
def after() -> Ensemble:
    """Half-year permits, with the same people and luck."""
    return run_all(replace(SMALL, scenarios=("as_practised", "half_year_permits")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_page_that_asks_for_nothing(before: Ensemble, after: Ensemble, language: str) -> None:
    """Given a report, then every tag closes, every chart is there, and nothing outside the file is asked for."""
    page = report(before, [after], language=language)
    read = Reader(page)
    assert read.open == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in read.tags}
    assert not re.search(r"https?:|url\(|@import|src=", page)
    headings = [attrs["id"] for tag, attrs in read.tags if tag == "h3" and "id" in attrs]
    assert headings == [one.key for one in CHARTS]
    told = words(language)
    assert "".join(read.texts).count(str(told["charts"]["flows"]["title"])) >= 1
    for key in parameters():
        assert parameter_label(key, language) in read.texts
    assert all(label["label"] in read.texts for label in told["outcomes"].values())
    assert all(sentence in read.texts for sentence in told["report"]["cannot"])
    assert not any(re.search(r"{\w+}", text) for text in read.texts)


def test_equal_runs_make_equal_files(before: Ensemble, after: Ensemble) -> None:
    """Given the same experiment made again on more threads, then the report is the same to the byte."""
    again = run_all(SMALL, threads=2)
    assert report(before, [after]) == report(again, [after])


def test_every_svg_is_told_and_has_its_figures(before: Ensemble, after: Ensemble) -> None:
    """Given the charts, then each picture has a title, and what it draws stands in a table beside it."""
    page = report(before, [after])
    pictures = page.count('role="img"')
    assert pictures == page.count("<title>") - 1
    median = course(before, "permit").bands()[0].middle
    assert f'<td class="n">{figure_text(median, "en")}' in page


def test_a_course_is_what_was_counted(before: Ensemble) -> None:
    """Given a month, then what is drawn of it is the middle of what the runs counted."""
    issued = [int(one.result.months[0].issued.sum() + one.result.months[0].renewed.sum()) for one in before.finished]
    assert course(before, "permits").middle[0] == np.median(issued)
    lasted = tenures(run_one_of(before))
    assert sum(one.middle for one in lasted.values()) == pytest.approx(100)
    assert all(first != second for first, second in flows(before))


def run_one_of(ensemble: Ensemble) -> Ensemble:
    """The first run alone."""
    return Ensemble(replace(ensemble.experiment, runs=1), ensemble.finished[:1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_run_shows_no_certainty(before: Ensemble, after: Ensemble, language: str) -> None:
    """Given a single run, then the report says that it shows none, and tells of no rise or fall."""
    page = report(run_one_of(before), [run_one_of(after)], language=language)
    assert words(language)["report"]["one_run"] in page
    assert "▲" not in page
    assert "▼" not in page


def told_change(low: float, middle: float, high: float, up: float, down: float) -> str:
    """The sentence on such a change of the share of posts that stand empty."""
    difference = Difference(
        "vacancies", "x", Band(0.1, 0.2, 0.3), Band(0.1, 0.25, 0.3), Band(low, middle, high), up, down, 2.0, 20
    )
    return headline(difference, 20, "en").text


def test_the_sentence_fits_the_band() -> None:
    """Given bands above nought, below it, around it and at it, then a rise, a fall, no clear change, and the same."""
    assert told_change(0.01, 0.05, 0.08, 1.0, 0.0) == (
        "Rises by 5 points (between 1 and 8 in nine runs of ten), from 20 % in the baseline."
    )
    assert told_change(-0.08, -0.05, -0.01, 0.0, 1.0).startswith("Falls by 5 points")
    assert "between 1 and 8" in told_change(-0.08, -0.05, -0.01, 0.0, 1.0)
    assert "between −1 and +8" in told_change(-0.01, 0.05, 0.08, 0.8, 0.2)
    assert told_change(0, 0, 0, 0, 0) == "The same in every run: 20 %."
    assert told_change(*[float("nan")] * 5).startswith("Not told")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_and_a_change_have_their_units_and_no_second_level_beside_them(language: str) -> None:
    """Given skewed runs, where middles differ by otherwise than the middle change, then no reader finds a mistake."""
    skewed = Difference("on_permit", "x", Band(20, 150, 400), Band(10, 56.9, 300), Band(-99, -25.3, -8), 0, 1, 2.0, 20)
    unit = outcome_unit("on_permit", language)
    for changed in (skewed, replace(skewed, change=Band(-60, -25.3, 8), up=0.1, down=0.9), replace(skewed, runs=3)):
        told = headline(changed, 20, language).text
        assert re.search(rf"150 ?{unit}", told)
        assert figure_text(56.9, language) not in told
    assert re.search(rf"{figure_text(25.3, language)} ?{unit}", headline(skewed, 20, language).text)
    one = headline(skewed, 1, language).text
    assert re.search(rf"150 ?{unit}.*{figure_text(56.9, language)} ?{unit}", one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_that_the_figures_told_do_not_show_says_so(language: str) -> None:
    """Given a change smaller than the last digit of the level, then no rise or fall is told from a figure to itself."""
    level = Band(0.2, 0.2291, 0.3)
    small = Difference("vacancies", "x", level, level, Band(-4e-4, -3e-4, -2e-4), 0.0, 1.0, 2.0, 20)
    own = words(language)["report"]
    change = own["points"].format(number=figure_text(0.03, language))
    low, high = (figure_text(one, language) for one in (0.02, 0.04))
    slots = {"change": change, "low": low, "high": high, "before": figure_text(22.9, language), "unit": "%"}
    assert headline(small, 20, language).text == own["falls_unseen"].format(**slots)
    assert headline(small, 1, language).text == own["one_change_unseen"].format(**slots)
    risen = replace(small, change=Band(2e-4, 3e-4, 4e-4), up=1.0, down=0.0)
    assert headline(risen, 20, language).text == own["rises_unseen"].format(**slots)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_few_runs_as_decide_nothing_tell_no_direction(before: Ensemble, after: Ensemble, language: str) -> None:
    """Given three runs that all agree, then there is no arrow and no rise or fall, as for a validation; seven tell."""
    three = Difference("vacancies", "x", *[Band(0.1, 0.2, 0.3)] * 2, Band(-0.08, -0.05, -0.01), 0.0, 1.0, 2.0, 3)
    few = headline(three, 3, language)
    assert few.sign == "·"
    assert few.text.startswith(words(language)["report"]["few_change"].split("{")[0])
    assert "3" in few.text, "it says how many tell"
    assert headline(three, 20, language) == few, "only three of the runs have a figure"
    assert headline(replace(three, runs=6), 6, language).sign == "·"
    assert headline(replace(three, runs=FEWEST), FEWEST, language).sign == "▼"
    page = report(before, [after], language=language)
    assert words(language)["report"]["too_few_runs"].format(runs=3, fewest=FEWEST) in page
    assert "▲" not in page
    assert "▼" not in page


def test_a_report_calls_no_fewer_runs_enough_than_a_validation() -> None:
    """Given runs that all agree, then a direction is told from as many of them on as make a hit."""
    for runs in range(1, 12):
        low, _ = share_band(runs, runs)
        assert agree(1.0, runs) == comes_out(1.0, low) == (runs >= FEWEST)
    assert FEWEST == 7


def test_half_the_runs_are_no_rise() -> None:
    """Given a band on one side of nought where fewer than nine runs of ten agree, then no rise or fall is told."""
    assert told_change(0.01, 0.05, 0.08, 0.5, 0.0).startswith("No clear change")
    assert told_change(-0.08, -0.05, -0.01, 0.0, 0.5).startswith("No clear change")
    assert told_change(0, 0, 0, 0.03, 0.02).startswith("No clear change"), "a few runs of many differ"
    assert told_change(-0.08, -0.05, -0.01, 0.0, 0.5).endswith("it is a rise in 0 % of the runs, and a fall in 50 %.")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([0.0, 0.3], "Runs that tell of it: 2, and so few"),
        ([-0.01, *[1.0] * 9], "No clear change"),
        ([0.01, *[-1.0] * 9], "No clear change"),
        ([0.1, 0.3], "Runs that tell of it: 2, and so few"),
        ([0.1] * 6, "Runs that tell of it: 6, and so few"),
        ([0.1, *[0.3] * 6], "Rises by 0.3 days"),
        ([-0.1, *[-0.3] * 6], "Falls by 0.3 days"),
        ([0.0, *[1.0] * 20], "Rises"),
        ([0.0, 0.0, *[1.0] * 19], "No clear change"),
        ([0.0, 0.0], "The same"),
    ],
)
def test_what_runs_show_is_what_is_told(before: Ensemble, changes: list[float], told: str) -> None:
    """Given the changes of runs, then a rise is told where nine in ten of them rise, and all where they are few."""

    def runs(values: list[float]) -> Ensemble:
        first = before.finished[0]
        outcomes = [{**first.outcomes, "days_lost": value} for value in values]
        made = tuple(replace(first, run=run, outcomes=one) for run, one in enumerate(outcomes))
        return Ensemble(replace(before.experiment, runs=len(values)), made)

    found = compare(runs([2.0] * len(changes)), [runs([2.0 + one for one in changes])])
    (change,) = (one for one in found if one.outcome == "days_lost")
    assert headline(change, len(changes), "en").text.startswith(told)


def test_a_band_ends_on_runs() -> None:
    """Given few runs, then a band holds them all; given many, all but one in twenty at either end; its middle stays."""
    assert band(np.array([0.0, 3.0])) == Band(0.0, 1.5, 3.0)
    assert band(np.array([4.0, np.nan, 1.0])) == Band(1.0, 2.5, 4.0)
    assert band(np.arange(30.0)) == Band(1.0, 14.5, 28.0)
    assert not np.isfinite(band(np.array([np.nan])).middle)


def test_a_scenario_that_changes_nothing_says_so(before: Ensemble, after: Ensemble) -> None:
    """Given a scenario that comes to the same in every run, then the page says so and why it may be; else not."""
    same = replace(before, experiment=replace(before.experiment, scenarios=("fee_120",)))
    assert "“Permits for 120 yuan”: in none of the runs" in report(before, [same, after])
    assert "in none of the runs" not in report(before, [after])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "300; Dear: 450; Dearer: 1,500 yuan a placement"),
        ("zh", "300；Dear：450；Dearer：1,500（单位：元/次安置）"),
        ("vi", "300; Dear: 450; Dearer: 1.500 nhân dân tệ mỗi lần giới thiệu"),
    ],
)
def test_what_runs_took_is_told_as_a_language_lists_it(before: Ensemble, language: str, told: str) -> None:
    """Given scenarios that change a parameter, then each value stands in a list of the language, and its unit once."""
    first = before.finished[0]

    def took(fee: float) -> Ensemble:
        made = replace(first, parameters={**first.parameters, "agent_fee": fee})
        return Ensemble(replace(before.experiment, runs=1), (made,))

    label = parameter_label("agent_fee", language)
    found = believed(took(300.0), [("Dear", took(450.0)), ("Dearer", took(1500.0))], language)
    assert {one.taken for one in found if one.label == label} == {told}


def test_nothing_calibrated_says_so(before: Ensemble) -> None:
    """Given draws from the prior, then no parameter is told as calibrated."""
    page = report(before)
    assert page.count("prior, not calibrated") > 40
    assert '"Standing">identified' not in page
    assert "are identified;" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_parameters_are_identified_is_told_in_one_sentence(before: Ensemble, language: str) -> None:
    """Given draws of the posterior, then identified, moved and unmoved ones are counted, and each says which it is."""
    drawn = replace(before, experiment=replace(before.experiment, draws=Draws.POSTERIOR))
    kept, own = draws(), words(language)["report"]
    known = parameters()
    found = Counter(
        standing(np.array([known[name].share(one[name]) for one in kept]), len(kept), 61) for name in kept[0]
    )
    page = report(drawn, language=language)
    assert counted(drawn, language) in page
    told = {one.value: found[one] for one in Standing}
    assert counted(drawn, language) == own["parameters_counted"].format(parameters=len(kept[0]), **told)
    for one in Standing:
        assert page.count(f">{own[one.value]}<") == found[one]
    assert found[Standing.MOVED] > 0
    given = replace(drawn, experiment=replace(drawn.experiment, given=tuple((name, 1.0) for name in kept[0])))
    assert counted(given, language) == ""


@pytest.mark.parametrize(
    ("value", "language", "told"),
    [
        (145000.4, "en", "145,000"),
        (145000.4, "vi", "145.000"),
        (0.0526, "vi", "0,0526"),
        (-3.14159, "zh", "−3.14"),
        (float("nan"), "en", "–"),
        (0.0, "en", "0"),
        (99.96, "en", "100"),
        (20.0, "en", "20"),
    ],
)
def test_figures_are_written_as_a_language_does(value: float, language: str, told: str) -> None:
    assert figure_text(value, language) == told


@pytest.mark.parametrize("most", [1e-9, 0.3, 1, 7, 99, 100, 101, 12345.6, 3e8])
def test_a_scale_is_round_and_reaches(most: float) -> None:
    """Given the greatest figure, then the scale has three to seven marks, from nought to it or a little beyond."""
    ticks = ticks_to(most)
    assert ticks[0] == 0
    assert most <= ticks[-1] * (1 + 1e-9)
    assert ticks[-1] <= 2 * most
    assert 3 <= len(ticks) <= 7


def test_what_is_not_there_breaks_a_line() -> None:
    """Given a month without a figure, then the line stops before it and begins anew after it."""
    months = tuple(date(2018, month, 1) for month in range(1, 5))
    values = np.array([1.0, np.nan, 2.0, 3.0])
    drawn = course_panel(Course(months, values, values, values), None, "said & done", str).svg()
    (line,) = re.findall(r'class="after" d="([^"]*)"', drawn)
    assert line.count("M") == 2
    assert "said &amp; done" in drawn
    assert "nan" not in bars_panel([], "", str).svg() + drawn


def test_a_file_that_is_there_stays(before: Ensemble, tmp_path: Path) -> None:
    """Given something at the place of the report, then it is not touched, and nothing else is left in the folder."""
    file = tmp_path / "report.html"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_report(file, before)
    assert file.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [file]
    file.unlink()
    write_report(file, before, language="zh")
    assert file.read_text(encoding="utf-8") == report(before, language="zh")
    assert list(tmp_path.iterdir()) == [file]


def test_a_picture_by_itself(before: Ensemble, after: Ensemble) -> None:
    """Given each chart, then it is a whole SVG that a notebook shows, with the baseline beside it where it is given."""
    for chart in CHARTS:
        told = after.chart(chart.key, baseline=before, language="vi")
        tree = ElementTree.fromstring(told._repr_svg_())
        assert tree.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(tree.findall("{http://www.w3.org/2000/svg}svg")) == len(told.panels) > 0
    assert 'class="before"' in str(after.chart("stocks", baseline=before))
    assert 'class="before"' not in str(after.chart("stocks"))
    with pytest.raises(LabError, match=r"no chart 'permit'.* permits, stocks"):
        after.chart("permit")


def test_a_run_in_one_line(before: Ensemble) -> None:
    """Given what the command makes, then one call makes the same, with frames; what there is no model of is told."""
    size = {"people": 600, "first": SMALL.first, "last": SMALL.last, "warm_up": 90, "runs": 1, "seed": 5}
    made = run("guangxi", draws="prior", **size)
    assert made.finished[0].parameters == before.finished[0].parameters
    assert made.frame("permits")["issued"].sum() == sum(one.issued.sum() for one in made.finished[0].result.months)
    with pytest.raises(ExperimentError, match="atlantis"):
        run("atlantis")


def test_an_ensemble_is_told_in_a_line(before: Ensemble) -> None:
    """Given an ensemble as the last line of a cell, then what was asked stands there, and not all that came of it."""
    assert len(repr(before)) < 500
    assert "people=600" in repr(before)
