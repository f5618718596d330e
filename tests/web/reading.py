"""What a reader of a page must never meet: the name a file gives a thing, or a sentence of another language."""

from __future__ import annotations

import re

from tests.web.visitor import Element, Page

#: Names as files write them, and values as Python writes them. Source ids are shown as such, in `code`.
RAW = re.compile(
    r"\b[a-z]+(?:_[a-z0-9]+)+\b"  # eligible_sector
    r"|\b(?:gx|sh|nat|std|eeal|pass|reg)\.[a-z0-9]"  # gx.permit.fee
    r"|\w+\(\w+=|<\w+\.\w+:|\bNone\b(?=[,)\]])|\{\w*\}"  # Told(text=, <Outcome.NO:, None), {slot}
)

#: English that is a sentence and no name: little words close to each other.
_LITTLE = "the|of|and|is|are|not|with|from|for|this|that|by|a|an|to|in|on|it|as|at|or|be|has|have"
ENGLISH = re.compile(rf"\b(?:{_LITTLE})\b(?: [\w'’-]+){{0,2}} \b(?:{_LITTLE})\b", re.IGNORECASE)

#: What may stand on a page in another language than the page's: titles of works, addresses, languages, ids.
QUOTED = {"code", "cite"}


def own_words(page: Page) -> str:
    """What a page says in its own words: without titles of works, addresses and ids."""
    return " ".join(" | ".join(_texts(page.root.one("body"))).split())


def _texts(element: Element) -> list[str]:
    if element.tag in QUOTED or element.has({"class_": "work"}) or element.has({"class_": "address"}):
        return []
    if "lang" in element.attributes and element.tag != "html":
        return []
    found: list[str] = []
    for child in element.children:
        found.extend([child] if isinstance(child, str) else _texts(child))
    return found


def assert_reads_well(page: Page, language: str) -> None:
    """Fail where a page shows a raw name, or an English sentence in another language."""
    words = own_words(page)
    raw = RAW.search(words)
    assert raw is None, f"{page.address}: …{words[max(0, raw.start() - 60) : raw.end() + 60]}…"
    if language != "en":
        english = ENGLISH.search(words)
        assert english is None, f"{page.address}: …{words[max(0, english.start() - 60) : english.end() + 60]}…"
