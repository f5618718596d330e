"""Break-glass and withheld looks: possible, announced, ended by themselves, and looked at afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.register import reading
from sojourn.register.actors import acting
from sojourn.register.models import EmergencyAccess, Event, Look, Person, Withheld
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.emergencies import break_glass, review, unreviewed
from sojourn.register.services.withholding import renew, withhold
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City, stand_at


@pytest.fixture
def person(city: City) -> Person:
    """A worker with a permit."""
    found = city.person()
    city.permit(found)
    return found


def test_a_border_post_opens_one_record_in_an_emergency_and_no_other(city: City, person: Person) -> None:
    other = city.person(document="T0000002")
    post = city.of(Role.BORDER_POST)
    with acting(post, Purpose.BREAK_GLASS) as by:
        with pytest.raises(NotThere):
            reading.opened(by, "person", person.number)
        break_glass(by, person.number, "Unconscious at the crossing, no papers")
        assert reading.opened(by, "person", person.number)["name"] == "Nguyễn Thị Lan"
        with pytest.raises(NotThere):
            reading.opened(by, "person", other.number)
    look = Look.objects.get(person=person, purpose="break_glass")
    assert look.account == post
    assert Event.objects.filter(kind="emergency.opened", person=person).count() == 1


def test_it_ends_by_itself(city: City, person: Person) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.BREAK_GLASS) as by:
        break_glass(by, person.number, "Accident at the works")
    stand_at(date(2019, 3, 5))
    with acting(city.of(Role.HR_OFFICER), Purpose.BREAK_GLASS) as by, pytest.raises(NotThere):
        reading.opened(by, "person", person.number)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENCY, Role.SUPERVISOR, Role.DELEGATION, Role.OPERATOR])
def test_not_for_who_is_not_called_to_help(city: City, person: Person, role: Role) -> None:
    with acting(city.of(role), Purpose.BREAK_GLASS) as by:
        with pytest.raises(NotAllowed):
            break_glass(by, person.number, "Curious")
        with pytest.raises(NotAllowed):
            reading.opened(by, "person", person.number)


def test_no_reason_no_opening(city: City, person: Person) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.BREAK_GLASS) as by, pytest.raises(Refused):
        break_glass(by, person.number, "  ")
    assert not EmergencyAccess.objects.exists()


def test_every_opening_waits_for_its_review_by_somebody_else(city: City, person: Person) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.BREAK_GLASS) as by:
        opened = break_glass(by, person.number, "Accident at the works")
    assert list(unreviewed()) == [opened]
    with acting(city.of(Role.HR_OFFICER), Purpose.AUDIT) as by, pytest.raises(NotAllowed):
        review(by, opened.pk, justified=True, words="Fine")
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        review(by, opened.pk, justified=True, words="The hospital confirmed it")
        with pytest.raises(Refused):
            review(by, opened.pk, justified=False, words="On second thoughts")
    assert not unreviewed().exists()


def seen_by_her(person: Person) -> int:
    """How many looks she is shown."""
    with acting(person.account, Purpose.OWN_RECORD) as by:
        return reading.listing(by, "look").total


def look_at(city: City, person: Person) -> None:
    """An officer looks at her permit."""
    with acting(city.of(Role.HR_OFFICER), Purpose.INSPECTION) as by:
        reading.listing(by, "permit")


def test_looks_are_withheld_for_an_inquiry_and_shown_when_it_is_over(city: City, person: Person) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        withhold(by, person.number, "Inquiry into forged papers", date(2019, 4, 1))
    before = seen_by_her(person)
    look_at(city, person)
    assert seen_by_her(person) == before
    stand_at(date(2019, 4, 2))
    assert seen_by_her(person) > before


def test_looks_of_other_offices_are_not_hidden_with_them(city: City, person: Person) -> None:
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        withhold(by, person.number, "Inquiry", date(2019, 4, 1))
    before = seen_by_her(person)
    look_at(city, person)
    assert seen_by_her(person) == before + 1


@pytest.mark.parametrize(("ground", "days"), [("", 10), ("Inquiry", 91), ("Inquiry", -1)])
def test_not_without_a_ground_nor_for_longer_than_ninety_days(
    city: City, person: Person, ground: str, days: int
) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by, pytest.raises(Refused):
        withhold(by, person.number, ground, date(2019, 3, 4) + timedelta(days=days))
    assert not Withheld.objects.exists()


def test_only_the_auditor_renews(city: City, person: Person) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        first = withhold(by, person.number, "Inquiry", date(2019, 5, 1))
    stand_at(date(2019, 5, 1))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        with pytest.raises(Refused):
            withhold(by, person.number, "Inquiry", date(2019, 6, 1))
        with pytest.raises(NotAllowed):
            renew(by, first.pk, "Inquiry", date(2019, 6, 1))
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        assert renew(by, first.pk, "Still going on", date(2019, 6, 1)).since == date(2019, 3, 4)
