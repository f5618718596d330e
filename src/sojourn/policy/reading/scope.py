"""What has been read so far of a programme: the names expressions may use, and rules read when they are first named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..expressions.reader import LAW_DAYS
from ..model import (
    Assumption,
    Authority,
    Boundary,
    Conduct,
    Fact,
    Law,
    Parameter,
    Place,
    Role,
    Route,
    Rule,
    Source,
    Work,
)
from ..problems import Problems
from ..tree import Where
from ..types import YES_NO, Type
from .document import RawMapping

#: Rules may cite rules that cite rules, but no deeper than this: every reader goes down such chains.
LONGEST_CHAIN = 40

#: Names with a meaning of their own in expressions.
RESERVED = frozenset(
    {
        "yes",
        "no",
        "none",
        "unknown",
        "and",
        "or",
        "not",
        "in",
        "if",
        "else",
        "place",
        "year",
        "true",
        "false",
        *LAW_DAYS,
    }
)
NAME_RESERVED = "'{name}' has a meaning of its own in expressions; choose another name."


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as written, with the programme it stands in and the default for which day's law it goes by."""

    raw: RawMapping
    where: Where
    programme: str
    law: Law


@dataclass(slots=True)
class Scope:
    """Everything that may be named, and where each name was given."""

    problems: Problems
    roles: dict[str, Role] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    boundaries: dict[str, Boundary] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    assumptions: dict[str, Assumption] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    conduct: dict[str, Conduct] = field(default_factory=dict)
    raw_rules: dict[str, RawEntry] = field(default_factory=dict)
    raw_conditions: dict[str, RawEntry] = field(default_factory=dict)
    given: dict[str, Where] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    read_rule: Callable[[str], Rule | None] | None = None
    known_type: Callable[[str, RawEntry], Type | None] | None = None
    reading: list[str] = field(default_factory=list)

    def entry_type(self, name: str) -> Type | None:
        """The type of a rule, route or conduct, reading the rule first where its type does not show from its form."""
        if name in self.raw_conditions:
            return YES_NO
        rule = self.rules.get(name)
        if rule is not None:
            return rule.type
        entry = self.raw_rules.get(name)
        if entry is None or name in self.broken:
            return None
        assert self.known_type is not None
        assert self.read_rule is not None
        shown = self.known_type(name, entry)
        if shown is not None:
            return shown
        if name in self.reading:
            self.note_cycle([*self.reading[self.reading.index(name) :], name])
            return None
        if len(self.reading) >= LONGEST_CHAIN:
            self.note_long_chain(name)
            return None
        read = self.read_rule(name)
        return None if read is None else read.type

    def forget_how(self) -> None:
        """Let go of what rules were read from and by, once all have been read."""
        self.read_rule = self.known_type = None

    def note_cycle(self, chain: list[str]) -> None:
        """Note that rules cite each other in a circle."""
        first = min(chain[:-1])
        turn = chain.index(first)
        circle = [*chain[turn:-1], *chain[:turn], first]
        where = self.given.get(first, Where(""))
        if first not in self.broken:
            self.problems.add(
                where,
                "cycle",
                "'{name}' depends on itself: {chain}; take one of these out of another.",
                name=first,
                chain=" → ".join(circle),
            )
        self.broken.update(chain)

    def note_long_chain(self, name: str) -> None:
        """Note that a chain of rules is too long to follow."""
        if name not in self.broken:
            self.problems.add(
                self.given.get(name, Where("")),
                "chain_too_long",
                "'{name}' stands at the end of more than {most} rules that each cite the next; shorten the chain.",
                name=name,
                most=LONGEST_CHAIN,
            )
        self.broken.add(name)

    def parameter(self, name: str) -> Parameter | None:
        """A parameter by name."""
        return self.parameters.get(name)

    def names(self) -> Iterable[str]:
        """Everything that may be named in an expression."""
        return [*self.given, *LAW_DAYS]

    def actors(self) -> Mapping[str, object]:
        """Roles and authorities: all who may have to do something."""
        return {**self.roles, **self.authorities}
