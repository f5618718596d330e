"""Renewing as practice has it, the queue, moving to another employer, and the farm between two rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sojourn.policy import Language
from sojourn.register import events, programme, scopes
from sojourn.register.actors import acting
from sojourn.register.models import Absence, Account, Application, Decision, Employer, Job, Permit, Person, Site, Ticket
from sojourn.register.numbers import new_number
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services import applications, queue, renewals, transfers
from sojourn.register.vocabulary import ApplicationKind, Payer, PermitState, Purpose, Role
from tests.register.border import comes_in, goes_out
from tests.register.city import City, stand_at

COUNTER = Purpose.COUNTER


def through(city: City, application: Application) -> Permit:
    """The permit of an application, decided by both authorities."""
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, application.number)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        return applications.issue(by, application.number)


def crossed(city: City, person: Person, *, out: date | None = None, back: date | None = None) -> None:
    """Somebody seen at the border."""
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL):
        if out is not None:
            renewals.left(person, out)
        if back is not None:
            renewals.returned(person, back)


# ---- Renewing --------------------------------------------------------------------------------------------------------


def test_out_over_the_border_in_again_a_ticket_and_a_new_permit(city: City) -> None:
    person = city.person()
    first = Permit.objects.get(number=city.permit(person))
    crossed(city, person, out=date(2019, 4, 1), back=date(2019, 4, 3))
    stand_at(date(2019, 4, 3))
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        queue.draw_many(by, [city.person(f"Number {place}") for place in range(3)])
        mine = queue.draw(by, person)
        assert queue.ahead(mine) == 3
        for place in range(1, 5):
            called = queue.call(by)
            assert called is not None
            assert queue.serve(by, called.place_in_queue).place_in_queue == place
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        application = renewals.file(by, person)
    assert (application.kind, application.renews) == (ApplicationKind.RENEWAL, first)
    second = through(city, application)
    assert (second.valid_from, second.valid_to) == (date(2019, 4, 4), date(2019, 5, 3))
    assert second.renewal_of == first
    found = renewals.spent(date(2019, 4, 1), date(2019, 4, 30))
    assert (found.absences, found.days_absent, found.never_back, found.tickets) == (1, 2, 0, 4)
    assert Job.objects.filter(person=person).count() == 1
    assert events.verify() is None


@pytest.mark.parametrize(
    ("out", "counts"),
    [
        (date(2019, 3, 20), False),
        (date(2019, 3, 26), False),
        (date(2019, 3, 27), True),
        (date(2019, 4, 3), True),
        (date(2019, 4, 20), True),
        (date(2019, 6, 20), False),
    ],
)
def test_leaving_counts_as_leaving_to_renew_in_the_last_days_or_after(city: City, out: date, counts: bool) -> None:
    """Given a permit to 3 April and the assumption of seven days, then leaving counts from 27 March."""
    person = city.person()
    city.permit(person)
    crossed(city, person, out=out)
    assert Absence.objects.exists() is counts


def test_a_crossing_told_twice_or_late_is_one_absence(city: City) -> None:
    person = city.person()
    city.permit(person)
    crossed(city, person, out=date(2019, 4, 2))
    crossed(city, person, out=date(2019, 4, 2))
    crossed(city, person, out=date(2019, 4, 1))
    assert Absence.objects.get().left_on == date(2019, 4, 1)
    crossed(city, person, back=date(2019, 3, 31))
    assert Absence.objects.get().returned_on is None
    crossed(city, person, back=date(2019, 4, 2))
    crossed(city, person, back=date(2019, 4, 5))
    assert Absence.objects.get().returned_on == date(2019, 4, 2)
    crossed(city, person, out=date(2019, 4, 1))
    assert Absence.objects.count() == 1


def test_who_never_came_back_is_worked_out_and_who_comes_back_late_is_not_among_them(city: City) -> None:
    gone, late = city.person(), city.person("Hoàng Thị Mai")
    for person in (gone, late):
        city.permit(person)
        crossed(city, person, out=date(2019, 4, 1))
    after = programme.gone_after(date(2019, 4, 1))
    assert after is not None
    last = date(2019, 4, 1) + after
    assert not renewals.never_back(last).exists()
    assert renewals.never_back(last + timedelta(days=1)).count() == 2
    crossed(city, late, back=last + timedelta(days=5))
    assert renewals.never_back(last + timedelta(days=1)).count() == 2
    assert [one.person for one in renewals.never_back(last + timedelta(days=5))] == [gone]
    found = renewals.spent(date(2019, 4, 1), last + timedelta(days=5))
    assert (found.absences, found.never_back, found.days_absent) == (2, 1, after.days + 5)


def test_renewals_do_not_creep_after_a_short_month(city: City) -> None:
    """Given a permit begun on the 31st, when it is renewed without a break, then it ends where the months say."""
    stand_at(date(2019, 1, 31))
    person = city.person()
    permit = Permit.objects.get(number=city.permit(person))
    ends = [permit.valid_to]
    for _ in range(4):
        stand_at(permit.valid_to)
        with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
            application = renewals.file(by, person)
        permit = through(city, application)
        ends.append(permit.valid_to)
    assert ends == [date(2019, 2, 27), date(2019, 3, 30), date(2019, 4, 29), date(2019, 5, 30), date(2019, 6, 29)]


def test_a_worker_of_a_suspended_agency_renews_through_the_office(city: City) -> None:
    person = city.person()
    city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        city.agency.ratings.create(grade="d", since=date(2019, 3, 10))
    stand_at(date(2019, 4, 1))
    with pytest.raises(Refused) as refused, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        renewals.file(by, person)
    assert refused.value.code == "agency_may_not_file"
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        application = renewals.file(by, person)
    assert application.agency is None
    assert application.finding is not None
    assert application.finding.on_paper == "yes"


def test_a_second_renewal_waits_for_the_first_and_a_stranger_files_none(city: City) -> None:
    person = city.person()
    with pytest.raises(Refused) as refused, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        renewals.file(by, person)
    assert refused.value.code == "nothing_to_renew"
    city.permit(person)
    with acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
        renewals.file(by, person)
        with pytest.raises(Refused) as refused:
            renewals.file(by, person)
    assert refused.value.code == "case_open"
    other = city.person("Trần Văn Nam")
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        city.employer.jobs.all()
    city.permit(other)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Job.objects.filter(person=other).update(until=date(2019, 3, 4))
    with pytest.raises(NotThere), acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
        renewals.file(by, other)


@pytest.mark.parametrize("in_order", [True, False])
def test_the_border_tells_who_leaves_and_who_is_back(city: City, in_order: bool) -> None:
    """Given crossings recorded in their order or not, then the same absence comes of them."""
    person = city.person()
    city.permit(person)
    comes_in(city, person, "2019-03-04T09:00")
    stand_at(date(2019, 4, 10))
    seen = [(goes_out, "2019-04-02T18:00"), (comes_in, "2019-04-04T08:00")]
    for cross, at in seen if in_order else reversed(seen):
        cross(city, person, at)
    assert Absence.objects.values_list("left_on", "returned_on").get() == (date(2019, 4, 2), date(2019, 4, 4))


def test_who_is_refused_entry_is_not_back(city: City) -> None:
    person = city.person()
    city.permit(person)
    crossed(city, person, out=date(2019, 4, 2), back=date(2019, 4, 4))
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL):
        renewals.turned_back(person, date(2019, 4, 4))
    assert Absence.objects.get().returned_on is None


# ---- The queue -------------------------------------------------------------------------------------------------------


def test_five_thousand_in_a_morning_each_with_a_place_of_her_own(city: City) -> None:
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        queue.draw_many(by, [None] * 4_500)
        queue.draw(by)
        queue.draw_many(by, [None] * 499)
    assert list(Ticket.objects.order_by("place_in_queue").values_list("place_in_queue", flat=True)) == list(
        range(1, 5_001)
    )
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        for place in range(1, 4):
            assert getattr(queue.call(by), "place_in_queue", None) == place
        queue.serve(by, 1)
    office = city.of(Role.SERVICE_CENTRE).office
    assert office is not None
    found = queue.standing(office, date(2019, 3, 4))
    assert (found.waiting, found.at_counter, found.served) == (4_997, 2, 1)


def test_hours_waited_are_from_the_drawing_to_the_call(city: City) -> None:
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        tickets = queue.draw_many(by, [None, None, None])
        for ticket, hours in zip(tickets[:2], (1, 4), strict=True):
            Ticket.objects.filter(pk=ticket.pk).update(called_at=ticket.drawn_at + timedelta(hours=hours, minutes=15))
    found = renewals.spent(date(2019, 3, 1), date(2019, 3, 31))
    assert (found.hours_waited, found.longest_wait) == (Decimal("5.50"), timedelta(hours=4, minutes=15))


def test_the_queue_begins_anew_each_day_and_a_ticket_is_drawn_once(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        queue.draw(by, person)
        with pytest.raises(Refused) as refused:
            queue.draw(by, person)
        assert refused.value.code == "ticket_drawn_already"
        with pytest.raises(Refused) as refused:
            queue.serve(by, 1)
        assert refused.value.code == "ticket_not_called"
        with pytest.raises(NotThere):
            queue.serve(by, 2)
    stand_at(date(2019, 3, 5))
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        assert queue.draw(by, person).place_in_queue == 1
        assert queue.call(by) is not None
        assert queue.call(by) is None
    with pytest.raises(NotAllowed), acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        queue.draw(by, person)


# ---- Moving to another employer --------------------------------------------------------------------------------------


def another_firm(city: City) -> tuple[Site, Account]:
    """A site of another firm, and the firm's account."""
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        firm = Employer.objects.create(
            number=new_number("E"),
            name="Another firm",
            credit_code="91451481MA5K8Q3X1A",
            place="pingxiang_zone",
            sector="wood_processing",
            registered_on=date(2017, 5, 2),
        )
        firm.qualifications.create(held=True, since=date(2017, 5, 2))
        site = Site.objects.create(
            number=new_number("S"), employer=firm, name="Sawmill", place="pingxiang_zone", sector="wood_processing"
        )
        account = Account(number=new_number("U"), sign_in="another", name="Another", role=Role.EMPLOYER, employer=firm)
        account.save()
    return site, account


def test_who_moves_to_another_employer_moves_on_one_day_with_everything(city: City) -> None:
    person = city.person()
    first = Permit.objects.get(number=city.permit(person))
    site, account = another_firm(city)
    stand_at(date(2019, 3, 18))
    today = date(2019, 3, 18)
    with acting(account, Purpose.FILING) as by:
        application = transfers.file(by, person, site, occupation="sawing", wage_promised=Decimal("3200"))
    assert scopes.workers_of(city.of(Role.EMPLOYER), today).filter(pk=person.pk).exists()
    second = through(city, application)
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (PermitState.SURRENDERED, today)
    assert (second.valid_from, second.valid_to, second.renewal_of) == (today, date(2019, 4, 17), first)
    assert not scopes.workers_of(city.of(Role.EMPLOYER), today).filter(pk=person.pk).exists()
    assert not scopes.placed_by(city.of(Role.AGENCY), today).filter(pk=person.pk).exists()
    assert scopes.workers_of(account, today).filter(pk=person.pk).exists()
    assert [(job.site, job.until) for job in Job.objects.filter(person=person).order_by("pk")] == [
        (city.site, today),
        (site, None),
    ]
    assert events.verify() is None


def test_where_a_moved_permit_ends_with_the_old_one_it_costs_the_months_begun(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given the other way of an assumption, then the new permit ends when the old one would have."""
    monkeypatch.setattr(programme, "transfer_anew", lambda day: False)
    monkeypatch.setattr(programme, "premium_payer", lambda: Payer.WORKER)
    stand_at(date(2019, 12, 2))
    person = city.person()
    first = Permit.objects.get(number=city.permit(person))
    site, account = another_firm(city)
    stand_at(date(2019, 12, 20))
    with acting(account, Purpose.FILING) as by:
        application = transfers.file(by, person, site, occupation="sawing", wage_promised=Decimal("3200"))
    second = through(city, application)
    assert (second.valid_from, second.valid_to) == (date(2019, 12, 20), first.valid_to)
    premium = application.charges.get(kind="premium")
    assert (premium.amount, premium.payer) == (Decimal("23.00"), Payer.WORKER)


def test_moving_needs_a_permit_that_runs_and_somewhere_else_to_go(city: City) -> None:
    person = city.person()
    site, account = another_firm(city)
    asked = {"occupation": "sawing", "wage_promised": Decimal("3200")}
    with pytest.raises(Refused) as refused, acting(account, Purpose.FILING) as by:
        transfers.file(by, person, site, **asked)  # type: ignore[arg-type]
    assert refused.value.code == "nothing_to_transfer"
    city.permit(person)
    with pytest.raises(Refused) as refused, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        transfers.file(by, person, city.site, agency=city.agency, **asked)  # type: ignore[arg-type]
    assert refused.value.code == "transfer_to_same"
    with pytest.raises(NotThere), acting(account, Purpose.FILING) as by:
        transfers.file(by, person, city.site, **asked)  # type: ignore[arg-type]
    assert not Application.objects.filter(kind=ApplicationKind.TRANSFER.value).exists()


# ---- The farm --------------------------------------------------------------------------------------------------------


def farm(city: City) -> Site:
    """A farm of a firm with a legal representative."""
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        city.employer.legal_representative = True
        city.employer.save()
        return Site.objects.create(
            number=new_number("S"), employer=city.employer, name="Orchard", place="pingxiang_zone", sector="agriculture"
        )


@pytest.mark.parametrize(
    ("day", "found"), [(date(2019, 5, 15), "yes"), (date(2019, 8, 1), "not_known_yet"), (date(2019, 12, 15), "no")]
)
def test_a_farm_is_accepted_in_may_not_in_december_and_nobody_knows_in_between(
    city: City, day: date, found: str
) -> None:
    stand_at(day)
    number = city.application(city.person(), site=farm(city))
    assert getattr(Application.objects.get(number=number).finding, "on_paper", None) == found


def test_in_between_the_officer_is_told_which_change_and_decides_with_a_reason(city: City) -> None:
    stand_at(date(2019, 8, 1))
    number = city.application(city.person(), site=farm(city))
    finding = Application.objects.get(number=number).finding
    assert finding is not None
    (english,) = programme.undated(finding, Language.EN)
    assert "farms were excluded" in english
    assert "2019" in english
    assert len({programme.undated(finding, language) for language in Language}) == 3
    with pytest.raises(Refused) as refused, acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, number)
    assert refused.value.code == "against_finding_without_reason"
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, number, reason="The notice had not reached the city on that day")
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        permit = applications.issue(by, number, reason="As approved by human resources")
    marked = Decision.objects.filter(application__number=number, against_finding=True)
    assert marked.count() == 2
    assert permit.sector == "agriculture"
    assert events.verify() is None
