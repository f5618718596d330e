"""The order of facts: one that no case could keep to is a mistake in a range."""

from __future__ import annotations

from .findings import Findings


def check_orders(findings: Findings) -> None:
    """Numbers that can never be as small as they must be."""
    facts = findings.programme.facts
    for fact in facts.values():
        if not findings.own(fact.programme):
            continue
        for other in fact.no_more_than:
            most = facts[other].high
            if fact.low is not None and most is not None and fact.low > most:
                findings.add(
                    fact.where,
                    "lint_order_never",
                    "'{name}' can never be no more than '{other}': its least value is above the other's greatest; "
                    "change one of the ranges.",
                    name=fact.name,
                    other=other,
                )
