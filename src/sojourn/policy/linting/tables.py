"""Tables: no value without a row unless the source prints it so, and none with two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..literal import exact, step_of
from ..model import Fact
from ..reading.checks import versions_of
from ..tree import FactRef, Gap, Row, Table, Where
from ..types import Kind, Type
from .findings import Findings

#: A value, or the stretch just above (1) or just below (-1) it.
Point = tuple[int | Fraction, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values from one point to another, both included; None: no end on that side."""

    low: Point | None
    high: Point | None
    where: Where


def check_tables(findings: Findings) -> None:
    """Every table of the programme's own entries."""
    for _, entry in findings.entries():
        for version in versions_of(entry):
            if isinstance(version.body, Table):
                _check_table(entry.key, version.body, findings)


def _check_table(name: str, table: Table, findings: Findings) -> None:
    kind = table.of.type
    if kind.kind in (Kind.CHOICE, Kind.YES_NO):
        _check_options(name, table, findings)
        return
    line = _Line(kind)
    rows = sorted((line.row(row) for row in table.rows), key=_by_low)
    declared = sorted((line.gap(gap) for gap in table.gaps), key=_by_low)
    fact = findings.programme.facts.get(table.of.name) if isinstance(table.of, FactRef) else None
    low, high = line.ends(fact)
    gaps = line.between(name, rows, low, high, findings)
    _compare(name, gaps, declared, line, table.where, findings)


def _by_low(stretch: Stretch) -> tuple[int | Fraction, int]:
    return stretch.low if stretch.low is not None else (-(10**30), 0)


class _Line:
    """The values a table looks up: whole ones step by step, others without steps."""

    def __init__(self, kind: Type) -> None:
        self.type = kind
        self.step = 1 if kind.kind is Kind.DATE else step_of(kind) if kind.whole else 0

    def point(self, value: int | Fraction | date, side: int) -> Point:
        """A bound as a point: `side` is 1 for just above it, -1 for just below, 0 for itself."""
        number = value.toordinal() if isinstance(value, date) else value
        if not self.step:
            return number, side
        steps = Fraction(number) / self.step
        if side > 0:
            return exact((steps.__floor__() + 1) * Fraction(self.step)), 0
        if side < 0:
            return exact((steps.__ceil__() - 1) * Fraction(self.step)), 0
        return number, 0

    def after(self, point: Point) -> Point:
        """The next point."""
        return (point[0] + self.step, 0) if self.step else (point[0], point[1] + 1)

    def before(self, point: Point) -> Point:
        """The point before."""
        return (point[0] - self.step, 0) if self.step else (point[0], point[1] - 1)

    def row(self, row: Row) -> Stretch:
        """The values a row is for."""
        low = None if row.low is None else self.point(row.low, 0 if row.low_included else 1)
        high = None if row.high is None else self.point(row.high, 0 if row.high_included else -1)
        return Stretch(low, high, row.where)

    def gap(self, gap: Gap) -> Stretch:
        """The values a printed gap leaves out."""
        if gap.low == gap.high:
            return Stretch((gap.low, 0), (gap.low, 0), gap.where)
        return Stretch(self.point(gap.low, 1), self.point(gap.high, -1), gap.where)

    def ends(self, fact: Fact | None) -> tuple[Point | None, Point | None]:
        """The least and the greatest value a fact can have, where it says so."""
        if fact is None:
            return None, None
        low = None if fact.low is None else (fact.low, 0)
        high = None if fact.high is None else (fact.high, 0)
        return low, high

    def between(
        self, name: str, rows: list[Stretch], low: Point | None, high: Point | None, findings: Findings
    ) -> list[Stretch]:
        """The stretches without a row; rows that overlap are noted."""
        gaps: list[Stretch] = []
        following = low
        covered = False
        for row in rows:
            if row.low is not None and following is not None and row.low > following and (covered or low is not None):
                gaps.append(Stretch(following, self.before(row.low), row.where))
            elif covered and (following is None or row.low is None or row.low < following):
                findings.add(
                    row.where,
                    "lint_table_overlap",
                    "This row of the table in '{name}' overlaps another; each value must have one row only.",
                    name=name,
                )
            if row.high is None:
                if row is not rows[-1]:
                    findings.add(
                        rows[-1].where,
                        "lint_table_overlap",
                        "This row of the table in '{name}' overlaps another; each value must have one row only.",
                        name=name,
                    )
                return gaps
            past = self.after(row.high)
            following = past if following is None or not covered or past > following else following
            covered = True
        if high is not None and following is not None and following <= high:
            gaps.append(Stretch(following, high, rows[-1].where))
        return gaps

    def told(self, stretch: Stretch) -> str:
        """A stretch in the written unit: `25 year`, `30 to 35`, `above 30`."""
        low, high = (self.number(point) for point in (stretch.low, stretch.high))
        return low if low == high else f"{low} – {high}"

    def number(self, point: Point | None) -> str:
        """A point as it would be written."""
        if point is None:
            return "…"
        if self.type.kind is Kind.DATE:
            return date.fromordinal(int(point[0])).isoformat()
        value = exact(Fraction(point[0]) / self.type.unit.scale)
        return f"{float(value):g}" if isinstance(value, Fraction) else str(value)


def _compare(
    name: str, gaps: list[Stretch], declared: list[Stretch], line: _Line, where: Where, findings: Findings
) -> None:
    """Hold the stretches without a row against those declared as printed so."""
    for gap in declared:
        if not any(_holds(found, gap) for found in gaps):
            findings.add(
                gap.where,
                "lint_gap_none",
                "The table in '{name}' has rows for {gap}, which it declares as a gap; take it out of 'gaps'.",
                name=name,
                gap=line.told(gap),
            )
    for found in gaps:
        for left in _without(found, declared, line):
            findings.add(
                left.where,
                "lint_gap_undeclared",
                "The table in '{name}' has no row for {gap}; add one, or declare it under 'gaps' if the source "
                "prints none.",
                name=name,
                gap=line.told(left),
            )


def _holds(outer: Stretch, inner: Stretch) -> bool:
    assert inner.low is not None
    assert inner.high is not None
    return (outer.low is None or outer.low <= inner.low) and (outer.high is None or inner.high <= outer.high)


def _without(found: Stretch, declared: list[Stretch], line: _Line) -> list[Stretch]:
    left = [found]
    for gap in declared:
        assert gap.low is not None
        assert gap.high is not None
        parts: list[Stretch] = []
        for one in left:
            if not _holds(one, gap):
                parts.append(one)
                continue
            if one.low is None or one.low < gap.low:
                parts.append(Stretch(one.low, line.before(gap.low), one.where))
            if one.high is None or gap.high < one.high:
                parts.append(Stretch(line.after(gap.high), one.high, one.where))
        left = parts
    return left


def _check_options(name: str, table: Table, findings: Findings) -> None:
    options = table.of.type.options or ("yes", "no")
    seen: set[str] = set()
    for row in table.rows:
        for option in row.options:
            if option in seen:
                findings.add(
                    row.where,
                    "lint_table_overlap",
                    "This row of the table in '{name}' overlaps another; each value must have one row only.",
                    name=name,
                )
        seen.update(row.options)
    missing = [option for option in options if option not in seen]
    if missing:
        findings.add(
            table.where,
            "lint_options_without_row",
            "The table in '{name}' has no row for {options}; add one, with 'value: none' where it does not apply.",
            name=name,
            options=", ".join(missing),
        )
