"""Walking through the site as a new user, in three languages, on a phone and at a desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sojourn.policy import Language
from sojourn.web.shelf import programme, teller
from tests.web.browser.following import enter, follow
from tests.web.reading import ENGLISH, RAW

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Of each question the answer that a worker from a border commune gives; in her own words where the language is hers.
WORKER = {
    "applicant.nationality": "vietnam",
    "applicant.province": "lang_son",
    "applicant.border_commune": "yes",
    "employer.place": "pingxiang_zone",
    "employer.sector": "wood_processing",
}


def choose_day(page: Page, year: str, month: str, day: str) -> None:
    """Ask for another day than today."""
    for name, text in (("year", year), ("month", month), ("day", day)):
        page.fill(f"[name='at:{name}']", text)


def answer_question(page: Page, name: str, value: str) -> None:
    """Answer the question on the page and go on."""
    radio = page.locator(f"input[type=radio][name='a.{name}'][value='{value}']")
    if radio.count():
        page.locator("label", has=radio).click()
    elif page.locator(f"select[name='a.{name}']").count():
        page.select_option(f"select[name='a.{name}']", value)
    else:
        page.fill(f"input[name='a.{name}']", value)
    follow(page, "button.main")


def assert_page_is_fit(page: Page, language: str) -> None:
    """No sideways scroll, no raw name, no English sentence on another language's page, no answer in the address."""
    box = page.locator("html").bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    assert box["width"] <= size["width"]
    words = page.locator("main").inner_text()
    words = words.split(page.locator(".sources").inner_text())[0] if page.locator(".sources").count() else words
    assert not RAW.search(words), RAW.search(words)
    if language != "en":
        assert not ENGLISH.search(words), ENGLISH.search(words)
    assert "?" not in page.url
    assert not re.search("vietnam|lang_son|2018", page.url)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_from_the_first_page_to_the_answer_and_back(page: Page, language: str) -> None:
    """Given a new user, when she follows the site, then she gets her answer, changes it, and prints it."""
    page.goto(f"/{language}/")
    goal = next(one for one in programme("guangxi").goals if one.key == "work")
    words = teller("guangxi", Language(language)).text("programme.goals.work.label", goal.label)
    follow(page, page.locator(".doors a", has_text=words))
    assert_page_is_fit(page, language)
    choose_day(page, "2018", "6", "1")
    follow(page, "button.main")
    asked = 0
    while not page.url.endswith("/answer/"):
        assert_page_is_fit(page, language)
        name = page.locator("input[name=ask]").get_attribute("value")
        assert name is not None
        answer_question(page, name, WORKER[name])
        asked += 1
    assert asked == len(WORKER)
    assert_page_is_fit(page, language)
    expect(page.locator(".outcome.yes")).to_have_count(1)

    # One answer is changed, and the answer is another.
    follow(page, "button[name=change][value='applicant.province']")
    page.locator("label", has=page.locator("input[value=other_province]")).click()
    follow(page, "button.main")
    assert page.url.endswith("/answer/")
    expect(page.locator(".outcome.no")).to_have_count(1)
    assert_page_is_fit(page, language)

    # In another language it is the same answer.
    other = {"en": "vi", "zh": "en", "vi": "zh"}[language]
    follow(page, f".tongues button[formaction^='/{other}/']")
    assert page.url.endswith(f"/{other}/guangxi/ask/work/answer/")
    expect(page.locator(".outcome.no")).to_have_count(1)

    follow(page, "button[value=print]")
    expect(page.locator("main details:not([open])")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_never_a_no_before_it_is_certain(page: Page, language: str) -> None:
    """Given an interview, when the answer is looked at after every question, then no comes only when it is certain."""
    page.goto(f"/{language}/guangxi/ask/work/")
    choose_day(page, "2018", "6", "1")
    follow(page, "button.main")
    while True:
        name = page.locator("input[name=ask]").get_attribute("value")
        assert name is not None
        follow(page, "button[value=answer]")
        expect(page.locator(".outcome.not_known_yet")).to_have_count(1)
        expect(page.locator(".outcome.no, .state.no:visible")).to_have_count(0)
        follow(page, f"main button[name=change][value='{name}']")
        if name == "employer.place":
            break
        answer_question(page, name, WORKER[name])
    answer_question(page, "employer.place", "beihai")
    assert page.url.endswith("/answer/")
    expect(page.locator(".outcome.no")).to_have_count(1)


def test_enter_goes_on_and_does_not_change_the_language(page: Page) -> None:
    """Given a figure typed, when enter is pressed, then the next question comes in the same language."""
    page.goto("/en/china/ask/points/")
    choose_day(page, "2019", "6", "1")
    enter(page, "[name='at:year']")
    name = page.locator("input[name=ask]").get_attribute("value")
    while not page.locator("input.figure").count():
        page.locator("label", has=page.locator("input[value=unknown]")).click()
        follow(page, "button.main")
    figure = page.locator("input[name=ask]").get_attribute("value")
    page.fill("input.figure", "30")
    enter(page, "input.figure")
    assert "/en/" in page.url
    assert page.locator("input[name=ask]").get_attribute("value") not in (name, figure)
    expect(page.locator(f"button[value='{figure}']")).to_have_count(1)


def test_a_mistake_is_shown_where_it_is_and_at_the_top(page: Page) -> None:
    """Given an impossible age, when it is sent, then the link at the top leads into its box."""
    page.goto("/en/china/ask/points/all/")
    page.fill("input[name='a.applicant.age']", "300")
    follow(page, page.locator("button.main").last)
    page.click(".errors a")
    expect(page).to_have_url(re.compile("#a-applicant-age$"))
    expect(page.locator(".wrong .error")).to_have_count(1)


def test_keyboard_reaches_everything_in_order(page: Page) -> None:
    """Given a form, when the tab key is pressed, then focus goes from the skip link to choices and button."""
    page.goto("/en/guangxi/ask/work/")
    seen = []
    for _ in range(11):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        seen.append(
            focused.get_attribute("class") or focused.get_attribute("type") or focused.get_attribute("lang") or ""
        )
    assert seen[0] == "skip"
    assert seen.index("name") < seen.index("zh-Hans") < seen.index("radio") < seen.index("two") < seen.index("main")
