"""A scenario of one's own: every slider in the form, what may be sent of it, and the file that comes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from sojourn.lab import Draws, Experiment, available_scenarios, compose, parameters, read_scenario, run_one
from sojourn.policy import Language
from sojourn.web.lab.orders import all_kept
from sojourn.web.lab.own import Counts, Slider, number, plain, scenario_text, sliders
from sojourn.web.lab.running import Line
from sojourn.web.saying import say
from tests.web.lab.asking import ask
from tests.web.visitor import Visitor

SLIDERS = tuple(sliders().values())


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders are taken and stay where they are."""
    monkeypatch.setattr(Line, "_go_on", lambda line: None)


# ---- the sliders ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda one: one.key)
def test_a_slider_can_stand_at_what_is_usual_at_its_ends_and_at_its_marks(slider: Slider) -> None:
    for amount in (slider.rest, slider.least, slider.most, *slider.marks):
        assert slider.low <= amount <= slider.most
        assert slider.stops_at(amount)


def test_what_is_usual_is_what_the_programme_and_the_model_say() -> None:
    """Given the trial as practised, then it has one term and one fee, and limits of the pass that are not one."""
    assert (sliders()["permit_term"].usual, sliders()["permit_fee"].usual) == (Decimal(1), Decimal(120))
    assert sliders()["pass_stay"].usual is None
    assert {one.usual for one in SLIDERS if one.counts is Counts.TIMES} == {Decimal(1)}
    assert [one.usual for one in SLIDERS if one.counts is Counts.LEVELS] == [parameters()["tracking"].low] * 2


def slid_alone(folder: Path, slider: Slider, amount: Decimal) -> Path:
    """The file of a scenario in which one thing is slid."""
    file = folder / f"{slider.key}.yaml"
    file.write_text(scenario_text(((slider.key, plain(amount)),)), encoding="utf-8")
    return file


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda one: one.key)
def test_each_end_makes_a_scenario_that_acts_on_the_model(tmp_path: Path, slider: Slider) -> None:
    """Given the trial, when one slider is moved to an end, then runs with the same luck come out otherwise."""

    def outcomes(*scenarios: str) -> np.ndarray:
        experiment = Experiment(scenarios, 1500, date(2019, 1, 1), date(2019, 6, 30), seed=3, draws=Draws.PRIOR)
        return np.array([*run_one(experiment, 0).outcomes.values()])

    usual = outcomes()
    for number_, end in enumerate({slider.low, slider.most} - {slider.rest}):
        (folder := tmp_path / str(number_)).mkdir()
        assert not np.array_equal(outcomes(str(slid_alone(folder, slider, end))), usual, equal_nan=True)


@pytest.mark.parametrize(
    ("name", "amount", "like"),
    [
        ("permit_term", "6", "half_year_permits"),
        ("permit_fee", "0", "fee_0"),
        ("permit_fee", "300", "fee_300"),
        ("pass_stay", "1", "pass_one_day"),
        ("pass_stay", "3", "pass_three_days"),
        ("pass_stay", "7", "pass_seven_days"),
        ("inspection_effort", "2", "inspection_doubled"),
        ("coast_wage", "1.25", "coast_pays_more"),
    ],
)
def test_what_is_slid_does_what_the_scenario_of_the_model_does(
    tmp_path: Path, name: str, amount: str, like: str
) -> None:
    assert like in available_scenarios()
    own, model = (
        run_one(Experiment((one,), 600, date(2018, 1, 1), date(2018, 3, 31), draws=Draws.PRIOR), 0).outcomes
        for one in (str(slid_alone(tmp_path, sliders()[name], Decimal(amount))), like)
    )
    assert np.array_equal([*own.values()], [*model.values()], equal_nan=True)


def test_all_that_is_slid_stands_in_one_scenario_with_a_label_in_each_language(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        scenario_text((("permit_fee", "0"), ("permit_term", "6"), ("inspection_effort", "1.5"), ("tracking", "2")))
    )
    scenario = read_scenario(file, parameters())
    assert scenario.label == {
        "en": "Your own: fee 0 yuan, permits for 6 months, inspections ×1.5, app +2",
        "zh": "您的设想：费用0元、许可期6个月、检查×1.5、应用程序+2",
        "vi": "Của bạn: phí 0 tệ, giấy phép 6 tháng, kiểm tra ×1,5, ứng dụng +2",
    }
    assert {(one.parameter, one.times, one.set) for one in scenario.model} == {
        ("inspection_effort", 1.5, None),
        ("tracking", None, 2.0),
    }
    changed = compose([scenario]).programme.parameters
    assert [changed[one].practice.versions[1].rows[0].value.low for one in ("permit_fee", "permit_term")] == [0, 6]


# ---- the form ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_every_slider_stands_in_the_form_where_things_are_as_they_were(visitor: Visitor, language: Language) -> None:
    page = visitor.open(f"/{language}/lab/")
    assert len(page.main.all("input", type="range")) == len(SLIDERS)
    for one in SLIDERS:
        slider = page.main.one("input", name=f"own:{one.key}")
        assert slider.attributes["value"] == plain(one.rest)
        assert (slider.attributes["min"], slider.attributes["max"]) == (plain(one.low), plain(one.most))
        assert page.main.all("label", **{"for": slider.attributes["id"]})
        assert one.label(language) in page.text
        assert one.hint[language] in page.text
        if one.usual is not None:
            ends = {"low": number(one.least, language), "high": number(one.most, language)}
            told = say(language, "lab.own.scale", unit=one.unit(language), usual=number(one.usual, language), **ends)
            assert str(told) in page.html


@pytest.mark.usefixtures("standing")
def test_what_is_moved_is_ordered_and_what_is_not_is_not() -> None:
    """Given sliders, moved and not, when the form is sent, then the order has what was moved, as one writes it."""
    rest = {one.key: plain(one.rest) for one in SLIDERS}
    assert ask(Client(), "vi", (), {**rest, "permit_fee": "0.0", "coast_wage": "1.250"})[0] == 303
    assert ask(Client(), own=rest)[0] == 303
    own, unmoved = (one.order for one in all_kept())
    assert own.own == (("permit_fee", "0"), ("coast_wage", "1.25"))
    assert (own.scenarios, own.all_runs) == ((), 4)
    assert (unmoved.own, unmoved.all_runs) == ((), 4)


WRONG = {
    "above": ("permit_term", "25"),
    "below": ("permit_term", "0"),
    "negative": ("permit_fee", "-10"),
    "between stops": ("permit_term", "1.5"),
    "no figure": ("inspection_effort", "a lot"),
    "not a number": ("inspection_effort", "NaN"),
    "endless": ("inspection_effort", "1e400"),
    "empty": ("tracking", ""),
    "as Vietnamese write it": ("coast_wage", "1,25"),
    "something to fill in": ("permit_fee", "{amount.__class__}"),
    "another alphabet": ("tracking", "٣"),
}


@pytest.mark.usefixtures("standing")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_on_the_scale_is_refused_at_its_slider(folder: Path, language: Language, case: str) -> None:
    name, given = WRONG[case]
    one = sliders()[name]
    status, location, page = ask(Client(), language, (), {name: given})
    ends = {"low": number(one.low, language), "high": number(one.most, language)}
    told = say(language, "lab.error.slider.own", what=one.label(language), given=given, **ends)
    assert (status, location) == (400, "")
    assert page.html.count(told) == 2
    (link,) = page.root.one("div", class_="errors").all("a")
    assert link.attributes["href"] == f"#own-{name}"
    assert page.main.one("input", id=f"own-{name}").attributes["value"] == plain(one.rest)
    assert not list(folder.glob("*/order.json"))


@pytest.mark.usefixtures("standing")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["tries", "../../secret", "permit_term.yaml", ""])
def test_what_is_no_slider_is_refused(folder: Path, language: Language, name: str) -> None:
    status, _, page = ask(Client(), language, own={name: "1"})
    assert status == 400
    assert page.html.count(say(language, "lab.error.scenario.slider", given=name)) == 2
    assert not list(folder.glob("*/order.json"))


@pytest.mark.usefixtures("standing")
def test_the_file_of_ones_own_is_nothing_that_a_visitor_can_name(folder: Path) -> None:
    assert ask(Client(), scenarios=("your_own.yaml",), own={"permit_fee": "0"})[0] == 400
    assert not list(folder.glob("*/order.json"))


@pytest.mark.usefixtures("standing")
def test_ones_own_counts_as_a_scenario() -> None:
    four = ("fee_0", "fee_120", "fee_300", "no_trial")
    assert ask(Client(), scenarios=four)[0] == 303
    status, _, page = ask(Client(), scenarios=four, own={"permit_fee": "60"})
    assert status == 400
    assert say(Language.EN, "lab.error.scenario.many", most=4) in page.html
    assert page.main.one("input", name="own:permit_fee").attributes["value"] == "60"
    assert "Moved – fee 60 yuan" in page.text
