"""Corrections: asked for by the person, answered by an officer, and applied when granted."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.register import events, reading
from sojourn.register.actors import acting
from sojourn.register.models import AuditRow, Event, Notice, PersonDetails
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.corrections import answer_correction, ask_correction
from sojourn.register.vocabulary import Correctable, Purpose, Role
from tests.register.city import City


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        (Correctable.NAME, "Nguyễn Thị Lan Hương"),
        (Correctable.BIRTH_DATE, "1991-02-28"),
        (Correctable.HOME, "Đồng Đăng"),
        (Correctable.PHONE, "+84 205 000"),
        (Correctable.SEX, "M"),
        (Correctable.PROVINCE, "cao_bang"),
        (Correctable.NATIONALITY, "vietnam"),
    ],
)
def test_a_granted_correction_is_applied(city: City, about: Correctable, wanted: str) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = ask_correction(by, about, wanted).number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        assert reading.opened(by, "correction", number)["wanted"] == wanted
        answer_correction(by, number, granted=True, answer="As the pass has it")
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert str(reading.opened(by, "person", person.number)[about.value]) == wanted
        assert reading.opened(by, "correction", number)["granted"] is True
    assert Notice.objects.get(person=person).code == "correction_answered"
    assert events.verify() is None


def test_the_year_of_birth_follows_the_day(city: City) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = ask_correction(by, Correctable.BIRTH_DATE, "1991-02-28").number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        answer_correction(by, number, granted=True, answer="As the pass has it")
    person.refresh_from_db()
    assert person.birth_year == 1991
    assert PersonDetails.objects.get(person=person).birth_date == date(1991, 2, 28)


def test_one_not_granted_changes_nothing_and_is_answered_all_the_same(city: City) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = ask_correction(by, Correctable.NAME, "Trần Thị Hoa").number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        with pytest.raises(Refused) as refused:
            answer_correction(by, number, granted=False, answer=" ")
        assert refused.value.code == "reason_needed"
        answer_correction(by, number, granted=False, answer="The pass has the other name")
        with pytest.raises(Refused) as refused:
            answer_correction(by, number, granted=True, answer="After all")
        assert refused.value.code == "no_step.correction"
    assert PersonDetails.objects.get(person=person).name == "Nguyễn Thị Lan"


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        (Correctable.NAME, " "),
        (Correctable.BIRTH_DATE, "30 February"),
        (Correctable.BIRTH_DATE, "1991-02-30"),
        (Correctable.BIRTH_DATE, "2019-03-05"),
        (Correctable.SEX, "other"),
        (Correctable.PROVINCE, "guangdong"),
        (Correctable.NATIONALITY, "atlantis"),
    ],
)
def test_a_value_that_cannot_be_is_not_taken(city: City, about: Correctable, wanted: str) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as refused:
        ask_correction(by, about, wanted)
    assert refused.value.field == "wanted"


def test_it_is_hers_alone_to_ask_and_the_office_s_to_answer(city: City) -> None:
    person, other = city.person(), city.person(document="T2222222")
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = ask_correction(by, Correctable.NAME, "Trần Thị Hoa").number
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises((NotAllowed, NotThere)):
        answer_correction(by, number, granted=True, answer="Yes")
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(NotAllowed):
        answer_correction(by, number, granted=True, answer="Yes")
    for role in (Role.EMPLOYER, Role.AGENCY, Role.EXIT_ENTRY_OFFICER):
        with acting(city.of(role), Purpose.CASE) as by, pytest.raises(NotAllowed):
            answer_correction(by, number, granted=True, answer="Yes")


def test_neither_value_stands_in_the_ledger_or_the_audit_trail(city: City) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = ask_correction(by, Correctable.NAME, "Unmistakable").number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        answer_correction(by, number, granted=True, answer="Unmistakable it is")
    assert "Unmistakable" not in str(list(Event.objects.values_list("facts", flat=True)))
    assert "Unmistakable" not in str(list(AuditRow.objects.values_list("before", "after")))
