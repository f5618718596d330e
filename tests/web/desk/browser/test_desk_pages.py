"""axe finds nothing on any kind of page of the desk; nothing scrolls sideways at 320 px; no raw name, no English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.browser.following import follow
from tests.web.desk.browser.conftest import SignedIn
from tests.web.reading import ENGLISH, RAW

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Reach = Callable[["Page", str], None]


def at(path: str) -> Reach:
    """A page by its address."""

    def reach(page: Page, language: str) -> None:
        page.goto(f"/{language}/register/{path}")

    return reach


def opened(kind: str, number: int = 0, then: str = "") -> Reach:
    """A record out of its list, and perhaps a step from there."""

    def reach(page: Page, language: str) -> None:
        page.goto(f"/{language}/register/{kind}/")
        follow(page, page.locator("table.records tbody tr").nth(number).locator("a").first)
        if then:
            page.goto(page.url + then)

    return reach


def shown(page: Page, language: str) -> None:
    """Somebody at the border post."""
    page.goto(f"/{language}/register/")
    page.fill("#shown", "T1000001")
    follow(page, "main form.text button.main")


def filing(page: Page, language: str) -> None:
    """The questions about a worker who is not registered yet, with every mistake there is."""
    page.goto(f"/{language}/register/file/")
    page.locator("main .pick label").first.click()
    follow(page, "main form.text button.main")
    page.fill("#worker", "B7777777")
    follow(page, "main form.text button.main")
    follow(page, "main form.text button.main")


def refusing(page: Page, language: str) -> None:
    """Refusing without having said anything."""
    opened("application", 0, "refuse/")(page, language)
    follow(page, "main form.text button.main")


def first_of(path: str, then: str = "", *, press: bool = False) -> Reach:
    """The first of a list, perhaps a page from there, and perhaps its form sent with nothing in it."""

    def reach(page: Page, language: str) -> None:
        page.goto(f"/{language}/register/{path}")
        follow(page, page.locator("main table tbody a").first)
        if then:
            page.goto(page.url + then)
        if press:
            follow(page, "main form.text button.main")

    return reach


def breach(page: Page, language: str) -> None:
    """A breach noted of somebody past the limit of her stay."""
    page.goto(f"/{language}/register/")
    follow(page, page.locator("main table a[href*='/stay/']").first)
    follow(page, "main a[href*='?stay=']")
    page.select_option("#conduct", "pass_overstay")
    for part, value in (("year", "2019"), ("month", "6"), ("day", "3")):
        page.fill(f"#breach_on-{part}", value)
    follow(page, "main form.text button.main")


#: Who opens which page.
KINDS: dict[str, tuple[str, Reach]] = {
    "sign in": ("", at("sign-in/")),
    "worker": ("worker", at("")),
    "her applications": ("worker", at("mine/applications/")),
    "her money": ("worker", at("mine/money/")),
    "her troubles": ("worker", at("mine/troubles/")),
    "her data": ("worker", at("my-data/")),
    "her permit": ("worker", opened("permit")),
    "her application": ("worker", opened("application")),
    "who looked": ("worker", at("look/")),
    "officer": ("hr_officer", at("")),
    "applications": ("hr_officer", at("application/")),
    "case": ("hr_officer", opened("application")),
    "approve": ("hr_officer", opened("application", 0, "approve/")),
    "refuse": ("hr_officer", refusing),
    "decision": ("hr_officer", opened("decision", -1)),
    "no such page": ("hr_officer", at("nothing/")),
    "not allowed": ("hr_officer", at("statistics/")),
    "police": ("exit_entry_officer", at("")),
    "employer": ("employer", at("")),
    "agency": ("agency", at("")),
    "file": ("agency", at("file/")),
    "new worker": ("agency", filing),
    "border post": ("border_post", at("")),
    "shown": ("border_post", shown),
    "verify": ("border_post", at("verify/")),
    "service centre": ("service_centre", at("")),
    "zone": ("zone_manager", at("")),
    "supervisor": ("supervisor", at("")),
    "statistics": ("supervisor", at("statistics/")),
    "delegation": ("delegation", at("statistics/")),
    "auditor": ("auditor", at("")),
    "complain": ("worker", at("complain/")),
    "what is wrong": ("worker", at("correct/")),
    "what should stand there": ("worker", at("correct/?about=birth_date")),
    "inspections": ("hr_officer", at("inspections/")),
    "inspect": ("hr_officer", at("inspections/record/")),
    "agencies": ("hr_officer", at("agencies/")),
    "agency page": ("hr_officer", first_of("agencies/")),
    "grade": ("hr_officer", first_of("agencies/", "rate/")),
    "firm page": ("hr_officer", first_of("firms/")),
    "withdrawing": ("hr_officer", first_of("firms/", "withdraw/", press=True)),
    "breach": ("exit_entry_officer", breach),
    "whose breach": ("exit_entry_officer", at("note-breach/")),
    "met inland": ("border_post", at("met-inland/")),
    "emergency": ("border_post", at("emergency/")),
    "openings": ("auditor", at("openings/")),
}

#: Names of firms, offices, people and jobs as they were entered.
ENTERED = ("Office of the", "An account of the", "works are closed")


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
@pytest.mark.parametrize("who", sorted({who for who, _ in KINDS.values()}))
def test_every_kind_of_page_is_fit(signed_in: SignedIn, who: str, language: str) -> None:
    """Given a page on the narrowest phone, then axe finds nothing, nothing sticks out, every word is the reader's."""
    with signed_in(who, language, 320, script=True) as page:
        for kind, (_, reach) in ((kind, one) for kind, one in KINDS.items() if one[0] == who):
            reach(page, language)
            page.wait_for_load_state()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
            found = Axe().run(page)
            assert found.violations_count == 0, f"{kind}: {found.generate_report()}"
            words = page.locator("main").inner_text()
            if page.locator(".sources").count():
                words = words.split(page.locator(".sources").inner_text())[0]
            for cited in page.locator("main input[name=legal_basis] + .word").all_inner_texts():
                words = words.replace(cited, "")
            for name in ENTERED:
                words = words.replace(name, "")
            assert not RAW.search(words), (kind, RAW.search(words))
            if language != "en":
                assert not ENGLISH.search(words), (kind, ENGLISH.search(words))


def test_no_violation_at_a_desk_in_the_dark(signed_in: SignedIn) -> None:
    """Given a wide page by night, when the most coloured pages are looked at, then axe finds nothing."""
    for who in ("hr_officer", "supervisor"):
        with signed_in(who, "en", 1280, script=True) as page:
            page.emulate_media(color_scheme="dark")
            for kind, (_, reach) in ((kind, one) for kind, one in KINDS.items() if one[0] == who):
                reach(page, "en")
                page.wait_for_load_state()
                found = Axe().run(page)
                assert found.violations_count == 0, f"{kind}: {found.generate_report()}"
