"""Reading a case: values in their many spellings, and a clear message for each bad one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import Case, CaseError, read_case
from sojourn.policy.evaluation.running import History
from sojourn.policy.values import NO, YES, Span

from .small import programme, rule

PROGRAMME = programme(rule("r0", "when: applicant.healthy"))
AT = date(2018, 6, 1)


def one(name: str, value: object) -> Any:
    return read_case(PROGRAMME, {name: value}, at=AT).facts[name]


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("applicant.healthy", "yes", YES),
        ("applicant.healthy", True, YES),
        ("applicant.healthy", "false", NO),
        ("applicant.age", 30, 360),
        ("applicant.age", "30", 360),
        ("applicant.age", "30 years", 360),
        ("applicant.age", "360 months", 360),
        ("applicant.salary", "99.5", 9950),
        ("applicant.salary", Decimal("99.50"), 9950),
        ("applicant.salary", 0.1, 10),
        ("applicant.salary", "1_000 CNY", 100000),
        ("applicant.share", "0.3", Fraction(3, 10)),
        ("applicant.degree", "high", "high"),
        ("applicant.degree", ["high", "mid"], frozenset({"high", "mid"})),
        ("applicant.town", "south", "south"),
        ("applicant.town", "north", frozenset({"north", "zone", "south"})),
        ("applicant.town", "elsewhere_in_north", "north"),
        ("applicant.town", ["south", "elsewhere_in_north"], frozenset({"south", "north"})),
        ("applicant.came", "2018-02-28", date(2018, 2, 28)),
        ("applicant.came", date(2018, 2, 28), date(2018, 2, 28)),
        ("applicant.came", "2018-02", Span(date(2018, 2, 1), date(2018, 2, 28))),
        ("applicant.came", "2016", Span(date(2016, 1, 1), date(2016, 12, 31))),
        ("applicant.age", {"from": 20, "to": 30}, Span(240, 360)),
        ("application", "2018-05-01", date(2018, 5, 1)),
    ],
    ids=lambda part: repr(sorted(part) if isinstance(part, frozenset) else part),  # the same in every process
)
def test_values_as_people_write_them(name: str, written: object, read: object) -> None:
    """Given a value in any of its spellings, then it is read exactly, in stored units."""
    assert one(name, written) == read


BAD: list[tuple[str, object, list[str]]] = [
    ("applicant.aeg", 30, ["applicant.aeg", "did you mean 'applicant.age'"]),
    ("nonsense.name", 1, ["nonsense.name", "sojourn facts random"]),
    ("applicant.healthy", "maybe", ["applicant.healthy", "maybe", "yes or no"]),
    ("applicant.healthy", 1, ["applicant.healthy", "yes or no"]),
    ("applicant.age", 200, ["applicant.age", "200", "0 to 99"]),
    ("applicant.age", -1, ["applicant.age", "-1", "0 to 99"]),
    ("applicant.age", 30.5, ["applicant.age", "30.5", "whole"]),
    ("applicant.age", "thirty", ["applicant.age", "thirty", "number"]),
    ("applicant.age", "30 days", ["applicant.age", "30 days", "year"]),
    ("applicant.salary", "5 euros", ["applicant.salary", "euros"]),
    ("applicant.salary", "0.001", ["applicant.salary", "whole"]),
    ("applicant.salary", float("nan"), ["applicant.salary", "nan"]),
    ("applicant.salary", "9" * 40, ["applicant.salary", "number"]),
    ("applicant.degree", "middle", ["applicant.degree", "middle", "low, mid, high"]),
    ("applicant.degree", [], ["applicant.degree", "leave the fact out"]),
    ("applicant.town", "paris", ["applicant.town", "paris", "north"]),
    ("applicant.came", "2018-02-30", ["applicant.came", "2018-02-30"]),
    ("applicant.came", "28.2.2018", ["applicant.came", "2019-05-15"]),
    ("applicant.came", "20180228", ["applicant.came"]),
    ("applicant.age", {"from": 30, "to": 20}, ["applicant.age", "before it begins"]),
    ("applicant.age", [1, 2], ["applicant.age", "single value"]),
    ("applicant.years", "2017", ["applicant.years", "list of entries"]),
    ("applicant.years", {"entries": [], "whole": "yes"}, ["applicant.years", "whole"]),
    ("applicant.years", [{"worked": "yes"}], ["applicant.years", "entry 1", "year is missing"]),
    ("applicant.years", [{"year": 2017}, {"year": 2017}], ["applicant.years", "2017 stands twice"]),
    ("applicant.years", [{"year": 2017, "wage": 3}], ["applicant.years", "wage", "pay"]),
    ("applicant.years", [{"year": 17}], ["applicant.years", "17", "year"]),
    ("applicant.years", [{"year": 2000 + n} for n in range(9)], ["applicant.years", "at most 8"]),
    ("applicant.years", [3], ["applicant.years", "entry 1"]),
    ("applicant.stays", [{"from": "2018-03-01", "to": "2018-02-01"}], ["applicant.stays", "before it begins"]),
    ("application", "soon", ["application", "soon"]),
]


@pytest.mark.parametrize(("name", "value", "says"), BAD, ids=lambda one: repr(one)[:40])
def test_a_bad_fact_names_the_fact_the_value_and_what_is_allowed(name: str, value: object, says: list[str]) -> None:
    """Given a bad fact, then the message names it, what was given, and what is allowed."""
    with pytest.raises(CaseError) as caught:
        one(name, value)
    for text in says:
        assert text in str(caught.value), (text, str(caught.value))


def test_all_bad_facts_at_once() -> None:
    """Given several bad facts, then all are reported."""
    with pytest.raises(CaseError) as caught:
        read_case(
            PROGRAMME,
            {"applicant.age": 200, "applicant.degree": "x", "a.b": 1},
            at=AT,
            assume={"no": 1},
            settle={"never": "2018-01-01"},
        )
    assert len(caught.value.problems) == 5


def test_boundaries_and_assumptions_are_checked() -> None:
    """Given a boundary settled outside its days, or an assumption that is none, then the message says what there is."""
    with pytest.raises(CaseError, match="between 2018-03-01 and 2018-11-01"):
        read_case(PROGRAMME, {}, at=AT, settle={"turning": "2019-01-01"})
    with pytest.raises(CaseError, match="there are counted"):
        read_case(PROGRAMME, {}, at=AT, assume={"cuonted": "yes"})


def test_unknown_is_the_same_as_not_given() -> None:
    """Given a fact that is said to be unknown, then the case is as if it had not been given."""
    assert read_case(PROGRAMME, {"applicant.age": "unknown", "applicant.town": ""}, at=AT) == read_case(
        PROGRAMME, {}, at=AT
    )


def test_a_fact_of_an_optional_role_brings_the_role() -> None:
    """Given a fact of the agency, then there is an agency."""
    assert read_case(PROGRAMME, {"agency.rating": "good"}, at=AT).facts["agency"] == YES


def test_a_history_says_whether_it_is_complete() -> None:
    """Given a history as a bare list, then there may be more; said to be complete, there are no others."""
    bare = one("applicant.years", [{"year": 2017, "worked": True}])
    complete = one("applicant.years", {"complete": True, "entries": [{"year": 2017, "worked": True}]})
    assert isinstance(bare, History)
    assert not bare.complete
    assert isinstance(complete, History)
    assert complete.complete


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["from", "to", "year", "entries", "complete", "pay"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*PROGRAMME.facts, "agency", "entry", "x"]), _ANYTHING, max_size=4))
def test_anything_is_read_or_refused(facts: dict[str, object]) -> None:
    """Given any values at all, then the case is read or a CaseError says why not, and nothing else happens."""
    try:
        case: Case | None = read_case(PROGRAMME, facts, at=AT)
        problems = 0
    except CaseError as error:
        case, problems = None, len(error.problems)
    assert (case is None) == (problems > 0)


def test_days_not_given_are_the_day_asked_about_except_that_of_entry() -> None:
    """Given no days, then a case is filed, decided and judged on the day asked about; when somebody came in is open."""
    facts = read_case(PROGRAMME, {}, at=AT).facts
    assert (facts["application"], facts["decision"], facts["breach"]) == (AT, AT, AT)
    assert "entry" not in facts
