"""Role x object x field x purpose x endpoint: over the API comes out what the table of rights has, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.register import KINDS, Act, Purpose, Role, all_rights, purposes_of, right
from sojourn.register.models import Account, AuditRow, Event, Look, Permit, Token
from sojourn.register.rights import Relation
from sojourn.web.api.shapes import column, filters_of
from tests.register.city import City
from tests.web.api.conftest import Caller, call_as

Calling = Callable[..., Caller]

#: What nobody but a role that may see it is ever to read, in a record, a list or an error.
NAME = "Nguyễn Thị Lan"


def said(response: HttpResponse) -> Any:
    return json.loads(response.content)


def account_of(city: City, role: Role) -> Account:
    return Permit.objects.earliest("pk").person.account if role is Role.WORKER else city.of(role)


def callers(city: City) -> dict[Role, Caller]:
    """A caller for each role, with a token made once."""
    found = {}
    for role in Role:
        account = account_of(city, role)
        found[role] = call_as(city, account)
    return found


@pytest.fixture
def lived_in(city: City) -> City:
    """The city with two permits, an open application and one refused at the counter."""
    city.permit(city.person(NAME, document="T0000009"))
    city.permit(city.person("Lê Thị Hoa", document="T0000010"))
    city.application(city.person("Trần Thị Mai", document="T0000011"))
    return city


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_listing_has_the_fields_of_the_right_and_no_other(lived_in: City, data: st.DataObject) -> None:
    role = data.draw(st.sampled_from(list(Role)))
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    purpose = data.draw(st.sampled_from(list(Purpose)))
    narrowed = data.draw(st.none() | st.sampled_from(sorted(filters_of(kind))))
    query = "" if narrowed is None else f"?{narrowed}={_value(kind, narrowed)}"
    caller = call_as(lived_in, account_of(lived_in, role), purpose)
    held = right(role, kind, purpose)
    looks = Look.objects.count()
    response = caller.get(f"{kind}{query}")
    seen = narrowed is None or (held is not None and filters_of(kind)[narrowed][0] in held.fields)
    acts = {Act.LIST} if narrowed is None else {Act.LIST, Act.SEARCH}
    if held is None or not held.acts & acts or purpose not in held.purposes or not seen:
        assert response.status_code in (403, 404, 405), response.content
        assert NAME not in response.content.decode()
        assert Look.objects.count() == looks
        return
    assert response.status_code == 200, response.content
    for row in said(response)["rows"]:
        assert set(row) == set(held.fields)
    people = {row.get("holder") for row in said(response)["rows"]} - {None}
    if held.relation is not Relation.SELF:
        assert Look.objects.count() - looks >= len(people)


def _value(kind: str, name: str) -> str:
    of = column(kind, filters_of(kind)[name][0])
    if of.choices:
        return str(of.choices[0][0])
    return {"BooleanField": "true", "DateField": "2019-03-04"}.get(
        of.get_internal_type(), "1" if "Integer" in of.get_internal_type() or "Auto" in of.get_internal_type() else "x"
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_has_the_fields_of_the_right_and_no_other(lived_in: City, data: st.DataObject) -> None:
    role = data.draw(st.sampled_from(list(Role)))
    kind = data.draw(st.sampled_from(["person", "permit", "application", "job", "decision", "charge"]))
    purpose = data.draw(st.sampled_from(list(Purpose)))
    row = data.draw(st.sampled_from(list(KINDS[kind].model._default_manager.order_by("pk"))))
    presented = data.draw(st.sampled_from([None, "T0000009", "T0000010", "T9999999"]))
    number = getattr(row, KINDS[kind].number)
    caller = call_as(lived_in, account_of(lived_in, role), purpose)
    headers = {} if presented is None else {"Sojourn-Shown": presented}
    response = caller.get(f"{kind}/{number}", **headers)
    held = right(role, kind, purpose)
    if held is None or Act.OPEN not in held.acts or purpose not in held.purposes:
        assert response.status_code in (403, 404), response.content
    elif response.status_code == 200:
        assert set(said(response)) == set(held.fields)
        if held.relation is Relation.PRESENTED:
            holder = row if kind == "person" else row.person
            assert holder.documents.filter(document_number=presented).exists()
    else:
        assert response.status_code == 404
        assert held.relation is not Relation.ALL
    if response.status_code != 200:
        assert NAME not in response.content.decode()


def test_there_is_an_address_for_what_the_table_has_and_for_nothing_else(lived_in: City) -> None:
    """Given every role, kind and act, then what is exported is the role's own, and an act nobody has has no address."""
    for role, caller in callers(lived_in).items():
        for kind in KINDS:
            held = all_rights().get((role, kind))
            may = held is not None and Act.EXPORT in held.acts
            response = caller.get(f"export/{kind}", held.purposes[0] if held else None)
            if may:
                assert response.status_code == 200, (role, kind)
                for row in said(response):
                    assert held is not None
                    assert set(row) == set(held.fields)
                    assert (
                        row.get("number") is None or kind != "person" or row["number"] == caller.account.person.number
                    )
            else:
                assert response.status_code in (400, 403, 404), (role, kind)


def test_pages_follow_one_another_whatever_comes_in_between(city: City) -> None:
    people = [city.person(document=f"T000010{n}") for n in range(5)]
    numbers = [city.application(person) for person in people]
    caller = call_as(city, city.of(Role.HR_OFFICER), Purpose.CASE)
    first = said(caller.get("application?rows=2"))
    assert [row["number"] for row in first["rows"]] == numbers[:-3:-1]
    assert first["total"] == 5
    city.application(city.person(document="T0000199"))
    second = said(caller.get(f"application?rows=2&after={first['after']}"))
    assert [row["number"] for row in second["rows"]] == [numbers[2], numbers[1]]
    third = said(caller.get(f"application?rows=2&after={second['after']}"))
    assert [row["number"] for row in third["rows"]] == [numbers[0]]
    assert third["after"] is None
    assert third["total"] == 6


def test_a_listing_is_narrowed_down_by_what_the_role_sees(city: City) -> None:
    first, second = city.person(document="T0000201"), city.person(document="T0000202")
    city.permit(first)
    number = city.permit(second)
    officer = call_as(city, city.of(Role.HR_OFFICER), Purpose.CASE)
    rows = said(officer.get(f"permit?holder={second.number}&state=valid&valid_to_from=2019-04-01"))["rows"]
    assert [row["number"] for row in rows] == [number]
    assert said(officer.get("permit?valid_to_to=2019-04-01"))["total"] == 0
    look = Look.objects.filter(account=officer.account, person=second).latest("pk")
    assert (look.act, look.what, look.purpose) == ("search", "permit", "case")
    worker = call_as(city, first.account)
    assert said(worker.get("permit"))["total"] == 1
    assert worker.get(f"permit?holder={second.number}").status_code == 403


def test_amounts_days_and_moments_are_as_they_were_saved(lived_in: City) -> None:
    worker = call_as(lived_in, account_of(lived_in, Role.WORKER))
    (job,) = said(worker.get("job"))["rows"]
    assert job["wage_promised"] == "3000.00"
    assert job["since"] == "2019-03-04"
    officer = call_as(lived_in, lived_in.of(Role.HR_OFFICER), Purpose.CASE)
    officer.get("permit")
    look = said(worker.get("look"))["rows"][0]
    assert look["at"].startswith("2019-03-04T")
    assert look["at"].endswith("+08:00")
    assert (look["what"], look["account"]) == ("permit", officer.account.number)


def test_operators_and_who_sees_no_person_find_nothing_here(lived_in: City) -> None:
    for role in Role:
        if purposes_of(role):
            continue
        caller = call_as(lived_in, lived_in.of(role), Purpose.OPERATION)
        assert caller.get("permit").status_code == 403


def test_a_token_is_kept_as_a_hash_and_stands_in_no_trail(lived_in: City) -> None:
    caller = call_as(lived_in, lived_in.of(Role.AGENCY))
    digest = Token.objects.get(account=caller.account).digest
    trail = json.dumps(
        [list(AuditRow.objects.values_list("before", "after")), list(Event.objects.values_list("facts"))]
    )
    assert caller.secret not in trail
    assert digest not in trail


def test_nothing_that_identifies_somebody_stands_in_an_address() -> None:
    """Given every parameter of every listing, then none holds a value that must not stand in a trail either."""
    for kind in KINDS:
        for field, _ in filters_of(kind).values():
            of = column(kind, field)
            assert of.name not in getattr(getattr(of.model, "Personal", None), "columns", ()), (kind, field)
    assert not {"name", "birth_date", "phone", "home"} & filters_of("person").keys()
    assert "holder_name" not in filters_of("permit")
    assert "holder" in filters_of("permit")
