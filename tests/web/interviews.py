"""Answering an interview from the facts of a worked case, as a person would who knows just those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sojourn.policy import Kind, Programme, WorkedCase
from sojourn.web.askable import entry_types, type_of
from tests.web.visitor import Page, Visitor

#: More questions than any goal has.
MOST = 200


def plain_facts(programme: Programme, case: WorkedCase) -> dict[str, object] | None:
    """The facts of a case as a form takes them; None where the case says more than a form can."""
    if case.assume or case.settle:
        return None
    found: dict[str, object] = {}
    for name, value in case.facts.items():
        type = type_of(programme, name)
        if type is None or (programme.facts.get(name) is not None and programme.facts[name].open_term):
            return None
        if type.kind is Kind.LIST:
            if any(not isinstance(text, str) for one in entries_of(value) for text in one.values()):
                return None
        elif not isinstance(value, str):
            return None
        found[name] = value
    return found


def day_fields(prefix: str, text: str) -> dict[str, str]:
    """A day in the three boxes."""
    year, month, day = [*text.split("-"), "", ""][:3]
    return {f"{prefix}:year": year, f"{prefix}:month": month, f"{prefix}:day": day}


def begin(visitor: Visitor, language: str, programme: str, goal: str, at: date) -> Page:
    """The first page after the choice of the day."""
    start = visitor.open(f"/{language}/{programme}/ask/{goal}/")
    return visitor.send_filled(start, "do", "next", {"when": "other", **day_fields("at", at.isoformat())})


def reply(visitor: Visitor, page: Page, programme: Programme, facts: Mapping[str, object]) -> Page:
    """The page after the question on this one is answered."""
    name = page.asked
    type = type_of(programme, name)
    assert type is not None, f"asked for {name}"
    value = facts.get(name)
    if type.kind is Kind.LIST and value is not None:
        return history(visitor, page, programme, name, value)
    if value is None:
        if type.kind in (Kind.YES_NO, Kind.CHOICE, Kind.PLACE):
            return visitor.send_filled(page, "do", "next", {f"a.{name}": "unknown"})
        return visitor.press(page, "do", "unknown")
    filled = day_fields(f"a.{name}", str(value)) if type.kind is Kind.DATE else {f"a.{name}": str(value)}
    return visitor.send_filled(page, "do", "next", filled)


def history(visitor: Visitor, page: Page, programme: Programme, name: str, value: object) -> Page:
    """The page after a history was filled in, entry by entry."""
    for number, fields in enumerate(history_fields(programme, name, value)):
        if number:
            page = visitor.press(page, "do", f"add:{name}")
        page = visitor.keep(page, fields)
    return visitor.send_filled(page, "do", "next", {f"h.{name}.complete": is_complete(value)})


def history_fields(programme: Programme, name: str, value: object) -> Iterator[dict[str, str]]:
    """The fields of each entry of a history."""
    types = entry_types(programme.facts[name])
    for number, entry in enumerate(entries_of(value)):
        filled: dict[str, str] = {}
        for key, text in entry.items():
            field = f"h.{name}.{number}.{key}"
            filled |= day_fields(field, text) if types[key].kind is Kind.DATE else {field: text}
        yield filled


def entries_of(value: object) -> list[Mapping[str, str]]:
    """The entries of a history as a case writes it."""
    entries = value.get("entries", []) if isinstance(value, Mapping) else value
    assert isinstance(entries, list | tuple)
    return list(entries)


def is_complete(value: object) -> str:
    """Whether a history is said to be complete: yes or no."""
    return str(value.get("complete", "no")) if isinstance(value, Mapping) else "no"


def walk(visitor: Visitor, page: Page, programme: Programme, facts: Mapping[str, object]) -> Iterator[Page]:
    """Every page of an interview to its answer."""
    for _ in range(MOST):
        yield page
        if page.address.endswith("/answer/"):
            return
        page = reply(visitor, page, programme, facts)
        assert page.status == 200, page.root.one("main").text[:400]
    raise AssertionError("the interview does not end")
