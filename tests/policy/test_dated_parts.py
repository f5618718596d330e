"""Grants, duties, steps, documents and family of a route that begin or end on a day of their own."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import Answer, Language, Outcome, Papers, Programme, Teller, check, read_case
from sojourn.policy.checking.interview import Interview
from sojourn.policy.telling.jsonform import answer_json

from .small import programme
from .spoken import texts

ROUTES = """
way:
  label: Way
  kind: permit
  outside_period: yes
  decided_by: [office]
  source: s
  when: applicant.healthy
  grants:
    card: {text: A card to show., to: turning, source: s}
    fee: {value: 5 years, label: Length, from: 2018-03-01, to: 2019-03-01, source: s}
  duties:
    - {key: report, who: applicant, text: Report each week., from: turning, source: s}
    - {key: register, who: applicant, text: Register once., source: s}
  steps:
    - {key: file, who: applicant, text: File it., within: 5 days, to: 2018-07-01, source: s}
    - {key: decide, who: office, text: Decide it., within: 3 days, after: file, source: s}
  documents:
    - {key: picture, label: A picture, have: applicant.student, from: turning, source: s}
  family: {text: The spouse may join., from: turning, source: s}
"""

#: The first and last day on which `turning` may lie.
FIRST, LAST = date(2018, 3, 1), date(2018, 11, 1)


@cache
def way() -> Programme:
    return programme("r0: {label: R, when: applicant.healthy, source: s}\n", routes=ROUTES)


def answered(at: date, turning: date | None = None, **facts: str) -> Answer:
    told = {"applicant.healthy": "yes"} | {f"applicant.{name}": value for name, value in facts.items()}
    settle = {} if turning is None else {"turning": turning.isoformat()}
    return check(way(), read_case(way(), told, at=at, settle=settle), "way")


def held(answer: Answer) -> dict[str, Outcome]:
    parts = (*answer.grants, *answer.duties, *answer.steps, *answer.documents)
    found = {part.key: part.during.holds for part in parts}
    return found if answer.family is None else found | {"family": answer.family.during.holds}


@pytest.mark.parametrize(
    ("at", "there", "perhaps"),
    [
        (date(2018, 2, 28), {"card", "register", "file", "decide"}, set()),
        (date(2018, 3, 1), {"fee", "register", "file", "decide"}, {"card", "report", "picture", "family"}),
        (date(2018, 6, 30), {"fee", "register", "file", "decide"}, {"card", "report", "picture", "family"}),
        (date(2018, 7, 1), {"fee", "register", "decide"}, {"card", "report", "picture", "family"}),
        (date(2018, 11, 1), {"fee", "register", "decide", "report", "picture", "family"}, set()),
        (date(2019, 2, 28), {"fee", "register", "decide", "report", "picture", "family"}, set()),
        (date(2019, 3, 1), {"register", "decide", "report", "picture", "family"}, set()),
    ],
)
def test_what_stands_in_the_answer_is_what_holds_that_day(at: date, there: set[str], perhaps: set[str]) -> None:
    found = held(answered(at))
    assert {key for key, holds in found.items() if holds is Outcome.YES} == there
    assert {key for key, holds in found.items() if holds is Outcome.NOT_KNOWN_YET} == perhaps


@given(
    st.dates(date(2018, 1, 1), date(2019, 12, 31)),
    st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days)),
)
def test_however_an_unknown_day_turns_out_the_parts_lie_within_what_was_said(at: date, turning: date) -> None:
    partial, settled = held(answered(at)), held(answered(at, turning))
    assert Outcome.NOT_KNOWN_YET not in settled.values()
    assert {key for key, holds in partial.items() if holds is Outcome.YES} <= set(settled) <= set(partial)
    assert ("card" in settled) is not ("report" in settled), "one boundary, one day: the new where the old is no more"


def test_a_paper_that_may_be_asked_for_leaves_the_papers_open_until_that_is_known() -> None:
    during = date(2018, 6, 1)
    assert answered(date(2018, 2, 1), student="no").papers is Papers.NONE_ASKED
    assert answered(during, student="no").papers is Papers.NOT_KNOWN_YET
    assert answered(during, date(2018, 5, 1), student="no").papers is Papers.INCOMPLETE
    assert answered(during, date(2018, 7, 1), student="no").papers is Papers.NONE_ASKED
    assert answered(date(2019, 1, 1), student="yes").papers is Papers.COMPLETE


def test_nobody_is_asked_for_a_paper_that_is_not_asked_for_that_day() -> None:
    def next_question(at: date) -> str | None:
        return Interview(way(), ["way"], read_case(way(), {"applicant.healthy": "yes"}, at=at)).next()

    assert next_question(date(2018, 2, 1)) is None
    assert next_question(date(2018, 12, 1)) == "applicant.student"


def test_a_step_after_one_that_is_no_more_has_no_last_day() -> None:
    def latest(at: date) -> bool:
        return next(step for step in answered(at).steps if step.key == "decide").latest is not None

    assert latest(date(2018, 6, 30))
    assert not latest(date(2018, 7, 1))


def test_json_says_what_holds_and_since_when() -> None:
    told = answer_json(answered(date(2018, 6, 1)), way())
    duties = {duty["key"]: duty for duty in told["duties"]}  # type: ignore[attr-defined]
    turning = {"earliest": "2018-03-01", "latest": "2018-11-01", "boundary": "turning"}
    assert duties["report"] == {
        "key": "report",
        "who": "applicant",
        "text": "Report each week.",
        "holds": "not_known_yet",
        "from": turning,
        "to": None,
        "sources": ["s"],
    }
    assert (duties["register"]["holds"], duties["register"]["from"]) == ("yes", None)
    assert told["family"]["holds"] == "not_known_yet"  # type: ignore[index]
    assert answer_json(answered(date(2018, 2, 1)), way())["family"] is None


@pytest.mark.parametrize("language", list(Language))
def test_an_answer_says_in_words_since_when_and_what_may_hold(language: Language) -> None:
    teller = Teller(way(), language)
    told = teller.answer(answered(date(2018, 6, 1)))
    assert told.duties is not None
    assert told.family is not None
    report, register = told.duties.children
    assert teller.say("part.perhaps") in report.note
    assert register.note == ""
    assert teller.say("part.perhaps") in told.family.children[0].note
    length = next(grant for grant in told.grants if grant.key == "fee")
    assert teller.say("part.perhaps") not in length.note
    assert "2018" in length.note
    assert "2019" in length.note


@pytest.mark.parametrize("language", list(Language))
def test_a_programme_told_for_a_day_marks_what_does_not_hold_yet_or_any_more(language: Language) -> None:
    teller = Teller(way(), language)
    not_yet, over, perhaps = (teller.say(f"part.{code}") for code in ("not_yet", "over", "perhaps"))
    early, during, late = (
        "\n".join(texts(teller.programme(at))) for at in (date(2018, 2, 1), date(2018, 6, 1), date(2019, 6, 1))
    )
    assert (not_yet in early, over in early, perhaps in early) == (True, False, False)
    assert (not_yet in during, over in during, perhaps in during) == (False, False, True)
    assert (not_yet in late, over in late, perhaps in late) == (False, True, False)
