"""Facts that stand in an order: one day is never before another, one number never more than another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Programme
from ..problems import Problems
from ..tree import Where
from ..values import bounds


class Orders:
    """The facts that a case gives, held against each other: as partial values, and as they were written.

    What is not certain is let pass: `2019` is not before `2019-05-01`.
    """

    def __init__(self, facts: Mapping[str, Any], written: Mapping[str, str], where: Where, problems: Problems) -> None:
        self.facts = facts
        self.written = written
        self.where = where
        self.problems = problems

    def check(self, programme: Programme) -> None:
        """Note every pair of facts whose values cannot both be."""
        # Whatever the programme is, nothing is decided before it is applied for.
        self.day("decision", "application")
        for fact in programme.facts.values():
            for other in fact.not_before:
                self.day(fact.name, other)
            for other in fact.no_more_than:
                self.number(fact.name, other)

    def day(self, name: str, other: str) -> None:
        """Note a day that lies before another."""
        if self._greater(other, name):
            self.problems.add(
                self.where,
                "order_days",
                "{name}: {given} is before {other}, which is {other_given}; correct one of the two",
                name=name,
                given=self.written[name],
                other=other,
                other_given=self.written[other],
            )

    def number(self, name: str, other: str) -> None:
        """Note a number that is more than another."""
        if self._greater(name, other):
            self.problems.add(
                self.where,
                "order_numbers",
                "{name}: {given} is more than {other}, which is {other_given}; correct one of the two",
                name=name,
                given=self.written[name],
                other=other,
                other_given=self.written[other],
            )

    def _greater(self, one: str, other: str) -> bool:
        """Whether a fact is certainly greater (or later) than another; not where one of them was not given."""
        if one not in self.facts or other not in self.facts:
            return False
        low, high = bounds(self.facts[one])[0], bounds(self.facts[other])[1]
        return low is not None and high is not None and bool(low > high)
