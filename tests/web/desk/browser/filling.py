"""Filling in the desk's forms as people do: question by question, days in three boxes, grounds of decisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.browser.following import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page

PRESS = "main form.text button.main"
CONFIRM = "main form.text button[value=confirm]"


def open_way(page: Page, path: str) -> None:
    """Press the link in the strip above the page that leads to one of the role's own pages."""
    link = page.locator(f"nav.desk a[href$='/register/{path}/']")
    if not link.first.is_visible():
        page.locator("nav.desk details.more-ways summary").click()
    follow(page, link.first)


def open_home(page: Page) -> None:
    """Press one's own name: back to the start."""
    follow(page, "nav.desk .who a")


def answer(page: Page, name: str, value: str) -> None:
    """Answer the question of the page and go on."""
    radio = page.locator(f"input[type=radio][name='{name}'][value='{value}']")
    if radio.count():
        page.locator("main label", has=radio).click()
    elif page.locator(f"main select[name='{name}']").count():
        page.select_option(f"main select[name='{name}']", value)
    else:
        page.fill(f"main input[name='{name}']", value)
    follow(page, PRESS)


def day(page: Page, name: str, year: int, month: int, of_month: int) -> None:
    """Type a day into its three boxes."""
    for part, value in (("year", year), ("month", month), ("day", of_month)):
        page.fill(f"#{name}-{part}", str(value))


def pick(page: Page, name: str, value: str) -> None:
    """Choose one of the answers."""
    page.locator("main label", has=page.locator(f"input[name='{name}'][value='{value}']")).click()


def grounds(page: Page, reason: str) -> None:
    """Say what a decision against somebody stands on."""
    page.fill("#reason", reason)
    written = page.locator("#legal_basis")
    if not written.count():
        # The programme has sources to choose from; this rests on another.
        pick(page, "legal_basis", "other")
        written = page.locator("#legal_basis_other")
    written.fill("Law of exit and entry, chapter 7")
    pick(page, "appeal_route", "authority:hrss")


def number_of(page: Page) -> str:
    """The number of the record that is open."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def option(page: Page, select: str, text: str) -> str:
    """The value of the choice that has a text."""
    value = page.locator(f"main select[name='{select}'] option", has_text=text).first.get_attribute("value")
    assert value is not None
    return value


def file_for(page: Page, kind: str, worker: str, site: str) -> None:
    """File an application for a registered worker, from the link above the page to the last button."""
    open_way(page, "file")
    answer(page, "kind", kind)
    answer(page, "worker", worker)
    at_work(page, site)


def at_work(page: Page, site: str) -> None:
    """The last questions of a filing: where, what and for how much; then the answers are checked and filed."""
    answer(page, "site", option(page, "site", site))
    answer(page, "occupation", "peeling veneer")
    answer(page, "wage_promised", "3000")
    follow(page, PRESS)


def decide(page: Page, number: str, event: str, reason: str = "") -> None:
    """Open a case from the officer's start and take a step with it."""
    open_home(page)
    follow(page, page.locator("main a", has_text=re.compile(number)).first)
    follow(page, f".steps a[href$='/{event}/']")
    if reason:
        page.fill("#reason", reason)
    follow(page, PRESS)
