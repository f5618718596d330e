"""What a visitor has said so far: text that travels from page to page in hidden fields and is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from django.utils import timezone

#: The reply "I don't know".
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class History:
    """A history as given: its entries by field, and whether they are all there are (`yes`, `no`, '')."""

    entries: tuple[Mapping[str, str], ...] = ()
    complete: str = ""

    def plain(self) -> dict[str, object]:
        """As a case is written."""
        return {"complete": self.complete == "yes", "entries": [dict(entry) for entry in self.entries]}


#: An answer as a case is written, UNKNOWN, or a history.
Reply: TypeAlias = str | History


@dataclass(frozen=True, slots=True)
class Given:
    """The day asked about ('': today), replies in the order they came, and assumptions set otherwise by number."""

    at: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day asked about."""
        return date.fromisoformat(self.at) if self.at else timezone.localdate()

    @property
    def names(self) -> tuple[str, ...]:
        """What there is a reply about, if only "I don't know"."""
        return tuple(self.replies)

    @property
    def skipped(self) -> frozenset[str]:
        """What the visitor does not know."""
        return frozenset(name for name, reply in self.replies.items() if reply == UNKNOWN)

    @property
    def answered(self) -> frozenset[str]:
        """What something was really said about: a history without entries counts when it is complete."""
        return frozenset(
            name
            for name, reply in self.replies.items()
            if not isinstance(reply, History) or reply.entries or reply.complete == "yes"
        )

    def text(self, name: str) -> str:
        """The reply about something, or ''."""
        reply = self.replies.get(name, "")
        return reply if isinstance(reply, str) else ""

    def history(self, name: str) -> History:
        """The history given, or an empty one."""
        reply = self.replies.get(name)
        return reply if isinstance(reply, History) else History()

    def facts(self) -> dict[str, object]:
        """The facts as a case is written; what is not known is left out."""
        return {
            name: reply.plain() if isinstance(reply, History) else reply
            for name, reply in self.replies.items()
            if reply != UNKNOWN
        }

    def without(self, name: str) -> Given:
        """The same without one reply."""
        return replace(self, replies={key: reply for key, reply in self.replies.items() if key != name})

    def with_reply(self, name: str, reply: Reply) -> Given:
        """The same with another reply; a new one comes last, a changed one keeps its place."""
        return replace(self, replies={**self.replies, name: reply})

    def with_assumption(self, name: str, number: str) -> Given:
        """The same with an assumption set otherwise; '': as the programme has it."""
        others = {key: value for key, value in self.assume.items() if key != name}
        return replace(self, assume={**others, name: number} if number else others)

    def fields(self, *, leave_out: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """The hidden fields that carry all of it, without what the page itself asks for (see `posted`)."""
        left_out = set(leave_out)
        yield "at", self.at
        for name, reply in self.replies.items():
            if name in left_out:
                continue
            if isinstance(reply, History):
                yield from ((f"said.{field}", text) for field, text in history_fields(name, reply))
            else:
                yield f"said.a.{name}", reply
        for name, number in self.assume.items():
            yield f"assume.{name}", number


def history_fields(name: str, history: History) -> Iterator[tuple[str, str]]:
    """The fields of a history in a form."""
    yield f"h.{name}.complete", history.complete
    for number, entry in enumerate(history.entries):
        for key, text in entry.items():
            yield f"h.{name}.{number}.{key}", text
