"""The interview against the full form, as `make bench` compares them: on programmes small enough to know the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import islice

import pytest

from bench.asking import Ask, asks_of, full_form, interview, same_answer
from bench.policy import interviewed
from sojourn.policy import CONSEQUENCES, Parameter, Programme, Where, WorkedCase, load
from sojourn.policy.working.cases import TIMELINE, case_of
from tests.policy.small import programme, rule

FACTS = """\
authority.need:
  {label: Need, question: A need?, yes: Needed., no: Not needed., type: yes_no, decided_by: office}
"""
THREE = rule("r0", "all: [applicant.healthy, applicant.age >= 18, r1]") + rule("r1", "when: applicant.student")


def ask(small: Programme, facts: Mapping[str, object], about: str = "r0", at: date = date(2018, 1, 15)) -> Ask:
    worked = WorkedCase("W", "A case", at, facts, {}, {}, (), (), (), Where("case"))
    return Ask(small, worked, case_of(small, worked), about)


def test_the_full_form_asks_for_everything_the_entry_cites() -> None:
    """Given a rule that cites another, then the form has the questions of both, whatever the case says."""
    assert full_form(ask(programme(THREE), {})) == {"applicant.healthy", "applicant.age", "applicant.student"}


def test_the_full_form_leaves_out_what_nobody_can_tell() -> None:
    """Given an open term and the day of application, then the form asks for neither; for a role that need not be there
    it asks.
    """
    rules = rule("r0", "all: [authority.need, agency.rating == good, year(application) > 2000, year(entry) > 2000]")
    small = programme(rules, facts=FACTS)
    assert full_form(ask(small, {})) == {"agency", "agency.rating", "entry"}


def test_the_full_form_has_the_versions_of_the_day() -> None:
    """Given two versions, then the form has the facts of the one in force, and of both where the day of change is not
    known.
    """
    before = "{from: 2015-01-01, when: applicant.healthy, source: s}"
    after = "{from: turning, when: applicant.student, source: s}"
    small = programme(f"r0:\n  label: Rule\n  paper: [{before}, {after}]\n")
    for at, names in (
        (date(2017, 1, 1), {"applicant.healthy"}),
        (date(2018, 6, 1), {"applicant.healthy", "applicant.student"}),
        (date(2019, 1, 1), {"applicant.student"}),
    ):
        assert full_form(ask(small, {}, at=at)) == names


def test_an_interview_stops_when_the_answer_is_certain() -> None:
    """Given a person who fails the first condition asked, then nothing more is asked, and the answer is the same."""
    facts = {"applicant.healthy": "no", "applicant.age": 12, "applicant.student": "no"}
    one = ask(programme(THREE), facts)
    asked = interview(one)
    assert len(asked.questions) == 1
    assert len(asked.seconds) == 2  # the last one found that there is nothing more to ask
    assert same_answer(one, asked.case)


def test_who_does_not_know_is_asked_on() -> None:
    """Given a case that knows nothing, then each fact is asked for once, and the answer is not known yet in both."""
    one = ask(programme(THREE), {})
    asked = interview(one)
    assert sorted(asked.questions) == sorted(full_form(one))
    assert same_answer(one, asked.case)


def test_what_an_authority_decides_is_added_at_the_end() -> None:
    """Given an open term that the case states, then it is not asked for but counts in the answer."""
    small = programme(rule("r0", "all: [applicant.healthy, authority.need]"), facts=FACTS)
    one = ask(small, {"applicant.healthy": "yes", "authority.need": "no"})
    asked = interview(one)
    assert asked.questions == ("applicant.healthy",)
    assert asked.case.facts["authority.need"] == one.case.facts["authority.need"]
    assert same_answer(one, asked.case)


def test_another_answer_is_noticed() -> None:
    """Given a case in which something that matters is otherwise, then its answer is not the same."""
    small = programme(THREE)
    one = ask(small, {"applicant.healthy": "yes", "applicant.age": 30, "applicant.student": "yes"})
    other = ask(small, {"applicant.healthy": "yes", "applicant.age": 30, "applicant.student": "no"})
    assert not same_answer(one, other.case)


def test_an_interview_that_leaves_something_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an interview that ends too soon, then its case counts as a mismatch."""

    class Silent:
        def __init__(self, *given: object, **named: object) -> None: ...

        def next(self) -> str | None:
            return None

    monkeypatch.setattr("bench.asking.Interview", Silent)
    one = ask(programme(THREE), {"applicant.healthy": "no"})
    monkeypatch.setattr("bench.policy.asks_of", lambda programme: [one])
    found = interviewed([one.programme])
    assert found.mismatches == ["random W r0"]
    assert found.asked == [0]
    assert found.on_form == [3]


def test_some_worked_cases_of_a_real_programme() -> None:
    """Given worked cases of the border trial, when interviewed, then no question is off the form and the answer is
    that of the whole case.
    """
    for one in islice(asks_of(load("guangxi")), 0, None, 25):
        asked = interview(one)
        assert set(asked.questions) <= full_form(one), one.name
        assert len(set(asked.questions)) == len(asked.questions)
        assert same_answer(one, asked.case), one.name


def test_parameters_and_the_timeline_are_asked_of_nobody() -> None:
    """Given worked cases that ask for parameters and events too, then only the others are interviewed for."""
    loaded = load("guangxi")
    abouts = {one.about for one in asks_of(loaded)}
    assert CONSEQUENCES in abouts
    assert TIMELINE not in abouts
    assert not any(isinstance(loaded.entry(about), Parameter) for about in abouts)
