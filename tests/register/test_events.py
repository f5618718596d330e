"""The chain of events: any change of any event is found, and what is erased does not break it."""

from __future__ import annotations

import pytest
from django.db import connection

from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import ChainHead, Event, PersonKey
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City
from tests.register.forging import without_guards

CHANGES = [
    ("UPDATE register_event SET kind = 'permit.revoked' WHERE sequence = 2", "changed", 2),
    ("UPDATE register_event SET facts = '{}' WHERE sequence = 3", "changed", 3),
    ("UPDATE register_event SET purpose = 'audit' WHERE sequence = 1", "changed", 1),
    ("UPDATE register_event SET commitment = 'x' WHERE sequence = 2", "changed", 2),
    ("DELETE FROM register_event WHERE sequence = 2", "missing", 2),
    ("DELETE FROM register_event WHERE sequence > 4", "cut_off", 5),
]


@pytest.mark.parametrize(("statement", "why", "where"), CHANGES)
def test_whoever_gets_past_the_guards_is_found_out(city: City, statement: str, why: str, where: int) -> None:
    city.permit(city.person())
    assert events.verify() is None
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert events.verify() == events.Broken(where, why)


def test_a_rewritten_event_breaks_the_link_of_the_next(city: City) -> None:
    city.permit(city.person())
    forged = Event.objects.get(sequence=2)
    forged.kind = "application.withdrawn"
    forged.digest = events.digest_of(forged, forged.account.number, forged.person.number if forged.person else "")
    with without_guards():
        forged.save()
    assert events.verify() == events.Broken(3, "unlinked")


def test_a_person_s_commitments_say_nothing_once_her_key_is_gone(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.AUDITOR), Purpose.RETENTION):
        held = events.commitment(person, {"reason": "overstay"})
        assert held == events.commitment(person, {"reason": "overstay"})
        PersonKey.objects.filter(person=person).delete()
        assert events.commitment(person, {"reason": "overstay"}) != held
    assert events.verify() is None


def test_two_people_with_the_same_value_have_different_commitments(city: City) -> None:
    first, second = city.person(document="T0000001"), city.person(document="T0000002")
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        assert events.commitment(first, {"reason": "same"}) != events.commitment(second, {"reason": "same"})


def test_an_act_that_fails_leaves_no_event(city: City) -> None:
    before = ChainHead.objects.values_list("sequence", flat=True).first()
    with pytest.raises(ZeroDivisionError):
        _fail(city)
    assert ChainHead.objects.values_list("sequence", flat=True).first() == before
    assert events.verify() is None


def _fail(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        events.record(by, "application.begun", {"application": "A-1"})
        raise ZeroDivisionError
