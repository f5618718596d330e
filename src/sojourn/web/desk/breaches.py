"""Breaches: noting one, what the programme says may follow on paper and in practice, and the officer's acts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Kind, Language, Outcome, Penalty
from sojourn.register import (
    By,
    NotThere,
    Pause,
    Purpose,
    Refused,
    Role,
    Row,
    acting,
    asking,
    bound,
    inspections,
    sanctions,
    today,
    violations,
    visible,
)

from ..saying import say
from ..shelf import programme, teller
from .deeds import Deed, amount, ask, run, text, whole, yes_no
from .doing import desk
from .forms import Choice, Field, Sent, typed_date
from .grounds import grounds
from .hearings import where
from .telling import Told, field, told, words
from .worklists import section

#: Who notes and sanctions breaches.
OFFICERS = (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER)
#: What a breach can be noted from: the record in the address, and the kind it is read as.
_FROM = ("stay", "permit", "inspection", "person")
#: Penalties that are given in days.
_IN_DAYS = (Penalty.DETENTION, Penalty.DEPARTURE)


@dataclass(frozen=True, slots=True)
class MayFollow:
    """A penalty that may follow, with its measure in words, and where to give it ('' where it cannot be now)."""

    name: str
    measure: str
    says: str
    url: str


# ---- Noting one ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*OFFICERS, purpose=Purpose.SANCTION)
def note(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Note a breach, seen from a stay, a permit, an inspection, or a person who shows her document."""
    source = next(((name, given) for name in _FROM if (given := _given(request, name))), None)
    home = reverse("desk_home", kwargs={"language": language})
    if source is None:
        deed = Deed(
            "whose_breach",
            home,
            "violation",
            lambda sent: f"{reverse('desk_note', kwargs={'language': language})}?person={_by_document(by, sent)}",
            lambda sent: (ask("shown", "text", language, sent),),
        )
        return run(request, language, by, deed)
    kind, number = source
    seen = _seen(by, kind, number)
    liable = _liable(kind, seen)

    def asks(sent: Sent) -> tuple[Field, ...]:
        choices = conducts(liable, language)
        fields = [
            ask("conduct", "select", language, sent, choices),
            ask("breach_on", "day", language, sent),
        ]
        if "applicant" in liable:
            pauses = [Choice(one.value, say(language, f"desk.word.{one.value}")) for one in Pause]
            none = Choice("none", say(language, "desk.note.no_pause"))
            fields.append(ask("pause", "pick", language, sent, [none, *pauses], optional=True))
        return tuple(fields)

    def act(sent: Sent) -> str:
        conduct = programme(bound().programme).conduct[text(sent, "conduct")]
        of = liable[conduct.liable]
        why = text(sent, "pause")
        breach = violations.Breach(
            text(sent, "conduct"),
            of,
            typed_date("breach_on", sent) or today(),
            inspection=seen if kind == "inspection" else None,
            stay=seen if kind == "stay" and conduct.liable == "applicant" else None,
            permit=seen if kind == "permit" else None,
            pause=Pause(why) if why in set(Pause) and conduct.liable == "applicant" else None,
        )
        return where(language, "violation", violations.note_violation(by, breach).number)

    back = home if kind in ("person", "inspection") else where(language, kind, number)
    beside = [Told(kind, say(language, f"desk.note.from_{kind}"), number)]
    beside += [
        Told(who, say(language, f"desk.field.{who}"), body.name) for who, body in liable.items() if who != "applicant"
    ]
    return run(request, language, by, Deed("note", back, "violation", act, asks, beside=tuple(beside)))


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").strip()[:40]


def _by_document(by: By, sent: Sent) -> str:
    """The number of the person who shows a document, a permit or her own number."""
    try:
        return asking.of_breach(by, text(sent, "shown")).number
    except Refused as refused:
        raise Refused(refused.code, field="shown", **refused.slots) from None


def _seen(by: By, kind: str, number: str) -> Any:
    """The record that a breach is noted from."""
    if kind == "inspection":
        found = next((one for one in inspections.of_office(by) if one.number == number), None)
    else:
        if kind == "person":
            return asking.of_breach(by, number)
        with acting(by.account, Purpose.CASE if kind == "permit" else by.purpose) as reader:
            found = visible(reader, kind).filter(number=number).first()
    if found is None:
        raise NotThere(kind)
    return found


def _liable(kind: str, seen: Any) -> dict[str, Any]:
    """Who can be liable for what is seen there, by the programme's word for the one liable."""
    if kind == "person":
        return {"applicant": seen}
    if kind == "stay":
        return {"applicant": seen.person}
    found = {"employer": seen.employer, "agency": seen.agency}
    if kind == "permit":
        found["applicant"] = seen.person
    return {who: body for who, body in found.items() if body is not None}


def conducts(liable: Iterable[str], language: Language) -> list[Choice]:
    """The breaches that the programme has for those who can be liable, to choose from."""
    words_of = teller(bound().programme, language)
    return [
        Choice(key, words_of.label(key), say(language, f"desk.note.by_{who}"))
        for who in liable
        for key, one in programme(bound().programme).conduct.items()
        if one.liable == who
    ]


# ---- Its page --------------------------------------------------------------------------------------------------------


def of_violation(by: By, row: Row, language: Language) -> dict[str, object]:
    """What an officer sees of a violation besides: what may follow, the facts it hangs on, and what was decided."""
    if Role(by.account.role) not in (*OFFICERS, Role.AUDITOR):
        return {}
    violation = visible(by, "violation").get(number=row["number"])
    bounds = violations.bounds_of(by, violation)
    may = Role(by.account.role) in OFFICERS and violations.may_decide(by, violation)
    ready = may and row["state"] in ("noted", "sanctioned") and bounds.outcome is Outcome.YES
    told_by = teller(bound().programme, language)
    facts = violations.facts_of(violation)

    def follows(found: Any) -> tuple[MayFollow, ...]:
        said = []
        for one in found:
            gives = ready and one.certain and bounds.binding(one.kind)[0] is one
            said.append(
                MayFollow(
                    say(language, f"desk.word.{one.kind.value}"),
                    _measure(one, language),
                    say(language, "desk.bounds.if_facts") if not one.certain else "",
                    f"{where(language, 'violation', violation.number)}sanction/?kind={one.kind.value}" if gives else "",
                )
            )
        return tuple(said)

    purpose = by.purpose if Role(by.account.role) is Role.AUDITOR else Purpose.SANCTION
    return {
        "bounds": {
            "outcome": bounds.outcome.value,
            "headline": say(language, f"desk.bounds.outcome.{bounds.outcome.value}"),
            "paper": follows(bounds.paper),
            "practice": follows(bounds.practice),
            "by": [told_by.label(one) for one in bounds.by],
            "sources": [told_by.source(key).text for key in bounds.sources],
            "open": [told_by.label(key) for key in bounds.matters],
            "yours": may,
        },
        "facts": [Told(key, told_by.label(key), _fact_words(key, value, language)) for key, value in facts.items()],
        "sections": (
            section(
                by,
                "decision",
                language,
                title="desk.bounds.decided",
                where=Q(violation__number=violation.number),
                purpose=purpose,
                empty="desk.case.none_decided",
            ),
        ),
    }


def _measure(one: Any, language: Language) -> str:
    if one.high is None and one.low is None:
        return say(language, "desk.bounds.not_stated") if one.kind in (Penalty.FINE, Penalty.BAN, *_IN_DAYS) else ""
    unit = {Penalty.FINE: "yuan", Penalty.BAN: "months"}.get(one.kind, "days")
    low, high = (f"{value:,}" if value is not None else "" for value in (one.low, one.high))
    if one.low == one.high:
        return say(language, f"desk.bounds.{unit}_exactly", amount=high)
    if one.high is None:
        return say(language, f"desk.bounds.{unit}_from", low=low)
    return say(language, f"desk.bounds.{unit}", low=low or "0", high=high)


def _fact_words(key: str, value: str, language: Language) -> str:
    fact = programme(bound().programme).facts.get(key)
    told_by = teller(bound().programme, language)
    if fact is None or fact.type.kind is Kind.DATE:
        # The days whose law applies are days too, and no facts.
        try:
            return words("", key, date.fromisoformat(value), language)
        except ValueError:
            return value
    if fact.type.kind is Kind.YES_NO:
        return say(language, f"desk.value.{value}") if value in ("yes", "no") else value
    if fact.type.kind is Kind.CHOICE and value in fact.type.options:
        return told_by.option(key, value)
    if fact.type.kind is Kind.PLACE:
        return told_by.label(value)
    return value


# ---- The acts on it --------------------------------------------------------------------------------------------------


def _add_facts(by: By, row: Row, language: Language) -> Deed:
    violation = visible(by, "violation").get(number=row["number"])
    asked_for = violations.bounds_of(by, violation).matters

    def act(sent: Sent) -> str:
        facts = {key: said for key in asked_for if (said := _fact_said(key, sent))}
        violations.add_facts(by, violation.number, facts)
        return where(language, "violation", violation.number)

    return Deed(
        "add_facts",
        where(language, "violation", violation.number),
        "violation",
        act,
        lambda sent: tuple(one for key in asked_for if (one := _fact(key, language, sent)) is not None),
        beside=told(row, language),
    )


def _fact(key: str, language: Language, sent: Sent) -> Field | None:
    """The question that asks for a fact; what is not known may stay open."""
    fact = programme(bound().programme).facts.get(key)
    if fact is None:
        return None
    told_by = teller(bound().programme, language)
    name = _name(key)
    value = str(sent.get(name, ""))
    label = told_by.question(key)
    if fact.type.kind is Kind.YES_NO:
        return Field(name, "pick", label, value=value, choices=tuple(yes_no(language)), optional=True)
    if fact.type.kind is Kind.CHOICE:
        choices = tuple(Choice(one, told_by.option(key, one)) for one in fact.type.options)
        return Field(name, "select", label, value=value, choices=choices, optional=True)
    if fact.type.kind is Kind.PLACE:
        places = tuple(Choice(one, told_by.label(one)) for one in programme(bound().programme).places)
        return Field(name, "select", label, value=value, choices=places, optional=True)
    if fact.type.kind is Kind.DATE:
        typed = ask(name, "day", language, sent, optional=True, code="desk.ask.breach_on")
        return Field(name, "day", label, parts=typed.parts, optional=True)
    if fact.type.kind is Kind.NUMBER:
        return Field(name, "text", label, value=value, optional=True)
    return None


def _fact_said(key: str, sent: Sent) -> str:
    day = typed_date(_name(key), sent)
    return day.isoformat() if day is not None else text(sent, _name(key))


def _name(key: str) -> str:
    return "fact-" + key.replace(".", "-").replace("_", "-")


def sanction_of(request: HttpRequest, by: By, row: Row, language: Language) -> Deed:
    """The sanction of a kind (`?kind=`), within the bounds that the programme has for it."""
    given = request.GET.get("kind", "")
    kind = next((one for one in Penalty if one.value == given), None)
    violation = visible(by, "violation").get(number=row["number"])
    bounds = violations.bounds_of(by, violation)
    binds, rests_on = bounds.binding(kind) if kind is not None else (None, None)
    if kind is None or binds is None:
        raise NotThere("violation")

    def asks(sent: Sent) -> tuple[Field, ...]:
        measure: list[Field] = []
        if kind is Penalty.FINE:
            measure.append(ask("amount", "figure", language, sent, code="desk.ask.fine"))
        elif kind in _IN_DAYS:
            measure.append(ask("days", "count", language, sent))
        elif kind is Penalty.BAN:
            measure.append(ask("ends_on", "day", language, sent, optional=True, code="desk.ask.ban_ends_on"))
        elif kind is Penalty.SUSPENSION:
            measure.append(ask("ends_on", "day", language, sent))
        return (*measure, *grounds(language, sent, bounds.sources, bounds.by))

    def act(sent: Sent) -> str:
        decision = sanctions.sanction(
            by,
            violation.number,
            sanctions.Sanction(
                kind,
                text(sent, "reason"),
                text(sent, "legal_basis"),
                text(sent, "appeal_route"),
                amount=amount(sent, "amount"),
                days=whole(sent, "days"),
                ends_on=typed_date("ends_on", sent),
            ),
        )
        return where(language, "decision", decision.number)

    bound_words = _measure(binds, language) or say(language, "desk.bounds.no_measure")
    beside = (
        field("violation", "number", violation.number, language),
        field("violation", "conduct", violation.conduct, language),
        Told("kind", say(language, "desk.bounds.penalty"), say(language, f"desk.word.{kind.value}")),
        Told("bound", say(language, "desk.bounds.bound"), bound_words),
    )
    notes = (say(language, "desk.bounds.practice_only"),) if rests_on == "practice" else ()
    back = where(language, "violation", violation.number)
    return Deed("sanction", back, "violation", act, asks, confirmed=True, beside=beside, notes=notes)


def _pause(by: By, row: Row, language: Language) -> Deed:
    def asks(sent: Sent) -> tuple[Field, ...]:
        choices = [Choice(one.value, say(language, f"desk.word.{one.value}")) for one in Pause]
        return (ask("pause", "pick", language, sent, choices, code="desk.ask.paused_for"),)

    return _on(
        row, language, "pause", lambda number, sent: violations.pause(by, number, Pause(text(sent, "pause"))), asks
    )


def _resume(by: By, row: Row, language: Language) -> Deed:
    return _on(row, language, "resume", lambda number, sent: violations.resume(by, number, text(sent, "reason")))


def _drop(by: By, row: Row, language: Language) -> Deed:
    return _on(row, language, "drop", lambda number, sent: violations.drop(by, number, text(sent, "reason")))


def _on(
    row: Row,
    language: Language,
    code: str,
    act: Callable[[str, Sent], object],
    asks: Callable[[Sent], tuple[Field, ...]] | None = None,
) -> Deed:
    number = str(row["number"])
    page = where(language, "violation", number)

    def done(sent: Sent) -> str:
        act(number, sent)
        return page

    reason: Callable[[Sent], tuple[Field, ...]] = lambda sent: (  # noqa: E731
        ask("reason", "area", language, sent, code="desk.steps.reason"),
    )
    return Deed(code, page, "violation", done, asks or reason, confirmed=True, beside=told(row, language))


#: The steps of a violation, as deeds; a sanction is given from the bounds on its page.
DEEDS: Mapping[tuple[str, str], Callable[[By, Row, Language], Deed]] = {
    ("violation", "add_facts"): _add_facts,
    ("violation", "pause"): _pause,
    ("violation", "resume"): _resume,
    ("violation", "drop"): _drop,
}
SANCTION = ("violation", "sanction")
