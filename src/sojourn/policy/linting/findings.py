"""What the checks of a programme share: the programme, those that extend it, and the problems found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import Entry, Programme
from ..problems import Problems
from ..tree import Where


@dataclass(slots=True)
class Findings:
    """A programme under check and the problems found so far."""

    programme: Programme
    users: tuple[Programme, ...] = ()
    problems: Problems = field(default_factory=Problems)

    def own(self, programme: str) -> bool:
        """Whether something stands in this programme's own files and not in one it extends."""
        return programme == self.programme.key

    def own_file(self, where: Where) -> bool:
        """Whether a place is in this programme's own files."""
        return where.file.startswith(f"{self.programme.key}/")

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """This programme's own parameters, rules, routes and conduct, each with its kind."""
        kinds = ("parameter", "rule", "route", "conduct")
        programme = self.programme
        for kind, entries in zip(
            kinds, (programme.parameters, programme.rules, programme.routes, programme.conduct), strict=True
        ):
            for entry in entries.values():
                if self.own(entry.programme):
                    yield kind, entry

    def add(self, where: Where, code: str, text: str, /, **slots: object) -> None:
        """Note a problem."""
        self.problems.add(where, code, text, **slots)


def all_entries(programme: Programme) -> Iterator[Entry]:
    """Every parameter, rule, route and conduct of a programme, inherited ones too."""
    yield from programme.parameters.values()
    yield from programme.rules.values()
    yield from programme.routes.values()
    yield from programme.conduct.values()
