"""Windows of a browser; and from one page to the next, as a look at a page not there yet finds another, or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from playwright.sync_api import Browser, BrowserContext, Locator, Page


def window(browser: Browser, **how: Any) -> BrowserContext:
    """A browser of somebody's own, which waits as long as any test does."""
    context = browser.new_context(**how)
    context.set_default_timeout(PATIENCE * 1000)
    return context


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
