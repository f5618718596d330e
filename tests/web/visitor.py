"""A visitor without JavaScript: reads a page's forms, fills them in and presses buttons, over Django's test client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.test import Client

FORM = "application/x-www-form-urlencoded"
VOID = {"input", "meta", "link", "br", "img", "hr"}
UNSEEN = {"head", "style", "script", "title"}


@dataclass
class Element:
    """An element with its attributes and what it holds."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """The element and everything inside it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a kind with these attributes (`class_`: among the classes)."""
        return [one for one in self.walk() if one.tag == tag and one.has(attributes)]

    def has(self, attributes: Mapping[str, str]) -> bool:
        """Whether the element has all these attributes."""
        for name, value in attributes.items():
            held = self.attributes.get(name.rstrip("_").replace("_", "-"))
            if held is None or (value not in held.split() if name == "class_" else value != held):
                return False
        return True

    def one(self, tag: str, **attributes: str) -> Element:
        """The only element of that kind."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    @property
    def text(self) -> str:
        """What is read of it."""
        return " ".join(" ".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield from child._texts()


class Reader(HTMLParser):
    """Reads a page into elements; a page whose tags do not close is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass
class Page:
    """A page as it came: its address, status, headers and what stands on it."""

    address: str
    status: int
    headers: Mapping[str, str]
    html: str
    root: Element

    @property
    def text(self) -> str:
        """Everything that can be read on it."""
        return self.root.text

    @property
    def main(self) -> Element:
        """What stands between head and foot."""
        return self.root.one("main")

    @property
    def heading(self) -> str:
        """Its main heading."""
        return self.root.one("h1").text

    @property
    def asked(self) -> str:
        """The fact that the page asks for, or ''."""
        found = self.root.all("input", name="ask")
        return found[0].attributes["value"] if found else ""

    @property
    def outcomes(self) -> list[str]:
        """The outcome of each answer on it, in order."""
        kinds = {"yes", "yes_if", "no", "not_known_yet", "does_not_apply"}
        return [
            next(iter(kinds & {*one.attributes["class"].split()})) for one in self.root.all("div", class_="outcome")
        ]

    def filled(self) -> dict[str, str]:
        """What the form `answers` would send, without any button."""
        form = self.root.one("form", id="answers")
        sent: dict[str, str] = {}
        for one in form.walk():
            name = one.attributes.get("name", "")
            if one.tag == "input" and name and (one.attributes.get("type") != "radio" or "checked" in one.attributes):
                sent[name] = one.attributes.get("value", "")
            elif one.tag == "select":
                chosen = [option for option in one.all("option") if "selected" in option.attributes]
                sent[name] = (chosen or one.all("option"))[0].attributes["value"]
        return sent


class Visitor:
    """Somebody at the site, in a language."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, address: str, **headers: str) -> Page:
        """Open an address."""
        return self._page(address, self.client.get(address, headers=headers))

    def send(self, address: str, sent: Mapping[str, str], **headers: str) -> Page:
        """Send a form; sent on, it is sent again, as browsers do."""
        for _ in range(3):
            response = self.client.post(address, urlencode(sent), content_type=FORM, headers=headers)
            if response.status_code != 307:
                return self._page(address, response)
            address = response.headers["Location"]
        raise AssertionError("the form is sent round in circles")

    def press(self, page: Page, name: str, value: str, /, **fill: str) -> Page:
        """Fill in some fields of a page's form and press a button."""
        return self.send_filled(page, name, value, fill)

    def send_filled(self, page: Page, name: str, value: str, fill: Mapping[str, str]) -> Page:
        """The same, for fields whose names are no words."""
        form = page.root.one("form", id="answers")
        buttons = page.root.all("button", name=name, value=value)
        assert len({one.attributes.get("formaction") for one in buttons}) == 1, f"{len(buttons)} of {name}={value}"
        address = buttons[0].attributes.get("formaction") or form.attributes["action"]
        return self.send(address, {**page.filled(), **fill, name: value})

    def keep(self, page: Page, fill: Mapping[str, str]) -> Page:
        """Fill in some fields and see the same page again, as it comes in the same language."""
        return self.send(
            page.root.one("form", id="answers").attributes["action"], {**page.filled(), **fill, "do": "show"}
        )

    def _page(self, address: str, response: object) -> Page:
        html = response.content.decode()  # type: ignore[attr-defined]
        reader = Reader()
        if response.headers.get("Content-Type", "").startswith("text/html"):  # type: ignore[attr-defined]
            reader.feed(html)
            assert reader.open == [reader.root], f"not closed: {reader.open[-1].tag}"
        return Page(address, response.status_code, response.headers, html, reader.root)  # type: ignore[attr-defined]
