"""Whether a page is fit for whoever reads it: axe, the narrowest phone, and the reader's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.web.reading import ENGLISH, RAW

if TYPE_CHECKING:
    from playwright.sync_api import Page


def fit(page: Page, language: str = "en") -> None:
    """Assert that the page does not scroll sideways at 320 px, that axe finds nothing, and whose words it speaks."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    if size is not None:
        page.set_viewport_size(size)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    words = page.locator("main").inner_text()
    for code in page.locator("main code, main .sources, main .card dd.number, main .secret").all_inner_texts():
        words = words.replace(code, "")
    for entered in ("Office of the", "An account of the", "Notice of", "The border is closed."):
        words = words.replace(entered, "")
    assert not RAW.search(words), (page.url, RAW.search(words))
    if language != "en":
        assert not ENGLISH.search(words), (page.url, ENGLISH.search(words))
