"""Answers and programmes as JSON: a stable, versioned shape for other programs (docs/answer.md).

Values are in the units they are written in (yuan, years), whole numbers as integers, others as exact decimals or
fractions in text; dates are ISO. Keys of programmes are given as they are; labels are the English ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ..answer import (
    Answer,
    Blamed,
    Consequences,
    Difference,
    DocumentState,
    During,
    DutyOwed,
    Exact,
    FamilyJoining,
    Finding,
    Granted,
    Liability,
    PenaltyResult,
    PracticeBeside,
    Reason,
    StepWithin,
    Value,
)
from ..model import Day, Entry, Note, Programme
from ..types import Kind, Type

#: The version of the shape. It grows when a reader of the old shape would misread the new.
FORMAT = 1

Json = dict[str, object]


def answer_json(answer: Answer, programme: Programme) -> Json:
    """An answer in the shape of docs/answer.md."""
    return {
        "format": FORMAT,
        "programme": answer.programme,
        "about": answer.about,
        "kind": answer.kind,
        "at": answer.at.isoformat(),
        "verified": answer.verified.isoformat(),
        "standing": answer.standing.value,
        "paper": _finding(answer.paper, programme),
        "practice": _practice(answer.practice, programme),
        "as_verified": None if answer.as_verified is None else _finding(answer.as_verified, programme),
        "papers": answer.papers.value,
        "documents": [_document(document) for document in answer.documents],
        "grants": [_grant(grant) for grant in answer.grants],
        "steps": [_step(step) for step in answer.steps],
        "duties": [_duty(duty) for duty in answer.duties],
        "family": None if answer.family is None else _family(answer.family),
        "notes": list(answer.notes),
    }


def consequences_json(consequences: Consequences, programme: Programme) -> Json:
    """What everything a case contains may lead to, in the shape of docs/answer.md."""
    return {
        "format": FORMAT,
        "programme": programme.key,
        "liabilities": [_liability(one) for one in consequences.liabilities],
        "possible": list(consequences.possible),
    }


# ---- values ------------------------------------------------------------------------------------------------


def value_json(value: Value) -> Json:
    """What a value is or can still be; `is` says which, `type` and `unit` what it is counted in."""
    found: Json = {"is": "unknown", "type": value.type.kind.value, "unit": unit_of(value.type)}
    low, high = _plain(value.low, value.type), _plain(value.high, value.type)
    if value.nothing:
        found["is"] = "none"
    elif value.options:
        found |= _options(value)
    elif value.chosen:
        found |= {"is": "chosen", "low": low, "high": high, "by": value.by or None}
    elif low is not None and value.low == value.high:
        found |= {"is": "exact", "value": low}
    elif low is not None or high is not None:
        found |= {"is": "between", "low": low, "high": high, "varies": value.varies}
    found["may_not_apply"] = value.may_not_apply
    return found


def _options(value: Value) -> Json:
    options: list[object] = [exact_json(option, value.type) for option in value.options]
    if len(options) == 1:
        return {"is": "exact", "value": options[0]}
    return {"is": "options", "options": options} if value.type.kind is not Kind.YES_NO else {"is": "unknown"}


def _plain(value: Exact | None, type: Type) -> bool | int | str | None:
    return None if value is None else exact_json(value, type)


def exact_json(value: Exact, type: Type) -> bool | int | str:
    """One value: yes and no as true and false, numbers in the written unit, days in ISO form, others by key."""
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value == "yes" if type.kind is Kind.YES_NO and value in ("yes", "no") else value
    return number_json(Fraction(value) / type.unit.scale)


def number_json(number: Fraction) -> int | str:
    """A number as an integer where it is whole, else in text: as an exact decimal or, where none is, as a fraction."""
    if number.denominator == 1:
        return number.numerator
    scaled, places = number, 0
    while scaled.denominator % 2 == 0 or scaled.denominator % 5 == 0:
        scaled, places = scaled * 10, places + 1
    if scaled.denominator != 1:
        return str(number)
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def unit_of(type: Type) -> str | None:
    """The unit a number is written in, None for plain numbers and for what is no number."""
    return (str(type.unit) or None) if type.kind is Kind.NUMBER else None


def day_json(day: Day | None) -> Json | None:
    """A day that may not be known: the first and last day it can be, and the boundary it hangs on."""
    if day is None:
        return None
    # A day that only one entry uses has a name made of it (ENTRY@EARLIEST..LATEST), which says no more than the days.
    named = day.boundary if day.boundary and "@" not in day.boundary else None
    return {"earliest": day.earliest.isoformat(), "latest": day.latest.isoformat(), "boundary": named}


# ---- findings ----------------------------------------------------------------------------------------------


def _finding(finding: Finding, programme: Programme) -> Json:
    return {
        "outcome": finding.outcome.value,
        "value": None if finding.value is None else value_json(finding.value),
        "reasons": _reason(finding.reasons, programme),
        "blame": [[_blamed(one, programme) for one in together] for together in finding.blame],
        "matters": list(finding.matters),
        "open_terms": list(finding.open_terms),
        "unknowns": [_unknown(kind, key) for kind, key in finding.unknowns],
        "sources": [source_json(key, programme) for key in finding.sources if key in programme.sources],
        "rests_on": list(finding.rests_on),
        "hangs_on": list(finding.hangs_on),
        "penalties": [_penalty(penalty) for penalty in finding.penalties],
    }


def _reason(reason: Reason, programme: Programme) -> Json:
    return {
        "kind": reason.kind.value,
        "key": reason.key,
        "label": reason.label or None,
        "outcome": None if reason.outcome is None else reason.outcome.value,
        "value": None if reason.value is None else value_json(reason.value),
        "fired": reason.fired,
        "from": _version_from(reason, programme),
        "assumption": reason.assumption or None,
        "sources": list(reason.sources),
        "children": [_reason(child, programme) for child in reason.children],
    }


def _version_from(reason: Reason, programme: Programme) -> Json | None:
    started = reason.version_from
    if started is None:
        return None
    entry = programme.entry(reason.key)
    versions = () if entry is None else (*entry.paper, *entry.practice.versions)
    for version in versions:
        if version.start is not None and version.start.earliest == started:
            return day_json(version.start)
    return day_json(Day(started, started))


def _blamed(blamed: Blamed, programme: Programme) -> Json:
    return {
        "key": blamed.key,
        "path": list(blamed.path),
        "label": blamed.label or None,
        "wanted": blamed.wanted,
        "sources": list(blamed.sources),
    }


def _unknown(kind: str, key: str) -> Json:
    name, _, days = key.partition("@")
    earliest, _, latest = days.partition("..")
    return {"kind": kind, "key": name, "earliest": earliest or None, "latest": latest or None}


def source_json(key: str, programme: Programme) -> Json:
    """A source with its work."""
    source = programme.sources[key]
    work = programme.works.get(source.work)
    return {
        "id": key,
        "title": work.title if work is not None else source.work,
        "english": (work.english or None) if work is not None else None,
        "at": source.at or None,
        "confidence": source.confidence,
        "addresses": list(work.addresses) if work is not None else [],
    }


def _penalty(penalty: PenaltyResult) -> Json:
    return {
        "kind": None if penalty.kind is None else penalty.kind.value,
        "outcome": penalty.outcome.value,
        "may": penalty.may,
        "low": None if penalty.low is None else value_json(penalty.low),
        "high": None if penalty.high is None else value_json(penalty.high),
        "one_of": [_penalty(one) for one in penalty.one_of],
        "label": penalty.label or None,
        "ground": penalty.ground or None,
        "sources": list(penalty.sources),
    }


def _practice(practice: PracticeBeside, programme: Programme) -> Json:
    return {
        "attested": practice.attested.value,
        "finding": None if practice.finding is None else _finding(practice.finding, programme),
        "differences": [_difference(difference) for difference in practice.differences],
        "notes": [note_json(note) for note in practice.notes],
    }


def _difference(difference: Difference) -> Json:
    return {
        "key": difference.key,
        "paper": None if difference.paper is None else value_json(difference.paper),
        "practice": None if difference.practice is None else value_json(difference.practice),
        "note": None if difference.note is None else note_json(difference.note),
        "sources": list(difference.sources),
    }


def note_json(note: Note) -> Json:
    """What practice is in words."""
    return {
        "word": None if note.word is None else note.word.value,
        "note": note.note or None,
        "sources": list(note.sources),
    }


# ---- what routes add, and sums -----------------------------------------------------------------------------


def _document(document: DocumentState) -> Json:
    return {
        "key": document.key,
        "label": document.label,
        "asked": document.asked,
        "needed": document.needed.value,
        "there": document.there.value,
        **_during(document.during),
        "sources": list(document.sources),
    }


def _grant(grant: Granted) -> Json:
    return {
        "key": grant.key,
        "label": grant.label or None,
        "paper": None if grant.paper is None else value_json(grant.paper),
        "practice": None if grant.practice is None else value_json(grant.practice),
        "attested": grant.practice_attested.value,
        "text": grant.text or None,
        **_during(grant.during),
        "sources": list(grant.sources),
    }


def _step(step: StepWithin) -> Json:
    return {
        "key": step.key,
        "who": step.who or None,
        "text": step.text,
        "within": None if step.within is None else value_json(step.within),
        "latest": None if step.latest is None else value_json(step.latest),
        **_during(step.during),
        "sources": list(step.sources),
    }


def _duty(duty: DutyOwed) -> Json:
    return {
        "key": duty.key,
        "who": duty.who or None,
        "text": duty.text,
        **_during(duty.during),
        "sources": list(duty.sources),
    }


def _family(family: FamilyJoining) -> Json:
    return {"text": family.text, **_during(family.during), "sources": list(family.sources)}


def _during(during: During) -> Json:
    return {"holds": during.holds.value, "from": day_json(during.start), "to": day_json(during.end)}


def _liability(liability: Liability) -> Json:
    return {
        "role": liability.role,
        "breaches": list(liability.breaches),
        "fine": None if liability.fine is None else value_json(liability.fine),
        "detention": None if liability.detention is None else value_json(liability.detention),
        "ban": None if liability.ban is None else value_json(liability.ban),
        "other": [penalty.value for penalty in liability.other],
    }


def entries_of(programme: Programme) -> Iterable[Entry]:
    """Every rule, route, conduct and parameter."""
    yield from programme.routes.values()
    yield from programme.rules.values()
    yield from programme.conduct.values()
    yield from programme.parameters.values()
