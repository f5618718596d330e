"""The API's short way past the layers of pages: what those did for it is done still."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.register import Purpose, Role, acting, events, tokens
from sojourn.register.models import Crossing, Event, Token
from sojourn.web.headers import CONTENT_SECURITY_POLICY
from tests.register.city import City, build, stand_at
from tests.web.api.conftest import Caller, call_as

Calling = Callable[..., Caller]


def passing(at: str, direction: str = "in") -> dict[str, Any]:
    return {"document": "T7000001", "direction": direction, "at": f"2019-03-04T{at}:00+08:00"}


def crosses(caller: Caller, sent: dict[str, Any]) -> HttpResponse:
    """A crossing as a post reports it: without a key, for it is known by its document, direction and second."""
    headers = {"Authorization": f"Bearer {caller.secret}", "Sojourn-Purpose": Purpose.BORDER_CONTROL.value}
    return Client().post("/api/crossing", json.dumps(sent), content_type="application/json", headers=headers)


@pytest.fixture
def post(city: City, calling: Calling) -> Caller:
    """A border post whose first traveller has come in already, and has a key in the ledger."""
    city.person(document="T7000001")
    caller = calling(Role.BORDER_POST)
    assert crosses(caller, passing("06:00")).status_code == 200
    assert crosses(caller, passing("07:00", "out")).status_code == 200
    return caller


def _answers(post: Caller) -> Iterator[HttpResponse]:
    yield crosses(post, passing("08:00"))
    yield crosses(post, {"document": "T7000001"})
    yield Client().post("/api/crossing", "{}", content_type="application/json")
    yield Client().get("/api/nowhere")
    yield Client().get("/api/verify")
    yield post.get("stay")


def test_every_answer_bears_what_every_page_does(post: Caller) -> None:
    """And is kept by nobody, sets no cookie, and says how long it is."""
    answers = list(_answers(post))
    assert [answer.status_code for answer in answers] == [200, 422, 401, 404, 200, 403]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert not answer.cookies


def test_it_answers_under_no_other_name(post: Caller) -> None:
    refused = Client().get("/api/verify", headers={"Host": "elsewhere.example"})
    assert refused.status_code == 400
    assert json.loads(refused.content)["code"] == "not_understood"


def test_over_https_it_is_asked_for_in_no_other_way(post: Caller, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    moved = Client().get("/api/verify")
    assert (moved.status_code, moved.headers["Location"]) == (301, "https://testserver/api/verify")


def test_a_token_that_is_revoked_is_no_good_for_the_very_next_request(city: City, post: Caller) -> None:
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        tokens.revoke(by, Token.objects.get(account=post.account).number)
    assert crosses(post, passing("08:00")).status_code == 401
    assert Crossing.objects.count() == 2


def test_an_ordinary_crossing_over_http_takes_a_handful_of_statements(post: Caller) -> None:
    """On PostgreSQL four: the token, who acts with the end of the chain, the passenger, and all that is written."""
    for at, direction in (("08:00", "in"), ("09:00", "out")):
        with CaptureQueriesContext(connection) as asked:
            assert crosses(post, passing(at, direction)).status_code == 200
        # A prepared statement has no text. Within the test's own transaction a save point begins and ends each act, and
        # the end of it is told on PostgreSQL.
        said = [one["sql"] or "prepared" for one in asked]
        own = [sql for sql in said if "SAVEPOINT" not in sql]
        assert len(own) <= (5 if connection.vendor == "postgresql" else 9), said


def test_a_crossing_that_leaves_two_events_leaves_them_in_order(city: City, post: Caller) -> None:
    """The end of the chain that the act began with is the end for its first event alone."""
    assert crosses(post, passing("08:00")).status_code == 200
    stand_at(date(2019, 3, 11))
    said = crosses(post, passing("08:00", "out") | {"at": "2019-03-11T08:00:00+08:00"})
    assert [one["code"] for one in json.loads(said.content)["reasons"]] == ["past_limit"]
    assert list(Event.objects.order_by("-sequence").values_list("kind", flat=True)[:2]) == [
        "stay.flagged",
        "crossing.recorded",
    ]
    assert events.verify() is None


def _lose(lost: Any) -> None:
    """Have the database end a connection; the embedded one ends none."""
    if lost.vendor != "postgresql":
        return
    with lost.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = cursor.fetchone()[0]
    other = lost.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_meanwhile_is_made_anew() -> None:
    """As when the database was started anew between two requests: the first of them is answered like any other."""
    city = build()
    city.person(document="T7000001")
    caller = call_as(city, city.of(Role.BORDER_POST))
    of_this_thread: Any = connections[DEFAULT_DB_ALIAS]
    _lose(of_this_thread)
    of_this_thread.health_check_enabled, of_this_thread.health_check_done = True, False
    assert crosses(caller, passing("06:00")).status_code == 200
    assert Crossing.objects.count() == 1
