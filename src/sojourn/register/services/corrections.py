"""Corrections: what a person asks to have put right in her own record, and what an officer answers."""

from __future__ import annotations

from datetime import date

from .. import clock, events, programme, reading
from ..actors import By
from ..models import Correction, Person
from ..numbers import new_number
from ..refusal import NotAllowed, Refused
from ..vocabulary import Correctable, NoticeCode, Sex
from .deciding import not_own, office_of
from .notices import tell
from .offices import office_for
from .steps import Guard, held, take

_OF_PERSON = (Correctable.SEX, Correctable.PROVINCE, Correctable.NATIONALITY)


def ask_correction(by: By, about: Correctable, wanted: str) -> Correction:
    """Ask for a value of one's own record to be put right."""
    person = by.account.person
    if person is None:
        raise NotAllowed()
    correction = Correction(
        number=new_number("Q"),
        person=person,
        office=office_for(by),
        about=about.value,
        wanted=_checked(about, wanted.strip()),
        asked_on=clock.today(),
    )
    take("correction", "-", "ask", by, correction, {})
    correction.save(force_insert=True)
    _note(by, correction, "asked", {"about": about.value}, {"wanted": correction.wanted})
    return correction


def answer_correction(by: By, number: str, *, granted: bool, answer: str) -> Correction:
    """Grant a correction, which applies it there and then, or do not; with an answer either way."""
    correction: Correction = held(reading.visible(by, "correction"), "correction", number)
    state = "asked" if correction.granted is None else "answered"
    take("correction", state, "answer", by, correction, GUARDS, reason=answer)
    before = _apply(correction.person, Correctable(correction.about), correction.wanted) if granted else None
    correction.granted, correction.answer = granted, answer.strip()
    correction.answered_on, correction.answered_by = clock.today(), by.account
    correction.save()
    tell(NoticeCode.CORRECTION_ANSWERED, person=correction.person, correction=correction.number)
    said: dict[str, object] = {"answer": answer.strip(), "before": before, "wanted": correction.wanted}
    _note(by, correction, "answered", {"about": correction.about, "granted": granted}, said)
    return correction


def _checked(about: Correctable, wanted: str) -> str:
    """The value as it would be kept. Raises Refused where it cannot be that."""
    bound = programme.bound()
    possible: tuple[str, ...] | None = {
        Correctable.SEX: tuple(sex.value for sex in Sex),
        Correctable.PROVINCE: programme.options(bound.province),
        Correctable.NATIONALITY: programme.options(bound.nationality),
    }.get(about)
    fits = bool(wanted) and (possible is None or wanted in possible)
    if about is Correctable.BIRTH_DATE:
        try:
            fits = date.fromisoformat(wanted) <= clock.today()
        except ValueError:
            fits = False
    if not fits:
        raise Refused("value_does_not_fit", field="wanted")
    return wanted


def _apply(person: Person, about: Correctable, wanted: str) -> str:
    """Put the value into the record; what stood there before."""
    row = person if about in _OF_PERSON else person.details
    before = str(getattr(row, about.value))
    if about is Correctable.BIRTH_DATE:
        born = date.fromisoformat(wanted)
        person.details.birth_date = born
        person.birth_year = born.year
        person.save()
    else:
        setattr(row, about.value, wanted)
    row.save()
    return before


def _note(by: By, correction: Correction, what: str, facts: dict[str, object], personal: dict[str, object]) -> None:
    said = {"correction": correction.number, **facts}
    events.record(by, f"correction.{what}", said, person=correction.person, personal=personal)


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _not_own_case(by: By, correction: Correction) -> None:
    office_of(by)
    not_own(by, correction.person)


GUARDS: dict[str, Guard] = {"not_own_case": _not_own_case}
