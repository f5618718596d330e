"""The page on a sensitivity: whole, offline, in three languages, and honest about what it cannot tell."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sojourn.lab import Effect, Experiment, Method, Sensitivity, sensitivity_report, write_sensitivity_report
from sojourn.lab.reporting.drawing import Strength, strengths_panel
from sojourn.lab.speaking import outcome_label, parameter_label, parameter_unit, words

from .test_report import LANGUAGES, Reader

EFFECTS = (
    Effect("home_pay", 40.0, -38.0, 3.0, 5.0),
    Effect("fear", 30.0, 28.0, 2.0, 4.0),
    Effect("foresight", 20.0, 1.0, 21.0, 6.0),
    *(Effect(name, 1.0, 1.0, 0.5, 0.25) for name in ("demand", "harvest", "wage_gap", "training_loss", "tolerance")),
    Effect("agent_fee", 0.5, 0.5, 0.1, 0.125),
)
FOUND = Sensitivity(
    Experiment(people=4000),
    Method.MORRIS,
    4,
    40,
    {
        "on_permit": EFFECTS,
        "vacancies": (Effect("fear", 0.25, 0.2, 0.1, 0.05),),
        "extended": (Effect("fear", 0.0, 0.0, 0.0, 0.0),),
        "permitted_longzhou": (),
    },
    {"on_permit": 0, "vacancies": 0, "extended": 0, "permitted_longzhou": 7},
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", Method)
def test_a_whole_page_that_asks_for_nothing(language: str, method: Method) -> None:
    """Given a sensitivity, then every outcome has a picture and a table in the language, and nothing is asked for."""
    page = sensitivity_report(replace(FOUND, method=method), language=language)
    read = Reader(page)
    assert read.open == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in read.tags}
    assert not re.search(r"https?:|url\(|@import|src=", page)
    assert not any(re.search(r"{\w+}", text) for text in read.texts)
    texts = [text.strip() for text in read.texts]
    assert all(outcome_label(one, language) in texts for one in FOUND.effects)
    assert all(parameter_label(one.parameter, language) in texts for one in EFFECTS)
    assert all(parameter_unit(one.parameter, language) in texts for one in EFFECTS)
    assert page.count('role="img"') == 2
    own = words(language)["sensitivity"]
    assert own["untold"].format(runs=7) in texts
    assert own["unmoved"] in texts


def test_what_raises_and_what_lowers_is_told_in_the_unit_of_the_outcome() -> None:
    """Given effects of one way and of both, then each has its sign; a share is told in points of a hundred."""
    page = sensitivity_report(replace(FOUND, size=7))
    for told in ("▼ 40 ±5", "▲ 30 ±4", "≈ 20 ±6", "▲ 25 ±5"):
        assert f">{told}</text>" in page
    assert "points of a hundred" in page
    assert page.count("±0.125") == 1, "the ninth stands in the table alone"
    assert "▲" not in re.sub(r"<p.*?</p>", "", sensitivity_report(replace(FOUND, method=Method.SOBOL)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_starting_points_tell_no_direction(language: str) -> None:
    """Given four starting points, then no parameter is said to raise or lower an outcome, and the key says why."""
    page = sensitivity_report(FOUND, language=language)
    assert not {"▲", "▼", "≈"} & set(page)
    assert words(language)["sensitivity"]["key_morris_few"].format(fewest=7) in page


def test_the_page_tells_the_call_that_makes_it() -> None:
    """Given a sensitivity, then its outcomes, method, size and what was set stand in the command."""
    page = re.sub(r"</?span>", "", sensitivity_report(replace(FOUND, experiment=Experiment(given=(("fear", 2.0),)))))
    for option in ("--outcome on_permit", "--method morris", "--size 4", "--set fear=2", "--people 80000"):
        assert option in page


def test_bars_keep_within_the_panel() -> None:
    """Given strengths with errors and long figures, then no bar, line or mark reaches the figures beside it."""
    rows = [Strength("a", 10.0, 5.0, 10.0, "▲ 12,345 ±12,345"), Strength("b" * 60, 2.0, 4.0, 9.0, "≈ 2 ±4")]
    drawing = strengths_panel(rows, "said")
    ends = [float(one) for one in re.findall(r'x[12]?="([\d.]+)"', drawing.inner.replace('x="316.0"', ""))]
    assert all(4 <= one <= 320 - 7 * len(rows[0].told) for one in ends)


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Given a file, then it stays as it is."""
    file = tmp_path / "page.html"
    write_sensitivity_report(file, FOUND, language="vi")
    assert file.read_text(encoding="utf-8") == sensitivity_report(FOUND, language="vi")
    with pytest.raises(FileExistsError):
        write_sensitivity_report(file, FOUND)
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
