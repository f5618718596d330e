"""From one page to the next: a look at a page that is not there yet finds nothing, or finds the page before it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """What is done inside leads to another page; afterwards all of that page is there to be looked at."""
    with page.expect_event("domcontentloaded"):
        yield


def follow(page: Page, pressed: str | Locator) -> None:
    """Press a link, or a button that sends a form (the first that fits), and be on the page it leads to."""
    with another_page(page):
        (page.locator(pressed).first if isinstance(pressed, str) else pressed).click()


def enter(page: Page, field: str) -> None:
    """Send a form by the enter key, and be on the page it leads to."""
    with another_page(page):
        page.press(field, "Enter")
