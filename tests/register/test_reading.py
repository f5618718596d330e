"""Role x object x field x purpose: nothing beyond the table of rights, in any listing, opening or export."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.register import reading
from sojourn.register.actors import acting
from sojourn.register.models import Account, Employer, Job, Look, Office, Permit, Site
from sojourn.register.numbers import new_number
from sojourn.register.objects import KINDS
from sojourn.register.refusal import NotAllowed, NotThere
from sojourn.register.rights import Relation, all_rights
from sojourn.register.rights import right as right_of
from sojourn.register.vocabulary import Act, Purpose, Role
from tests.register.border import comes_in
from tests.register.city import City, stand_at


def test_every_right_names_fields_that_exist() -> None:
    for (role, name), right in all_rights().items():
        assert name in KINDS, (role, name)
        assert set(right.fields) <= KINDS[name].fields.keys(), (role, name)
        assert right.purposes, (role, name)
        assert right.acts, (role, name)


def test_no_field_of_a_person_s_complaints_or_claims_is_anybodys_who_employs_or_places_her() -> None:
    for role in (Role.EMPLOYER, Role.AGENCY, Role.BORDER_POST, Role.ZONE_MANAGER, Role.EXIT_ENTRY_OFFICER):
        for name in ("complaint", "claim", "look", "correction"):
            assert (role, name) not in all_rights()


def test_supervisors_and_delegations_see_no_person() -> None:
    assert not [key for key in all_rights() if key[0] in (Role.SUPERVISOR, Role.DELEGATION, Role.OPERATOR)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_comes_out_is_what_the_table_has(city: City, data: st.DataObject) -> None:
    if not Permit.objects.exists():
        city.permit(city.person(document="T0000009"))
    role = data.draw(st.sampled_from(list(Role)))
    name = data.draw(st.sampled_from(sorted(KINDS)))
    act = data.draw(st.sampled_from([Act.LIST, Act.SEARCH]))
    purpose = data.draw(st.sampled_from(list(Purpose)))
    account = Permit.objects.get().person.account if role is Role.WORKER else city.of(role)
    right = right_of(role, name, purpose)
    with acting(account, purpose) as by:
        if right is None or act not in right.acts or purpose not in right.purposes:
            with pytest.raises(NotAllowed):
                reading.listing(by, name, act=act)
            return
        before = Look.objects.count()
        page = reading.listing(by, name, act=act)
        for row in page:
            assert tuple(row.values) == right.fields
        if page.rows and right.relation is not Relation.SELF:
            people = {row.get("holder") for row in page} - {None}
            assert Look.objects.count() - before >= len(people)


def test_every_look_leaves_who_for_which_office_how_and_what_for(city: City) -> None:
    person = city.person()
    number = city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.INSPECTION) as by:
        reading.opened(by, "permit", number)
    look = Look.objects.get(person=person, what="permit")
    assert (look.account, look.role, look.act, look.purpose) == (
        city.of(Role.HR_OFFICER),
        "hr_officer",
        "open",
        "inspection",
    )
    assert look.office == city.of(Role.HR_OFFICER).office


def test_her_own_look_is_no_look(city: City) -> None:
    person = city.person()
    city.permit(person)
    Look.objects.count()
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert reading.listing(by, "permit").total == 1
    assert not Look.objects.filter(account=person.account).exists()


def test_access_ends_on_the_day_the_job_ends(city: City) -> None:
    person = city.person()
    number = city.permit(person)
    employer, agency = city.of(Role.EMPLOYER), city.of(Role.AGENCY)
    with acting(employer, Purpose.EMPLOYMENT) as by:
        assert reading.opened(by, "permit", number)["holder"] == person.number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Job.objects.filter(person=person).update(until=date(2019, 3, 20))
    stand_at(date(2019, 3, 19))
    with acting(employer, Purpose.EMPLOYMENT) as by:
        assert reading.opened(by, "permit", number)
    stand_at(date(2019, 3, 20))
    for account, purpose in product((employer, agency), (Purpose.EMPLOYMENT, Purpose.PLACEMENT)):
        with acting(account, purpose) as by, pytest.raises((NotThere, NotAllowed)):
            reading.opened(by, "permit", number)
    with acting(employer, Purpose.EMPLOYMENT) as by:
        assert reading.listing(by, "person", act=Act.OPEN).total == 0


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER])
def test_an_office_sees_what_happened_at_its_place_and_nothing_else(city: City, role: Role) -> None:
    person = city.person(document="T7654321")
    city.permit(person)
    comes_in(city, person, "2019-03-04T09:00:00")
    here = city.of(role)
    office = Office.objects.get(pk=here.office_id)
    office.pk, office.number, office.place = None, "O-DONGXING-1", "dongxing"
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        office.save(force_insert=True)
    there = Account(number="U-DONGXING-1", sign_in="there", name="There", role=role.value, office=office)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        there.save()
    seen = set()
    for (whose, name), right in all_rights().items():
        if whose is not role or right.relation is not Relation.OFFICE:
            continue
        act = Act.LIST if Act.LIST in right.acts else Act.OPEN
        for account, some in ((here, True), (there, False)):
            with acting(account, right.purposes[0]) as by:
                found = reading.listing(by, name, act=act).total
            assert not found or some, name
            seen |= {name} if found else set()
    assert {"person", "permit", "application", "decision"} <= seen


def test_a_border_post_sees_only_who_shows_a_number(city: City) -> None:
    person = city.person(document="T7654321")
    other = city.person(document="T1234567")
    number, others = city.permit(person), city.permit(other)
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        assert reading.opened(by, "permit", number, shown="t7654321")["valid_to"] == date(2019, 4, 3)
        assert reading.opened(by, "permit", number, shown=number)["number"] == number
        for shown in ("", "T1234567", "%", "T"):
            with pytest.raises(NotThere):
                reading.opened(by, "permit", number, shown=shown)
        with pytest.raises(NotThere):
            reading.opened(by, "permit", others, shown="T7654321")
        with pytest.raises(NotAllowed):
            reading.listing(by, "permit")


def test_a_worker_sees_herself_only(city: City) -> None:
    person, other = city.person(), city.person(document="T1111111")
    city.permit(person)
    number = city.permit(other)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert [row["number"] for row in reading.listing(by, "permit")] != [number]
        with pytest.raises(NotThere):
            reading.opened(by, "permit", number)
        with pytest.raises(NotThere):
            reading.opened(by, "person", other.number)


def test_sites_are_seen_by_their_zone_and_their_firm_and_leave_no_look(city: City) -> None:
    """A site is nobody's record: whoever has its key as her own has nothing to do with it."""
    person = city.person()
    city.permit(person)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        other = Employer.objects.create(
            number=new_number("E"),
            name="Dongxing Foods",
            credit_code="91451481MA5K8Q3X1B",
            place="dongxing_zone",
            sector="services",
            registered_on=date(2018, 1, 1),
        )
        for key in (None, person.pk + 500):
            Site.objects.create(
                pk=key, number=new_number("S"), employer=other, name="Shop", place="dongxing_zone", sector="services"
            )
    looks = Look.objects.count()
    with acting(city.of(Role.ZONE_MANAGER), Purpose.SITE_SAFETY) as by:
        assert [row["number"] for row in reading.listing(by, "site")] == [city.site.number]
        assert reading.opened(by, "site", city.site.number)["employer"] == city.employer.name
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by:
        assert [dict(row.values) for row in reading.listing(by, "site")] == [
            {
                "number": city.site.number,
                "name": city.site.name,
                "place": city.site.place,
                "sector": city.site.sector,
            }
        ]
        with pytest.raises(NotThere):
            reading.opened(by, "site", Site.objects.filter(employer=other)[0].number)
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        assert reading.listing(by, "site").total == 3
    assert Look.objects.count() == looks
    for role in (Role.AGENCY, Role.WORKER, Role.BORDER_POST, Role.SUPERVISOR):
        account = person.account if role is Role.WORKER else city.of(role)
        for purpose in Purpose:
            with acting(account, purpose) as by, pytest.raises(NotAllowed):
                reading.listing(by, "site")
