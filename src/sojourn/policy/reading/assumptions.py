"""Reading assumptions.yaml: what the sources leave open and how it is settled here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from ..literal import Failed, Value, is_whole, read_literal, type_of_literal
from ..model import Assumption
from ..types import Kind, Type
from .files import RawProgramme
from .naming import claim, entries
from .scope import Scope
from .written import labels, scalar, scalars, sources, text


def read_assumptions(raw: RawProgramme, scope: Scope) -> None:
    """What the sources leave open and how it is settled here."""
    for key, one, where in entries(raw.kinds.get("assumptions")):
        value = scalar(one, "value")
        if value is None or not claim(key, where, scope):
            continue
        options = labels(one, "options")
        kind = Type(Kind.CHOICE, options=tuple(options), of=key) if options else type_of_literal(value.text)
        if kind is None:
            scope.problems.add(
                value.where,
                "assumption_type",
                "'{given}' is neither yes or no, nor a number with a unit, nor a day; "
                "if it is one of several options, add them under 'options'.",
                given=value.text[:60],
            )
            continue
        written = [value, *scalars(one, "alternatives")]
        values = [read_literal(node.text, kind, node.begins, scope.problems) for node in written]
        good = [item for item in values if not isinstance(item, Failed)]
        if len(good) < len(values):
            continue
        if kind.kind is Kind.NUMBER:
            kind = replace(kind, whole=all(is_whole(item, kind) for item in good))
        first, *others = [_settled(item) for item in good]
        if first in others:
            scope.problems.add(
                where,
                "assumption_same",
                "'{name}' has its own value among the alternatives; take it out there.",
                name=key,
            )
        scope.assumptions[key] = Assumption(
            key,
            text(one, "label"),
            text(one, "because"),
            kind,
            first,
            tuple(others),
            sources(one),
            where,
            options,
            raw.key,
        )


def _settled(value: Value) -> bool | int | Fraction | str:
    return value.isoformat() if isinstance(value, date) else value
