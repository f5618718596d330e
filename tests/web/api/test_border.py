"""Crossings over the API: one at a time, repeated, in a file; what the post is told, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from sojourn.register import Purpose, Role, events
from sojourn.register.models import Crossing, Look, Stay
from sojourn.web.api import border
from tests.register.city import City
from tests.web.api.conftest import Caller

Calling = Callable[..., Caller]


def said(response: HttpResponse, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return json.loads(response.content)


def passes(direction: str = "in", at: str = "2019-03-04T08:15:00+08:00", **more: Any) -> dict[str, Any]:
    return {"document": "T7000001", "direction": direction, "at": at} | more


def test_in_and_out_with_the_limit_of_the_stay(city: City, calling: Calling) -> None:
    person = city.person(document="T7000001")
    post = calling(Role.BORDER_POST)
    came = said(post.post("crossing", passes()))
    assert (came["verdict"], came["reasons"], came["repeated"], came["gap"]) == ("admit", [], False, None)
    stay = Stay.objects.get(person=person)
    assert came["stay"] == stay.number
    assert came["leave_by"] == (stay.leave_by.isoformat() if stay.leave_by else None)
    left = said(post.post("crossing", passes("out", "2019-03-04T18:00:00+08:00")))
    assert (left["stay"], left["verdict"]) == (stay.number, "admit")
    assert Look.objects.filter(person=person, account=post.account, what="crossing").count() == 2
    assert events.verify() is None


def test_a_crossing_reported_again_is_answered_as_before(city: City, calling: Calling) -> None:
    city.person(document="T7000001")
    post = calling(Role.BORDER_POST)
    first, again = (said(post.post("crossing", passes())) for _ in range(2))
    assert again == first | {"repeated": True}
    assert Crossing.objects.count() == 1
    keyed = [post.post("crossing", passes(at="2019-03-04T09:00:00+08:00"), key="k") for _ in range(2)]
    assert keyed[0].content == keyed[1].content
    assert keyed[1].headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("sent", "status", "code", "field"),
    [
        (passes(at="2019-03-05T00:00:00+08:00"), 422, "crossing_in_future", "at"),
        (passes(document="T9999999"), 422, "document_unknown", "document"),
        (passes(at="2019-02-30T08:00:00+08:00"), 422, "invalid", "at"),
        (passes(at="2019-03-04T08:00:00"), 422, "invalid", "at"),
        (passes(at=1551657600), 422, "invalid", "at"),
        (passes(direction="up"), 422, "invalid", "direction"),
        (passes(to_work="no"), 422, "invalid", "to_work"),
    ],
)
def test_a_crossing_that_cannot_be(
    city: City, calling: Calling, sent: dict[str, Any], status: int, code: str, field: str
) -> None:
    city.person(document="T7000001")
    told = said(calling(Role.BORDER_POST).post("crossing", sent), status)
    assert (told["code"], told["field"]) == (code, field)
    assert not Crossing.objects.exists()


def test_nobody_else_records_crossings(city: City, calling: Calling) -> None:
    city.person(document="T7000001")
    for role, purpose in (
        (Role.HR_OFFICER, Purpose.CASE),
        (Role.AGENCY, Purpose.FILING),
        (Role.AUDITOR, Purpose.AUDIT),
    ):
        assert said(calling(role, purpose).post("crossing", passes()), 403)["code"] == "not_allowed"
    assert not Crossing.objects.exists()


def test_a_file_with_a_bad_line(city: City, calling: Calling) -> None:
    city.person(document="T7000001")
    post = calling(Role.BORDER_POST)
    lines = ["document,direction,at", "T7000001,in,2019-03-04T08:15:00", "T7000001,out,2019-02-30T08:15:00"]
    file = "\n".join(lines)
    none = said(post.post("crossings?all_or_none=true", file, content_type="text/csv"))
    assert (none["recorded"], none["bad_lines"]) == (0, 1)
    done = said(post.post("crossings", file, content_type="text/csv", **{"Accept-Language": "vi"}))
    assert (done["lines"], done["recorded"], done["bad_lines"]) == (2, 1, 1)
    (bad,) = done["bad"]
    assert (bad["line"], bad["field"], bad["code"]) == (3, "at", "not_a_moment")
    assert "2019-02-30" in bad["detail"]
    assert Crossing.objects.count() == 1


def test_a_file_that_is_none(city: City, calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    post = calling(Role.BORDER_POST)
    assert said(post.post("crossings", "{}", content_type="application/json"), 415)["code"] == "wrong_file_type"
    assert said(post.post("crossings?all=1", "x", content_type="text/csv"), 400)["code"] == "not_understood"
    assert said(post.post("crossings", "a,b\n1,2", content_type="text/csv"), 422)["code"] == "file_columns_missing"
    monkeypatch.setattr(border, "LARGEST_FILE", 10)
    assert said(post.post("crossings", "x" * 11, content_type="text/csv"), 413)["code"] == "too_large"
