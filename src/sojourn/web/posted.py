"""Reading a form: what was typed on the page, and what came along from the pages before.

at                          the day asked about (see `days`)
a.FACT                      an answer as typed or chosen; `unknown` is "I don't know"
a.FACT:day, :month, :year   the parts of a date
h.FACT.N.FIELD              a field of entry N of a history, as typed
h.FACT.complete             whether the history is complete: yes or no
said.a.FACT, said.h...      the same from the pages before, as a case is written
in                          the language of the page that was typed on: figures are written differently
assume.ASSUMPTION           the number of the alternative that the visitor has set
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import QueryDict

from sojourn.policy import Fact, Kind, Language, Programme, Type, typed_number, typed_text

from .askable import entry_types, type_of
from .dates import date_text
from .given import UNKNOWN, Given, History, Reply

SAID = "said."
#: Longer than anything that can be an answer.
LONGEST = 200


def read_given(posted: QueryDict, programme: Programme, at: str = "") -> Given:
    """What was posted, read without judging it: names the programme does not know and empty answers are left out.

    `at` is the day asked about.
    """
    written_in = typed_text(posted.get("in") or "")
    typed = Typed(posted, "", Language(written_in) if written_in in set(Language) else Language.EN)
    said = Typed(posted, SAID, None)
    replies: dict[str, Reply] = {}
    for name, type, before in _named(posted, programme):
        reply = (said if before else typed).reply(name, type, programme)
        if reply != "":
            replies[name] = reply
    assume = {key: text for key in programme.assumptions if (text := typed_text(posted.get(f"assume.{key}") or ""))}
    return Given(at, replies, assume)


def _named(posted: QueryDict, programme: Programme) -> Iterator[tuple[str, Type, bool]]:
    """What something was posted about, of which type, and whether on a page before; in the form's order, once."""
    seen: set[str] = set()
    for key in posted:
        before = key.startswith(SAID)
        kind, _, rest = key.removeprefix(SAID).partition(".")
        name = rest.partition(":")[0] if kind == "a" else _history_named(rest) if kind == "h" else ""
        type = type_of(programme, name) if name and name not in seen else None
        if type is not None and (kind == "h" or type.kind is not Kind.LIST or posted[key] == UNKNOWN):
            seen.add(name)
            yield name, type, before


def _history_named(rest: str) -> str:
    """The history that a field `HISTORY.complete` or `HISTORY.N.FIELD` belongs to."""
    parts = rest.split(".")
    return ".".join(parts[:-1] if parts[-1] == "complete" else parts[:-2])


class Typed:
    """The fields under a prefix; figures are read as a language writes them, or, without one, as a case is."""

    def __init__(self, posted: QueryDict, prefix: str, language: Language | None) -> None:
        self.posted = posted
        self.prefix = prefix
        self.language = language

    def reply(self, name: str, type: Type, programme: Programme) -> Reply:
        """The reply about something; '' where there is none."""
        if type.kind is Kind.LIST and self._plain(f"a.{name}") != UNKNOWN:
            return self._history(programme.facts[name])
        return self._text(f"a.{name}", type)

    def _history(self, fact: Fact) -> History:
        """A history; entries keep their order, empty ones are left out."""
        types = entry_types(fact)
        found: dict[int, dict[str, str]] = {}
        start = f"h.{fact.name}."
        for key in self.posted:
            if not key.startswith(self.prefix + start):
                continue
            number, _, name = key.removeprefix(self.prefix + start).partition(":")[0].partition(".")
            if name not in types or not re.fullmatch("[0-9]{1,3}", number):
                continue
            text = self._text(f"{start}{number}.{name}", types[name])
            if text and text != UNKNOWN:
                found.setdefault(int(number), {})[name] = text
        complete = self._plain(f"{start}complete")
        entries = tuple(found[number] for number in sorted(found))
        return History(entries, complete if complete in ("yes", "no") else "")

    def _text(self, key: str, type: Type) -> str:
        if type.kind is Kind.DATE and self.prefix + key not in self.posted:
            return date_text(*(self._plain(f"{key}:{part}") for part in ("year", "month", "day")))
        text = self._plain(key)
        return typed_number(text, self.language) if type.kind is Kind.NUMBER and self.language is not None else text

    def _plain(self, key: str) -> str:
        return typed_text(self.posted.get(self.prefix + key) or "", LONGEST)


def without_entry(posted: QueryDict, entry: str) -> QueryDict:
    """A form without one entry of a history (`HISTORY:NUMBER`)."""
    kept = posted.copy()
    for field in posted:
        if field.startswith(f"h.{entry.replace(':', '.')}."):
            del kept[field]
    return kept
