"""Telling answers: outcomes, reasons, blame, what is missing, assumptions, penalties, practice, and what stands
above.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.policy import (
    Answer,
    Attested,
    Language,
    Outcome,
    Programme,
    Teller,
    Told,
    ToldAnswer,
    answer_json,
    check,
    consequences,
    load,
    read_case,
)
from sojourn.policy.model import Day
from sojourn.policy.reading.programme import read
from sojourn.policy.telling.plain import plain
from sojourn.policy.telling.seen import seen_in

from .random_programmes import full_cases, partial_of, programmes
from .small import programme, rule
from .small_programmes import MEADOW
from .spoken import english_of, latin_runs, raw_keys, texts
from .test_soundness import _loaded

AT = date(2018, 1, 15)


@cache
def meadow() -> Programme:
    return read(MEADOW)


def asked(small: Programme, about: str = "r0", at: date = AT, **facts: Any) -> Answer:
    return check(
        small, read_case(small, {name.replace("__", "."): value for name, value in facts.items()}, at=at), about
    )


def told(small: Programme, about: str = "r0", at: date = AT, **facts: Any) -> ToldAnswer:
    return Teller(small, Language.EN).answer(asked(small, about, at, **facts))


def flat(one: Told | None) -> list[str]:
    """The texts of something told and all under it."""
    return [] if one is None else [one.text, *(text for child in one.children for text in flat(child))]


# ---- outcomes ----------------------------------------------------------------------------------------------


def test_no_is_not_said_before_it_is_certain() -> None:
    """Given a fact that is missing, then it is not known yet, nothing is blamed, and its question is told as
    missing.
    """
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student]"))
    answer = told(small, applicant__healthy=True)
    assert answer.headline == "Not known yet whether this holds: Rule r0."
    assert answer.paper.blame is None
    assert answer.paper.missing is not None
    assert [child.text for child in answer.paper.missing.children] == ["Student?"]
    assert answer.paper.missing.children[0].key == "applicant.student"


def test_a_yes_and_a_no_are_whole_sentences() -> None:
    """Given all facts, then the outcome says yes or no of the rule by its name."""
    small = programme(rule("r0", "when: applicant.healthy"))
    assert told(small, applicant__healthy=True).headline == "Yes. This holds: Rule r0."
    assert told(small, applicant__healthy=False).headline == "No. This does not hold: Rule r0."


def test_yes_if_names_what_is_left_and_who_decides_it() -> None:
    """Given only an authority's term left, then it is told under a heading of its own, with who decides, and not as
    missing.
    """
    need = (
        "authority.need: {label: Need, question: Is there a need?, yes: A need., no: No need., "
        "type: yes_no, decided_by: office}\n"
    )
    small = programme(rule("r0", "all: [applicant.healthy, authority.need]"), facts=need)
    answer = told(small, applicant__healthy=True)
    assert answer.outcome is Outcome.YES_IF
    assert answer.headline.startswith("Yes, if what an authority still has to decide comes out well")
    assert answer.paper.missing is None
    assert answer.paper.open_terms is not None
    assert [(one.text, one.note) for one in answer.paper.open_terms.children] == [
        ("Is there a need?", "Decided by the office.")
    ]


def test_a_value_that_is_not_known_exactly_is_told_as_bounds() -> None:
    """Given a number that depends on a missing fact, then the headline tells between what and what."""
    small = programme(rule("r0", "value: 5 days if applicant.healthy else 7 days"))
    assert told(small).headline == "Rule r0: not known exactly yet; between 5 and 7 days."
    assert told(small, applicant__healthy=True).headline == "Rule r0: 5 days."


# ---- why ---------------------------------------------------------------------------------------------------


def test_reasons_say_what_fired_and_what_did_not() -> None:
    """Given two conditions of which one holds, then each is told with a mark, and what decided is marked."""
    small = programme(rule("r0", "any: [applicant.healthy, applicant.age >= 18]"))
    reasons = told(small, applicant__healthy=False, applicant__age=30).paper.reasons
    assert reasons.text == "Rule r0."
    assert "One of these is enough." in reasons.note
    assert [(child.text, child.mark, child.fired) for child in reasons.children] == [
        ("Healthy.", "not met", False),
        ("Age is at least 18 years.", "met", True),
    ]


def test_the_row_of_a_table_that_fired_is_marked() -> None:
    """Given a table and a value, then every row is told and the one that fits is marked."""
    rows = (
        "rows: [{below: 18, value: 0 points}, {from: 18, to: 25, value: 10 points, label: Young}, "
        "{above: 25, value: 5 points}]"
    )
    small = programme(rule("r0", f"unit: point\n  table: {{of: applicant.age, {rows}}}"))
    reasons = told(small, applicant__age=20).paper.reasons
    assert [(child.text, child.value, child.fired) for child in reasons.children] == [
        ("Less than 18 years", "0 points", False),
        ("Young (18 to 25 years)", "10 points", True),
        ("More than 25 years", "5 points", False),
    ]


def test_a_day_that_is_not_known_is_not_told_as_the_first_of_the_month() -> None:
    """Given a version that began on some day of a month, then its reason says that the day is not known."""
    answer = told(meadow(), "hay_permit", date(2019, 6, 1), applicant__age=30)
    assert "In force from the opening (May 2018; day not known)." in answer.paper.reasons.note


def test_one_condition_in_the_way_is_told_by_itself() -> None:
    """Given one failed condition, then it is what it would take."""
    small = programme(rule("r0", "all: [applicant.healthy, applicant.student]"))
    blame = told(small, applicant__healthy=True, applicant__student=False).paper.blame
    assert blame is not None
    assert flat(blame) == ["It would take this:", "A student."]


def test_what_must_not_be_is_told_as_what_it_would_take() -> None:
    """Given a condition that a fact or another rule does not hold, then the contrary is what it would take."""
    rules = rule("r0", "all: [not applicant.student, not r1]") + rule("r1", "when: applicant.age >= 60")
    small = programme(rules)
    student = told(small, applicant__student=True, applicant__age=30).paper.blame
    old = told(small, applicant__student=False, applicant__age=70).paper.blame
    assert flat(student) == ["It would take this:", "No student."]
    assert flat(old) == ["It would take this:", "Age is under 60 years."]
    assert [one["wanted"] for one in blamed_json(small, applicant__student=True, applicant__age=30)] == [False]


def blamed_json(small: Programme, **facts: Any) -> list[dict[str, Any]]:
    paper: Any = answer_json(asked(small, **facts), small)["paper"]
    (together,) = paper["blame"]
    return list(together)


def test_alternatives_in_the_way_are_told_as_any_one_of_these() -> None:
    """Given sets of conditions of which any would do, then sets of several are told as together."""
    small = programme(rule("r0", "any: [applicant.healthy and applicant.student, applicant.age >= 18]"))
    blame = told(small, applicant__healthy=False, applicant__student=False, applicant__age=3).paper.blame
    assert blame is not None
    assert blame.text.startswith("At least one of these would have to change")
    alone, together = blame.children
    assert alone.text == "Age is at least 18 years."
    assert together.text == "Together:"
    assert {one.text for one in together.children} == {"Healthy.", "A student."}


def test_what_a_person_can_change_is_said_so() -> None:
    """Given a failed condition on a fact that can be changed, then that is said beside it."""
    young = told(
        meadow(), "old_enough", date(2019, 6, 1), applicant__age=16, applicant__strong=False, applicant__skill="some"
    )
    blame = young.paper.blame
    assert blame is not None
    assert {(one.text, one.note) for one in blame.children} == {
        ("Is grown up.", ""),
        ("Can lift a bale.", "This is something a person can change."),
    }


def test_assumptions_that_decide_stand_apart_from_those_that_do_not() -> None:
    """Given an answer that hangs on an assumption, then it is told with its alternative under the heading that says
    so.
    """
    small = programme(rule("r0", "when: counted"))
    paper = told(small).paper
    assert paper.hangs_on is not None
    assert flat(paper.hangs_on)[1:] == ["Not so: The first day counts.", "It could also be so."]
    assert paper.hangs_on.children[0].note == "Nobody says."
    assert paper.rests_on is None


def test_days_of_change_that_are_not_known_are_told_with_what_is_known_of_them() -> None:
    """Given answers that hang on a shared day and on one of an entry's own, then both are told with their span."""
    shared = told(meadow(), "hay_permit", date(2018, 5, 15), applicant__age=30).paper.unknowns
    assert shared is not None
    assert "The exact day is not known: the opening (May 2018)." in flat(shared)
    own = told(meadow(), "permit_term", date(2019, 6, 1)).practice.finding
    assert own is not None
    assert own.unknowns is not None
    assert own.unknowns.children[0].text.startswith("The exact day of a change is not known")


# ---- what stands above -------------------------------------------------------------------------------------


def test_past_the_verified_day_the_answer_is_never_yesterdays_yes() -> None:
    """Given a day after the last verified one, then that is said above, and what would have come out is marked as
    not the answer.
    """
    small = programme(rule("r0", "when: applicant.healthy"))
    answer = told(small, at=date(2031, 5, 1), applicant__healthy=True)
    assert answer.warnings == (
        "The sources speak only up to 1 January 2030. What holds on 1 May 2031 has not been verified.",
    )
    assert answer.headline == "Not known yet whether this holds: Rule r0."
    assert answer.as_verified is not None
    assert answer.as_verified.headline == "Yes. This holds: Rule r0."
    assert "It is not the answer for 1 May 2031." in answer.as_verified_heading


def test_what_a_route_grants_past_the_verified_day_is_told_of_that_day() -> None:
    """Given a day after the last verified one, then what a route grants is told with the verified day."""
    guangxi = load("guangxi")
    headings = [told(guangxi, "worker_permit", at).grants_heading for at in (date(2018, 6, 1), date(2026, 11, 28))]
    assert headings[0] == "What it grants"
    assert headings[1] == "What it granted on 30 April 2023, the last day for which the sources speak"


def test_practice_that_differed_on_the_verified_day_is_not_called_the_same_afterwards() -> None:
    """Given a rule that practice follows with other figures, when asked past the verified day, then practice is said to
    differ and is not known either.
    """
    practice = told(
        load("guangxi"), "permits_needed", date(2026, 11, 28), applicant__works_until=date(2027, 5, 27)
    ).practice
    assert practice.attested is Attested.DIFFERS
    assert practice.text == "In practice it is handled otherwise than on paper."
    assert practice.finding is not None
    assert practice.finding.outcome is Outcome.NOT_KNOWN_YET


def test_a_suspension_is_said_above_with_what_is_known_of_its_day() -> None:
    """Given a day on which a programme may be suspended, then that and the unsure day are said."""
    may_be = told(meadow(), "hay_permit", date(2022, 10, 1))
    assert may_be.warnings == (
        "On 1 October 2022 the programme may be suspended: the day on which the suspension began or ended is not "
        "known. It runs from the flood (between 1 September 2022 and 1 December 2022; day not known). Closed because "
        "of the flood.",
    )
    assert (
        told(meadow(), "hay_permit", date(2023, 1, 1))
        .warnings[0]
        .startswith("On 1 January 2023 the programme is suspended")
    )
    assert told(meadow(), "river_pass", date(2023, 1, 1)).warnings == ()


def test_before_it_began_a_programme_says_so() -> None:
    """Given a day before the first, then it is said that the programme had not begun, or that this is not certain."""
    assert told(meadow(), "hay_permit", date(2018, 4, 30)).warnings == (
        "On 30 April 2018 the programme had not begun.",
    )
    assert "not certain" in told(meadow(), "hay_permit", date(2018, 5, 15)).warnings[0]


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_a_translation_that_no_lawyer_read_is_marked(language: Language) -> None:
    """Given a programme whose texts are not reviewed, then every answer in the translation says so, and English does
    not.
    """
    answer = asked(meadow(), "hay_permit", date(2019, 6, 1))
    words = Teller(meadow(), language)
    assert words.say("standing.unreviewed") in words.answer(answer).warnings
    assert not words.reviewed
    assert Teller(meadow(), Language.EN).answer(answer).warnings == ()


# ---- routes, conduct, practice -----------------------------------------------------------------------------


def test_a_route_is_told_with_all_that_belongs_to_it() -> None:
    """Given a route, then who files and decides, papers, grants on both layers, steps with their time, and duties
    are told.
    """
    answer = told(
        meadow(), "hay_permit", date(2020, 2, 1), applicant__age=19, applicant__strong=False, employer__place="mill"
    )
    assert [one.text for one in answer.procedure] == ["Filed by: Farmer or Agency.", "Decided by: Meadow office."]
    assert answer.papers is not None
    assert [(one.text, one.mark) for one in answer.papers.children] == [
        ("A letter of the farmer", "missing"),
        ("A picture", "needed"),
    ]
    assert answer.papers.text.startswith("The documents are not complete.")
    term, _, days, area = answer.grants
    assert (term.label, term.paper, term.practice) == ("Term", "6 months", "1 month")
    assert (days.label, days.paper, days.practice) == ("Days at a time", "1 day", "not attested")
    assert (area.label, area.text) == ("", "Work on the farm named.")
    assert answer.steps is not None
    assert [(one.text, one.note) for one in answer.steps.children] == [
        ("Meadow office: The office decides.", "Within 20 working days.")
    ]
    assert answer.duties is not None
    assert [(one.text, one.note) for one in answer.duties.children] == [
        ("Worker: Wear a cap.", "It holds only before the day on which the fee changed (1 March 2020).")
    ]
    assert {source.key for source in answer.sources} >= {"act.1", "act.2", "diary"}


def test_deciding_together_is_said() -> None:
    """Given a route that two authorities decide jointly, then both are told as deciding together."""
    answer = told(meadow(), "river_pass", date(2019, 6, 1), applicant__age=19)
    assert [one.text for one in answer.procedure] == ["Decided jointly by: River guard and Meadow office."]


def test_practice_is_told_beside_paper_with_its_evidence() -> None:
    """Given practice that differs, only in words, the same, or unattested, then each is told as what it is."""
    differs = told(meadow(), "permit_term", date(2020, 6, 1)).practice
    assert differs.text == "In practice it is handled otherwise than on paper."
    assert differs.differences[0].text == "Permit term: 1 month in practice, 6 months on paper."
    assert differs.notes == (
        Told(
            "The office gives a month at a time. According to what was seen and told up to June 2021.",
            sources=("diary",),
            mark="more strictly",
        ),
    )
    words = told(meadow(), "hay_permit", date(2019, 6, 1)).practice
    assert words.notes[0].mark == "usually"
    assert told(meadow(), "permit_fee", date(2019, 6, 1)).practice.text == (
        "In practice it is handled as on paper. According to what was seen and told up to June 2021."
    )
    assert told(meadow(), "old_enough", date(2019, 6, 1)).practice.text.startswith("The sources do not say how")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.EN, "According to what was seen and told from May 2019 to January 2020."),
        (Language.ZH, "据2019年5月至2020年1月的所见所闻。"),
        (Language.VI, "Theo những gì được thấy và nghe kể từ tháng 5 năm 2019 đến tháng 1 năm 2020."),
    ],
)
def test_a_remark_on_practice_says_when_it_was_seen(language: Language, expected: str) -> None:
    """Given research of some months, then what it says of practice is told with them, on the answer, and on the
    programme's page; what was seen before the remark's time begins is not said to have been seen then.
    """
    guangxi = load("guangxi")
    case = read_case(guangxi, {}, at=date(2019, 12, 1))
    teller = Teller(guangxi, language)
    answer = teller.answer(check(guangxi, case, "eligible_sector"))
    assert answer.practice.notes
    assert all(note.text.endswith(expected) for note in answer.practice.notes)
    assert any(expected in text for text in texts(teller.entry("eligible_sector", date(2019, 12, 1))))
    beside = seen_in(guangxi, ["gx.elig.confusion"], Day(date(2021, 1, 1), date(2021, 1, 1)))
    assert beside is None


def test_sources_of_several_times_are_told_from_the_first_to_the_last() -> None:
    """Given a report that says only when it came out beside research, then only the end is known; given a law, then
    its date says nothing of practice; given a source with a time of its own, then that counts.
    """
    guangxi = load("guangxi")
    research = seen_in(guangxi, ["gx.elig.confusion"])
    assert research is not None
    assert research.first is not None
    both = seen_in(guangxi, ["gx.elig.confusion", "we.yenbai"])
    assert both is not None
    assert (both.first, both.last) == (None, research.last)
    assert seen_in(guangxi, ["eeal.78"]) is None
    own = seen_in(guangxi, ["gx.trial.suspension"])
    assert own is not None
    assert own.last.latest == date(2023, 4, 30)


def test_penalties_are_told_with_their_bounds_and_choices() -> None:
    """Given a breach, then what follows, what may be chosen among, and what may be left out are told apart."""
    answer = told(meadow(), "overstay", date(2018, 6, 1), stay__days_over=30, stay__serious=True)
    assert answer.headline == "Yes. This breaks the rules: Staying too long."
    penalties = answer.paper.penalties
    assert penalties is not None
    choice, ban = penalties.children
    assert choice.text == "One of these, as the authority decides:"
    assert [one.text for one in choice.children] == [
        "A fine: 1,000 yuan.",
        "Detention: 1 to 5 days.",
        "A fine: from 100 to 900 yuan, decided by the river guard.",
    ]
    assert ban.text == "A ban on entering the country: 1 to 2 years."
    assert ban.mark == "may also be left out"
    assert "Counted from: the day of leaving." in ban.note


def test_a_penalty_that_hangs_on_what_an_authority_finds_is_only_possible() -> None:
    """Given that nobody said whether it is serious, then both consequences are told as possible."""
    penalties = told(meadow(), "overstay", date(2018, 6, 1), stay__days_over=3).paper.penalties
    assert penalties is not None
    assert [one.mark for one in penalties.children][:2] == ["possible, not certain"] * 2


def test_what_several_breaches_add_up_to_is_told_for_each_role() -> None:
    """Given breaches of two roles, then each is told with its sums, and a case without any says so."""
    facts = {"stay.days_over": 40, "stay.serious": True}
    case = read_case(meadow(), facts, at=date(2018, 6, 1))
    total = Teller(meadow(), Language.EN).consequences(consequences(meadow(), case))
    by_role = {one.role: one for one in total.liabilities}
    assert by_role["employer"].heading == "For: Farmer"
    assert by_role["employer"].penalties == ("A fine: 500 to 900 yuan.", "Paying the costs of the journey.")
    assert [one.text for one in by_role["applicant"].breaches.children] == ["Staying too long."]
    nothing = read_case(meadow(), {"stay.days_over": 0, "stay.serious": False}, at=date(2018, 6, 1))
    assert (
        Teller(meadow(), Language.EN).consequences(consequences(meadow(), nothing)).heading
        == "Nothing that was told breaks the rules."
    )


# ---- laws --------------------------------------------------------------------------------------------------


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_answer_can_be_told_in_every_language(data: st.DataObject) -> None:
    """Given a random programme and case, then the answer is told, with no raw key, and no English in Chinese."""
    small = _loaded(data.draw(programmes()))
    facts = data.draw(partial_of(data.draw(full_cases())))
    at = data.draw(st.sampled_from([date(2016, 5, 20), date(2018, 7, 1), date(2021, 1, 1)]))
    about = data.draw(st.sampled_from(list(small.rules)))
    answer = check(small, read_case(small, facts, at=at), about)
    for language in Language:
        words = Teller(small, language).answer(answer)
        said = " ".join(texts(words))
        assert raw_keys(said) == []
        assert language is not Language.ZH or latin_runs(said) == []
        assert plain(words).startswith(words.title)


def answered(key: str) -> Iterator[tuple[str, Answer]]:
    """A tenth of the worked cases of a packaged programme, each with the answer to its first question."""
    chosen = load(key)
    for case in list(chosen.cases.values())[::10]:
        first = next((one for one in case.expect if one.ask != "consequences"), None)
        if first is not None:
            given = read_case(chosen, case.facts, at=case.at, assume=case.assume, settle=case.settle)
            yield case.key, check(chosen, given, first.ask, keys=first.keys)


@pytest.mark.parametrize("key", ["china", "guangxi", "shanghai"])
def test_the_packaged_programmes_answer_in_every_language(key: str) -> None:
    """Given worked cases, then no answer shows a raw key, an English sentence in a translation, or a missing
    translation.
    """
    chosen = load(key)
    english = english_of(chosen)
    for case, answer in answered(key):
        for language in Language:
            words = Teller(chosen, language)
            said = "\n".join(texts(words.answer(answer)))
            assert raw_keys(said) == [], case
            if language is not Language.EN:
                assert words.say("text.untranslated") not in said, case
                assert [sentence for sentence in english if sentence in said] == [], case
            if language is Language.ZH:
                assert latin_runs(said) == [], case


@pytest.mark.parametrize(
    ("language", "told_ban"),
    [
        ("en", "A ban on entering the country: 1 to 5 years."),
        ("zh", "不准入境：1至5年。"),
        ("vi", "Cấm nhập cảnh: 1 đến 5 năm."),
    ],
)
def test_a_ban_is_told_in_years(language: str, told_ban: str) -> None:
    """Given a repatriation, then the sum tells the ban as the law does, in years and not in months."""
    china = load("china")
    facts = {"stay.departure_overdue": True, "stay.repatriated": True}
    total = Teller(china, Language(language)).consequences(
        consequences(china, read_case(china, facts, at=date(2019, 6, 10)))
    )
    assert told_ban in total.liabilities[0].penalties


def test_an_unknown_of_yes_or_no_is_not_called_a_figure() -> None:
    """Given that the sources leave a yes or no open, then they do not say whether it is so."""
    guangxi = load("guangxi")
    farm = {"employer.sector": "agriculture", "employer.legal_representative": True}
    case = read_case(guangxi, farm, at=date(2017, 6, 1))
    said = plain(Teller(guangxi, Language.EN).answer(check(guangxi, case, "eligible_sector")))
    assert "The sources do not say whether this is so: Farms could take part in the trial from its start." in said
