"""Telling a programme: what holds on a day and in a place, how it changed, paper against practice, what is not
known.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import groupby

import pytest

from sojourn.policy import DATE, Language, Programme, Teller, ToldEntry, ToldProgramme, available, load
from sojourn.policy.answer import Standing
from sojourn.policy.model import Attested, Day, Layer, Version
from sojourn.policy.reading.programme import read
from sojourn.policy.telling.days import day_within, standing_on, versions_on
from sojourn.policy.telling.plain import plain
from sojourn.policy.tree import Where

from .small_programmes import MEADOW, TOWN
from .spoken import english_of, latin_runs, raw_keys, texts

AT = date(2020, 6, 1)


@cache
def meadow(town: bool = False) -> Programme:
    return read(TOWN if town else MEADOW)


@cache
def told(at: date = AT, place: str = "", language: str = "en") -> ToldProgramme:
    return Teller(meadow(), Language(language)).programme(at, place)


def entry(key: str, at: date = AT, place: str = "") -> ToldEntry:
    return Teller(meadow(), Language.EN).entry(key, at, place)


# ---- which version holds -----------------------------------------------------------------------------------


def version(start: Day | None) -> Version:
    return Version(start, (), "", Where("x"))


def test_on_a_day_of_change_that_is_not_known_both_versions_may_hold() -> None:
    """Given a change on some day of June, then before it the old holds, after it the new, and in between either may."""
    change = Day(date(2019, 6, 1), date(2019, 6, 30))
    versions = (version(None), version(change))
    holding = {
        at: [holds for _, holds in versions_on(versions, at)]
        for at in (date(2019, 5, 31), date(2019, 6, 15), date(2019, 7, 1))
    }
    assert list(holding.values()) == [[True, False], [True, True], [False, True]]
    assert day_within(versions, 0, date(2019, 7, 1)) == date(2019, 5, 31)
    assert day_within(versions, 1, date(2019, 5, 1)) == date(2019, 6, 30)
    assert day_within(versions, 1, date(2019, 6, 15)) == date(2019, 6, 15)


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (date(2018, 4, 30), Standing.NOT_BEGUN),
        (date(2018, 5, 15), Standing.MAY_NOT_HAVE_BEGUN),
        (date(2020, 6, 1), Standing.IN_FORCE),
        (date(2022, 10, 1), Standing.MAY_BE_SUSPENDED),
        (date(2023, 1, 1), Standing.SUSPENDED),
        (date(2025, 1, 1), Standing.NOT_VERIFIED),
    ],
)
def test_a_programme_says_at_the_top_whether_it_can_speak_for_the_day(at: date, standing: Standing) -> None:
    """Given a day, then its standing is known and, unless it is in force, said above everything."""
    assert standing_on(meadow(), at) is standing
    assert told(at).standing is standing
    assert bool(told(at).warnings) is (standing is not Standing.IN_FORCE)


def test_past_the_verified_day_a_suspension_is_said_too() -> None:
    """Given a day after the last verified one of a suspended programme, then both are said."""
    assert len(told(date(2025, 1, 1)).warnings) == 2


# ---- entries -----------------------------------------------------------------------------------------------


def test_an_entry_shows_every_version_and_which_holds() -> None:
    """Given a parameter with versions, then each is told with its day, and the one that holds is marked."""
    fee = entry("permit_fee", date(2019, 6, 1))
    assert [(one.since, one.content.text, one.holds) for one in fee.paper] == [
        ("From the opening (May 2018; day not known)", "20 yuan", True),
        ("From the day on which the fee changed (1 March 2020)", "Between 20 and 50 yuan", False),
    ]
    assert fee.holding == fee.paper[:1]
    assert fee.practice_text == "In practice it is handled as on paper."


def test_a_parameter_by_place_is_a_table_and_in_a_place_its_nearest_row() -> None:
    """Given rows by place, then all are told; in a place only the row of the nearest place around it."""
    table = entry("stay_limit").paper[0].content.table
    assert table is not None
    assert [row.cells for row in table.rows] == [
        ("Mill town", "3 days"),
        ("The north", "5 days"),
        ("elsewhere", "between 1 and 7 days, different from place to place"),
    ]
    in_mill, in_south = (entry("stay_limit", AT, place).paper[0].content.table for place in ("mill", "south"))
    assert in_mill is not None
    assert in_south is not None
    assert [row.cells[1] for row in in_mill.rows] == ["3 days"]
    assert [row.cells[0] for row in in_south.rows] == ["elsewhere"]


def test_a_route_is_told_with_everything_that_belongs_to_it() -> None:
    """Given a route, then who decides, what it grants, steps, documents, duties and family stand under their
    headings.
    """
    parts = {part.text: part for part in entry("hay_permit").parts}
    assert list(parts) == ["Who decides", "What it grants:", "Steps:", "Documents:", "Duties that follow:", "Family:"]
    assert [one.text for one in parts["What it grants:"].children] == [
        "Term: 6 months (permit term).",
        "Fee: the fee in all.",
        "Days at a time: days allowed.",
        "Work on the farm named.",
    ]
    letter = parts["Documents:"].children[0]
    assert [one.text for one in letter.children] == ["Needed where:", "Counts as there where:"]


def test_conduct_is_told_with_what_it_is_and_what_may_follow() -> None:
    """Given a breach, then its condition and its consequences with their own conditions are told."""
    (paper,) = entry("overstay").paper
    what, follows = paper.content.children
    assert [one.text for one in what.children] == ["Days over: more than 0 days."]
    assert [one.text for one in follows.children] == [
        "A warning.",
        "One of these, as the authority decides:",
        "A ban on entering the country: 1 to 2 years.",
    ]
    assert follows.children[0].children[0].text == "Only where:"
    assert "A fine: the smallest of 50 yuan × days over and 1,000 yuan." in [
        one.text for one in follows.children[1].children
    ]


def test_what_there_is_none_of_is_said_so() -> None:
    """Given a version that says there is none, and a parameter known of practice only, then both are said."""
    assert [one.content.text for one in entry("known_here").paper][-1] == "There is none."
    helpers = entry("helpers")
    assert helpers.paper[0].content.text == "The rule text says nothing of it." if helpers.paper else True
    assert helpers.practice_text.startswith("The rule text says nothing of it; this is known of practice.")


def test_an_entry_that_does_not_exist_is_an_error() -> None:
    """Given a name that nothing has, then telling it is an error."""
    with pytest.raises(KeyError, match="no_such_rule"):
        entry("no_such_rule")


# ---- the whole ---------------------------------------------------------------------------------------------


def test_changes_are_told_in_order_with_what_is_not_known_of_their_day() -> None:
    """Given versions and events, then the timeline has each once, on its layer, oldest first."""
    timeline = told().timeline
    assert [one.start for one in timeline] == sorted(one.start or date.min for one in timeline)
    term = [(one.when, one.layer, one.text) for one in timeline if one.key == "permit_term"]
    assert term == [
        ("The opening (May 2018; day not known)", Layer.PAPER, "Permit term: 6 months."),
        ("2019 (day not known)", Layer.PRACTICE, "Permit term: 1 month."),
        (
            "The flood (between 1 September 2022 and 1 December 2022; day not known)",
            Layer.PRACTICE,
            "Permit term: ends; it was 1 month.",
        ),
    ]
    assert "The act is passed." in [one.text for one in timeline]


def test_paper_and_practice_stand_side_by_side_where_anything_is_attested() -> None:
    """Given entries whose practice is attested, then both are told; silence is counted and never told as agreement."""
    beside = {one.key: one for one in told().beside}
    assert (beside["permit_term"].paper, beside["permit_term"].practice) == ("6 months", "1 month")
    assert beside["permit_fee"].attested is Attested.SAME
    assert beside["hay_permit"].notes[0].text == (
        "Nearly everybody gets one. According to what was seen and told up to June 2021."
    )
    assert "old_enough" not in beside
    assert "no evidence that practice follows paper" in told().beside_note


def test_what_is_not_known_is_listed() -> None:
    """Given unsure days, figures and printed gaps, then each is told."""
    unknowns = [one.text for one in told(date(2020, 6, 1)).unknowns]
    assert any(text.startswith("The exact day is not known: the flood") for text in unknowns)
    assert "No figure is known for: Fee." in unknowns
    assert "The printed table leaves some values without a result: Points for age." in unknowns


def test_assumptions_are_told_with_their_alternatives() -> None:
    """Given assumptions, then each says how it is settled, why, and how else it could be."""
    assumptions = {one.key: one for one in told().assumptions}
    days = assumptions["rest_days"]
    assert days.text == "Workers rest two days a week: 2 days."
    assert days.note == "The diary tells of it for one farm."
    assert [one.text for one in days.children] == ["It could also be: 1 day or 0 days."]
    assert assumptions["harvest_kind"].children[0].text == "It could also be: The corn harvest."


def test_a_programme_tells_only_what_it_adds_unless_asked_for_all() -> None:
    """Given a programme that extends another, then its own entries are told; with `inherited` all of them."""
    words = Teller(meadow(town=True), Language.EN)
    own, everything = words.programme(AT), words.programme(AT, inherited=True)
    assert len(own.rules) < len(everything.rules)
    assert {one.programme for one in own.rules} == {"meadow_town"}
    assert "It builds on: Hay workers of the meadow." in [one.text for one in own.about]


def test_as_text_every_part_has_its_place_and_sources_are_numbered() -> None:
    """Given a told programme, then as plain text it has every heading that is filled, and a list of numbered
    sources.
    """
    text = plain(told())
    headings = told().headings
    assert all(
        f"\n{headings[name]}\n" in text for name in ("routes", "rules", "conduct", "timeline", "unknowns", "sources")
    )
    assert "[1] " in text
    assert "Young (18 to 25 years)" in text
    assert plain(told(AT, "", "zh")).startswith(Teller(meadow(), Language.ZH).title)


@pytest.mark.parametrize("key", available())
@pytest.mark.parametrize("language", list(Language))
def test_the_packaged_programmes_are_told_in_every_language(key: str, language: Language) -> None:
    """Given a packaged programme, then it is told whole: no raw key, nothing untranslated, no English in a
    translation.
    """
    chosen = load(key)
    words = Teller(chosen, language)
    for at in (date(2017, 6, 1), date(2019, 9, 1), chosen.verified):
        programme = words.programme(at)
        said = "\n".join(texts(programme))
        assert raw_keys(said) == []
        if language is not Language.EN:
            assert words.say("text.untranslated") not in said
            assert [sentence for sentence in english_of(chosen) if sentence in said] == []
        if language is Language.ZH:
            assert latin_runs(said) == []
        assert plain(programme)


@pytest.mark.parametrize("key", available())
@pytest.mark.parametrize("language", list(Language))
def test_every_fact_can_be_asked_in_every_language(key: str, language: Language) -> None:
    """Given a packaged programme, then every fact has its question, label, statements, options and fields in words."""
    chosen = load(key)
    words = Teller(chosen, language)
    said: list[str] = []
    for name, fact in chosen.facts.items():
        said += [words.label(name), words.question(name), words.group(name), words.note(name)]
        said += [words.statement(name, holds) for holds in (True, False)]
        said += [words.option(name, option) for option in fact.options]
        for field, one in fact.fields.items():
            said.append(words.field_label(name, field))
            said += [words.option(f"{name}.{field}", option) for option in one.options]
    together = "\n".join(said)
    assert raw_keys(together) == []
    if language is not Language.EN:
        assert words.say("text.untranslated") not in together
    if language is Language.ZH:
        assert latin_runs(together) == []


def test_a_rule_that_practice_follows_is_not_told_as_the_same_figures() -> None:
    """Given a rule that practice follows with another term, then it is told that the rule is the same and no more."""
    guangxi = Teller(load("guangxi"), Language.EN)
    asked = guangxi.entry("issued_as_requested", AT)
    assert asked.practice_text == "In practice the same rule is followed, with the figures of practice."
    assert guangxi.entry("social_insurance_rate", AT).practice_text == "In practice it is handled as on paper."


# ---- what is known past the verified day, and how figures changed -------------------------------------------


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("key", available())
def test_past_the_last_verified_day_only_that_day_is_spoken_of(key: str, language: Language) -> None:
    """Given a day past the last verified one, then what is said above was so when last verified, not on that day."""
    programme = load(key)
    teller = Teller(programme, language)
    later = date(programme.verified.year + 2, 11, 28)
    on_later = teller.programme(later).warnings
    suspended = teller.programme(programme.verified).standing is Standing.SUSPENDED
    verified = teller.exact(programme.verified, DATE)
    said = [one for one in on_later if one != teller.say("standing.unreviewed")]
    assert [verified in one for one in said] == [True] * (1 + suspended)
    assert [teller.exact(later, DATE) in one for one in said] == [True, False][: 1 + suspended]
    if suspended:
        assert teller.say("standing.suspended", day="", since="", label="").split()[0] not in said[1]
    for at in (date(2018, 6, 1), date(2020, 2, 1), date(2021, 6, 1), later):
        for warning in teller.programme(at).warnings:
            assert not re.search(r"[(（][^)）]*[(（]", warning), "no brackets within brackets"


def changes(key: str, language: Language, entry: str) -> list[str]:
    teller = Teller(load(key), language)
    return [change.text for change in teller.programme(load(key).verified).timeline if change.key == entry]


@pytest.mark.parametrize(
    ("key", "entry", "language", "said"),
    [
        (
            "guangxi",
            "minimum_wage",
            Language.EN,
            "Highest minimum wage in Guangxi: from 1,400 yuan per month to 1,680 yuan per month.",
        ),
        (
            "guangxi",
            "minimum_wage",
            Language.ZH,
            "广西最高一档最低工资：由每月1,400元改为每月1,680元。",
        ),
        ("guangxi", "permit_term", Language.EN, "Term of the permit: ends; it was 1 month."),
    ],
)
def test_a_changed_figure_says_what_it_was_and_what_it_became(
    key: str, entry: str, language: Language, said: str
) -> None:
    assert said in changes(key, language, entry)


@pytest.mark.parametrize("key", available())
def test_what_happened_on_one_day_stands_under_one_heading(key: str) -> None:
    """Given the timeline, then no two headings are one day, and those of a day that is not known stand together."""
    when = [change.when for change in Teller(load(key), Language.EN).programme(load(key).verified).timeline]
    headings = [heading for heading, _ in groupby(when)]
    assert len(headings) == len(set(headings))
    assert not [heading for heading in headings if heading.startswith("From ")]


def test_a_part_with_days_of_its_own_stands_in_the_timeline() -> None:
    told = Teller(load("guangxi"), Language.EN).programme(date(2020, 1, 1)).timeline
    app = [change for change in told if "Run the app through which workers are tracked." in change.text]
    assert [(change.start, change.key) for change in app] == [(date(2019, 1, 1), "worker_permit")]


@pytest.mark.parametrize("language", list(Language))
def test_what_practice_was_before_anything_is_known_is_not_told_of_the_rule_text(language: Language) -> None:
    teller = Teller(load("guangxi"), language)
    entry = teller.entry("permit_term", date(2018, 6, 1))
    silent, not_attested = teller.say("version.silent"), teller.say("version.not_attested")
    practice = [version.content.text for version in entry.practice]
    assert silent not in practice
    assert practice.count(not_attested) == 1
    assert silent in [version.content.text for version in entry.paper]
    alone = teller.entry("wage_gap", date(2018, 6, 1))
    assert [version.content.text for version in alone.paper] == [silent]
    assert silent.rstrip(".。") not in alone.practice_text
