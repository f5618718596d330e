"""Forms of the desk as tests fill them in: what stands in them unseen, what is typed, and the button pressed."""

from __future__ import annotations

from datetime import date

from tests.web.reading import ENGLISH, RAW
from tests.web.visitor import Page, Visitor

#: Names of offices and accounts, and what they wrote, as they were entered.
ENTERED = ("Office of the", "An account of the", "Found by two officers and admitted")


def unseen(page: Page) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    form = page.main.one("form", class_="text")
    return {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in form.all("input")
        if one.has({"type": "hidden"})
    }


def day(name: str, value: date) -> dict[str, str]:
    """A day as it is typed into three boxes."""
    return {f"{name}-year": str(value.year), f"{name}-month": str(value.month), f"{name}-day": str(value.day)}


def fill(visitor: Visitor, address: str, **typed: str) -> Page:
    """Open a form, fill it in and press its button."""
    return visitor.send(address, {**unseen(visitor.open(address)), **typed, "do": "act"})


def assert_in_her_language(page: Page, language: str) -> None:
    """Fail where the page says a raw name, or an English sentence in another language but for what was entered."""
    words = page.main.text
    for cited in page.main.all("cite"):
        words = words.replace(cited.text, "")
    for name in ENTERED:
        words = words.replace(name, "")
    assert not RAW.search(words), RAW.search(words)
    assert language == "en" or not ENGLISH.search(words), ENGLISH.search(words)


def confirm(visitor: Visitor, page: Page) -> Page:
    """Press the button of the page on which the answers are checked."""
    assert page.status == 200, page.main.text
    done = visitor.send(page.address, {**unseen(page), "do": "confirm"})
    assert done.status == 302, done.main.text
    return done
