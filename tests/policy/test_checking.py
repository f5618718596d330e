# ruff: noqa: E501 (the programmes' own lines)
"""Checking: outcomes, reasons, blame, what matters, practice beside paper, and what the programme cannot speak for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.policy import Answer, CaseError, Outcome, Programme, Reason, Standing, check, load, read_case
from sojourn.policy.answer import Papers
from sojourn.policy.evaluation.calendars import working_shift
from sojourn.policy.evaluation.running import Run
from sojourn.policy.model import Attested, Word
from sojourn.policy.values import Span

from .random_programmes import full_cases, partial_of, programmes
from .small import programme, rule
from .test_soundness import _loaded

AT = date(2018, 1, 15)


def ask(small: Programme, about: str = "r0", at: date = AT, **facts: Any) -> Answer:
    return check(
        small, read_case(small, {name.replace("__", "."): value for name, value in facts.items()}, at=at), about
    )


def blamed(answer: Answer) -> set[frozenset[str]]:
    return {frozenset(one.key for one in each) for each in answer.paper.blame}


def keys(reason: Reason) -> list[tuple[str, bool]]:
    found = [(reason.key, reason.fired)]
    for child in reason.children:
        found.extend(keys(child))
    return found


# ---- outcomes and blame ------------------------------------------------------------------------------------------


def test_only_the_conditions_that_would_flip_the_answer_are_blamed() -> None:
    """Given one failed condition among several, then it alone is blamed; given two that both failed, both together."""
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student, applicant.age >= 18]"))
    one = ask(small, applicant__healthy=True, applicant__student=False, applicant__age=30)
    assert one.paper.outcome is Outcome.NO
    assert blamed(one) == {frozenset({"applicant.student"})}
    both = ask(small, applicant__healthy=False, applicant__student=False, applicant__age=30)
    assert blamed(both) == {frozenset({"applicant.healthy", "applicant.student"})}


def test_alternatives_are_blamed_as_sets_of_their_own() -> None:
    """Given two ways that both fail, then either way is a set of conditions to change."""
    small = programme(rule("r0", "any: [applicant.healthy and applicant.student, applicant.age >= 18]"))
    answer = ask(small, applicant__healthy=False, applicant__student=False, applicant__age=3)
    assert {len(one) for one in answer.paper.blame} == {1, 2}


def test_no_is_never_said_before_it_is_certain() -> None:
    """Given nothing, then the outcome is not known yet and nothing is blamed."""
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student]"))
    answer = ask(small, applicant__healthy=True)
    assert answer.paper.outcome is Outcome.NOT_KNOWN_YET
    assert answer.paper.blame == ()
    assert answer.paper.matters == ("applicant.student",)


def test_open_terms_make_a_yes_if() -> None:
    """Given everything a person can tell, when only an authority's term is left, then the outcome is yes if."""
    small = programme(
        rule("r0", "all: [applicant.healthy, authority.needed]"),
        facts="authority.needed: {label: Need, question: Needed?, yes: Needed., no: Not needed., type: yes_no, decided_by: office}\n",
    )
    assert ask(small).paper.outcome is Outcome.NOT_KNOWN_YET
    answer = ask(small, applicant__healthy=True)
    assert answer.paper.outcome is Outcome.YES_IF
    assert answer.paper.open_terms == ("authority.needed",)
    assert ask(small, applicant__healthy=True, authority__needed=True).paper.outcome is Outcome.YES
    assert ask(small, applicant__healthy=False).paper.outcome is Outcome.NO


def test_an_exception_fires_and_is_shown() -> None:
    """Given a condition that fails and an exception that holds, then the outcome is yes and the exception fired."""
    small = programme(
        "r0:\n  label: R\n  source: s\n  when: applicant.age <= 60\n  unless: [{key: high, when: applicant.degree == high, source: s}]\n"
    )
    answer = ask(small, applicant__age=65, applicant__degree="high")
    assert answer.paper.outcome is Outcome.YES
    assert ("high", True) in keys(answer.paper.reasons)
    assert ("high", False) in keys(ask(small, applicant__age=65, applicant__degree="low").paper.reasons)


def test_the_row_that_fired_and_those_that_did_not() -> None:
    """Given a table, then exactly the row that fits has fired; in a gap none has, and the gap is shown."""
    body = "table: {of: applicant.age, rows: [{from: 0, below: 18, value: 1, key: child}, {from: 19, value: 2, key: adult}], gaps: {printed: [18], source: s}}"
    small = programme(rule("r0", body))
    assert [key for key, fired in keys(ask(small, applicant__age=30).paper.reasons) if fired][-1] == "adult"
    gap = ask(small, applicant__age=18)
    assert gap.paper.outcome is Outcome.NOT_KNOWN_YET
    assert ("gap", True) in keys(gap.paper.reasons)
    assert gap.paper.matters == ()


def test_an_absent_role_does_not_apply() -> None:
    """Given a condition about an agency where there is none, then it does not apply, and is left out of `and`."""
    small = programme(rule("r0", "when: agency.rating == good") + rule("r1", "all: [r0, applicant.healthy]"))
    assert ask(small, agency=False).paper.outcome is Outcome.DOES_NOT_APPLY
    assert ask(small, "r1", agency=False, applicant__healthy=True).paper.outcome is Outcome.YES


# ---- the programme itself ------------------------------------------------------------------------------------------

WAY = "way: {label: Way, kind: permit, decided_by: [office], source: s, all: [applicant.healthy]}\n"


@pytest.mark.parametrize(
    ("at", "standing", "outcome"),
    [
        (date(2016, 4, 30), Standing.NOT_BEGUN, Outcome.DOES_NOT_APPLY),
        (date(2016, 5, 10), Standing.MAY_NOT_HAVE_BEGUN, Outcome.NOT_KNOWN_YET),
        (date(2016, 6, 1), Standing.IN_FORCE, Outcome.YES),
        (date(2020, 1, 10), Standing.MAY_BE_SUSPENDED, Outcome.NOT_KNOWN_YET),
        (date(2020, 3, 1), Standing.SUSPENDED, Outcome.NO),
        (date(2030, 1, 1), Standing.SUSPENDED, Outcome.NO),
        (date(2030, 1, 2), Standing.NOT_VERIFIED, Outcome.NOT_KNOWN_YET),
    ],
)
def test_a_programme_speaks_only_for_its_days(at: date, standing: Standing, outcome: Outcome) -> None:
    """Given a route on a day, then before its programme it is none, while suspended no, and past the last verified
    day never known.
    """
    small = programme(rule("r0", "when: applicant.healthy"), routes=WAY)
    answer = ask(small, "way", at, applicant__healthy=True)
    assert (answer.standing, answer.paper.outcome) == (standing, outcome)
    assert answer.as_verified is None


def test_past_the_last_verified_day_the_last_answer_stands_beside_and_not_instead() -> None:
    """Given a rule asked past the last verified day, then it is not known, and what it was on that day is kept
    apart.
    """
    small = programme(rule("r0", "when: applicant.healthy"))
    answer = ask(small, at=date(2031, 5, 1), applicant__healthy=True)
    assert answer.paper.outcome is Outcome.NOT_KNOWN_YET
    assert ("not_verified", "random") in answer.paper.unknowns
    assert answer.as_verified is not None
    assert answer.as_verified.outcome is Outcome.YES


def test_papers_make_incomplete_and_never_ineligible() -> None:
    """Given a route whose document is missing, then the outcome stays yes and the papers are incomplete."""
    way = WAY.replace(
        "all: [applicant.healthy]",
        "all: [applicant.healthy], documents: [{key: proof, label: Proof, have: applicant.student, source: s}]",
    )
    small = programme(rule("r0", "when: applicant.healthy"), routes=way)
    at = date(2017, 1, 1)
    for student, papers in ((True, Papers.COMPLETE), (False, Papers.INCOMPLETE), ("unknown", Papers.NOT_KNOWN_YET)):
        answer = ask(small, "way", at, applicant__healthy=True, applicant__student=student)
        assert (answer.paper.outcome, answer.papers) == (Outcome.YES, papers)


# ---- practice --------------------------------------------------------------------------------------------------------

PRACTICE = """\
r0:
  label: R
  paper: [{from: 2015-01-01, source: s, when: applicant.age >= 18}]
  practice: [{from: 2017-06-01, source: s, when: applicant.age >= 30, word: stricter, note: Only people of thirty or more.}]
r1: {label: R1, source: s, practice: {same: s}, when: applicant.age >= 18}
r2: {label: R2, source: s, when: applicant.age >= 18, practice: {word: rare, note: Hardly ever., source: s}}
r3: {label: R3, source: s, all: [r0, applicant.healthy]}
"""


def test_practice_stands_beside_paper() -> None:
    """Given practice that differs, is the same, has only a word, or differs further down, then each is told as
    what it is.
    """
    small = programme(PRACTICE)
    differs = ask(small, applicant__age=20)
    assert differs.paper.outcome is Outcome.YES
    assert differs.practice.finding is not None
    assert differs.practice.finding.outcome is Outcome.NO
    assert [note.word for note in differs.practice.notes] == [Word.STRICTER]
    same = ask(small, "r1", applicant__age=20)
    assert same.practice.attested is Attested.SAME
    assert same.practice.finding is not None
    word = ask(small, "r2", applicant__age=20)
    assert word.practice.finding is None
    assert [note.word for note in word.practice.notes] == [Word.RARE]
    below = ask(small, "r3", applicant__age=20, applicant__healthy=True)
    assert below.practice.finding is None
    assert below.practice.attested is Attested.DIFFERS
    assert [one.key for one in below.practice.differences] == ["r0"]


def test_before_practice_is_attested_it_is_not_known() -> None:
    """Given a day before the first version of practice, then practice is not known and does not fall back to paper."""
    answer = ask(programme(PRACTICE), at=date(2016, 1, 1), applicant__age=20)
    assert answer.practice.finding is not None
    assert answer.practice.finding.outcome is Outcome.NOT_KNOWN_YET


# ---- assumptions, names
# ------------------------------------------------------------------------------------------------


def test_an_answer_hangs_on_an_assumption_only_where_it_changes_it() -> None:
    """Given a rule that uses an assumption, then the answer rests on it, and hangs on it only where the
    alternative changes it.
    """
    small = programme(rule("r0", "any: [counted, applicant.healthy]"))
    free, hanging = ask(small, applicant__healthy=True), ask(small, applicant__healthy=False)
    assert free.paper.rests_on == hanging.paper.rests_on == ("counted",)
    assert free.paper.hangs_on == ()
    assert hanging.paper.hangs_on == ("counted",)


def test_asking_about_nothing_says_what_there_is() -> None:
    """Given a name that is not there, then the error says which is meant."""
    with pytest.raises(CaseError, match="did you mean 'way'"):
        ask(programme(rule("r0", "when: applicant.healthy"), routes=WAY), "wya")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_changing_what_is_blamed_can_turn_the_answer(data: st.DataObject) -> None:
    """Given any refusal, then it names at least one set of conditions, each of them failed and none within another."""
    small = _loaded(data.draw(programmes()))
    facts = data.draw(partial_of(data.draw(full_cases())))
    case = read_case(small, facts, at=data.draw(st.dates(date(2017, 1, 1), date(2019, 12, 1))))
    for name in (*small.rules, *small.routes):
        answer = check(small, case, name)
        if answer.paper.outcome is not Outcome.NO:
            assert answer.paper.blame == ()
            continue
        sets = [frozenset(one) for one in answer.paper.blame]
        assert not any(a < b for a in sets for b in sets)


# ---- working days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Golden Week 2018: 1 to 5 October are off, the weekends before and after (29 and 30 September) are worked.
        ("2018-09-28", 1, date(2018, 9, 29)),
        ("2018-09-28", 2, date(2018, 9, 30)),
        ("2018-09-28", 3, date(2018, 10, 8)),
        # New Year and Spring Festival 2019 across the turn of the year.
        ("2018-12-28", 1, date(2018, 12, 29)),
        ("2018-12-28", 2, date(2019, 1, 2)),
        ("2019-02-01", 1, date(2019, 2, 2)),
        ("2019-02-01", 3, date(2019, 2, 11)),
        ("2018-06-01", 20, date(2018, 7, 2)),
    ],
)
def test_working_days_follow_the_calendar(start: str, days: int, end: date) -> None:
    """Given a day, then so many working days on is a day that the yearly holiday notices make a working day."""
    china = load("china")
    run = Run({}, {})
    moved = working_shift(lambda _: date.fromisoformat(start), lambda _: days, 1, china.calendar)(run)
    assert moved == end


def test_beyond_the_calendar_a_working_day_is_known_only_between_bounds() -> None:
    """Given a year whose holidays nobody has announced, then the end lies between bounds, and is not guessed."""
    china = load("china")
    moved = working_shift(lambda _: date(2031, 3, 3), lambda _: 20, 1, china.calendar)(Run({}, {}))
    assert isinstance(moved, Span)
    assert moved.low == date(2031, 3, 23)
    assert moved.high > moved.low


def test_a_step_says_by_which_day_it_must_be_done() -> None:
    """Given a decision within twenty working days, then the answer names the last of them."""
    answer = ask(load("china"), "work_permit_b", date(2018, 6, 1))
    ends = {step.key: step.latest for step in answer.steps if step.latest is not None}
    assert ends
    assert all(value.low is not None and value.low > date(2018, 6, 1) for value in ends.values())


# ---- blame, closer ---------------------------------------------------------------------------------------------------


def test_what_does_not_apply_is_not_blamed() -> None:
    """Given a rule that there is none of yet, which is left out, then only what failed is blamed."""
    rules = (
        "r0:\n  label: R\n  paper: [{none: yes, source: s}, {from: 2019-01-01, source: s, when: applicant.student}]\n"
    )
    small = programme(rules + rule("r1", "all: [r0, applicant.healthy]"))
    assert ask(small, "r1", applicant__healthy=True).paper.outcome is Outcome.YES
    assert blamed(ask(small, "r1", applicant__healthy=False)) == {frozenset({"applicant.healthy"})}


def test_the_line_that_decided_is_blamed_for_its_value() -> None:
    """Given a list of lines of which one decides, then what it asks is blamed, and not that it decides."""
    lines = "first_of: [{when: applicant.town in north, value: applicant.healthy}, {otherwise: applicant.student}]"
    small = programme(rule("r0", lines))
    answer = ask(small, applicant__town="north", applicant__healthy=False, applicant__student=True)
    assert blamed(answer) == {frozenset({"applicant.healthy"})}


def test_blame_says_whether_a_condition_would_have_to_hold() -> None:
    """Given one condition that must hold and one that must not, then each set says which."""
    small = programme(rule("r0", "all: [applicant.healthy, not applicant.student]"))
    answer = ask(small, applicant__healthy=False, applicant__student=True)
    assert {(one.key, one.wanted) for each in answer.paper.blame for one in each} == {
        ("applicant.healthy", True),
        ("applicant.student", False),
    }


def test_the_same_rule_with_another_figure_is_handled_otherwise() -> None:
    """Given a rule that practice follows and a figure in it that practice changes, then practice is told as different."""
    small = programme(
        "r0: {label: R0, paper: [{from: 2015-01-01, source: s, value: 6}], practice: [{from: 2015-01-01, source: s, value: 1}]}\n"
        "r1: {label: R1, source: s, practice: {same: s}, value: 2 * r0}\n"
    )
    answer = ask(small, "r1")
    assert answer.practice.attested is Attested.DIFFERS
    assert answer.practice.finding is not None
    assert answer.practice.finding.value is not None
    assert answer.practice.finding.value.low == 2


def test_a_remark_on_practice_holds_from_its_day() -> None:
    """Given a word of practice from a day on, then it is not told of days before."""
    small = programme(
        "r0: {label: R, source: s, when: applicant.healthy, practice: [{from: 2018-03-01, word: rare, note: Hardly ever., source: s}]}\n"
    )
    assert ask(small, at=date(2018, 2, 28)).practice.notes == ()
    assert [note.word for note in ask(small, at=date(2018, 3, 1)).practice.notes] == [Word.RARE]
