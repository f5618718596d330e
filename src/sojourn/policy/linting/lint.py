"""What a programme that can be read may still lack: sources, translations, uses, and sense.

Each check is a function over a `Findings`; the list at the end is all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model import Programme
from ..problems import Problem
from .cases import check_cases
from .conditions import check_conditions
from .findings import Findings
from .orders import check_orders
from .sources import check_sources
from .tables import check_tables
from .texts import check_texts
from .uses import check_uses
from .versions import check_parts, check_rows, check_versions

CHECKS: tuple[Callable[[Findings], None], ...] = (
    check_sources,
    check_versions,
    check_rows,
    check_parts,
    check_tables,
    check_orders,
    check_uses,
    check_conditions,
    check_cases,
    check_texts,
)


def lint(programme: Programme, users: Iterable[Programme] = ()) -> list[Problem]:
    """What is wrong with a programme's own files, in the order of the files; an empty list where nothing is.

    ``users`` are programmes that extend this one: what they use is used.
    """
    findings = Findings(programme, tuple(users))
    for check in CHECKS:
        check(findings)
    found = set(findings.problems.found)
    return sorted(found, key=lambda one: (one.where.file, one.where.line, one.where.column, one.text))
