"""From the first page to a result and back: on a phone and at a desk, without JavaScript, in three languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sojourn.policy import Language
from sojourn.web.saying import say
from tests.patience import PATIENCE
from tests.web.browser.conftest import page, site, width
from tests.web.browser.following import enter, follow
from tests.web.browser.test_accessibility import ColorScheme, assert_accessible, shown_at
from tests.web.browser.test_walks import assert_page_is_fit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["page", "site", "width"]

pytestmark = pytest.mark.browser

#: The first run on a machine compiles the engine; a busy one takes its time. In milliseconds.
LONGEST = 1000 * max(240, PATIENCE)


def fill(page: Page, **figures: str) -> None:
    """Fill in boxes of the form."""
    for name, text in figures.items():
        page.fill(f"[name='{name.replace('_', ':')}']", text)


def assert_fits(page: Page) -> None:
    """Fail where axe finds anything, or the page is wider than the window."""
    assert_accessible(page, page.url)
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("language", Language)
def test_from_the_first_page_to_a_result(page: Page, language: Language) -> None:
    """Given a visitor, when she chooses a scenario, then she sees it run, reads what came of it and takes it out."""
    page.goto(f"/{language}/")
    follow(page, page.locator("main a[href$='/lab/']"))
    expect(page.locator("h1")).to_have_text(say(language, "lab.title"))

    # What cannot be run is said at its box; nothing else that was typed is lost.
    page.locator("label", has=page.locator("[value=half_year_permits]")).click()
    fill(page, people="1000000000000", runs="2", to_month="6", to_day="30")
    follow(page, "button.main")
    expect(page.locator(".ask.wrong")).to_have_count(1)
    expect(page.locator("#people")).to_have_value("1000000000000")
    expect(page.locator("[value=half_year_permits]")).to_be_checked()

    fill(page, people="300")
    follow(page, "button.main")
    assert re.search(r"/lab/[0-9a-f]{16}/$", page.url)
    # The page renews itself until there is a result.
    expect(page.locator("#in_short")).to_be_visible(timeout=LONGEST)
    assert_page_is_fit(page, "en")
    expect(page.locator(".told li").first).to_be_visible()
    assert page.locator("figure svg").count() > 20
    expect(page.locator("#parameters_heading")).to_be_visible()
    for name in ("report.html", "result.json", "differences.csv", "outcomes.parquet"):
        with page.expect_download() as downloading:
            page.locator(f"a[href$='/{name}']").click()
        taken = Path(downloading.value.path())
        assert taken.stat().st_size > 500
        assert downloading.value.suggested_filename.endswith(name)

    # The same address in another language, and the same choices again.
    other = {"en": "vi", "zh": "en", "vi": "zh"}[language]
    follow(page, f".tongues a[href^='/{other}/']")
    expect(page.locator("#in_short")).to_be_visible()
    follow(page, page.locator(f"main a[href^='/{other}/lab/?']"))
    expect(page.locator("[value=half_year_permits]")).to_be_checked()
    expect(page.locator("#people")).to_have_value("300")


def test_a_slider_is_moved_by_the_keyboard(page: Page) -> None:
    """Given nothing but the keyboard, when sliders are moved and the form is sent, then one's own scenario is run."""
    page.goto("/en/lab/?people=300&runs=2&to:month=3&to:day=31")
    term = page.get_by_label("Term of the permit")
    expect(term).to_have_value("1")
    for _ in range(5):
        term.press("ArrowRight")
    expect(term).to_have_value("6")
    page.get_by_label("Fee for a permit").press("Home")
    page.get_by_label("Control at the border").press("End")
    enter(page, "#people")
    expect(page.locator("#in_short")).to_be_visible(timeout=LONGEST)
    told = "Your own: permits for 6 months, fee 0 yuan, border control ×4"
    expect(page.locator("h1")).to_contain_text(told)
    follow(page, page.locator("main a[href^='/en/lab/?']"))
    expect(page.get_by_label("Term of the permit")).to_have_value("6")
    expect(page.get_by_text("Moved – border control ×4")).to_be_visible()
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_one_that_runs_is_cancelled(page: Page) -> None:
    """Given an experiment that takes long, when it is cancelled, then its page says so and no longer renews itself."""
    page.goto("/en/lab/?scenario=fee_0&people=5000&runs=20&to:year=2020&renew=no")
    follow(page, "button.main")
    page.goto(f"{page.url}?renew=no")
    expect(page.locator("progress")).to_be_visible()
    follow(page, "button.second")
    expect(page.locator("h1")).to_have_text(say(Language.EN, "lab.state.cancelled.title"))


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 360, "light"), ("vi", 360, "dark"), ("zh", 1280, "light")]
)
def test_no_violation_on_any_page_of_the_lab(
    browser: Browser, site: str, language: str, width: int, scheme: ColorScheme
) -> None:
    """Given the form, its mistakes, an experiment under way and its result, when axe looks, then it finds nothing."""
    with shown_at(browser, site, width, scheme) as page:
        page.goto(f"/{language}/lab/")
        assert_fits(page)
        page.goto(f"/{language}/lab/?own:permit_fee=0&own:coast_wage=1.25&own:liability=3")
        assert_fits(page)
        page.goto(f"/{language}/lab/")
        follow(page, "button.main")
        expect(page.locator(".errors a")).to_have_count(1)
        assert_fits(page)
        page.goto(f"/{language}/lab/?scenario=fee_0&scenario=no_trial&people=300&runs=2&to:month=6&to:day=30")
        follow(page, "button.main")
        address = page.url
        page.goto(f"{address}?renew=no")
        if page.locator("progress").count():
            assert_fits(page)
        page.goto(address)
        expect(page.locator("#in_short")).to_be_visible(timeout=LONGEST)
        for heading in page.locator("details.folded > summary").all():
            heading.click()
        assert_fits(page)
        page.goto(f"/{language}/lab/0123456789abcdef/")
        assert_fits(page)
