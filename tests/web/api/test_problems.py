"""What goes wrong under /api/ is told in one form, in the caller's language; never a page, never a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

import sojourn.web.api
from sojourn.policy import Language
from sojourn.register import Purpose, Role, acting, tokens
from sojourn.web.api import limits, problems
from tests.register.city import City, stand_at
from tests.web.api.conftest import Caller

Calling = Callable[..., Caller]
ROOM = Path(str(sojourn.web.api.__file__)).parent


def told(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem of a response, which has to be in the form that is documented."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    said: dict[str, Any] = json.loads(response.content)
    problems.ProblemDetails.model_validate(said, strict=True)
    assert (said["status"], said["code"], said["type"]) == (status, code, f"urn:sojourn:problem:{code}")
    return said


@pytest.mark.parametrize("path", ["", "nonsense", "application/x/y/z", "permit/", "../en/", "openapi.json/"])
def test_there_is_nothing_there(db: None, path: str) -> None:
    told(Client().get(f"/api/{path}"), 404, "no_such_address")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_a_wrong_method(calling: Calling, method: str) -> None:
    """Given an address, when it is asked with a method that it does not take, then those it takes are named."""
    response = getattr(Client(), method)("/api/application")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_no_token_or_a_wrong_one(calling: Calling) -> None:
    assert told(Client().get("/api/permit"), 401, "token_missing")["field"] == "Authorization"
    for given in ("Bearer sojourn_nonsense", "Bearer x", "Basic eDp5", "Bearer"):
        response = Client().get("/api/permit", headers={"Authorization": given})
        told(response, 401, "token_unknown")
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_purpose_is_named_and_the_role_s(calling: Calling) -> None:
    caller = calling(Role.AGENCY)
    caller.purpose = None
    assert told(caller.get("permit"), 400, "purpose_missing")["field"] == "Sojourn-Purpose"
    told(caller.get("permit", **{"Sojourn-Purpose": "curiosity"}), 400, "purpose_unknown")
    for purpose in (Purpose.AUDIT, Purpose.CASE, Purpose.BREAK_GLASS):
        told(caller.get("permit", purpose), 403, "wrong_purpose")


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ("{", {}, 400, "not_json"),
        ("[" * 100_000, {}, 400, "not_json"),
        ('{"version": 1, "version": 2}', {}, 400, "not_json"),
        ('{"version": NaN}', {}, 400, "not_json"),
        (b"\xff\xfe", {}, 400, "not_json"),
        ("version=1", {"content_type": "application/x-www-form-urlencoded"}, 415, "wrong_media_type"),
        ('{"version": 1}', {"content_type": "text/plain"}, 415, "wrong_media_type"),
        (json.dumps({"version": 1, "reason": "x" * 250_000}), {}, 413, "too_large"),
        ("[]", {}, 422, "invalid"),
        ("7", {}, 422, "invalid"),
        ("", {}, 422, "invalid"),
        ("{}", {}, 422, "invalid"),
        ('{"version": "1"}', {}, 422, "invalid"),
        ('{"version": 0}', {}, 422, "invalid"),
        ('{"version": true}', {}, 422, "invalid"),
        ('{"version": 1e400}', {}, 422, "invalid"),
        ('{"version": 1, "more": 2}', {}, 422, "invalid"),
        ('{"version": 1, "reason": "\\u0000"}', {}, 422, "invalid"),
        ('{"version": 1, "reason": "\\ud800"}', {}, 422, "invalid"),
    ],
)
def test_a_body_that_cannot_be(calling: Calling, body: str, headers: dict[str, str], status: int, code: str) -> None:
    said = told(calling(Role.HR_OFFICER, Purpose.CASE).post("application/A-1/approve", body, **headers), status, code)
    assert bool(said["errors"]) == (code == "invalid")


def test_every_wrong_field_is_named_in_three_languages(calling: Calling) -> None:
    sent = {"kind": "holiday", "person": "", "site": "S" * 50, "wage_promised": "3,000", "colour": "red"}
    heard = set()
    for language, tag in (("en", "en"), ("zh-CN,zh;q=0.9", "zh-Hans"), ("vi", "vi")):
        response = calling(Role.AGENCY).post("application", sent, **{"Accept-Language": language})
        said = told(response, 422, "invalid")
        assert response.headers["Content-Language"] == tag
        assert {(one["field"], one["code"]) for one in said["errors"]} == {
            ("kind", "not_among"),
            ("person", "too_short"),
            ("site", "too_long"),
            ("occupation", "missing"),
            ("wage_promised", "form"),
            ("colour", "unknown"),
        }
        heard |= {said["detail"], *(one["detail"] for one in said["errors"])}
    assert len(heard) == 3 * 7


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("colour=red", "colour", "unknown"),
        ("rows=0", "rows", "too_small"),
        ("rows=201", "rows", "too_great"),
        ("rows=ten", "rows", "not_whole"),
        ("rows=1&rows=2", "rows", "twice"),
        ("state=lost", "state", "not_among"),
        ("valid_to_from=2019-02-30", "valid_to_from", "not_a_day"),
        ("valid_to=1551657600", "valid_to", "not_a_day"),
        ("area=%00", "area", "form"),
        ("after=%25%25", "after", "form"),
        ("after=w4Q", "after", "form"),
    ],
)
def test_a_parameter_that_cannot_be(calling: Calling, query: str, field: str, code: str) -> None:
    said = told(calling(Role.HR_OFFICER, Purpose.CASE).get(f"permit?{query}"), 422, "invalid")
    assert [(one["field"], one["code"]) for one in said["errors"]] == [(field, code)]


def test_what_is_broken_here_is_told_without_saying_how(calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a mistake of ours, when it comes to light, then the caller hears that nothing was done and no more."""
    caller = calling(Role.HR_OFFICER, Purpose.CASE)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("sojourn.web.api.records.listing", broken)
    response = caller.get("permit")
    told(response, 500, "broken")
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


def test_a_flood_is_held_back_and_told_for_how_long(calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(limits, "reads", limits.Buckets(limits.Limit(burst=3, a_second=0.5), lambda: now[0]))
    caller, other = calling(Role.HR_OFFICER, Purpose.CASE), calling(Role.EXIT_ENTRY_OFFICER, Purpose.CASE)
    assert [caller.get("permit").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = caller.get("permit")
    assert told(response, 429, "too_many_requests")["slots"] == {"seconds": "2"}
    assert response.headers["Retry-After"] == "2"
    assert other.get("permit").status_code == 200
    now[0] += 2
    assert [caller.get("permit").status_code for _ in range(2)] == [200, 429]


def test_a_token_ends_is_revoked_and_notes_its_last_day(city: City, calling: Calling) -> None:
    caller = calling(Role.HR_OFFICER, Purpose.CASE)
    assert caller.get("permit").status_code == 200
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        (token,) = tokens.standing(by)
    assert (token.used_on, token.revoked_on) == (date(2019, 3, 4), None)
    assert caller.secret.startswith(token.beginning)
    stand_at(date(2020, 1, 1))
    told(caller.get("permit"), 401, "token_unknown")
    stand_at(date(2019, 3, 5))
    assert caller.get("permit").status_code == 200
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        tokens.revoke(by, token.number)
    told(caller.get("permit"), 401, "token_unknown")


@pytest.mark.parametrize("language", list(Language))
def test_every_problem_can_be_told(language: Language) -> None:
    """Given the codes in the room, then each is a sentence in every language with the same slots, and no other is."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    codes = set(problems.WORDS.codes(Language.EN))
    assert set(problems.WORDS.codes(language)) == codes
    for code in codes:
        slots = problems.WORDS.template(language, code).slots
        assert slots == problems.WORDS.template(Language.EN, code).slots
        assert re.search(rf"\b{code.partition('.')[2]}\b", text), f"nobody says {code}"
    for said in re.findall(r'Problem\(\s*\d+, "(\w+)"', text):
        assert f"problem.{said}" in codes
    for said in re.findall(r'Wrong\([\w"]+, "(\w+)"', text):
        assert f"field.{said}" in codes
