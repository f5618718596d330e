"""axe finds nothing on any kind of page; nothing scrolls sideways at 320 px; light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.browser.following import follow, window
from tests.web.browser.test_walks import choose_day

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ColorScheme: TypeAlias = Literal["dark", "light"]

DAYS = "left:year=2018&left:month=6&left:day=1&right:year=2020&right:month=6&right:day=1"


def opened(path: str) -> Callable[[Page, str], None]:
    """A page that is opened by its address."""

    def reach(page: Page, language: str) -> None:
        page.goto(f"/{language}/{path}")

    return reach


def started(page: Page, language: str, goal: str = "guangxi/ask/work") -> None:
    """The first question of an interview about June 2018."""
    page.goto(f"/{language}/{goal}/")
    choose_day(page, "2018", "6", "1")
    follow(page, "button.main")


def asked_for_years(page: Page, language: str) -> None:
    """A history with two entries."""
    page.goto(f"/{language}/china/ask/permanent_residence/all/")
    choose_day(page, "2025", "6", "1")
    follow(page, page.locator("button.main").last)
    follow(page, "button[name=change][value='applicant.years']")
    page.fill("input[name='h.applicant.years.0.year']", "2023")
    follow(page, "button[value='add:applicant.years']")


def wrongly_answered(page: Page, language: str) -> None:
    """A question to which nothing was chosen."""
    started(page, language)
    follow(page, "button.main")


def answered(page: Page, language: str) -> None:
    """An answer that is not known yet."""
    started(page, language)
    follow(page, "button[value=answer]")


def answered_for_today(page: Page, language: str) -> None:
    """An answer for a day that the sources do not speak for."""
    page.goto(f"/{language}/china/ask/part_time/")
    follow(page, page.locator("main button.main"))
    follow(page, "button[value=answer]")


def laid_out(page: Page, language: str) -> None:
    """An answer with everything unfolded."""
    answered(page, language)
    follow(page, "button[value=print]")


def compared(page: Page, language: str) -> None:
    """One's own answers on two days."""
    answered(page, language)
    follow(page, "button[formaction$='/compare/']")


def several(page: Page, language: str) -> None:
    """Several answers at once, with sums of what breaches lead to."""
    started(page, language, "guangxi/ask/all_breaches")
    follow(page, "button[value=answer]")


KINDS: dict[str, Callable[[Page, str], None]] = {
    "home": opened(""),
    "about": opened("about/"),
    "privacy": opened("privacy/"),
    "nothing": opened("nothing/here/"),
    "overview": opened("guangxi/"),
    "rules": opened("guangxi/rules/?on:year=2018&on:month=6&on:day=1"),
    "rule": opened("guangxi/rule/permit_term/"),
    "route": opened("guangxi/rule/worker_permit/"),
    "table": opened("china/rule/points_age/"),
    "timeline": opened("guangxi/timeline/"),
    "gap": opened("guangxi/gap/?on:year=2018&on:month=6&on:day=1"),
    "sources": opened("guangxi/sources/"),
    "compare": opened(f"guangxi/compare/?{DAYS}"),
    "start": opened("guangxi/ask/work/"),
    "question": started,
    "mistake": wrongly_answered,
    "history": asked_for_years,
    "all": opened("guangxi/ask/presence/all/"),
    "answer": answered,
    "answer today": answered_for_today,
    "print": laid_out,
    "compared answers": compared,
    "several": several,
}


#: Kinds that show every colour the site has.
COLOURED = ("home", "question", "mistake", "answer", "print", "gap", "compared answers")


@contextmanager
def shown_at(browser: Browser, site: str, width: int, scheme: ColorScheme = "light") -> Iterator[Page]:
    """A page of a width, by day or by night."""
    context = window(browser, viewport={"width": width, "height": 800}, base_url=site, color_scheme=scheme)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def assert_accessible(page: Page, kind: str) -> None:
    """Fail where axe finds anything."""
    page.wait_for_load_state()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{kind}: {found.generate_report()}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_on_any_kind_of_page(browser: Browser, site: str, kind: str) -> None:
    """Given a kind of page on a phone, when axe looks at it, then it finds nothing."""
    with shown_at(browser, site, 360) as page:
        KINDS[kind](page, "en")
        assert_accessible(page, kind)


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("zh", 360, "dark"), ("vi", 1280, "light"), ("en", 1280, "dark")]
)
def test_no_violation_in_other_languages_widths_and_lights(
    browser: Browser, site: str, language: str, width: int, scheme: ColorScheme
) -> None:
    """Given another language, a desk or the night, when axe looks at the most coloured pages, then it finds nothing."""
    with shown_at(browser, site, width, scheme) as page:
        for kind in COLOURED:
            KINDS[kind](page, language)
            assert_accessible(page, kind)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_nothing_scrolls_sideways(browser: Browser, site: str, language: str) -> None:
    """Given the narrowest page there is, when every kind of page is opened, then nothing sticks out."""
    with shown_at(browser, site, 320) as page:
        for kind, reach in KINDS.items():
            reach(page, language)
            page.wait_for_load_state()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
