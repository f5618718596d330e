"""The OpenAPI document says all that may be asked and answered: schemathesis finds nothing that it does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from sojourn.register import KINDS, Account, Purpose, Role, purposes_of
from sojourn.web.api import problems
from sojourn.web.wsgi import application
from tests.register.city import City
from tests.web.api.conftest import Caller, call_as

VERIFY = "/api/verify"
#: What is answered with a file, by the end of its address.
FILES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
#: Roles that see different things in different ways: they try each operation more often than the others.
OFTEN = (Role.WORKER, Role.AGENCY, Role.HR_OFFICER, Role.BORDER_POST, Role.AUDITOR)
#: Examples for each operation.
EXAMPLES, EXAMPLES_OFTEN = 1, 2


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """The real application lets go of its connection after each request; here that is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def lived_in(city: City) -> City:
    """The city with a permit and an application in each stage that a case can be in."""
    city.permit(city.person(document="T0000009"))
    city.application(city.person(document="T0000011"))
    return city


def document() -> dict[str, Any]:
    response = Client().get("/api/openapi.json")
    assert response.status_code == 200
    return dict(json.loads(response.content))


def operations(said: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_operation_says_what_may_be_answered(db: None) -> None:
    said = document()
    assert said["openapi"].startswith("3.1")
    found = list(operations(said))
    assert len({operation["operationId"] for *_, operation in found}) == len(found) > 40
    for path, method, operation in found:
        statuses = {int(status) for status in operation["responses"]}
        assert {200, 201} & statuses, path
        assert {400, 404, 405, 422, 500, 503} <= statuses, path
        if path != VERIFY:
            assert operation["security"], path
            assert {401, 403, 429} <= statuses, path
            assert {"$ref": "#/components/parameters/Purpose"} in operation["parameters"], path
        if method == "post":
            assert {409, 413, 415} <= statuses, path
            key = "KeyIfAny" if path == "/api/crossing" else "Key"
            assert {"$ref": f"#/components/parameters/{key}"} in operation["parameters"], path
        for status, response in operation["responses"].items():
            (kind,) = response["content"]
            file = FILES.get(path.rpartition("/")[2], "application/json")
            assert kind == (file if int(status) < 400 else problems.MEDIA_TYPE), (path, status)


def test_no_address_is_undocumented(db: None) -> None:
    """Given every address that the site answers under /api/, then the document has it."""
    from sojourn.web.api import api

    documented = set(document()["paths"])
    served = {"/api" + path.split(":")[0] for router in api._get_bound_routers() for path in router.path_operations}
    assert served == documented


@pytest.mark.parametrize(
    ("role", "mode"),
    [*((role, GenerationMode.POSITIVE) for role in Role), (Role.HR_OFFICER, GenerationMode.NEGATIVE)],
)
def test_nothing_is_answered_that_is_not_documented(lived_in: City, role: Role, mode: GenerationMode) -> None:
    """Given the document, when requests that fit it and requests that do not are made, then all answers fit it."""
    account = Account.objects.filter(role=role.value).order_by("pk").first()
    assert account is not None
    caller = call_as(lived_in, account, None if purposes_of(role) else Purpose.STATISTICS)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "401", "403", "404", "409", "422"]
    for result in schema.get_all_operations():
        operation = result.ok()
        # What takes nothing can be asked for in one way only.
        if mode is GenerationMode.POSITIVE or operation.path != VERIFY:
            _tried(operation, caller, mode)


def _tried(operation: Any, caller: Caller, mode: GenerationMode) -> None:
    kind = operation.path.split("/")[2]
    known = list(KINDS[kind].model._default_manager.values_list(KINDS[kind].number, flat=True)) if kind in KINDS else []

    @seed(20190304)
    @settings(
        max_examples=EXAMPLES_OFTEN if Role(caller.account.role) in OFTEN else EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def every(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        headers = {"Authorization": f"Bearer {caller.secret}"}
        if mode is GenerationMode.POSITIVE:
            assert caller.purpose is not None
            headers["Sojourn-Purpose"] = caller.purpose.value
            if known and "number" in (case.path_parameters or {}):
                case.path_parameters["number"] = data.draw(st.sampled_from(known))
        case.call_and_validate(headers=headers)

    every()
