"""The form of the lab: every scenario to choose from, and what cannot be run is said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from sojourn.lab import available_scenarios, parameters, read_scenarios
from sojourn.policy import Language
from sojourn.web.lab.orders import all_kept
from sojourn.web.lab.running import Line
from sojourn.web.saying import say
from tests.web.lab.asking import ORDER, ask
from tests.web.reading import assert_reads_well
from tests.web.visitor import Visitor


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders are taken and stay where they are: what comes of them is not the point here."""
    monkeypatch.setattr(Line, "_go_on", lambda line: None)


@pytest.mark.parametrize("language", Language)
def test_every_scenario_stands_in_the_form_in_its_own_words(visitor: Visitor, language: Language) -> None:
    page = visitor.open(f"/{language}/lab/")
    assert page.status == 200
    assert_reads_well(page, language)
    found = read_scenarios(available_scenarios(), parameters())
    offered = {one.attributes["value"] for one in page.main.all("input", name="scenario")}
    assert offered == {one.key for one in found}
    for one in found:
        assert one.label[language] in page.text
        assert one.question[language] in page.text


@pytest.mark.parametrize("language", Language)
def test_the_first_page_and_every_foot_lead_to_the_lab(visitor: Visitor, language: Language) -> None:
    home = visitor.open(f"/{language}/")
    assert home.main.all("a", href=f"/{language}/lab/")
    about = visitor.open(f"/{language}/about/")
    assert about.root.one("footer").all("a", href=f"/{language}/lab/")


def test_a_form_without_mistakes_is_taken_and_leads_to_its_own_address() -> None:
    status, location, _ = ask(Client())
    (kept,) = all_kept()
    assert (status, location) == (303, f"/en/lab/{kept.number}/")
    assert kept.order == ORDER


def test_figures_are_read_as_the_language_writes_them() -> None:
    ask(Client(), "vi", people="2.000")
    ask(Client(), "en", people="2,000")
    assert [one.order.people for one in all_kept()] == [2000, 2000]


WRONG = {
    "unknown scenario": ({"scenarios": ("half_year_permit",)}, "scenario.unknown", {"given": "half_year_permit"}),
    "a file": ({"scenarios": ("../../secret.yaml",)}, "scenario.unknown", {"given": "../../secret.yaml"}),
    "no scenario": ({"scenarios": ()}, "scenario.none", {}),
    "too many": (
        {"scenarios": ("fee_0", "fee_120", "fee_300", "no_trial", "no_permits")},
        "scenario.many",
        {"most": 4},
    ),
    "nobody": ({"people": "0"}, "people.range", {"given": "0", "low": 1, "high": 5000}),
    "everybody": ({"people": "1000000000000"}, "people.range", {"given": "1000000000000", "low": 1, "high": 5000}),
    "half a person": ({"people": "2.5"}, "people.figure", {"given": "2.5"}),
    "no people said": ({"people": ""}, "people.figure", {"given": ""}),
    "runs": ({"runs": "21"}, "runs.range", {"given": "21", "low": 1, "high": 20}),
    "seed": ({"seed": "lucky"}, "seed.figure", {"given": "lucky"}),
    "negative seed": ({"seed": "-1"}, "seed.range", {"given": "-1", "low": 0, "high": 2**32 - 1}),
    "turned round": ({"to_year": "2017"}, "to.turned", {}),
    "no day": ({"from_month": "2", "from_day": "30"}, "from.day", {}),
    "a month alone": ({"from_day": ""}, "from.day", {}),
    "long ago": ({"from_year": "1"}, "from.years", {"low": 2014, "high": 2030}),
    "for too long": ({"to_year": "2025"}, "to.long", {"most": 1098}),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_run_is_said_at_its_box_and_nothing_is_started(
    folder: Path, language: Language, case: str
) -> None:
    """Given something that cannot be run, when it is sent, then box and head of the page say why, in its language."""
    typed, code, slots = WRONG[case]
    if case == "half a person" and language is Language.VI:
        typed, slots = {"people": "2,5"}, {"given": "2,5"}
    status, location, page = ask(Client(), language, **typed)  # type: ignore[arg-type]

    told = say(language, f"lab.error.{code}", **slots)  # type: ignore[arg-type]
    assert (status, location) == (400, "")
    assert page.html.count(told) == 2
    name = code.partition(".")[0]
    first = {"scenario": "scenario-0"}.get(name, name)
    links = [one.attributes["href"] for one in page.root.one("div", class_="errors").all("a")]
    assert len(links) == 1
    assert links[0].removeprefix("#").startswith(first)
    assert [one for one in page.main.walk() if one.attributes.get("id") == links[0].removeprefix("#")]
    assert not list(folder.glob("*/order.json"))


def test_what_was_typed_stays_in_the_form() -> None:
    _, _, page = ask(Client(), people="0", scenarios=("fee_0", "no_trial"))
    chosen = {one.attributes["value"] for one in page.main.all("input", name="scenario") if "checked" in one.attributes}
    assert chosen == {"fee_0", "no_trial"}
    assert page.main.one("input", name="people").attributes["value"] == "0"
    assert page.main.one("input", name="to:day").attributes["value"] == "31"


def test_a_form_of_another_site_starts_nothing(folder: Path) -> None:
    response = Client(headers={"sec-fetch-site": "cross-site"}).post(
        "/en/lab/", "scenario=fee_0", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400
    assert not list(folder.glob("*/order.json"))


@pytest.mark.parametrize("language", Language)
def test_when_enough_wait_nothing_more_is_taken(folder: Path, language: Language, settings: object) -> None:
    """Given one that is run and as many that wait as may, when another is sent, then it is refused and stays typed."""
    settings.LAB_MOST_WAITING = 2  # type: ignore[attr-defined]
    for _ in range(3):
        assert ask(Client())[0] == 303
    status, location, page = ask(Client(), language)
    assert (status, location) == (503, "")
    assert say(language, "lab.full", count=2) in page.html
    assert len(list(folder.glob("*/order.json"))) == 3
    assert page.main.one("input", name="people").attributes["value"] == "300"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["numba", "polars"])
def test_without_the_lab_the_page_says_how_to_get_it(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, language: Language, name: str
) -> None:
    """Given a site without the extra, when the lab is opened or a form sent, then the command stands there."""
    monkeypatch.setitem(__import__("sys").modules, name, None)
    page = visitor.open(f"/{language}/lab/")
    assert page.status == 200
    assert "pip install 'sojourn[lab]'" in page.text
    assert name in page.text
    assert not page.main.all("form")
    assert_reads_well(page, language)
    assert ask(Client(), language)[0] == 503
