"""Facts that stand in an order: a case that gives two of them the wrong way round is refused."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import CaseError, problem_text, read_case
from sojourn.policy.reading.programme import read

from .small import programme, rule
from .small_programmes import PROGRAMMES

AT = date(2018, 6, 1)
ORDERED = """\
stay.gone: {label: Gone, question: When?, type: date, not_before: [entry, applicant.came]}
stay.days: {label: Days, question: How many?, type: whole, unit: day, from: 0, to: 999, no_more_than: stay.allowed}
stay.allowed: {label: Allowed, question: How many?, type: whole, unit: day, from: 0, to: 999}
stay.worked: {label: Years, question: How many?, type: number, unit: year, from: 0, to: 99, no_more_than: applicant.age}
stay.months: {label: Months, question: How many?, type: whole, unit: month, from: 0, to: 999, no_more_than: stay.worked}
"""
PROGRAMME = programme(
    rule("r0", "when: applicant.healthy"),
    facts=ORDERED.replace("stay.", "applicant."),
)


def refused(facts: dict[str, object]) -> list[str]:
    """What is said of a case that is refused; nothing where it is read."""
    try:
        read_case(PROGRAMME, {_named(name): value for name, value in facts.items()}, at=AT)
    except CaseError as error:
        return [problem.text for problem in error.problems]
    return []


def _named(name: str) -> str:
    return name if name in ("entry", "application", "decision") else f"applicant.{name}"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"gone": "2018-05-01", "entry": "2018-05-02"},
            ["applicant.gone: 2018-05-01 is before entry, which is 2018-05-02"],
        ),
        ({"gone": "2018-05-02", "entry": "2018-05-02"}, []),
        ({"gone": "2018-05-02"}, []),
        ({"gone": "2018-05-01", "entry": "unknown"}, []),
        ({"gone": "2018", "entry": "2018-05-02"}, []),
        ({"gone": "2017", "entry": "2018-05"}, ["applicant.gone: 2017 is before entry, which is 2018-05"]),
        ({"gone": "2018-05", "entry": "2018-05-31"}, []),
        (
            {"gone": "2018-05-30", "entry": "2018-05-31", "came": "2018-06-01"},
            ["before entry", "before applicant.came"],
        ),
        ({"days": 3, "allowed": 2}, ["applicant.days: 3 is more than applicant.allowed, which is 2"]),
        ({"days": 2, "allowed": 2}, []),
        ({"days": {"from": 2, "to": 9}, "allowed": 2}, []),
        ({"days": {"from": 3, "to": 9}, "allowed": 2}, ["applicant.days: 3–9 is more than applicant.allowed"]),
        ({"days": 3, "allowed": {"from": 1, "to": 3}}, []),
        ({"worked": 31, "age": 30}, ["applicant.worked: 31 is more than applicant.age, which is 30"]),
        ({"worked": "30 years", "age": 30}, []),
        ({"months": 13, "worked": 1}, ["applicant.months: 13 is more than applicant.worked, which is 1"]),
        ({"months": 12, "worked": 1}, []),
        ({"decision": "2018-05-01", "application": "2018-05-02"}, ["decision: 2018-05-01 is before application"]),
        ({"decision": "2018-05-01"}, []),
        ({"application": "2018-07-01"}, []),
        (
            {"stays": [{"from": "2018", "to": "2017-12-31"}]},
            ["applicant.stays, entry 1: it ends (2017-12-31) before it begins (2018)"],
        ),
        ({"stays": [{"from": "2018", "to": "2018-01-01"}]}, []),
    ],
)
def test_only_what_cannot_be_is_refused(facts: dict[str, object], said: list[str]) -> None:
    """Given facts in or out of order, then a case is refused where no day or number could make it right, and every
    pair is named with its values.
    """
    found = refused(facts)
    assert len(found) == len(said), found
    for text, part in zip(found, said, strict=True):
        assert part in text


@given(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted),
)
def test_a_case_is_refused_where_no_completion_is_left(days: list[int], allowed: list[int]) -> None:
    """Given two ranges, then the case is refused exactly where no number of one keeps to any of the other."""
    ends = ({"from": one[0], "to": one[1]} for one in (days, allowed))
    some = any(one <= most for one, most in product(range(days[0], days[1] + 1), range(allowed[0], allowed[1] + 1)))
    assert bool(refused(dict(zip(("days", "allowed"), ends, strict=True)))) is not some


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "applicant.gone: 2018-05-01 is before entry, which is 2018-05-02; correct one of the two"),
        ("zh", "applicant.gone：2018-05-01 早于 entry（2018-05-02）；请改正其中一个。"),
        ("vi", "applicant.gone: 2018-05-01 sớm hơn entry (2018-05-02); hãy sửa một trong hai."),
    ],
)
def test_it_is_said_in_each_language(language: str, says: str) -> None:
    """Given two days the wrong way round, then both facts and both values are named in the language."""
    with pytest.raises(CaseError) as caught:
        read_case(PROGRAMME, {"applicant.gone": "2018-05-01", "entry": "2018-05-02"}, at=AT)
    assert [problem_text(problem, language) for problem in caught.value.problems] == [says]


def test_other_mistakes_come_first() -> None:
    """Given a value that cannot be read, then only that is told: what follows from it would be no second mistake."""
    assert len(refused({"days": 3, "allowed": 2, "entry": "soon"})) == 1


def test_the_order_of_facts_is_read() -> None:
    """Given facts that name others, whichever is written first, then each is held against those it names."""
    assert PROGRAMME.facts["applicant.gone"].not_before == ("entry", "applicant.came")
    assert PROGRAMME.facts["applicant.days"].no_more_than == ("applicant.allowed",)
    assert read(PROGRAMMES / "meadow").facts["applicant.wage"].not_before == ()
