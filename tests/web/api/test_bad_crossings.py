"""Wrong crossings over the API: a file with bad lines, two in one second, one twice, one out without one in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Crossing, Gap, Stay
from tests.register.city import City, stand_at
from tests.web.api.conftest import Caller
from tests.web.bad_crossings import LINES, a_file, opening

Calling = Callable[..., Caller]


def said(response: HttpResponse, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return json.loads(response.content)


def test_ten_thousand_of_which_37_are_bad(city: City, calling: Calling) -> None:
    """Given such a file, then none goes in or the good ones, as asked, and each bad line is told in each language."""
    stand_at(date(2019, 6, 30))
    file, wrong = a_file(city)
    post = calling(Role.BORDER_POST)
    for language in Language:
        none = said(
            post.post(
                "crossings?all_or_none=true", file, content_type="text/csv", **{"Accept-Language": language.value}
            )
        )
        assert (none["lines"], none["recorded"], none["bad_lines"]) == (LINES, 0, 37)
        assert [(bad["line"], bad["field"], bad["code"]) for bad in none["bad"]] == wrong
        for bad in none["bad"]:
            assert opening(language, bad["code"]) in bad["detail"], language
    assert not Crossing.objects.exists()
    done = said(post.post("crossings", file, content_type="text/csv"))
    assert (done["recorded"], done["bad_lines"]) == (LINES - 37, 37)
    assert [(bad["line"], bad["field"], bad["code"]) for bad in done["bad"]] == wrong
    assert Crossing.objects.count() == LINES - 37
    again = said(post.post("crossings", file, content_type="text/csv"))
    assert (again["recorded"], again["repeated"]) == (0, LINES - 37)


@pytest.mark.parametrize("language", list(Language))
def test_two_in_one_second_the_same_twice_and_one_out_without_one_in(
    city: City, calling: Calling, language: Language
) -> None:
    """Given an exit and an entry in one second, then both stand; told again, none is added; a lone exit asks why."""
    person, other = city.person(document="T7000001"), city.person(document="T7000002")
    post = calling(Role.BORDER_POST)
    headers = {"Accept-Language": language.value}
    came = {"document": "T7000001", "direction": "in", "at": "2019-03-04T08:00:00+08:00"}
    left = {"document": "T7000001", "direction": "out", "at": "2019-03-04T08:15:00+08:00"}
    first, out, back, again = (
        said(post.post("crossing", sent, **headers)) for sent in (came, left, left | {"direction": "in"}, left)
    )
    assert again == out | {"repeated": True}
    assert (out["stay"], out["gap"], back["gap"]) == (first["stay"], None, None)
    assert Stay.objects.get(person=person, open=True).number == back["stay"]
    assert Crossing.objects.filter(person=person).count() == 3
    alone = said(post.post("crossing", left | {"document": "T7000002"}, **headers))
    assert (alone["stay"], alone["gap"]) == (None, "no_entry")
    assert Gap.objects.get().person == other
    unknown = said(post.post("crossing", left | {"document": "T9999999"}, **headers), 422)
    assert "T9999999" in unknown["detail"]
    english = said(post.post("crossing", left | {"document": "T9999999"}, **{"Accept-Language": "en"}), 422)
    assert (unknown["detail"] == english["detail"]) is (language is Language.EN)
