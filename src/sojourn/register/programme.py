"""What the register asks of `policy`: the finding on a case, the term, the fee, the limit of a stay, what may follow.

Every answer is for a day. Nothing here decides: an officer does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet

from sojourn.policy import (
    Answer,
    Case,
    Entry,
    Language,
    Law,
    Layer,
    Outcome,
    Programme,
    Standing,
    Teller,
    Value,
    add_months,
    answer_json,
    check,
    edition_of,
    places_within,
    read_case,
)

from .binding import Binding, binding, programme_of
from .clock import days_kept
from .models import Finding, Standstill
from .vocabulary import ChargeKind, Payer


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long a permit is given and what it costs: as it is given out, and on the other layer beside it.

    `None` where the sources do not say; a `months` of None means that no permit can be given out.
    """

    months: int | None
    fee: Decimal | None
    paper_months: int | None
    paper_fee: Decimal | None
    premium: Decimal | None
    decide_by: date | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The last lawful day of a stay: known (`leave_by` equals `latest`), between two days, or not known at all."""

    leave_by: date | None
    latest: date | None


def bound() -> Binding:
    """The binding of the programme that this register runs."""
    return binding(settings.REGISTER_PROGRAMME)


def programme() -> Programme:
    """The programme that this register runs."""
    return programme_of(bound().programme)


def options(fact: str) -> tuple[str, ...]:
    """The options of a fact: sectors, grades, provinces."""
    return programme().facts[fact].type.options


def places_of(place: str, day: date) -> tuple[str, ...]:
    """The places within a place on a day, itself among them."""
    return _places(bound().programme, place, day)


def places_around(place: str, day: date) -> tuple[str, ...]:
    """Where offices of a place may meet people inland: what lies in the province that it lies in, in that order.

    Every place of the programme, where it lies in no province.
    """
    known = programme().places
    within = [key for key, one in known.items() if one.kind == "province" and place in places_of(key, day)]
    if not within:
        return tuple(known)
    there = set(places_of(within[0], day)) - {within[0]}
    return tuple(key for key in known if key in there)


@lru_cache(maxsize=4096)
def _places(key: str, place: str, day: date) -> tuple[str, ...]:
    return places_within(programme_of(key), place, day)


def standing(day: date) -> Standing:
    """Whether the programme is in force on a day, suspended, or not known to be either."""
    return _answer({}, day).standing


def finding(facts: Mapping[str, str], day: date) -> Finding:
    """What the programme finds on these facts on that day: worked out once for each set of facts and day, and kept."""
    edition = edition_of(bound().programme)
    said_hash = content_hash(facts, day)
    kept = Finding.objects.filter(content_hash=said_hash).first()
    if kept is not None:
        return kept
    answer = _answer(facts, day)
    made, _ = Finding.objects.get_or_create(
        content_hash=said_hash,
        defaults={
            "programme": bound().programme,
            "edition": edition,
            "route": bound().route,
            "day": day,
            "facts": dict(facts),
            "on_paper": answer.paper.outcome.value,
            "in_practice": answer.practice.finding.outcome.value if answer.practice.finding else "",
            "answer": answer_json(answer, programme()),
        },
    )
    return made


def content_hash(facts: Mapping[str, str], day: date) -> str:
    """By what a finding is known: the programme's edition, the facts, the day, and the days the office has settled."""
    edition = edition_of(bound().programme)
    said = {"programme": bound().programme, "edition": edition, "route": bound().route, "day": day.isoformat()}
    days = {boundary: day.isoformat() for boundary, day in sorted(settled_days().items())}
    return hashlib.sha256(json.dumps([said, dict(sorted(facts.items())), days]).encode()).hexdigest()


def answer_on(facts: Mapping[str, str], day: date, about: str = "") -> Answer:
    """The whole answer on these facts, to be told in words: about the permit, or another entry of the programme."""
    return _answer(facts, day, about)


def whole_of(facts: Mapping[str, str], day: date, about: str) -> int | None:
    """The number that paper has for an entry on a day; None where it states none, or none for certain."""
    return _whole(_answer(facts, day, about).paper.value)


def says_yes(found: Finding) -> bool:
    """Whether the finding is a yes for certain (a yes that hangs on an authority's word is the officer's to give)."""
    return found.on_paper in (Outcome.YES.value, Outcome.YES_IF.value)


def terms(facts: Mapping[str, str], day: date) -> Terms:
    """The term, fee and premium of a permit given out on that day."""
    answer = _answer(facts, day)
    granted = {grant.key: grant for grant in answer.grants}
    term, fee = granted[bound().term], granted[bound().fee]
    issuing = next((step for step in answer.steps if step.key == bound().decide_step), None)
    latest = issuing.latest.high if issuing is not None and issuing.latest is not None else None
    premium = _answer({}, day, bound().premium)
    given = bound().layer
    return Terms(
        months=_whole(_on(given, term.paper, term.practice)),
        fee=_yuan(_on(given, fee.paper, fee.practice)),
        paper_months=_whole(term.paper),
        paper_fee=_yuan(fee.paper),
        premium=_yuan(_of(premium, Layer.PRACTICE) or _of(premium, Layer.PAPER)),
        decide_by=latest if isinstance(latest, date) else None,
    )


def last_day(first: date, months: int, counted_from: date | None = None) -> date:
    """The last day of a permit that begins on `first`: the day before the same day that many months on.

    One that continues others without a break is `counted_from` the first day of the first of them, so that a permit
    begun on the 31st does not creep to the 28th for good after a February.
    """
    anchor = counted_from or first
    since = (first.year - anchor.year) * 12 + first.month - anchor.month
    return add_months(anchor, since + months) - timedelta(days=1)


def limit(facts: Mapping[str, str], day: date) -> Limit:
    """The last lawful day of a stay on a border pass that began on `day`; not known where no pass reaches."""
    if not all(_reaches(name, value, day) for name, value in facts.items()):
        return Limit(None, None)
    answer = _answer(facts, day, bound().leave_by)
    value = answer.paper.value
    low = value.low if value is not None and isinstance(value.low, date) else None
    high = value.high if value is not None and isinstance(value.high, date) else None
    return Limit(low, high)


def _reaches(fact: str, value: str, day: date) -> bool:
    """Whether a place is one of those that the fact is about; other facts have no such bound."""
    declared = programme().facts.get(fact)
    return declared is None or not declared.within or value in places_of(declared.within, day)


def working_days(first: date, last: date) -> int | None:
    """How many working days lie after `first` up to `last`: below nought where `last` has passed.

    None where a year is touched whose days off the programme does not have.
    """
    calendar = programme().calendar
    low, high = sorted((first, last))
    if not {low.year, high.year} <= calendar.years:
        return None
    count = sum(calendar.works(low + timedelta(days=step)) for step in range(1, (high - low).days + 1))
    return count if first <= last else -count


def batch_renewal(day: date) -> bool:
    """Whether the programme lets an employer renew many permits in one filing, in the layer that is given out."""
    answer = _answer({}, day, bound().batch_renewal)
    given = answer.practice.finding if bound().layer is Layer.PRACTICE else None
    return (given or answer.paper).outcome is Outcome.YES


def sources_of(*entries: str, law: Law | None = None) -> tuple[str, ...]:
    """The sources that entries of the programme cite on paper, and those of all entries that go by a law, each once."""
    found: dict[str, None] = {}
    named = [entry for key in entries for table in _tables() if (entry := table.get(key)) is not None]
    going_by = [entry for table in _tables() for entry in table.values() if law is not None and entry.law is law]
    for entry in (*named, *going_by):
        found.update(dict.fromkeys(source for version in entry.paper for source in version.sources))
    return tuple(found)


def _tables() -> tuple[Mapping[str, Entry], ...]:
    chosen = programme()
    return chosen.conduct, chosen.routes, chosen.rules, chosen.parameters


def fee_payer() -> Payer:
    """Who pays the fee for a permit: an assumption of the programme, for the sources do not say."""
    return Payer.WORKER if programme().assumptions[bound().worker_pays].value is True else Payer.EMPLOYER


def premium_payer() -> Payer:
    """Who pays the premium of the insurance: an assumption of the programme, for the sources do not say."""
    insures = programme().assumptions[bound().employer_insures].value is True
    return Payer.EMPLOYER if insures else Payer.WORKER


def leaves_to_renew(day: date) -> timedelta | None:
    """Within how long before its permit's end somebody who leaves is leaving to renew it; None where nothing says."""
    return _days(_answer({}, day, bound().leaves_to_renew))


def gone_after(day: date) -> timedelta | None:
    """After how long away somebody who left to renew has not come back; None where nothing says."""
    return _days(_answer({}, day, bound().gone_after))


def transfer_anew(day: date) -> bool:
    """Whether a permit for another employer runs for a whole term; else it ends when the one before would have."""
    answer = _answer({}, day, bound().transfer_anew)
    given = answer.practice.finding if bound().layer is Layer.PRACTICE else None
    return (given or answer.paper).outcome is Outcome.YES


def in_force(day: date) -> bool:
    """Whether anything can be filed and issued on a day: the programme runs, and nobody has stopped it.

    A standstill of the office goes before the programme's own open question whether it may be suspended; what the
    programme knows to be suspended no office reinstates.
    """
    if standing(day) in (Standing.SUSPENDED, Standing.ENDED, Standing.NOT_BEGUN):
        return False
    return not standstills_on(day).exists()


def standstills_on(day: date) -> QuerySet[Standstill]:
    """The standstills of the programme that a day lies in."""
    return Standstill.objects.filter(programme=bound().programme, stopped_on__lte=day).filter(
        Q(resumed_on=None) | Q(resumed_on__gt=day)
    )


def undated(found: Finding, language: Language) -> tuple[str, ...]:
    """What an officer is told of a finding that is open: which day of change is not known, and between which days."""
    answer = _answer(found.facts, found.day, found.route)
    told = Teller(programme(), language).answer(answer)
    unknowns = told.paper.unknowns
    return tuple(dict.fromkeys(one.text for one in unknowns.children)) if unknowns is not None else ()


def entry_of(kind: ChargeKind) -> str:
    """The entry of the programme that a charge rests on."""
    return {ChargeKind.PERMIT_FEE: bound().route, ChargeKind.PREMIUM: bound().premium}.get(kind, "")


def settled_days() -> dict[str, date]:
    """Days of change that the sources leave open and the office has settled."""
    return days_kept().settled


def case_on(facts: Mapping[str, str], day: date, *, settled: Mapping[str, date] | None = None) -> Case:
    """A case on a day, under the days that are settled. Raises CaseError."""
    return read_case(programme(), dict(facts), at=day, settle=settled_days() if settled is None else settled)


def _answer(facts: Mapping[str, str], day: date, about: str = "") -> Answer:
    given, settled = tuple(sorted(facts.items())), tuple(sorted(settled_days().items()))
    return _worked_out(bound().programme, given, day, about or bound().route, settled)


@lru_cache(maxsize=4096)
def _worked_out(
    key: str, facts: tuple[tuple[str, str], ...], day: date, about: str, settled: tuple[tuple[str, date], ...]
) -> Answer:
    chosen = programme_of(key)
    return check(chosen, read_case(chosen, dict(facts), at=day, settle=dict(settled)), about)


def _of(answer: Answer, layer: Layer) -> Value | None:
    if layer is Layer.PAPER:
        return answer.paper.value
    return answer.practice.finding.value if answer.practice.finding is not None else None


def _on(layer: Layer, paper: Value | None, practice: Value | None) -> Value | None:
    """The value of a layer; where practice is silent, paper's."""
    return practice if layer is Layer.PRACTICE and practice is not None else paper


def _days(answer: Answer) -> timedelta | None:
    days = _whole(_on(bound().layer, _of(answer, Layer.PAPER), _of(answer, Layer.PRACTICE)))
    return None if days is None else timedelta(days=days)


def _whole(value: Value | None) -> int | None:
    if value is None or value.nothing or value.may_not_apply or value.low is None or value.low != value.high:
        return None
    return int(value.low) if isinstance(value.low, int | Fraction) else None


def _yuan(value: Value | None) -> Decimal | None:
    fen = _whole(value)
    return None if fen is None else (Decimal(fen) / 100).quantize(Decimal("0.01"))
