"""Worked cases that ask for, or tell, what the programme does not know."""

from __future__ import annotations

from collections.abc import Container, Iterable

from ..expressions.reader import LAW_DAYS
from ..model import Expected, HowMany, Parameter, Programme, Route, WorkedCase
from ..problems import nearest
from ..reading.checks import CONSEQUENCES
from ..reading.shapes import EXPECTED
from ..tree import Where
from .findings import Findings

#: What a case asks for when it asks when something happened.
TIMELINE = "timeline"
_KNOWN_CHECKS = frozenset(key.name for key in EXPECTED.keys)


def check_cases(findings: Findings) -> None:
    """Every worked case of the programme."""
    programme = findings.programme
    known = {*programme.rules, *programme.parameters, *programme.routes, *programme.conduct, CONSEQUENCES}
    for case in programme.cases.values():
        _check_told(case, findings)
        for expected in case.expect:
            if expected.ask == TIMELINE:
                _check_timeline(case, expected, findings)
            elif expected.ask not in known:
                _unknown(expected.ask, known, expected.where, case.key, findings)
            else:
                _check_expected(case, expected, findings)


def _check_timeline(case: WorkedCase, expected: Expected, findings: Findings) -> None:
    """Each check is a source that an event cites."""
    sources = findings.programme.sources
    for name in expected.checks:
        if name not in sources:
            _unknown(name, sources, expected.where, case.key, findings)


def _check_told(case: WorkedCase, findings: Findings) -> None:
    programme = findings.programme
    for name in case.facts:
        if name not in facts_of(programme):
            _unknown(name, facts_of(programme), case.where, case.key, findings)
    for name in case.assume:
        if name not in programme.assumptions:
            _unknown(name, programme.assumptions, case.where, case.key, findings)
    for name in case.settle:
        if name not in programme.boundaries:
            _unknown(name, programme.boundaries, case.where, case.key, findings)


def facts_of(programme: Programme) -> frozenset[str]:
    """Everything a case may tell: facts, optional roles and the days whose law applies."""
    optional = (key for key, role in programme.roles.items() if role.how_many is HowMany.OPTIONAL)
    return frozenset({*programme.facts, *optional, *LAW_DAYS})


def _check_expected(case: WorkedCase, expected: Expected, findings: Findings) -> None:
    programme = findings.programme
    entry = programme.entry(expected.ask)
    if isinstance(entry, Parameter):
        for name in expected.keys:
            if name not in entry.by:
                _unknown(name, entry.by, expected.where, case.key, findings)
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("matters", facts_of(programme)),
        ("if", facts_of(programme)),
        ("hangs_on", programme.assumptions),
        ("rests_on", programme.assumptions),
        ("boundaries", programme.boundaries),
        ("decided_by", programme.authorities),
        ("applies_through", programme.roles),
    )
    for check, known in lists:
        _check_names(case, expected, check, set(known), findings)
    if isinstance(entry, Route):
        keyed = entry.keyed_parts
        for check, parts in (
            ("duties", entry.duties),
            ("steps", entry.steps),
            ("documents", entry.documents),
            ("missing", entry.documents),
            ("without", keyed),
            ("perhaps", keyed),
        ):
            _check_names(case, expected, check, {part.key for part in parts}, findings)
    for check in expected.checks:
        if check in _KNOWN_CHECKS or (expected.ask == CONSEQUENCES and check in programme.roles):
            continue
        grants = {grant.key for grant in entry.grants} if isinstance(entry, Route) else set()
        if check not in grants:
            _unknown(check, {*_KNOWN_CHECKS, *grants}, expected.where, case.key, findings)


def _check_names(case: WorkedCase, expected: Expected, check: str, known: Container[str], findings: Findings) -> None:
    written = expected.checks.get(check, ())
    names = written if isinstance(written, (list, tuple)) else (written,)
    for name in names:
        if isinstance(name, str) and name not in known:
            _unknown(name, known if isinstance(known, Iterable) else (), expected.where, case.key, findings)


def _unknown(name: str, known: Iterable[str], where: Where, case: str, findings: Findings) -> None:
    near = nearest(name, known)
    findings.add(
        where,
        "lint_case_name_near" if near else "lint_case_name",
        "The case {case} names '{name}', which is not known here; did you mean '{near}'?"
        if near
        else "The case {case} names '{name}', which is not known here.",
        case=case,
        name=name,
        near=near,
    )
