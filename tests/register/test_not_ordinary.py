"""What keeps a crossing from being an ordinary one: each thing alone sends it the long way, and the long way tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sojourn.register.actors import acting
from sojourn.register.models import Absence, Crossing, Document, Event, Gap, Permit, Person, Stay
from sojourn.register.services import ordinary, presence
from sojourn.register.services.deciding import decide
from sojourn.register.vocabulary import (
    BorderVerdict,
    DecisionKind,
    Direction,
    DocumentKind,
    PermitState,
    Purpose,
    Role,
)
from tests.register.border import comes_in, goes_out, told
from tests.register.city import City, stand_at

DAY = date(2019, 3, 4)
WORDS = {"reason": "Seen", "legal_basis": "Article 25", "appeal_route": "Review within 60 days"}


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of every crossing, one after the other: whether it was recorded as an ordinary one."""
    taken: list[bool] = []
    record = ordinary.record

    def watched(*given: Any) -> Any:
        done = record(*given)
        taken.append(done is not None)
        return done

    monkeypatch.setattr(ordinary, "record", watched)
    return taken


@pytest.fixture
def person(city: City) -> Person:
    """Somebody with a pass."""
    return city.person(document="T0000001")


def _open(person: Person) -> Stay | None:
    return Stay.objects.filter(person=person, open=True).first()


def _passport(city: City, person: Person) -> str:
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Document.objects.create(
            person=person,
            kind=DocumentKind.PASSPORT.value,
            document_number="B0000001",
            valid_from=date(2017, 1, 1),
            valid_to=date(2025, 1, 1),
        )
    return "B0000001"


def test_in_out_and_in_again_are_ordinary(city: City, person: Person, ways: list[bool]) -> None:
    """So that what follows differs from it by one thing."""
    for hour, passes in ((6, comes_in), (7, goes_out), (8, comes_in), (9, goes_out)):
        assert passes(city, person, f"2019-03-04T{hour:02}:00:00").verdict is BorderVerdict.ADMIT
    assert ways == [True] * 4


def test_a_ban(city: City, person: Person, ways: list[bool]) -> None:
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        decide(by, DecisionKind.BAN, person=person, begins_on=DAY, ends_on=DAY + timedelta(days=3), **WORDS)
    assert told(comes_in(city, person, "2019-03-04T06:00:00")) == ["banned"]
    assert ways == [False]


def test_a_permit_that_she_leaves_to_renew_and_her_coming_back(city: City, person: Person, ways: list[bool]) -> None:
    """Leaving begins an absence, and coming back ends it."""
    comes_in(city, person, "2019-03-04T06:00:00")
    city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.filter(person=person).update(valid_to=DAY + timedelta(days=2))
    ways.clear()
    goes_out(city, person, "2019-03-04T07:00:00")
    assert Absence.objects.get(person=person).returned_on is None
    stand_at(DAY + timedelta(days=1))
    comes_in(city, person, "2019-03-05T07:00:00")
    assert Absence.objects.get(person=person).returned_on == DAY + timedelta(days=1)
    assert ways == [False, False]


def test_one_that_is_told_after_later_ones(city: City, person: Person, ways: list[bool]) -> None:
    """She came in at five, at six, and left at seven: told so late, the first one opens no stay."""
    comes_in(city, person, "2019-03-04T06:00:00")
    goes_out(city, person, "2019-03-04T07:00:00")
    comes_in(city, person, "2019-03-04T05:00:00")
    assert _open(person) is None
    assert Gap.objects.filter(person=person, closed_on=None).exists()
    assert ways == [True, True, False]


def test_the_very_same_again(city: City, person: Person, ways: list[bool]) -> None:
    first, again = (comes_in(city, person, "2019-03-04T06:00:00") for _ in range(2))
    assert again.repeated
    assert again.crossing == first.crossing
    assert ways == [True, False]


@pytest.mark.parametrize("first", list(Direction))
def test_two_before_it_in_one_second(city: City, person: Person, ways: list[bool], first: Direction) -> None:
    """Which of the two was the last no clock tells; what she does next does."""
    passport = _passport(city, person)
    if first is Direction.OUT:
        comes_in(city, person, "2019-03-04T05:00:00")
        goes_out(city, person, "2019-03-04T06:00:00")
        comes_in(city, person, "2019-03-04T06:00:00", shown=passport)
    else:
        comes_in(city, person, "2019-03-04T06:00:00")
        goes_out(city, person, "2019-03-04T06:00:00", shown=passport)
    before = Crossing.objects.filter(person=person).count()
    ways.clear()
    passes = goes_out if first is Direction.OUT else comes_in
    assert passes(city, person, "2019-03-04T08:00:00").gap is None
    assert Crossing.objects.filter(person=person).count() == before + 1
    assert (_open(person) is None) == (first is Direction.OUT)
    assert ways == [False]


def test_a_flag_on_the_stay_that_ends(city: City, person: Person, ways: list[bool]) -> None:
    """She left in time, and that is told after her stay was flagged: the flag goes."""
    entered = comes_in(city, person, "2019-03-04T06:00:00")
    assert entered.leave_by is not None
    assert entered.latest is not None
    stand_at(entered.latest + timedelta(days=1))
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        assert presence.flag_stays(by) == 1
    goes_out(city, person, f"{entered.leave_by.isoformat()}T07:00:00")
    stay = Stay.objects.get(person=person)
    assert (stay.open, stay.flag, stay.flagged_on) == (False, "", None)
    assert Event.objects.filter(person=person, kind="stay.flag_withdrawn").count() == 1
    assert ways == [True, False]


def test_leaving_past_the_limit(city: City, person: Person, ways: list[bool]) -> None:
    entered = comes_in(city, person, "2019-03-04T06:00:00")
    assert entered.latest is not None
    after = entered.latest + timedelta(days=1)
    stand_at(after)
    assert told(goes_out(city, person, f"{after.isoformat()}T07:00:00")) == ["past_limit"]
    assert Stay.objects.get(person=person).flag == "past"
    assert ways == [True, False]


def test_an_entry_told_after_the_limit_of_the_stay_it_begins(city: City, person: Person, ways: list[bool]) -> None:
    """The stay is flagged the moment it is known, not the night after."""
    stand_at(DAY + timedelta(days=7))
    comes_in(city, person, "2019-03-04T06:00:00")
    stay = _open(person)
    assert stay is not None
    assert (stay.flag, stay.flagged_on) == ("past", DAY + timedelta(days=7))
    assert ways == [False]


@pytest.mark.parametrize(
    ("days", "reason"), [((-9, -1), "document_expired"), ((1, 9), "document_not_yet_valid")], ids=["expired", "not yet"]
)
def test_a_pass_that_is_not_good(
    city: City, person: Person, ways: list[bool], days: tuple[int, int], reason: str
) -> None:
    first, last = (DAY + timedelta(days=number) for number in days)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Document.objects.filter(person=person).update(valid_from=first, valid_to=last)
    assert told(comes_in(city, person, "2019-03-04T06:00:00")) == [reason]
    assert ways == [False]


def test_a_permit_that_was_ended(city: City, person: Person, ways: list[bool]) -> None:
    city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.filter(person=person).update(state=PermitState.REVOKED.value, ended_on=DAY)
    assert told(comes_in(city, person, "2019-03-04T06:00:00")) == ["permit_revoked"]
    assert ways == [False]


def test_one_in_of_somebody_who_is_in(city: City, person: Person, ways: list[bool]) -> None:
    comes_in(city, person, "2019-03-04T06:00:00")
    comes_in(city, person, "2019-03-04T08:00:00")
    assert Gap.objects.filter(person=person, closed_on=None).exists()
    assert Stay.objects.filter(person=person).count() == 2
    assert ways == [True, False]


def test_one_out_of_somebody_who_is_out(city: City, person: Person, ways: list[bool]) -> None:
    assert goes_out(city, person, "2019-03-04T06:00:00").gap is not None
    assert ways == [False]
