"""Nothing outlives its clock; what is forgotten is nowhere any more; statistics and the chain stay."""

from __future__ import annotations

import ast
import inspect
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.models import CheckIn, Complaint, Document, Job, Permit, Person, Request, Ticket
from sojourn.register.refusal import NotAllowed
from sojourn.register.services import retention
from sojourn.register.services.deciding import decide
from sojourn.register.vocabulary import ComplaintKind, ComplaintState, DecisionKind, Purpose, Role
from tests.register.city import City, stand_at

NAME = "Unmistakable Nguyễn"
PASS = "T9876543"
WORDS = "Unmistakable words"


def everything() -> str:
    """All that any table of the register holds, as text."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith("register_"):
                cursor.execute(f'SELECT * FROM "{name}"')
                found += [str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(found)


def lived(city: City) -> Person:
    """A worker who had a permit, was warned, complained, and left in April 2019."""
    person = city.person(NAME, document=PASS)
    city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        decide(
            by,
            DecisionKind.WARNING,
            person=person,
            reason=WORDS,
            legal_basis="Plan of 2019",
            appeal_route="City government, 60 days",
            ends_on=date(2019, 4, 3),
        )
        Complaint.objects.create(
            number="C-00000000-0",
            person=person,
            office=city.of(Role.HR_OFFICER).office,
            kind=ComplaintKind.WAGES_WITHHELD.value,
            text=WORDS,
            filed_on=date(2019, 3, 10),
            state=ComplaintState.CLOSED.value,
            answer=WORDS,
            answered_on=date(2019, 3, 20),
        )
        Job.objects.filter(person=person).update(until=date(2019, 4, 3))
    return person


def swept(city: City, day: date) -> dict[str, int]:
    """A sweep on a day."""
    stand_at(day)
    with acting(city.of(Role.AUDITOR), Purpose.RETENTION) as by:
        return retention.sweep(by)


def test_a_person_nobody_needs_any_more_is_nowhere(city: City) -> None:
    person = lived(city)
    secret = bytes(person.key.secret).hex() if hasattr(person, "key") else ""
    assert NAME in everything()
    swept(city, date(2019, 4, 3) + timedelta(days=1096))
    text = everything()
    for value in (NAME, PASS, WORDS, "1990, 3, 2", secret or "no key"):
        assert value not in text
    assert Person.objects.get(pk=person.pk).erased_on is not None
    assert events.verify() is None


def test_statistics_survive(city: City) -> None:
    lived(city)
    before = list(Permit.objects.values_list("valid_from", "valid_to", "sector", "area"))
    swept(city, date(2023, 1, 1))
    assert list(Permit.objects.values_list("valid_from", "valid_to", "sector", "area")) == before


@pytest.mark.parametrize(("days", "gone"), [(1095, False), (1096, True)])
def test_the_clock_starts_at_the_last_thing_that_needed_her(city: City, days: int, gone: bool) -> None:
    person = lived(city)
    swept(city, date(2019, 4, 3) + timedelta(days=days))
    assert (Person.objects.get(pk=person.pk).erased_on is not None) is gone


def test_what_is_still_open_keeps_her(city: City) -> None:
    person = lived(city)
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT):
        Complaint.objects.update(state=ComplaintState.TAKEN_UP.value)
    swept(city, date(2024, 1, 1))
    assert Person.objects.get(pk=person.pk).erased_on is None


def test_her_account_is_closed_with_her(city: City) -> None:
    person = lived(city)
    swept(city, date(2023, 1, 1))
    account = person.account
    account.refresh_from_db()
    assert not account.is_active
    assert not account.has_usable_password()


def test_a_document_number_is_free_again_and_rows_stay_apart(city: City) -> None:
    person = lived(city)
    swept(city, date(2023, 1, 1))
    again = city.person("Somebody New", document=PASS)
    assert Document.objects.get(document_number=PASS).person == again
    assert Document.objects.get(person=person).document_number.startswith(retention.ERASED)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ages=st.lists(st.integers(0, 200), min_size=1, max_size=6), later=st.integers(0, 120))
def test_after_a_sweep_nothing_is_overdue(city: City, ages: list[int], later: int) -> None:
    today = date(2019, 8, 1)
    stand_at(today)
    person = Person.objects.first() or city.person(document=PASS)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        CheckIn.objects.all().delete()
        Ticket.objects.all().delete()
        Request.objects.all().delete()
        for number, age in enumerate(ages):
            day = today - timedelta(days=age)
            moment = datetime.combine(day, datetime.min.time(), clock.CHINA)
            CheckIn.objects.get_or_create(person=person, site=city.site, day=day, defaults={"by_herself": True})
            Ticket.objects.create(
                office=city.of(Role.SERVICE_CENTRE).office,
                day=day,
                place_in_queue=number,
                person=person,
                drawn_at=moment,
            )
            Request.objects.create(
                account=city.of(Role.AGENCY), key=str(number), digest="", at=moment, status=200, answer={}
            )
    swept(city, today + timedelta(days=later))
    assert not any(retention.overdue().values())
    assert Ticket.objects.count() == len(ages)
    assert CheckIn.objects.count() == len({age for age in ages if age + later <= 30})


def test_only_who_answers_for_retention_sweeps(city: City) -> None:
    for role, purpose in ((Role.HR_OFFICER, Purpose.RETENTION), (Role.AUDITOR, Purpose.AUDIT)):
        with pytest.raises(NotAllowed), acting(city.of(role), purpose) as by:
            retention.sweep(by)


def test_every_table_with_personal_values_has_its_end() -> None:
    """Each is cleared with the person or has a clock of its own; a table added later fails here until it has one."""
    named = {node.id for node in ast.walk(ast.parse(inspect.getsource(retention.forget))) if isinstance(node, ast.Name)}
    clocked = {one.table for one in retention.clocks().values()}
    for model in apps.get_app_config("register").get_models():
        if hasattr(model, "Personal"):
            assert model.__name__ in named or model._meta.model_name in clocked or model.__name__ == "Account", model


def test_every_clock_says_why_and_fits_its_table() -> None:
    for one in retention.clocks().values():
        model = apps.get_model("register", one.table)
        assert one.why.endswith("."), one
        for column in one.columns:
            model._meta.get_field(column)
        if one.then != "forget":
            model._meta.get_field(one.start)
