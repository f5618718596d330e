"""Every page in every language: it is there, whole, in its language, and leads to the same page in the others."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.policy import Language, available, load
from sojourn.web.shelf import programme, scenario_note
from tests.web.reading import assert_reads_well
from tests.web.visitor import Page, Visitor

LANGUAGES = ("en", "zh", "vi")
PARTS = ("", "rules/", "timeline/", "gap/", "sources/", "compare/")
DAYS = "left:year=2018&left:month=6&left:day=1&right:year=2020&right:month=6&right:day=1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "about/", "privacy/"])
def test_pages_of_no_programme(visitor: Visitor, language: str, path: str) -> None:
    """Given a language, when a page of the site is opened, then it is in that language."""
    page = visitor.open(f"/{language}/{path}")
    assert page.status == 200
    assert page.root.one("html").attributes["lang"].startswith(language)
    assert_reads_well(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", available())
@pytest.mark.parametrize("part", [*PARTS, f"compare/?{DAYS}", "rules/?on:year=2018&on:month=6&on:day=1"])
def test_pages_of_a_programme(visitor: Visitor, language: str, key: str, part: str) -> None:
    """Given a programme, when a part of it is opened in a language, then every word on it is in that language."""
    page = visitor.open(f"/{language}/{key}/{part}")
    assert page.status == 200
    assert len(page.root.all("h1")) == 1
    assert_reads_well(page, language)


@pytest.mark.parametrize("language", ["zh", "vi"])
@pytest.mark.parametrize("key", ["china", "guangxi", "shanghai"])
def test_works_described_in_our_words_are_named_in_the_language_of_the_page(
    visitor: Visitor, language: str, key: str
) -> None:
    """Given works that the programme describes itself, when its sources are opened, then no such title is English."""
    described = {work.title for work in load(key).works.values() if work.described}
    assert described
    cited = [cite.text for cite in visitor.open(f"/{language}/{key}/sources/").root.all("cite")]
    assert cited
    assert not described.intersection(cited)


def test_a_title_stands_as_printed_with_what_it_means_to_the_reader(visitor: Visitor) -> None:
    """Given a law with a Chinese title, then all but Chinese readers are told what it means."""
    notice = load("china").works["work_permit_notice2017"].title
    meant = {
        language: next(
            one.text for one in visitor.open(f"/{language}/china/sources/").root.all("p") if notice in one.text
        )
        for language in LANGUAGES
    }
    assert "Thông báo của bốn cơ quan" in meant["vi"]
    assert "(" in meant["en"]
    assert "（" not in meant["zh"].replace(notice, "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", available())
def test_a_page_for_every_rule(visitor: Visitor, language: str, key: str) -> None:
    """Given a programme, when each rule, route, breach and figure of its own is opened, then it is told."""
    chosen = programme(key)
    entries = [*chosen.rules.values(), *chosen.routes.values(), *chosen.conduct.values(), *chosen.parameters.values()]
    for entry in entries:
        if entry.programme in ("", key):
            page = visitor.open(f"/{language}/{key}/rule/{entry.key}/")
            assert page.status == 200
            assert_reads_well(page, language)


@pytest.mark.parametrize("key", available())
@pytest.mark.parametrize(
    ("language", "at"),
    [("zh", "2019-06-01"), ("zh", "2025-06-01"), ("zh", ""), ("vi", "2019-06-01"), ("en", "2025-06-01")],
)
def test_first_answers_of_every_goal(visitor: Visitor, language: str, key: str, at: str) -> None:
    """Given nothing said but the day, when answer and form are opened, then they read well."""
    for goal in programme(key).goals:
        if goal.programme not in ("", key):
            continue
        for page in ("answer/", "all/"):
            shown = visitor.send(f"/{language}/{key}/ask/{goal.key}/{page}", {"at": at, "do": "show"})
            assert shown.status == 200
            assert_reads_well(shown, language)


@pytest.mark.parametrize("path", ["/zh/", "/zh/guangxi/gap/?on:year=2018&on:month=6&on:day=1", "/zh/china/rules/"])
def test_the_same_page_in_the_other_languages(visitor: Visitor, path: str) -> None:
    """Given a page, when its language links are followed, then each leads to the same page, its day and place kept."""
    page = visitor.open(path)
    found = [one.attributes for one in page.root.one("header").all("a") if "hreflang" in one.attributes]
    links = {one["hreflang"]: one["href"] for one in found}
    assert links == {"en": path.replace("/zh/", "/en/"), "vi": path.replace("/zh/", "/vi/")}
    assert all(visitor.open(address).status == 200 for address in links.values())


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.5", "vi"),
        ("zh-TW", "zh"),
        ("fr, zh;q=0.4", "zh"),
        ("fr", "en"),
        ("", "en"),
        ("en;q=0,vi", "vi"),
    ],
)
def test_the_first_page_is_in_the_language_asked_for(visitor: Visitor, asked: str, language: str) -> None:
    """Given a browser's languages, when the bare address is opened, then it leads to the one liked best."""
    page = visitor.open("/", accept_language=asked)
    assert page.status == 302
    assert page.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in page.headers["Vary"]


def test_translations_that_no_lawyer_has_read_are_marked(visitor: Visitor) -> None:
    """Given a programme that no lawyer has read in Chinese, when it is opened, then it says so, and not in English."""
    assert "尚未经律师审阅" in visitor.open("/zh/guangxi/").text
    assert "尚未经律师审阅" in visitor.open("/zh/guangxi/ask/work/").text
    assert "No lawyer" not in visitor.open("/en/guangxi/").text


def test_silence_about_practice_is_no_gap(visitor: Visitor) -> None:
    """Given entries whose practice no source tells, when paper and practice are shown, then they stand in no table."""
    page = visitor.open("/en/guangxi/gap/?on:year=2018&on:month=6&on:day=1")
    table = page.main.all("table")[0].text
    assert "Term of the permit" in table
    assert "6 months" in table
    assert "1 month" in table
    assert not [one for one in page.main.all("table") if "The work is industrial" in one.text]


def test_what_only_practice_knows_differs_from_nothing(visitor: Visitor) -> None:
    """Given figures of practice on which no rule text says anything, when shown, then not as differing from paper."""
    page = visitor.open("/en/guangxi/gap/?on:year=2018&on:month=6&on:day=1")
    differing, only, remarked = (table.text for table in page.main.all("table"))
    assert "Permits issued in a year" in only
    assert "Permits issued in a year" not in differing
    assert "The rule text says nothing" not in differing
    assert "Most Vietnamese workers in the town of Pingxiang are thought to have permits" in remarked


def test_two_places_differ_on_paper_even_where_practice_is_silent(visitor: Visitor) -> None:
    """Given two places with other limits of the pass, when compared, then the limits stand side by side."""
    sides = {"left": "pingxiang", "right": "dongxing"}
    day = "{0}:year=2018&{0}:month=6&{0}:day=1&{0}:place={1}"
    asked = "&".join(day.format(side, place) for side, place in sides.items())
    table = visitor.open(f"/en/guangxi/compare/?{asked}").main.all("table")[0]
    row = next(one for one in table.all("tr")[1:] if "/rule/pass_stay/" in one.one("a").attributes["href"])
    assert "1 day" in row.all("td")[0].text
    assert "3 days" in row.all("td")[1].text


def test_a_comparison_begins_with_two_days(visitor: Visitor) -> None:
    """Given a comparison not yet made, when it opens, then its two days differ and neither is past what is verified."""
    page = visitor.open("/en/guangxi/compare/")
    left, right = (date(*_day_in(page, side)) for side in ("left", "right"))
    assert left < right <= programme("guangxi").verified


def _day_in(page: Page, name: str) -> tuple[int, int, int]:
    """The year, month and day that stand in the boxes of that name."""
    year, month, day = (
        int(page.main.one("input", name=f"{name}:{part}").attributes["value"]) for part in ("year", "month", "day")
    )
    return year, month, day


def test_a_wrong_day_is_said(visitor: Visitor) -> None:
    """Given a day that does not exist, when rules are asked for it, then the page says so and keeps what was typed."""
    page = visitor.open("/en/guangxi/rules/?on:year=2019&on:month=2&on:day=30")
    assert page.status == 200
    assert "This is no day" in page.text
    assert _day_in(page, "on") == (2019, 2, 30)


def test_places_and_days_side_by_side(visitor: Visitor) -> None:
    """Given two days, when they are compared, then what differs comes first, each side under its day."""
    page = visitor.open(f"/en/guangxi/compare/?{DAYS}")
    table = page.main.all("table")[0].text
    assert "1 June 2018" in table
    assert "1 June 2020" in table
    assert "Term of the permit" in table
    at_once = "&".join(f"{side}:{part}" for side in ("left", "right") for part in ("year=2018", "month=6", "day=1"))
    places = visitor.open(f"/en/guangxi/compare/?left:place=pingxiang&right:place=dongxing&{at_once}")
    assert "Pingxiang" in places.main.all("table")[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_is_told_apart_from_the_programmes(visitor: Visitor, language: str) -> None:
    """Given a scenario, then the first page has it under what if, and each of its pages says that it exists nowhere."""
    address = f"/{language}/guangxi_batch/"
    home = visitor.open(f"/{language}/").root
    assert home.all("a", href=address)
    assert not home.one("ul", class_="doors").all("a", href=address)
    said = scenario_note(load("guangxi_batch"), Language(language))
    for part in PARTS:
        page = visitor.open(address + part)
        assert page.text.count(said) == 1
        assert_reads_well(page, language)
    assert said not in visitor.open(f"/{language}/guangxi/").text
