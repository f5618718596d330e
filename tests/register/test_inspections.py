"""Inspections and checkpoints: a permit for a wood plant used on a farm, and a holder outside her permit's area."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sojourn.policy import Language, Penalty
from sojourn.register import known, reading
from sojourn.register.actors import acting
from sojourn.register.models import Charge, Decision, Employer, Event, Job, Look, Notice, Permit, Qualification, Site
from sojourn.register.numbers import new_number
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.appeals import allow, file_appeal
from sojourn.register.services.applications import Asked, approve, begin, issue, submit
from sojourn.register.services.inspections import Visit, at_checkpoint, found_at_work, of_office, record_inspection
from sojourn.register.services.notices import sentence
from sojourn.register.services.qualifications import Grounds, grant, withdraw
from sojourn.register.vocabulary import ApplicationKind, Payer, Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import GROUNDS, JUNE, colleague, given, noted


def _farm(city: City) -> Site:
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        return Site.objects.create(
            number=new_number("S"), employer=city.employer, name="Cane fields", place="pingxiang", sector="agriculture"
        )


def _other_plant(city: City) -> Site:
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        employer = Employer.objects.create(
            number=new_number("E"),
            name="Second Wood",
            credit_code="91451481MA5K8Q3X1B",
            place="pingxiang_zone",
            sector="wood_processing",
            registered_on=date(2018, 1, 1),
        )
        Qualification.objects.create(employer=employer, held=True, since=date(2018, 1, 1))
        return Site.objects.create(
            number=new_number("S"), employer=employer, name="Mill", place="pingxiang_zone", sector="wood_processing"
        )


def test_a_permit_for_a_wood_plant_used_on_a_farm(city: City) -> None:
    stand_at(JUNE)
    person = city.person()
    number = city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.INSPECTION) as by:
        visit = record_inspection(by, Visit(announced=False, found="Three cutters in the field", site=_farm(city)))
        met = found_at_work(by, visit, number, "illegal_employment", {"employer.illegal_workers": "1"})
    assert met.elsewhere
    violation = met.violation
    assert violation is not None
    assert (violation.employer, violation.inspection, violation.permit) == (city.employer, visit, met.permit)
    # What the programme says of the worker can be noted beside it.
    hers = noted(
        city,
        person,
        "illegal_work",
        {"applicant.works_in_china": "yes", "applicant.beyond_permit": "yes", "stay.work_serious": "no"},
        inspection=visit,
    )
    assert hers.person == person
    # Fined within the bounds, as often as there are workers.
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.FINE, amount=Decimal(10001))
    assert "10000" in refused.value.told(Language.EN)
    fine = given(city, violation, Penalty.FINE, amount=Decimal(10000))
    assert Charge.objects.get(decision=fine).payer == Payer.EMPLOYER
    # The qualification goes, the workers are placed elsewhere, and it is regained.
    own = noted(city, city.employer, "employer_violation", {"employer.breaks_duties": "yes"}, by=Role.HR_OFFICER)
    given(city, own, Penalty.SUSPENSION, by=Role.HR_OFFICER, ends_on=date(2019, 9, 30))
    assert known.qualified(city.employer, JUNE) is False
    assert Permit.objects.get(number=number).state == "valid"
    notice = Notice.objects.filter(person=person).latest("pk")
    assert city.employer.name in sentence(notice.code, notice.slots, Language.VI)
    mill = _other_plant(city)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        asked = begin(by, Asked(ApplicationKind.TRANSFER, person, mill, "sawing", Decimal(3100))).number
        submit(by, asked)
        approve(by, asked)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        moved = issue(by, asked)
    assert (moved.employer, moved.valid_from) == (mill.employer, JUNE)
    assert Permit.objects.get(number=number).state == "surrendered"
    assert Job.objects.get(person=person, until=None).employer == mill.employer
    stand_at(date(2019, 7, 15))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        regained = grant(by, city.employer, "Moved its fields to a firm of their own; inspected on 12 July")
    assert known.qualified(city.employer, date(2019, 7, 15)) is True
    assert regained.supersedes is not None
    assert regained.supersedes.kind == "qualification_withdrawn"


def test_a_permit_at_its_own_site_is_in_order(city: City) -> None:
    stand_at(JUNE)
    number = city.permit(city.person())
    with acting(city.of(Role.HR_OFFICER), Purpose.INSPECTION) as by:
        visit = record_inspection(by, Visit(announced=False, site=city.site))
        met = found_at_work(by, visit, number, "employer_violation", {"employer.breaks_duties": "yes"})
    assert (met.elsewhere, met.violation) == (False, None)
    with acting(city.of(Role.HR_OFFICER), Purpose.INSPECTION) as by:
        assert of_office(by) == [visit]


def test_a_withdrawal_ends_by_itself_and_falls_with_an_appeal(city: City) -> None:
    stand_at(JUNE)
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        decision = withdraw(by, city.employer, Grounds(**GROUNDS, ends_on=date(2019, 9, 30)))
    assert known.qualified(city.employer, date(2019, 9, 30)) is False
    assert known.qualified(city.employer, date(2019, 10, 1)) is True
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by:
        appeal = file_appeal(by, decision.number, "The field is leased out").number
    with acting(colleague(city, Role.HR_OFFICER), Purpose.APPEAL) as by:
        allow(by, appeal, "The lease was shown")
    assert known.qualified(city.employer, JUNE) is True


@pytest.mark.parametrize("field", ["reason", "legal_basis", "appeal_route", "ends_on"])
def test_a_withdrawal_is_whole_or_is_not(city: City, field: str) -> None:
    whole = GROUNDS | {"ends_on": date(2019, 9, 1)}
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by, pytest.raises(Refused) as refused:
        withdraw(by, city.employer, Grounds(**whole | {field: None if field == "ends_on" else ""}))
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_it_is_neither_withdrawn_nor_granted_twice(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        with pytest.raises(Refused):
            grant(by, city.employer, "Again")
        withdraw(by, city.employer, Grounds(**GROUNDS, ends_on=date(2019, 9, 1)))
        with pytest.raises(Refused):
            withdraw(by, city.employer, Grounds(**GROUNDS, ends_on=date(2019, 9, 1)))
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by, pytest.raises(NotAllowed):
        grant(by, city.employer, "As a favour")


def test_a_checkpoint_meets_a_holder_outside_her_area(city: City) -> None:
    stand_at(JUNE)
    person = city.person(document="T7654321")
    number = city.permit(person)
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        inside = at_checkpoint(by, number, "pingxiang_zone")
        outside = at_checkpoint(by, "T7654321", "nanning")
    assert (inside.outside, inside.violation) == (False, None)
    assert outside.violation is not None
    assert (outside.outside, outside.violation.conduct, outside.violation.person) == (True, "leaving_area", person)
    assert Look.objects.filter(person=person, account=city.of(Role.BORDER_POST)).count() == 2
    assert Event.objects.get(kind="checkpoint.outside_area").facts["met_at"] == "nanning"
    # It is a flag: nothing has been decided.
    assert not Decision.objects.filter(adverse=True).exists()
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        assert reading.opened(by, "violation", outside.violation.number)["conduct"] == "leaving_area"


def test_a_checkpoint_learns_nothing_of_whom_it_does_not_meet(city: City) -> None:
    city.permit(city.person(document="T7654321"))
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        with pytest.raises(NotThere):
            at_checkpoint(by, "T0000000", "nanning")
        for elsewhere in ("atlantis", "shanghai", "guangxi", "border_area"):
            with pytest.raises(Refused):
                at_checkpoint(by, "T7654321", elsewhere)
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by, pytest.raises(NotAllowed):
        at_checkpoint(by, "T7654321", "nanning")


def test_an_inspection_is_of_something_and_of_no_day_to_come(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.INSPECTION) as by:
        with pytest.raises(Refused):
            record_inspection(by, Visit(announced=True))
        with pytest.raises(Refused):
            record_inspection(by, Visit(announced=True, site=city.site, day=date(2019, 3, 5)))
    with acting(city.of(Role.AGENCY), Purpose.PLACEMENT) as by, pytest.raises(NotAllowed):
        record_inspection(by, Visit(announced=True, site=city.site))
