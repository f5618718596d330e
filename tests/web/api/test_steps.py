"""Cases over the API: begun, submitted, decided and issued, each step once, on the version that was looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpResponse

from sojourn.register import Purpose, Role, acting, events, tokens
from sojourn.register.models import Application, Event, Look, Permit, Request, Token
from sojourn.register.refusal import NotAllowed, Refused
from tests.register.city import City, build, stand_at
from tests.web.api.conftest import Caller, call_as

Calling = Callable[..., Caller]


def said(response: HttpResponse, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return json.loads(response.content)


def asks(city: City, person: str) -> dict[str, str]:
    return {
        "kind": "new",
        "person": person,
        "site": city.site.number,
        "occupation": "peeling veneer",
        "wage_promised": "3000.00",
    }


def test_from_the_agency_s_draft_to_the_permit(city: City, calling: Calling) -> None:
    city.person(document="T7000001")
    agency = calling(Role.AGENCY, Purpose.FILING)
    begun = said(agency.post("application", asks(city, "t7000001")), 201)
    assert (begun["state"], begun["version"], begun["permit"]) == ("draft", 1, None)
    number = begun["number"]
    assert said(agency.post(f"application/{number}/submit", {"version": 1}))["state"] == "submitted"
    labour, exit_entry = calling(Role.HR_OFFICER, Purpose.CASE), calling(Role.EXIT_ENTRY_OFFICER, Purpose.CASE)
    assert said(labour.post(f"application/{number}/check", {"version": 2}))["state"] == "checked"
    assert said(labour.post(f"application/{number}/approve", {"version": 3}))["state"] == "approved"
    done = said(exit_entry.post(f"application/{number}/issue", {"version": 4}))
    assert done == {"number": number, "state": "issued", "version": 5, "permit": Permit.objects.get().number}
    kinds = [kind for kind in Event.objects.order_by("sequence").values_list("kind", flat=True) if "token" not in kind]
    assert kinds[:3] == ["application.begun", "application.submitted", "application.checked"]
    assert events.verify() is None


def test_who_files_sees_a_look_of_hers_noted(city: City, calling: Calling) -> None:
    person = city.person(document="T7000002")
    agency = calling(Role.AGENCY, Purpose.FILING)
    said(agency.post("application", asks(city, "T7000002")), 201)
    look = Look.objects.get(person=person, account=agency.account, act="search")
    assert (look.what, look.purpose) == ("person", "filing")


@pytest.mark.parametrize(
    ("changed", "status", "code", "field"),
    [
        ({"person": "T9999999"}, 422, "person_unknown", "person"),
        ({"site": "S-NOWHERE"}, 422, "site_unknown", "site"),
        ({"occupation": "   "}, 422, "occupation_missing", "occupation"),
        ({"wage_promised": "0.00"}, 422, "wage_not_positive", "wage_promised"),
    ],
)
def test_what_the_register_refuses_is_told_and_leaves_nothing(
    city: City, calling: Calling, changed: dict[str, str], status: int, code: str, field: str
) -> None:
    city.person(document="T7000003")
    agency = calling(Role.AGENCY, Purpose.FILING)
    answer = said(agency.post("application", asks(city, "T7000003") | changed, key="mine"), status)
    assert (answer["code"], answer["field"]) == (code, field)
    assert not Application.objects.exists()
    assert not Request.objects.exists()
    assert said(agency.post("application", asks(city, "T7000003"), key="mine"), 201)["state"] == "draft"


def test_a_purpose_that_is_not_for_filing_files_nothing(city: City, calling: Calling) -> None:
    city.person(document="T7000004")
    agency = calling(Role.AGENCY, Purpose.PLACEMENT)
    assert said(agency.post("application", asks(city, "T7000004")), 403)["code"] == "wrong_purpose"
    assert not Application.objects.exists()


def test_a_stale_version_a_closed_case_and_a_role_that_may_not(city: City, calling: Calling) -> None:
    number = city.application(city.person(document="T7000005"))
    labour, agency = calling(Role.HR_OFFICER, Purpose.CASE), calling(Role.AGENCY, Purpose.FILING)
    assert said(labour.post(f"application/{number}/approve", {"version": 1}), 409)["code"] == "stale_form"
    assert said(agency.post(f"application/{number}/approve", {"version": 2}), 403)["code"] == "not_allowed"
    against = {"version": 2, "reason": "r", "legal_basis": "l", "appeal_route": "a"}
    assert said(labour.post(f"application/{number}/refuse", against | {"reason": " "}), 422)["code"] == "invalid"
    assert said(labour.post(f"application/{number}/refuse", against))["state"] == "refused"
    assert said(labour.post(f"application/{number}/refuse", against | {"version": 3}), 409)["code"] == (
        "no_step.application"
    )
    assert said(labour.post("application/A-NOWHERE/check", {"version": 1}), 404)["code"] == "not_there"


def test_a_key_is_needed_and_good_for_one_request(city: City, calling: Calling) -> None:
    number = city.application(city.person(document="T7000006"))
    labour = calling(Role.HR_OFFICER, Purpose.CASE)
    path = f"application/{number}/check"
    missing = labour.post(path, {"version": 2}, **{"Idempotency-Key": ""})
    assert said(missing, 400)["code"] == "key_missing"
    assert said(labour.post(path, {"version": 2}, key="k" * 81), 400)["code"] == "header_form"
    first = labour.post(path, {"version": 2}, key="once")
    again = labour.post(path, {"version": 2}, key="once")
    assert said(again) == said(first) == {"number": number, "state": "checked", "version": 3, "permit": None}
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Event.objects.filter(kind="application.checked").count() == 1
    assert said(labour.post(path, {"version": 3}, key="once"), 409)["code"] == "key_used_for_another"
    assert said(labour.post(f"application/{number}/approve", {"version": 2}, key="once"), 409)["code"] == (
        "key_used_for_another"
    )
    other = calling(Role.EXIT_ENTRY_OFFICER, Purpose.CASE)
    assert said(other.post(path, {"version": 3}, key="once"), 409)["code"] == "no_step.application"


@pytest.mark.django_db(transaction=True)
def test_concurrent_repeats_do_it_once() -> None:
    """Given four programs that send the same request at once, when all are through, then it was done once."""
    city = build()
    city.person(document="T7000008")
    agency = call_as(city, city.of(Role.AGENCY), Purpose.FILING)
    sent = json.dumps(asks(city, "T7000008"))
    together = Barrier(4)

    def post(_: int) -> tuple[int, bytes, bool]:
        try:
            together.wait()
            response = agency.post("application", sent, key="the same")
            return response.status_code, response.content, "Idempotency-Replayed" in response.headers
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(post, range(4)))
    assert {(status, content) for status, content, _ in answers} == {(201, answers[0][1])}
    assert sorted(repeated for *_, repeated in answers) == [False, True, True, True]
    assert Application.objects.count() == 1
    assert Event.objects.filter(kind="application.begun").count() == 1
    assert Request.objects.count() == 1
    assert events.verify() is None
    connection.close()


def test_tokens_are_an_operator_s_to_make_for_a_time(city: City) -> None:
    account = city.of(Role.AGENCY)
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        with pytest.raises(NotAllowed):
            tokens.make(by, account, "front desk", date(2019, 9, 1))
        with pytest.raises(NotAllowed):
            tokens.revoke(by, "T-1")
        with pytest.raises(NotAllowed):
            tokens.standing(by)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        for name, day, code in (
            (" ", date(2019, 9, 1), "token_without_name"),
            ("front desk", date(2019, 3, 3), "token_end"),
            ("front desk", date(2020, 3, 5), "token_end"),
        ):
            with pytest.raises(Refused) as refused:
                tokens.make(by, account, name, day)
            assert refused.value.code == code
        made = tokens.make(by, account, "front desk", date(2020, 3, 4))
        assert tokens.known(made.secret) == made.token
        assert tokens.known(made.secret + "x") is None
        assert tokens.known(made.secret.removeprefix("sojourn_")) is None
        assert not Token.objects.filter(digest=made.secret).exists()
        tokens.revoke(by, made.token.number.lower())
        with pytest.raises(Refused) as refused:
            tokens.revoke(by, made.token.number)
        assert refused.value.code == "token_revoked"
    assert list(Event.objects.order_by("sequence").values_list("kind", flat=True)) == ["token.made", "token.revoked"]
    stand_at(date(2020, 3, 4))
    assert tokens.known(made.secret) is None
