"""The interview: the same answer as a full form, no question that cannot matter, none that an authority decides,
and few.
"""

from __future__ import annotations

from datetime import date

import pytest

from bench.orders import over_best
from sojourn.policy import Answer, Case, Interview, Outcome, Programme, available, check, load, read_case
from sojourn.policy.checking.interview import CONSEQUENCES
from sojourn.policy.model import Parameter
from sojourn.policy.working.cases import TIMELINE, case_of

from .small import programme, rule

DAYS = ("application", "decision", "entry", "breach")


def told(programme: Programme, answer: Answer) -> tuple[object, ...]:
    """What of an answer an interview must reach."""
    penalties = tuple((one.kind, one.low, one.high, one.outcome, one.one_of) for one in answer.paper.penalties)
    papers = answer.papers if answer.paper.outcome in ("yes", "yes_if") else None
    return (answer.paper.outcome, answer.paper.value, papers, penalties)


def interviewed(programme: Programme, full: Case, about: str) -> tuple[Case, list[str]]:
    """Answer the interview's questions from a full case, saying `I don't know` to what it does not hold; the
    questions asked.
    """
    known = {name: value for name, value in full.facts.items() if name in DAYS}
    asked: list[str] = []
    skip: set[str] = set()
    while True:
        case = Case(programme.key, full.at, known, full.assume, full.settle)
        following = Interview(programme, [about], case, skip=frozenset(skip)).next()
        if following is None:
            return case, asked
        assert following not in asked, "asked twice"
        asked.append(following)
        skip.add(following)  # told as exactly as the full case has it, which may be within bounds only
        if following in full.facts:
            known = {**known, following: full.facts[following]}


@pytest.mark.parametrize("key", available())
def test_the_interview_reaches_the_answer_of_the_full_form(key: str) -> None:
    """Given every worked case, when only the interview's questions are answered, then the answer is that of the
    full case.
    """
    loaded = load(key)
    compared = 0
    for worked in loaded.cases.values():
        full = case_of(loaded, worked)
        for about in {one.ask for one in worked.expect if not one.keys} - {CONSEQUENCES, TIMELINE}:
            if isinstance(loaded.entry(about), Parameter):
                continue
            case, asked = interviewed(loaded, full, about)
            assert not any(loaded.facts[name].open_term for name in asked if name in loaded.facts), (worked.key, asked)
            terms = {
                name: value
                for name, value in full.facts.items()
                if name in loaded.facts and loaded.facts[name].open_term
            }
            decided = Case(case.programme, case.at, {**case.facts, **terms}, case.assume, case.settle)
            assert told(loaded, check(loaded, decided, about)) == told(loaded, check(loaded, full, about)), (
                worked.key,
                about,
            )
            compared += 1
    assert compared > 100


def test_nothing_is_asked_once_it_is_settled() -> None:
    """Given an answer that is certain, then no question is left, whatever else is unknown."""
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student, applicant.age >= 18]"))
    assert Interview(small, ["r0"], read_case(small, {})).next() is not None
    for facts in ({"applicant.healthy": "no"}, {"applicant.student": "no"}, {"applicant.age": 3}):
        assert Interview(small, ["r0"], read_case(small, facts)).next() is None


def test_whether_there_is_an_agency_comes_before_its_rating() -> None:
    """Given a question about an optional role, then whether there is one is asked first, and nothing more where
    there is none.
    """
    small = programme(rule("r0", "when: agency.rating == good"))
    case = read_case(small, {})
    assert Interview(small, ["r0"], case).next() == "agency"
    assert Interview(small, ["r0"], read_case(small, {"agency": "yes"})).next() == "agency.rating"
    assert Interview(small, ["r0"], read_case(small, {"agency": "no"})).next() is None


def test_what_a_fact_hangs_on_is_asked_before_it() -> None:
    """Given a fact that applies only to students, then whether the person is one comes first."""
    small = programme(rule("r0", "when: applicant.left >= day(2018, 1, 1)"))
    assert Interview(small, ["r0"], read_case(small, {})).next() == "applicant.student"
    assert Interview(small, ["r0"], read_case(small, {"applicant.student": "no"})).next() is None


def test_what_cannot_be_told_is_not_asked_again() -> None:
    """Given `I don't know`, then the interview goes on with what is left and then ends."""
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student]"))
    case = read_case(small, {})
    first = Interview(small, ["r0"], case).next()
    second = Interview(small, ["r0"], case, skip=frozenset({str(first)})).next()
    assert {first, second} == {"applicant.healthy", "applicant.student"}
    assert Interview(small, ["r0"], case, skip=frozenset({str(first), str(second)})).next() is None


def test_the_order_is_close_to_the_best_there_is() -> None:
    """Given small programmes that can be searched through, then the interview asks at most a tenth more than the
    best order.
    """
    asked, least, _ = over_best(12, seed=7)
    assert least <= asked <= 1.1 * least


def test_what_was_given_within_bounds_is_asked_for_again_until_it_is_told() -> None:
    """Given a range in which the answer changes, then the fact matters and is asked for more exactly; not where the
    answer is the same over the whole range, nor again from somebody who has told what they know.
    """
    small = programme(rule("r0", "when: applicant.age < 60"))
    open_range = read_case(small, {"applicant.age": {"from": 58, "to": 62}})
    assert check(small, open_range, "r0").paper.matters == ("applicant.age",)
    assert Interview(small, ["r0"], open_range).next() == "applicant.age"
    assert Interview(small, ["r0"], open_range, skip=frozenset({"applicant.age"})).next() is None
    settled = read_case(small, {"applicant.age": {"from": 52, "to": 58}})
    assert check(small, settled, "r0").paper.matters == ()
    assert Interview(small, ["r0"], settled).next() is None


def test_a_category_that_hangs_on_an_age_around_sixty_says_so() -> None:
    """Given somebody between 58 and 62 who else fits category B, then the age is among what could still matter."""
    china = load("china")
    worked = china.cases["CN1068"]
    found = {}
    for age in (58, {"from": 58, "to": 62}):
        case = read_case(china, {**worked.facts, "applicant.age": age}, at=worked.at)
        found[str(age)] = check(china, case, "category_b").paper
    exact, around = found.values()
    assert (exact.outcome, exact.matters) == (Outcome.YES, ())
    assert around.outcome is Outcome.NOT_KNOWN_YET
    assert "applicant.age" in around.matters


BREACHES = (
    "harbouring: {label: A, liable: applicant, when: applicant.student and applicant.degree == high, "
    "source: s, consequences: [{warning: yes}]}\n"
    "working: {label: B, liable: applicant, source: s, consequences: [{warning: yes}], "
    "when: applicant.healthy and applicant.sort == a and applicant.age > 30}\n"
)


def first_of_all_breaches(**told: str) -> str | None:
    small = programme(rule("r0", "when: applicant.healthy"), conduct=BREACHES)
    facts = {f"applicant.{name}": value for name, value in told.items()}
    return Interview(small, [CONSEQUENCES], read_case(small, facts)).next()


def test_of_many_breaches_those_that_what_was_told_points_at_come_first() -> None:
    """Given two breaches of two conditions each, and one condition that is told to hold, then its fellow is next."""
    assert first_of_all_breaches() in ("applicant.degree", "applicant.student"), (
        "the shorter one, where nothing is told"
    )
    assert first_of_all_breaches(healthy="yes") in ("applicant.sort", "applicant.age")


def test_a_no_points_at_nothing() -> None:
    """Given a no that leaves a breach open, then it draws no question forward."""
    assert first_of_all_breaches(student="no") in ("applicant.sort", "applicant.healthy")


def test_when_all_is_asked_at_once_the_stay_and_its_papers_come_before_the_agency() -> None:
    """Given the goal of all breaches in the programme guangxi, then the person's own papers are asked for first."""
    guangxi = load("guangxi")
    case = read_case(guangxi, {}, at=date(2018, 6, 1))
    order = Interview(guangxi, [CONSEQUENCES], case).remaining()
    assert order[0] == "applicant.document"
    assert (
        Interview(
            guangxi, [CONSEQUENCES], read_case(guangxi, {"applicant.document": "border_pass"}, at=date(2018, 6, 1))
        ).next()
        != "agency"
    )
