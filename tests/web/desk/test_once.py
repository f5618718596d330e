"""A form of the desk sent twice is done once; the same form with other answers is another act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from sojourn.register import By, Refused, Role
from sojourn.register.actors import acting
from sojourn.register.models import Decision, Request
from sojourn.register.vocabulary import Purpose
from sojourn.web.desk.once import key_of, once
from tests.register.city import City
from tests.web.desk.acting_forms import unseen
from tests.web.visitor import Visitor


def send(by: By, done: list[str], **sent: str) -> str:
    """Send a form; what it does is to note its text, and it leads to the number of what was noted."""
    request = RequestFactory().post("/en/register/somewhere/", sent)

    def act() -> str:
        if not sent["text"]:
            raise Refused("reason_needed", field="text")
        done.append(sent["text"])
        return f"/there/{len(done)}/"

    return once(request, by, act)


def test_the_same_answers_under_the_same_key_are_one_act(city: City) -> None:
    done: list[str] = []
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        first = send(by, done, once="k1", text="a", csrfmiddlewaretoken="x")
        again = send(by, done, once="k1", text="a", csrfmiddlewaretoken="y")
        other = send(by, done, once="k1", text="b")
        fresh = send(by, done, once="k2", text="a")
    assert (first, again, other, fresh) == ("/there/1/", "/there/1/", "/there/2/", "/there/3/")
    assert done == ["a", "b", "a"]


def test_somebody_elses_key_is_not_mine(city: City) -> None:
    done: list[str] = []
    for role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        with acting(city.of(role), Purpose.CASE) as by:
            send(by, done, once="k1", text="a")
    assert done == ["a", "a"]


def test_what_is_refused_leaves_no_answer(city: City) -> None:
    with pytest.raises(Refused), acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        send(by, [], once="k1", text="")
    assert not Request.objects.exists()


@pytest.mark.parametrize("given", ["", "x" * 41, "é", "a b", "<script>"])
def test_a_key_that_is_none_is_drawn_anew(given: str) -> None:
    request = RequestFactory().post("/", {"once": given})
    assert key_of(request) != given
    assert key_of(RequestFactory().post("/", {"once": "abc1"})) == "abc1"


def test_a_step_of_a_case_sent_twice_is_taken_once(city: City, at_desk: Callable[[Role], Visitor]) -> None:
    """Given an officer whose browser sends her form again, then it leads where it led, and nothing was done twice."""
    number = city.application(city.person())
    officer = at_desk(Role.HR_OFFICER)
    address = f"/en/register/application/{number}/approve/"
    form = officer.open(address)
    sent = {**unseen(form), "do": "approve"}
    assert sent["once"]
    first, again = officer.send(address, sent), officer.send(address, sent)
    assert [page.status for page in (first, again)] == [302, 302]
    assert first.headers["Location"] == again.headers["Location"]
    assert Decision.objects.count() == 1
    fresh = officer.send(address, {**sent, "once": "another1"})
    assert fresh.status == 409
    assert Decision.objects.count() == 1
