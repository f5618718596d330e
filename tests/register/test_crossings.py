"""Crossings: what a post records, what it is told, and that late, repeated and unordered ones are all kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from sojourn.policy import Language
from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import Crossing, Decision, Document, Event, Gap, Look, Permit, Stay
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.crossings import Passing, record, refuse_entry
from sojourn.register.services.deciding import decide
from sojourn.register.services.retention import forget
from sojourn.register.services.stays import answer_gap
from sojourn.register.vocabulary import (
    BorderVerdict,
    DecisionKind,
    Direction,
    DocumentKind,
    GapKind,
    Overstay,
    PermitState,
    Purpose,
    Role,
)
from tests.register.border import comes_in, crossing_of, goes_out, moment, office_at, told
from tests.register.city import City, stand_at

ADVERSE = {
    "reason": "Found at work on a farm without a permit",
    "legal_basis": "Exit and Entry Administration Law, article 81",
    "appeal_route": "Review by the city government within 60 days",
}


@pytest.fixture
def city(city: City) -> City:
    """The city in June 2019, when the worked cases cross."""
    stand_at(date(2019, 6, 3))
    return city


def test_a_crossing_in_opens_a_stay_and_one_out_closes_it(city: City) -> None:
    person = city.person()
    came = comes_in(city, person, "2019-06-03T08:00:00")
    assert (came.verdict, came.reasons, came.repeated) == (BorderVerdict.ADMIT, (), False)
    stay = Stay.objects.get(number=came.stay)
    assert (stay.open, stay.place, stay.entered_on, stay.kind) == (True, "pingxiang", date(2019, 6, 3), "border_pass")
    went = goes_out(city, person, "2019-06-03T18:00:00")
    stay.refresh_from_db()
    assert went.stay == came.stay
    assert (stay.open, stay.left_on, stay.crossing_out_id) == (False, date(2019, 6, 3), went.crossing)


def test_the_limit_is_that_of_the_pass_at_that_place_as_the_programme_has_it(city: City) -> None:
    """One day in Pingxiang and three in Dongxing, the day of entry not counted, as the programme assumes."""
    came = comes_in(city, city.person(), "2019-06-03T08:00:00")
    assert (came.leave_by, came.latest) == (date(2019, 6, 4), date(2019, 6, 4))
    there = comes_in(city, city.person(), "2019-06-03T08:00:00", account=office_at(city, "dongxing"))
    assert (there.leave_by, there.latest) == (date(2019, 6, 6), date(2019, 6, 6))


def test_a_limit_between_two_days_is_kept_as_both(city: City) -> None:
    came = comes_in(city, city.person(), "2019-06-03T08:00:00", account=office_at(city, "longzhou"))
    assert (came.leave_by, came.latest) == (date(2019, 6, 4), date(2019, 6, 10))


def test_the_register_knows_no_limit_of_a_passport_and_makes_none_up(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Document.objects.filter(person=person).update(kind=DocumentKind.PASSPORT.value)
    came = comes_in(city, person, "2019-06-03T08:00:00")
    assert (came.leave_by, came.latest, came.verdict) == (None, None, BorderVerdict.ADMIT)


def test_nor_where_the_programme_has_no_limit_for_the_place(city: City) -> None:
    came = comes_in(city, city.person(), "2019-06-03T08:00:00", account=office_at(city, "chongzuo"))
    assert (came.leave_by, came.latest) == (None, None)


@pytest.mark.parametrize("shows", ["pass", "permit"])
def test_who_comes_to_work_on_a_permit_may_stay_to_its_last_day(city: City, shows: str) -> None:
    person = city.person()
    number = city.permit(person)
    came = comes_in(city, person, "2019-06-03T08:00:00", shown=number if shows == "permit" else "")
    stay = Stay.objects.get(number=came.stay)
    assert stay.on_permit is not None
    assert stay.on_permit.number == number
    assert came.leave_by == stay.on_permit.valid_to


def test_who_says_she_does_not_come_to_work_stays_on_her_pass(city: City) -> None:
    person = city.person()
    city.permit(person)
    came = comes_in(city, person, "2019-06-03T08:00:00", to_work=False)
    assert came.leave_by == date(2019, 6, 4)


def test_the_last_day_of_a_permit_shortens_no_pass(city: City) -> None:
    person = city.person()
    permit = Permit.objects.get(number=city.permit(person))
    stand_at(permit.valid_to)
    came = comes_in(city, person, f"{permit.valid_to}T08:00:00")
    assert came.leave_by == permit.valid_to + timedelta(days=1)


def test_a_permit_issued_to_somebody_who_is_in_lengthens_her_stay(city: City) -> None:
    person, other = city.person(), city.person()
    came = comes_in(city, person, "2019-06-03T08:00:00")
    others = comes_in(city, other, "2019-06-03T08:00:00")
    permit = Permit.objects.get(number=city.permit(person))
    stay = Stay.objects.get(number=came.stay)
    assert (stay.on_permit, stay.leave_by, stay.latest) == (permit, permit.valid_to, permit.valid_to)
    assert Stay.objects.get(number=others.stay).leave_by == date(2019, 6, 4)


# ---- Referred, and never refused ------------------------------------------------------------------------------------


def ban(city: City, person: object, ends_on: date = date(2024, 6, 2)) -> Decision:
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        return decide(by, DecisionKind.BAN, person=person, ends_on=ends_on, **ADVERSE)


def test_a_ban_calls_an_officer_and_refuses_nobody(city: City) -> None:
    person = city.person()
    decision = ban(city, person)
    came = comes_in(city, person, "2019-06-03T08:00:00")
    assert (came.verdict, told(came)) == (BorderVerdict.REFER, ["banned"])
    assert came.reasons[0].slots == {"ban": decision.number, "until": "2024-06-02"}
    for language in Language:
        assert "2024-06-02" in came.reasons[0].told(language)
    assert Stay.objects.get(person=person).open
    assert not Decision.objects.filter(kind=DecisionKind.ENTRY_REFUSED.value).exists()


def test_a_ban_lapses_by_itself_and_keeps_nobody_in(city: City) -> None:
    person = city.person()
    ban(city, person, date(2019, 6, 10))
    stand_at(date(2019, 6, 11))
    assert told(goes_out(city, person, "2019-06-09T08:00:00")) == []
    assert told(comes_in(city, person, "2019-06-10T08:00:00")) == ["banned"]
    assert told(comes_in(city, person, "2019-06-11T08:00:00")) == []


def test_a_document_that_ran_out_or_is_not_valid_yet_refers(city: City) -> None:
    old = city.person(valid_to=date(2019, 6, 2))
    assert told(comes_in(city, old, "2019-06-03T08:00:00")) == ["document_expired"]
    assert told(goes_out(city, old, "2019-06-03T09:00:00")) == ["document_expired"]
    assert told(comes_in(city, city.person(), "2016-12-31T08:00:00")) == ["document_not_yet_valid"]


@pytest.mark.parametrize(
    ("state", "shows", "reasons"),
    [("revoked", "pass", ["permit_revoked"]), ("revoked", "permit", ["permit_revoked"]),
     ("surrendered", "pass", []), ("surrendered", "permit", ["permit_surrendered"])],
)  # fmt: skip
def test_a_permit_that_was_ended_refers(city: City, state: str, shows: str, reasons: list[str]) -> None:
    person = city.person()
    number = city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.update(state=PermitState(state).value, ended_on=date(2019, 6, 3))
    came = comes_in(city, person, "2019-06-03T08:00:00", shown=number if shows == "permit" else "")
    assert told(came) == reasons
    assert came.leave_by == date(2019, 6, 4), "what is left is the pass"


def test_a_permit_revoked_later_was_good_at_an_earlier_crossing_that_arrives_late(city: City) -> None:
    person = city.person()
    city.permit(person)
    stand_at(date(2019, 6, 10))
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.update(state=PermitState.REVOKED.value, ended_on=date(2019, 6, 8))
    came = comes_in(city, person, "2019-06-05T08:00:00")
    assert (told(came), came.leave_by) == ([], date(2019, 6, 8))


def test_a_permit_shown_too_late_or_too_early_refers(city: City) -> None:
    person = city.person()
    number = city.permit(person)
    stand_at(date(2019, 8, 1))
    assert told(comes_in(city, person, "2019-06-02T08:00:00", shown=number)) == ["permit_not_yet_valid"]
    assert told(comes_in(city, person, "2019-08-01T08:00:00", shown=number)) == ["permit_expired"]


def test_who_leaves_past_her_limit_is_referred(city: City) -> None:
    stand_at(date(2019, 6, 12))
    person, other = city.person(), city.person()
    comes_in(city, person, "2019-06-03T08:00:00")
    assert told(goes_out(city, person, "2019-06-05T08:00:00")) == ["past_limit"]
    post = office_at(city, "longzhou")
    comes_in(city, other, "2019-06-03T08:00:00", account=post)
    assert told(goes_out(city, other, "2019-06-05T08:00:00", account=post)) == ["may_be_past_limit"]


def test_only_a_named_officer_refuses_an_entry_with_everything_a_decision_needs(city: City) -> None:
    person = city.person()
    ban(city, person)
    came = comes_in(city, person, "2019-06-03T08:00:00")
    post = city.of(Role.BORDER_POST)
    with pytest.raises(Refused) as refused, acting(post, Purpose.BORDER_CONTROL) as by:
        refuse_entry(by, came.crossing, reason="", legal_basis="x", appeal_route="x")
    assert refused.value.field == "reason"
    assert Stay.objects.get(person=person).open, "nothing half done"
    with acting(post, Purpose.BORDER_CONTROL) as by:
        decision = refuse_entry(by, came.crossing, **ADVERSE)
    assert (decision.officer, decision.kind, decision.adverse) == (post, "entry_refused", True)
    assert crossing_of(came).refusal == decision
    assert not Stay.objects.exists(), "she never came in"
    with pytest.raises(Refused, match="already"), acting(post, Purpose.BORDER_CONTROL) as by:
        refuse_entry(by, came.crossing, **ADVERSE)
    # Her next crossing in is no second entry without an exit.
    stand_at(date(2024, 6, 3))
    assert comes_in(city, person, "2024-06-03T08:00:00").gap is None


def test_nobody_refuses_where_nothing_is_held_against_the_entry_or_at_another_post(city: City) -> None:
    person = city.person()
    came = comes_in(city, person, "2019-06-03T08:00:00")
    with (
        pytest.raises(Refused, match="nothing against"),
        acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by,
    ):
        refuse_entry(by, came.crossing, **ADVERSE)
    with pytest.raises(NotThere), acting(office_at(city, "dongxing"), Purpose.BORDER_CONTROL) as by:
        refuse_entry(by, came.crossing, **ADVERSE)


# ---- Late, twice, out of order --------------------------------------------------------------------------------------


def test_the_same_crossing_again_is_done_once_and_answered_the_same(city: City) -> None:
    person = city.person()
    ban(city, person)
    first = comes_in(city, person, "2019-06-03T08:00:00")
    count = Event.objects.count()
    again = comes_in(city, person, "2019-06-03T08:00:00.700000")
    assert again.repeated
    assert (again.crossing, again.verdict, again.reasons, again.stay, again.leave_by) == (
        first.crossing, first.verdict, first.reasons, first.stay, first.leave_by,
    )  # fmt: skip
    assert (Crossing.objects.count(), Event.objects.count()) == (1, count)


def test_two_crossings_in_one_second_have_a_number_each(city: City) -> None:
    person = city.person()
    went = goes_out(city, person, "2019-06-03T08:00:00")
    came = comes_in(city, person, "2019-06-03T08:00:00")
    assert (crossing_of(went).sequence, crossing_of(came).sequence) == (1, 2)
    # Nobody was in before: she came in and went out, and nothing is missing.
    stay = Stay.objects.get()
    assert (stay.crossing_in_id, stay.crossing_out_id) == (came.crossing, went.crossing)
    assert not Gap.objects.filter(closed_on=None).exists()


def test_two_in_one_second_of_somebody_who_is_in_are_an_exit_and_an_entry(city: City) -> None:
    person = city.person()
    comes_in(city, person, "2019-06-03T07:00:00")
    came = comes_in(city, person, "2019-06-03T08:00:00")
    goes_out(city, person, "2019-06-03T08:00:00")
    first, second = Stay.objects.order_by("entered_on", "pk")
    assert (first.open, second.open, second.crossing_in_id) == (False, True, came.crossing)
    assert first.left_on == date(2019, 6, 3)
    assert not Gap.objects.filter(closed_on=None).exists()


def test_a_crossing_out_without_one_in_leaves_a_question_and_a_late_one_in_answers_it(city: City) -> None:
    person = city.person()
    went = goes_out(city, person, "2019-06-03T18:00:00")
    assert (went.gap, went.stay) == (GapKind.NO_ENTRY, "")
    assert Crossing.objects.count() == 1
    came = comes_in(city, person, "2019-06-03T08:00:00")
    stay = Stay.objects.get(number=came.stay)
    assert (stay.crossing_out_id, stay.open) == (went.crossing, False)
    gap = Gap.objects.get()
    assert (gap.closed_on, gap.answered_by) == (date(2019, 6, 3), None)
    assert "gap.filled" in Event.objects.values_list("kind", flat=True)


def test_two_in_without_one_out_leave_a_question_and_no_day_is_made_up(city: City) -> None:
    stand_at(date(2019, 6, 10))
    person = city.person()
    first = comes_in(city, person, "2019-06-03T08:00:00")
    second = comes_in(city, person, "2019-06-07T08:00:00")
    stay = Stay.objects.get(number=first.stay)
    assert (stay.open, stay.left_on, stay.gone_by) == (False, None, date(2019, 6, 7))
    assert stay.flag == Overstay.MAY_BE_PAST.value, "nobody knows when she left"
    assert Gap.objects.get(closed_on=None).crossing_id == first.crossing
    goes_out(city, person, "2019-06-04T18:00:00")
    stay.refresh_from_db()
    assert (stay.left_on, stay.gone_by, stay.flag, stay.flagged_on) == (date(2019, 6, 4), None, "", None)
    assert not Gap.objects.filter(closed_on=None).exists()
    assert Stay.objects.get(open=True).number == second.stay


def test_an_officer_answers_a_question_and_it_is_not_asked_again(city: City) -> None:
    stand_at(date(2019, 6, 10))
    person = city.person()
    goes_out(city, person, "2019-06-05T18:00:00")
    gap = Gap.objects.get()
    officer = city.of(Role.EXIT_ENTRY_OFFICER)
    with pytest.raises(Refused), acting(officer, Purpose.CASE) as by:
        answer_gap(by, gap.number, " ")
    with acting(officer, Purpose.CASE) as by:
        answer_gap(by, gap.number, "Came in with a group on foot on 4 June")
    with pytest.raises(Refused, match="closed"), acting(officer, Purpose.CASE) as by:
        answer_gap(by, gap.number, "Again")
    comes_in(city, person, "2019-06-04T18:00:00")
    goes_out(city, person, "2019-06-04T19:00:00")
    gap.refresh_from_db()
    assert (gap.answered_by, gap.answer) == (officer, "Came in with a group on foot on 4 June")
    with (
        pytest.raises((NotThere, NotAllowed)),
        acting(office_at(city, "dongxing", Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by,
    ):
        answer_gap(by, gap.number, "Not mine")


# ---- Who may, and what is written down ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BORDER_POST, Role.OPERATOR, Role.WORKER)])
def test_nobody_else_records_crossings(city: City, role: Role) -> None:
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.BORDER_CONTROL) as by:
        record(by, Passing("T0000001", Direction.IN, moment("2019-06-03T08:00:00")))


def test_the_look_and_the_event_say_who_and_the_event_neither_when_nor_where(city: City) -> None:
    person = city.person(document="T5555555")
    before = Event.objects.count()
    comes_in(city, person, "2019-06-03T08:11:12")
    event = Event.objects.get(sequence=before + 1)
    assert (event.kind, event.person, event.account) == ("crossing.recorded", person, city.of(Role.BORDER_POST))
    assert set(event.facts) == {"crossing"}
    assert event.commitment
    look = Look.objects.get(person=person, what="crossing")
    assert (look.role, look.purpose) == ("border_post", "border_control")
    assert events.verify() is None


@pytest.mark.parametrize("shown", ["T9999999", "", "%", "P-00000000-0"])
def test_a_number_that_nobody_has_is_refused_in_words(city: City, shown: str) -> None:
    with pytest.raises(Refused) as refused, acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        record(by, Passing(shown, Direction.IN, moment("2019-06-03T08:00:00")))
    assert (refused.value.code, refused.value.field) == ("document_unknown", "document")
    assert len({refused.value.told(language) for language in Language}) == 3


def test_a_day_to_come_is_refused(city: City) -> None:
    person = city.person()
    with pytest.raises(Refused) as refused:
        comes_in(city, person, "2019-06-04T00:00:00")
    assert (refused.value.code, refused.value.field) == ("crossing_in_future", "at")


def test_the_day_is_that_of_china_whatever_zone_the_moment_is_given_in(city: City) -> None:
    person = city.person(document="T4444444")
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        came = record(by, Passing("t4444444 ", Direction.IN, datetime.fromisoformat("2019-06-02T23:30:00+07:00")))
    assert crossing_of(came).day == date(2019, 6, 3)
    assert crossing_of(came).person == person


def test_a_pass_and_a_passport_with_the_same_number_are_told_apart(city: City) -> None:
    one, other = city.person(document="B1234567"), city.person(document="B7654321")
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Document.objects.filter(person=other).update(document_number="B1234567", kind=DocumentKind.PASSPORT.value)
    with pytest.raises(Refused) as refused:
        comes_in(city, one, "2019-06-03T08:00:00")
    assert refused.value.field == "kind"
    came = comes_in(city, one, "2019-06-03T08:00:00", kind=DocumentKind.PASSPORT)
    assert crossing_of(came).person == other


def test_who_is_forgotten_leaves_no_document_reason_or_answer_on_her_crossings(city: City) -> None:
    stand_at(date(2019, 6, 10))
    person = city.person()
    ban(city, person)
    goes_out(city, person, "2019-06-05T18:00:00")
    comes_in(city, person, "2019-06-10T08:00:00")
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        answer_gap(by, Gap.objects.get().number, "Came in with a group on foot on 4 June")
    with acting(city.of(Role.AUDITOR), Purpose.RETENTION) as by:
        forget(by, person)
    assert {(len(row.reasons), row.document_number[:1]) for row in Crossing.objects.all()} == {(0, "–")}
    assert Gap.objects.get().answer == "–"
    assert events.verify() is None
