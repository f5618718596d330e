"""What the database sees to by itself, on either engine, whatever the code above it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sojourn.register.actors import acting
from sojourn.register.guards.tables import audited
from sojourn.register.models import (
    AuditRow,
    Decision,
    Employer,
    Event,
    Look,
    Permit,
    PersonDetails,
    Rating,
)
from sojourn.register.services.deciding import decide
from sojourn.register.vocabulary import DecisionKind, Purpose, Role
from tests.register.city import City

ADVERSE = {
    "reason": "Worked on a farm with a permit for a wood plant",
    "legal_basis": "Exit and Entry Administration Law, article 80",
    "appeal_route": "Review by the city government within 60 days",
    "ends_on": date(2019, 9, 1),
}


def test_nothing_changes_without_somebody_who_acts(city: City) -> None:
    with pytest.raises(DatabaseError, match="no_actor_or_purpose"), transaction.atomic():
        Employer.objects.update(name="Somebody else")
    with pytest.raises(DatabaseError, match="no_actor_or_purpose"), transaction.atomic():
        Rating.objects.all().delete()


def test_nor_by_sql_past_the_application(city: City) -> None:
    with (
        pytest.raises(DatabaseError, match="no_actor_or_purpose"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE register_employer SET name = 'Somebody else'")


@pytest.mark.parametrize("table", ["register_auditrow", "register_event", "register_look", "register_decision"])
def test_records_cannot_be_changed_or_deleted(city: City, table: str) -> None:
    person = city.person()
    city.permit(person)
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        Look.objects.create(
            at="2019-03-04T00:00Z", account=by.account, role="auditor", person=person, act="open", purpose="audit"
        )
    for statement in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET {'kind' if 'decision' in table else 'purpose'} = ''",
    ):
        with (
            pytest.raises(DatabaseError, match="kept_for_good"),
            acting(city.of(Role.AUDITOR), Purpose.AUDIT),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_personal_value_never_stands_in_the_audit_trail_or_the_ledger(city: City) -> None:
    person = city.person("Hoàng Văn Thụ-Unmistakable")
    city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        PersonDetails.objects.filter(person=person).update(name="Hoàng Văn Khác-Unmistakable")
    rows = AuditRow.objects.filter(table="register_persondetails", operation="update")
    assert rows.get().after["name changed"] in (1, True)
    for row in AuditRow.objects.all():
        assert "Unmistakable" not in str((row.before, row.after))
    for event in Event.objects.all():
        assert "Unmistakable" not in str(event.facts)


def test_two_valid_permits_of_a_person_cannot_overlap(city: City) -> None:
    permit = Permit.objects.get(number=city.permit(city.person()))
    second = city.application(city.person())
    permit.pk, permit.number = None, "P-ANOTHER0-1"
    permit.application_id = type(permit.application).objects.get(number=second).pk
    permit.valid_from, permit.valid_to = permit.valid_to, permit.valid_to + timedelta(days=30)
    with (
        pytest.raises(DatabaseError, match="permit_no_overlap"),
        acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE),
    ):
        permit.save(force_insert=True)
    permit.valid_from += timedelta(days=1)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        permit.save(force_insert=True)


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "appeal_route", "ends_on"])
def test_the_database_refuses_an_adverse_decision_that_is_not_whole(city: City, missing: str) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        whole = decide(by, DecisionKind.WARNING, person=person, **ADVERSE)
    copy = {field.attname: getattr(whole, field.attname) for field in Decision._meta.concrete_fields}
    copy |= {"id": None, "number": "D-ANOTHER0-1", missing: None if missing == "ends_on" else ""}
    with (
        pytest.raises(DatabaseError, match="adverse_decision_is_whole"),
        acting(city.of(Role.HR_OFFICER), Purpose.SANCTION),
    ):
        Decision.objects.create(**copy)


@pytest.mark.parametrize("missing", ["officer_id", "office_id", "decided_on", "begins_on", "adverse", "authority"])
def test_nor_a_decision_without_its_officer_its_authority_or_its_day(city: City, missing: str) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        whole = decide(by, DecisionKind.WARNING, person=person, **ADVERSE)
    copy = {field.attname: getattr(whole, field.attname) for field in Decision._meta.concrete_fields}
    copy |= {"id": None, "number": "D-ANOTHER0-1", missing: None}
    with pytest.raises(DatabaseError), acting(city.of(Role.HR_OFFICER), Purpose.SANCTION):
        Decision.objects.create(**copy)


@pytest.mark.parametrize("column", sorted(field.name for field in Decision._meta.concrete_fields))
def test_no_column_of_a_decision_is_changed(city: City, column: str) -> None:
    """What decides otherwise supersedes it; the words are taken by retention alone."""
    field = Decision._meta.get_field(column)
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        decision = decide(by, DecisionKind.WARNING, person=city.person(), **ADVERSE)
    for purpose in (Purpose.SANCTION, Purpose.CASE, Purpose.OPERATION):
        with (
            pytest.raises(DatabaseError, match="kept_for_good"),
            acting(city.of(Role.HR_OFFICER), purpose),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE register_decision SET {field.column} = {field.column} WHERE id = %s",
                [decision.pk],
            )


def test_retention_may_take_the_words_of_a_decision_and_nothing_else(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        decision = decide(by, DecisionKind.WARNING, person=city.person(), **ADVERSE)
    with acting(city.of(Role.AUDITOR), Purpose.RETENTION):
        Decision.objects.filter(pk=decision.pk).update(reason="(erased)")
    with pytest.raises(DatabaseError, match="kept_for_good"), acting(city.of(Role.AUDITOR), Purpose.RETENTION):
        Decision.objects.filter(pk=decision.pk).update(reason="(erased)", legal_basis="(erased)")


def test_every_table_but_the_records_themselves_is_audited(city: City) -> None:
    names = {table.name for table in audited(connection)}
    assert {"register_person", "register_permit", "register_complaint", "register_withheld"} <= names
    present = {name for name in connection.introspection.table_names() if name.startswith("register_")}
    assert present - names == {
        "register_auditrow",
        "register_look",
        "register_event",
        "register_chainhead",
        "register_request",
        "register_today",
        "register_finding",
    }
