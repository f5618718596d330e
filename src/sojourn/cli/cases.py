"""`sojourn cases`: the worked cases of programmes, run against their rules."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.policy import Mismatch, run_cases

from .programmes import named_or_all, programme_named
from .session import Session


def run_all(session: Session, names: Sequence[str] | None, *, as_json: bool) -> int:
    """Run the worked cases of the programmes named (or of all) and show every mismatch; gives 1 where there is one."""
    report = []
    failed = False
    for name in named_or_all(names):
        programme = programme_named(name)
        mismatches = run_cases(programme)
        failed = failed or bool(mismatches)
        right = len(programme.cases) - len({one.case for one in mismatches})
        report.append(
            {"programme": name, "cases": len(programme.cases), "right": right, "mismatches": _data(mismatches)}
        )
        if not as_json:
            for one in mismatches:
                asked = " ".join(part for part in (one.case, one.ask, one.check) if part)
                print(session.say("cases.mismatch", where=one.where, asked=asked, expected=one.expected, got=one.got))
            print(session.say("cases.result", programme=name, right=right, count=len(programme.cases)))
    if as_json:
        session.data(report)
    return 1 if failed else 0


def _data(mismatches: Sequence[Mismatch]) -> list[dict[str, object]]:
    return [
        {
            "file": one.where.file,
            "line": one.where.line,
            "column": one.where.column,
            "case": one.case,
            "ask": one.ask,
            "check": one.check,
            "expected": one.expected,
            "got": one.got,
        }
        for one in mismatches
    ]
