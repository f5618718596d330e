"""Worked cases: a programme's own tests, run against its rules, with what was expected and what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ..answer import (
    Answer,
    Consequences,
    DocumentState,
    DutyOwed,
    Finding,
    Granted,
    Liability,
    Outcome,
    PenaltyResult,
    Reason,
    StepWithin,
    Value,
)
from ..checking.case import Case, read_case
from ..checking.check import check
from ..checking.composing import consequences
from ..checking.interview import CONSEQUENCES
from ..literal import FAILED, read_literal
from ..model import Attested, Expected, Penalty, Programme, Route, WorkedCase
from ..problems import CaseError, Problems
from ..tree import Where
from ..types import DAYS, MONTHS, Kind, Type, unit_named

_OUTCOMES: Final = {
    "yes": Outcome.YES,
    "no": Outcome.NO,
    "yes_if": Outcome.YES_IF,
    "unknown": Outcome.NOT_KNOWN_YET,
    "none": Outcome.DOES_NOT_APPLY,
}
_CNY: Final = Type(Kind.NUMBER, unit=unit_named("CNY") or MONTHS.unit)
_PENALTY_TYPES: Final = {
    Penalty.FINE: _CNY,
    Penalty.DETENTION: DAYS,
    Penalty.DEPARTURE: DAYS,
    Penalty.BAN: MONTHS,
}


#: The programme's timeline, as something a worked case asks about: each check is a source cited there, with the
#: day expected.
TIMELINE: Final = "timeline"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that did not come out: the case, what was asked, the check, and both sides as text."""

    case: str
    ask: str
    check: str
    expected: str
    got: str
    where: Where


def run_cases(
    programme: Programme, cases: Iterable[WorkedCase] | None = None, *, first_only: bool = False
) -> list[Mismatch]:
    """Run worked cases (all of the programme unless given) and report every mismatch."""
    found: list[Mismatch] = []
    for worked in programme.cases.values() if cases is None else cases:
        found.extend(run_case(programme, worked))
        if found and first_only:
            break
    return found


def case_of(programme: Programme, worked: WorkedCase) -> Case:
    """The case that a worked case describes. Raises CaseError where its facts are wrong."""
    return read_case(programme, worked.facts, at=worked.at, assume=worked.assume, settle=worked.settle)


def run_case(programme: Programme, worked: WorkedCase) -> list[Mismatch]:
    """Run one worked case."""
    try:
        case = case_of(programme, worked)
    except CaseError as error:
        return [Mismatch(worked.key, "", "facts", "facts that can be read", str(error), worked.where)]
    found: list[Mismatch] = []
    for expected in worked.expect:
        try:
            found.extend(_expectation(programme, case, worked, expected))
        except CaseError as error:
            found.append(
                Mismatch(worked.key, expected.ask, "ask", "something to ask about", str(error), expected.where)
            )
    return found


def _expectation(programme: Programme, case: Case, worked: WorkedCase, expected: Expected) -> list[Mismatch]:
    found = []
    if expected.ask == CONSEQUENCES:
        composed = consequences(programme, case)
        results = [_composed(composed, role, wanted) for role, wanted in expected.checks.items()]
    elif expected.ask == TIMELINE:
        results = [_event(programme, source, wanted) for source, wanted in expected.checks.items()]
    else:
        answer = check(programme, case, expected.ask, keys=expected.keys)
        results = [_check(programme, answer, name, wanted) for name, wanted in expected.checks.items()]
    for name, (wanted, got, same) in zip(expected.checks, results, strict=True):
        if not same:
            found.append(Mismatch(worked.key, expected.ask, name, wanted, got, expected.where))
    return found


# ---- one check -------------------------------------------------------------------------------------------------

_Result = tuple[str, str, bool]


def _check(programme: Programme, answer: Answer, name: str, wanted: Any) -> _Result:
    if name == "paper":
        return _finding(programme, answer, answer.paper, wanted)
    if name == "practice":
        return _practice(programme, answer, wanted)
    known = _CHECKS.get(name)
    if known is not None:
        return known(programme, answer, wanted)
    for grant in answer.grants:
        if grant.key == name:
            return _grant(grant.paper, grant.practice, grant.text, wanted, programme)
    return (_text(wanted), f"no check or grant is called {name}", False)


def _finding(programme: Programme, answer: Answer, finding: Finding, wanted: Any) -> _Result:
    entry = programme.entry(answer.about)
    assert entry is not None
    got = finding.outcome.value if finding.value is None else told(finding.value)
    if entry.type.kind is Kind.YES_NO and not (answer.kind == "parameter" and isinstance(wanted, dict)):
        outcome = _OUTCOMES.get(str(wanted))
        return (_text(wanted), finding.outcome.value, outcome is finding.outcome)
    if wanted == "unknown":
        return ("unknown", got, finding.outcome is Outcome.NOT_KNOWN_YET)
    if wanted == "none":
        return ("none", got, finding.outcome is Outcome.DOES_NOT_APPLY)
    assert finding.value is not None
    return (_text(wanted), got, same_value(finding.value, wanted, entry.type, programme))


def _practice(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    practice = answer.practice
    entry = programme.entry(answer.about)
    assert entry is not None
    if wanted in ("not attested", "not_attested"):
        return ("not attested", entry.practice.attested.value, entry.practice.attested is Attested.NOT_ATTESTED)
    if wanted == "same":
        return ("same", entry.practice.attested.value, entry.practice.attested is Attested.SAME)
    if practice.finding is None:
        return (_text(wanted), "not attested", False)
    return _finding(programme, answer, practice.finding, wanted)


def _grant(paper: Value | None, practice: Value | None, text: str, wanted: Any, programme: Programme) -> _Result:
    if isinstance(wanted, Mapping) and set(wanted) <= {"paper", "practice"} and wanted:
        results = [
            _grant(value, None, text, wanted[layer], programme)
            for layer, value in (("paper", paper), ("practice", practice))
            if layer in wanted
        ]
        return (_text(wanted), "; ".join(got for _, got, _ in results), all(same for _, _, same in results))
    if paper is None:
        if wanted in ("not attested", "not_attested"):
            return ("not attested", "not attested", True)
        return (_text(wanted), text or "not attested", wanted == "yes" and bool(text))
    return (_text(wanted), told(paper), same_value(paper, wanted, paper.type, programme))


def same_value(value: Value, wanted: Any, type: Type, programme: Programme) -> bool:
    """Whether a value is what a worked case says: exact, `[low, high]`, `{any_of: [...]}`, `unknown`, `none`."""
    if wanted == "unknown":
        return not value.definite
    if wanted == "none":
        return value.nothing
    if isinstance(wanted, Mapping):
        if set(wanted) == {"any_of"}:
            return not value.may_not_apply and set(value.options) == {str(one) for one in wanted["any_of"]}
        if set(wanted) <= {"varies", "chosen", "between"} and len(wanted) == 1:
            ((how, bounds),) = wanted.items()
            kind = "varies" if value.varies else "chosen" if value.chosen else "between"
            return kind == how and same_value(value, bounds, type, programme)
        return False
    if isinstance(wanted, (list, tuple)):
        if len(wanted) != 2:
            return False
        ends = [None if end in ("unknown", "none") else _literal(end, type, programme) for end in wanted]
        return FAILED not in ends and [value.low, value.high] == ends and not value.options
    exact = _literal(wanted, type, programme)
    if exact is FAILED or value.may_not_apply or value.nothing:
        return False
    if isinstance(exact, bool):
        return value.options == ("yes" if exact else "no",)
    if value.options:
        return value.options == (exact,)
    return value.low == value.high == exact and value.low is not None


def _literal(written: Any, type: Type, programme: Programme) -> Any:
    loose = Type(type.kind, unit=type.unit, options=type.options, ordered=type.ordered, of=type.of)
    return read_literal(str(written), loose, Where("case"), Problems(), tuple(programme.places))


# ---- the other checks ------------------------------------------------------------------------------------------


def _set_check(
    get: Callable[[Programme, Answer], Iterable[str]], exactly: bool
) -> Callable[[Programme, Answer, Any], _Result]:
    def compare(programme: Programme, answer: Answer, wanted: Any) -> _Result:
        asked = {str(one) for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
        got = list(get(programme, answer))
        same = asked == set(got) if exactly else asked <= set(got)
        return (", ".join(sorted(asked)), ", ".join(got) or "none", same)

    return compare


def _route(programme: Programme, answer: Answer) -> Route | None:
    return programme.routes.get(answer.about)


def _because(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    asked = {str(one) for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
    sets = answer.paper.blame
    same = any(
        len(one) == len(asked)
        and all(set(blamed.path) & asked for blamed in one)
        and asked <= {p for b in one for p in b.path}
        for one in sets
    )
    got = " | ".join(", ".join("/".join(blamed.path) for blamed in one) for one in sets)
    return (", ".join(sorted(asked)), got or "nothing", same)


def _fired(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    asked = {str(one) for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
    got = [reason.key for reason in _all_reasons(answer.paper.reasons) if reason.fired]
    return (", ".join(sorted(asked)), ", ".join(got), asked <= set(got))


def _all_reasons(reason: Reason) -> list[Reason]:
    found = [reason]
    for one in reason.children:
        found.extend(_all_reasons(one))
    return found


def _words(programme: Programme, answer: Answer) -> list[str]:
    return [note.word.value for note in answer.practice.notes if note.word is not None]


def _within(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    by_key = {step.key: step.within for step in answer.steps}
    got = {key: told(value) if value else "none" for key, value in by_key.items() if key in wanted}
    same = all(
        (value := by_key.get(key)) is not None and same_value(value, expected, value.type, programme)
        for key, expected in wanted.items()
    )
    return (_text(wanted), _text(got), same)


def _jointly(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    route = _route(programme, answer)
    got = "yes" if route is not None and route.jointly else "no"
    return (str(wanted), got, got == str(wanted))


def _family(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    holds = None if answer.family is None else answer.family.during.holds
    got = "no" if holds is None else "yes" if holds is Outcome.YES else "unknown"
    return (str(wanted), got, got == str(wanted))


def _parts(answer: Answer) -> list[tuple[str, Outcome]]:
    """Each part of a route that stands in the answer, with whether it holds."""
    parts: tuple[Granted | DutyOwed | StepWithin | DocumentState, ...]
    parts = (*answer.grants, *answer.duties, *answer.steps, *answer.documents)
    return [(part.key, part.during.holds) for part in parts]


def _perhaps(programme: Programme, answer: Answer) -> list[str]:
    return [key for key, holds in _parts(answer) if holds is not Outcome.YES]


def _without(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    asked = {str(one) for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
    there = asked & {key for key, _ in _parts(answer)}
    return (", ".join(sorted(asked)), f"there: {', '.join(sorted(there))}" if there else "none of them", not there)


def _missing(programme: Programme, answer: Answer) -> list[str]:
    return [one.key for one in answer.documents if one.needed is Outcome.YES and one.there is Outcome.NO]


def _needed(programme: Programme, answer: Answer) -> list[str]:
    return [one.key for one in answer.documents if one.needed not in (Outcome.NO, Outcome.DOES_NOT_APPLY)]


def _papers(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    got = {"not_known_yet": "unknown", "none_asked": "none"}.get(answer.papers.value, answer.papers.value)
    return (str(wanted), got, got == str(wanted))


def _standing(programme: Programme, answer: Answer, wanted: Any) -> _Result:
    return (str(wanted), answer.standing.value, answer.standing.value == str(wanted))


_CHECKS: Final[Mapping[str, Callable[[Programme, Answer, Any], _Result]]] = {
    "because": _because,
    "fired": _fired,
    "matters": _set_check(lambda p, a: a.paper.matters, True),
    "hangs_on": _set_check(lambda p, a: a.paper.hangs_on, True),
    "rests_on": _set_check(lambda p, a: a.paper.rests_on, False),
    "boundaries": _set_check(lambda p, a: [key for kind, key in a.paper.unknowns if kind == "boundary"], True),
    "if": _set_check(lambda p, a: a.paper.open_terms, True),
    "papers": _papers,
    "standing": _standing,
    "missing": _set_check(_missing, True),
    "word": _set_check(_words, False),
    "decided_by": _set_check(lambda p, a: _decided_by(p, a), True),
    "applies_through": _set_check(lambda p, a: r.applies_through if (r := _route(p, a)) else (), True),
    "jointly": _jointly,
    "duties": _set_check(lambda p, a: [one.key for one in a.duties], False),
    "steps": _set_check(lambda p, a: [one.key for one in a.steps], False),
    "documents": _set_check(_needed, False),
    "within": _within,
    "perhaps": _set_check(_perhaps, True),
    "without": _without,
    "family": _family,
    "penalties": lambda p, a, wanted: _penalties(a.paper.penalties, wanted, p),
    "penalties_practice": lambda p, a, wanted: _penalties(
        a.practice.finding.penalties if a.practice.finding else (), wanted, p
    ),
}


def _decided_by(programme: Programme, answer: Answer) -> tuple[str, ...]:
    route = programme.routes.get(answer.about)
    if route is not None:
        return route.decided_by
    conduct = programme.conduct.get(answer.about)
    return conduct.by if conduct is not None else ()


# ---- penalties -------------------------------------------------------------------------------------------------


def _penalties(results: tuple[PenaltyResult, ...], wanted: Mapping[str, Any], programme: Programme) -> _Result:
    found: dict[Penalty, tuple[Any, Any]] = {}
    for result in _flat(results):
        assert result.kind is not None
        low = result.low.low if result.low is not None else None
        high = result.high.high if result.high is not None else None
        if result.kind in found:
            before = found[result.kind]
            low = None if low is None or before[0] is None else min(low, before[0])
            high = None if high is None or before[1] is None else max(high, before[1])
        found[result.kind] = (low, high)
    got = _text({kind.value: _bounds_told(kind, bounds) for kind, bounds in found.items()})
    same = {kind.value for kind in found} == set(wanted) and all(
        _same_bounds(Penalty(name), found[Penalty(name)], bounds, programme) for name, bounds in wanted.items()
    )
    return (_text(wanted), got, same)


def _flat(results: Iterable[PenaltyResult]) -> list[PenaltyResult]:
    found = []
    for result in results:
        found.extend(_flat(result.one_of) if result.one_of else [result])
    return found


def _same_bounds(kind: Penalty, bounds: tuple[Any, Any], wanted: Any, programme: Programme) -> bool:
    type = _PENALTY_TYPES.get(kind)
    if type is None or wanted == "yes":
        return bool(wanted == "yes")
    if not isinstance(wanted, (list, tuple)):
        wanted = [wanted, wanted]
    ends = [None if end == "unknown" else _literal(end, type, programme) for end in wanted]
    return bool(list(bounds) == ends)


def _bounds_told(kind: Penalty, bounds: tuple[Any, Any]) -> str:
    type = _PENALTY_TYPES.get(kind)
    if type is None:
        return "yes"
    return told(Value(type, *bounds))


def _composed(composed: Consequences, role: str, wanted: Any) -> _Result:
    if role == "possible":
        asked = {str(one) for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}
        return (", ".join(sorted(asked)), ", ".join(composed.possible), asked == set(composed.possible))
    liability = next((one for one in composed.liabilities if one.role == role), None)
    if liability is None:
        return (_text(wanted), "no breach", not wanted or wanted == "none")
    got: dict[str, Any] = {}
    same = isinstance(wanted, Mapping)
    for name, expected in wanted.items() if isinstance(wanted, Mapping) else ():
        result = _liability_check(liability, str(name), expected)
        got[str(name)] = result[0]
        same = same and result[1]
    return (_text(wanted), _text(got) if got else "breaches of " + role, same)


def _event(programme: Programme, source: str, wanted: Any) -> _Result:
    days = [event.day for event in programme.timeline if source in event.sources]
    got = [_day_written(day.earliest, day.latest) for day in days]
    return (_text(wanted), ", ".join(got) or "no such event", str(wanted) in got)


def _day_written(earliest: date, latest: date) -> str:
    """A day as it is written in a programme: the day, or the month or year it lies in, or the days it lies between."""
    if earliest == latest:
        return earliest.isoformat()
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31) and earliest.year == latest.year:
        return str(earliest.year)
    if earliest.day == 1 and (earliest.year, earliest.month) == (latest.year, latest.month):
        return earliest.isoformat()[:7]
    return f"{earliest} to {latest}"


def _liability_check(liability: Liability, name: str, expected: Any) -> tuple[str, bool]:
    if name == "breaches":
        asked = {str(one) for one in (expected if isinstance(expected, (list, tuple)) else [expected])}
        return (", ".join(liability.breaches), asked == set(liability.breaches))
    kind = Penalty(name)
    value = {Penalty.FINE: liability.fine, Penalty.DETENTION: liability.detention, Penalty.BAN: liability.ban}.get(kind)
    if kind not in _PENALTY_TYPES or kind is Penalty.DEPARTURE:
        there = "yes" if kind in liability.other else "no"
        return (there, there == str(expected))
    if value is None:
        return ("none", expected == "none")
    pair = expected if isinstance(expected, (list, tuple)) else [expected, expected]
    ends = [read_literal(str(end), _PENALTY_TYPES[kind], Where("case"), Problems()) for end in pair]
    return (told(value), ends == [value.low, value.high])


# ---- telling plainly -------------------------------------------------------------------------------------------


def told(value: Value) -> str:
    """A value as a worked case would write it (in English, for comparison; see telling for words)."""
    if value.nothing:
        return "none"
    text = ""
    if value.options:
        text = value.options[0] if len(value.options) == 1 else "any of " + ", ".join(value.options)
    elif value.low is None and value.high is None:
        text = "unknown"
    elif value.low == value.high:
        text = _one(value.low, value.type)
    else:
        text = f"[{_one(value.low, value.type)}, {_one(value.high, value.type)}]"
        if value.chosen or value.varies:
            text += " chosen" if value.chosen else " varies"
    return text + (" or none" if value.may_not_apply else "")


def _one(stored: Any, type: Type) -> str:
    if stored is None:
        return "unknown"
    if isinstance(stored, date):
        return stored.isoformat()
    written = Fraction(stored) / type.unit.scale
    number = str(written.numerator) if written.denominator == 1 else f"{float(written):.6g}"
    return f"{number} {type.unit}".strip()


def _text(written: Any) -> str:
    if isinstance(written, Mapping):
        return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in written.items()) + "}"
    if isinstance(written, (list, tuple)):
        return "[" + ", ".join(_text(one) for one in written) + "]"
    return str(written)
