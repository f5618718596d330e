"""Who is in and past the limit: seen in the query that day, flagged by the night, and never flagged for nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.policy import Language
from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.models import Decision, Event, Look, Stay, Today
from sojourn.register.reading import listing
from sojourn.register.refusal import WORDS, NotAllowed, Refused
from sojourn.register.services import nightly, presence
from sojourn.register.services.nightly import Nightly
from sojourn.register.services.stays import how_past
from sojourn.register.vocabulary import GapKind, Overstay, Purpose, Role
from tests.register.border import comes_in, goes_out, office_at
from tests.register.city import City, stand_at


@pytest.fixture
def city(city: City) -> City:
    """The city on 3 June 2019, when the worked cases cross."""
    stand_at(date(2019, 6, 3))
    return city


def who_is_past(city: City, account: object = None) -> list[tuple[str, str]]:
    """Who is in and past the limit, as an exit-entry officer is told, with how."""
    with acting(account or city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        rows = presence.in_past_the_limit(by).rows
    past = [how_past(row["leave_by"], row["latest"], clock.today()) for row in rows]
    return [(row["holder"], flag.value) for row, flag in zip(rows, past, strict=True)]


@pytest.mark.parametrize(
    ("case", "place", "left", "flag"),
    [
        ("G30", "pingxiang", "2019-06-05", "past"),
        ("G31", "dongxing", "2019-06-05", ""),
        ("G32", "dongxing", "2019-06-06", ""),  # the day of entry does not count: an assumption of the programme
        ("G34", "longzhou", "2019-06-05", "may_be_past"),
    ],
)
def test_the_worked_cases_on_stays_come_out_through_the_register(
    city: City, case: str, place: str, left: str, flag: str
) -> None:
    """Given who enters on 3 June, then on the day the case names she is flagged as it says, still in or just gone."""
    person, gone = city.person(), city.person()
    post = office_at(city, place)
    stay = comes_in(city, person, "2019-06-03T08:00:00", account=post).stay
    comes_in(city, gone, "2019-06-03T08:00:00", account=post)
    nightly.move_to(city.of(Role.OPERATOR), date.fromisoformat(left))
    goes_out(city, gone, f"{left}T07:00:00", account=post)
    assert Stay.objects.get(number=stay).flag == flag
    assert Stay.objects.get(person=gone).flag == flag
    officer = office_at(city, place, Role.EXIT_ENTRY_OFFICER)
    assert who_is_past(city, officer) == ([(person.number, flag)] if flag else [])


def test_a_day_past_the_limit_shows_without_the_night_having_run(city: City) -> None:
    person = city.person()
    comes_in(city, person, "2019-06-03T08:00:00")
    stand_at(date(2019, 6, 4))
    assert who_is_past(city) == []
    stand_at(date(2019, 6, 5))
    assert who_is_past(city) == [(person.number, "past")]
    assert Stay.objects.get().flag == ""


def test_the_night_flags_once_with_an_event_and_decides_nothing(city: City) -> None:
    person = city.person()
    comes_in(city, person, "2019-06-03T08:00:00")
    assert nightly.move_to(city.of(Role.OPERATOR), date(2019, 6, 8))["stays_flagged"] == 1
    stay = Stay.objects.get()
    assert (stay.flag, stay.flagged_on) == (Overstay.PAST.value, date(2019, 6, 5))
    event = Event.objects.get(kind="stay.flagged")
    assert (event.day, event.person, event.facts) == (date(2019, 6, 5), person, {"stay": stay.number, "flag": "past"})
    assert nightly.run(city.of(Role.OPERATOR))["stays_flagged"] == 0
    assert not Decision.objects.exists()
    assert events.verify() is None


def test_what_may_be_past_becomes_past_when_it_is_certain(city: City) -> None:
    comes_in(city, city.person(), "2019-06-03T08:00:00", account=office_at(city, "longzhou"))
    flags = {}
    for day in (4, 5, 10, 11):
        nightly.move_to(city.of(Role.OPERATOR), date(2019, 6, day))
        flags[day] = Stay.objects.get().flag
    assert flags == {4: "", 5: "may_be_past", 10: "may_be_past", 11: "past"}


def test_a_late_crossing_out_that_shows_she_left_in_time_takes_the_flag_away(city: City) -> None:
    comes_in(city, person := city.person(), "2019-06-03T08:00:00")
    nightly.move_to(city.of(Role.OPERATOR), date(2019, 6, 6))
    assert Stay.objects.get().flag == "past"
    goes_out(city, person, "2019-06-04T20:00:00")
    assert (Stay.objects.get().flag, Stay.objects.get().flagged_on) == ("", None)
    assert Event.objects.filter(kind="stay.flag_withdrawn").count() == 1


def test_a_permit_issued_afterwards_does_not_undo_the_days_before_it(city: City) -> None:
    comes_in(city, person := city.person(), "2019-06-03T08:00:00")
    nightly.move_to(city.of(Role.OPERATOR), date(2019, 6, 6))
    city.permit(person)
    stay = Stay.objects.get()
    assert (stay.flag, who_is_past(city)) == ("past", [])
    goes_out(city, person, "2019-06-06T23:00:00")
    assert Stay.objects.get().flag == "past"


def test_who_comes_and_goes_in_time_is_never_flagged(city: City) -> None:
    person = city.person()
    for day in (3, 4, 5):
        stand_at(date(2019, 6, day))
        comes_in(city, person, f"2019-06-0{day}T07:00:00")
        nightly.run(city.of(Role.OPERATOR))
        goes_out(city, person, f"2019-06-0{day}T19:00:00")
    assert not Stay.objects.exclude(flag="").exists()


def test_the_query_looks_at_no_crossing_and_leaves_a_look_for_each_person(city: City) -> None:
    people = [city.person() for _ in range(3)]
    for person in people:
        comes_in(city, person, "2019-06-03T08:00:00")
    stand_at(date(2019, 6, 9))
    with CaptureQueriesContext(connection) as queries:
        assert len(who_is_past(city)) == 3
    assert not [query for query in queries.captured_queries if "register_crossing" in (query["sql"] or "")]
    looks = Look.objects.filter(what="stay", account=city.of(Role.EXIT_ENTRY_OFFICER))
    assert sorted(looks.values_list("person", flat=True)) == sorted(person.pk for person in people)


def test_the_database_answers_from_an_index_of_open_stays_alone(city: City) -> None:
    comes_in(city, city.person(), "2019-06-03T08:00:00")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explained = Stay.objects.filter(presence.past_or_perhaps(date(2019, 6, 9))).explain()
    # Over a handful of rows PostgreSQL may take the other index that holds open stays and no others.
    assert "presence_by_limit" in explained or "in_one_place_at_a_time" in explained


@pytest.mark.parametrize("role", [Role.AGENCY, Role.EMPLOYER, Role.ZONE_MANAGER, Role.SUPERVISOR, Role.DELEGATION])
def test_who_may_not_see_stays_sees_none(city: City, role: Role) -> None:
    comes_in(city, city.person(), "2019-06-03T08:00:00")
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.SANCTION) as by:
        presence.in_past_the_limit(by)


def test_an_officer_sees_those_of_the_place_of_the_office(city: City) -> None:
    comes_in(city, city.person(), "2019-06-03T08:00:00")
    stand_at(date(2019, 6, 9))
    assert len(who_is_past(city)) == 1
    assert who_is_past(city, office_at(city, "dongxing", Role.EXIT_ENTRY_OFFICER)) == []


def test_supervisors_see_how_many_and_nobody(city: City) -> None:
    for _ in range(2):
        comes_in(city, city.person(), "2019-06-03T08:00:00")
    comes_in(city, city.person(), "2019-06-03T08:00:00", account=office_at(city, "dongxing"))
    stand_at(date(2019, 6, 9))
    with acting(city.of(Role.SUPERVISOR), Purpose.STATISTICS) as by:
        assert presence.counted(by) == (presence.Inside("pingxiang", 2, 2, 0, 0),)
    assert not Look.objects.filter(account=city.of(Role.SUPERVISOR)).exists()
    with pytest.raises(NotAllowed), acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by:
        presence.counted(by)


def test_a_worker_sees_her_own_stays_crossings_and_questions(city: City) -> None:
    person = city.person()
    goes_out(city, person, "2019-06-02T08:00:00")
    comes_in(city, person, "2019-06-03T08:00:00")
    comes_in(city, city.person(), "2019-06-03T08:00:00")
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert [row["leave_by"] for row in listing(by, "stay")] == [date(2019, 6, 4)]
        assert listing(by, "crossing").total == 2
        assert [row["kind"] for row in listing(by, "gap")] == [GapKind.NO_ENTRY.value]


# ---- The night and the demonstration's day ---------------------------------------------------------------------------


def test_one_act_of_the_night_that_fails_keeps_no_other_from_being_done(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_in(city, city.person(), "2019-06-03T08:00:00")
    stand_at(date(2019, 6, 9))

    def fails(by: object) -> int:
        Today.objects.update(day=date(2019, 7, 1))
        raise ZeroDivisionError

    monkeypatch.setattr(nightly, "ACTS", [Nightly("fails", fails), *nightly.ACTS])
    with pytest.raises(ExceptionGroup):
        nightly.run(city.of(Role.OPERATOR))
    assert (Stay.objects.get().flag, clock.today()) == ("past", date(2019, 6, 9))


def test_only_an_operator_runs_the_night_or_moves_the_day(city: City) -> None:
    with pytest.raises(NotAllowed):
        nightly.run(city.of(Role.EXIT_ENTRY_OFFICER))
    with pytest.raises(NotAllowed):
        nightly.move_to(city.of(Role.EXIT_ENTRY_OFFICER), date(2019, 6, 4))


def test_a_demonstration_only_goes_on_and_a_real_register_does_not_move(city: City) -> None:
    with pytest.raises(Refused, match="later"):
        nightly.move_to(city.of(Role.OPERATOR), date(2019, 6, 3))
    Today.objects.all().delete()
    with pytest.raises(Refused, match="clock"):
        nightly.move_to(city.of(Role.OPERATOR), date(2030, 1, 1))


# ---- Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(Language))
def test_flags_and_questions_have_a_name_in_every_language(language: Language) -> None:
    said = [WORDS.say(language, f"overstay.{flag.value}") for flag in Overstay]
    said += [WORDS.say(language, f"gap.{kind.value}") for kind in GapKind]
    assert len(set(said)) == 4
