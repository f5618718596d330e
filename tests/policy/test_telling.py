"""Telling: numbers, days and values, names, and every kind of condition in words, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.policy import Day, Language, Programme, Teller, Told, Type, Value, load
from sojourn.policy.model import Ranged
from sojourn.policy.reading.programme import read
from sojourn.policy.types import DATE, PLACE, YES_NO, Kind, unit_named

from .random_programmes import programmes
from .small import programme, rule
from .small_programmes import MEADOW
from .spoken import latin_runs, raw_keys, texts
from .test_soundness import _loaded

AT = date(2018, 6, 1)


@cache
def meadow() -> Programme:
    return read(MEADOW)


@cache
def teller(language: str = "en") -> Teller:
    return Teller(meadow(), Language(language))


def number(unit: str) -> Type:
    found = unit_named(unit)
    assert found is not None
    return Type(Kind.NUMBER, unit=found)


def condition(written: str, language: str = "en") -> str:
    """A condition of the small programmes, told on one line."""
    small = programme(rule("r0", f"when: {written}"))
    body = small.rules["r0"].paper[0].body
    assert body is not None
    return Teller(small, Language(language)).condition(body)


def value_of(written: str) -> str:
    """A value of the small programmes, told on one line."""
    small = programme(rule("r0", f"value: {written}"))
    body = small.rules["r0"].paper[0].body
    assert body is not None
    return Teller(small, Language.EN).condition(body)


# ---- numbers and units -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "unit", "english", "chinese", "vietnamese"),
    [
        (60_000_000, "CNY", "600,000 yuan", "600,000元", "600.000 nhân dân tệ"),
        (1_029_150, "CNY", "10,291.50 yuan", "10,291.50元", "10.291,50 nhân dân tệ"),
        (100, "USD", "1 US dollar", "1美元", "1 đô la Mỹ"),
        (6, "month", "6 months", "6个月", "6 tháng"),
        (1, "month", "1 month", "1个月", "1 tháng"),
        (24, "year", "2 years", "2年", "2 năm"),
        (30, "year", "2 years and 6 months", "2年零6个月", "2 năm 6 tháng"),
        (6, "year", "6 months", "6个月", "6 tháng"),
        (36, "month", "36 months", "36个月", "36 tháng"),
        (20, "working day", "20 working days", "20个工作日", "20 ngày làm việc"),
        (71, "point", "71 points", "71分", "71 điểm"),
        (12_000, "CNY/permit", "120 yuan per permit", "每份许可120元", "120 nhân dân tệ mỗi giấy phép"),
        (
            2_300,
            "CNY/person/month",
            "23 yuan per person per month",
            "每月每人23元",
            "23 nhân dân tệ mỗi người mỗi tháng",
        ),
        (Fraction(1, 4), "share", "0.25", "0.25", "0,25"),
        (Fraction(1, 3), "share", "1/3", "1/3", "1/3"),
        (Fraction(4, 3), "share", "1 1/3", "1 1/3", "1 1/3"),
        (Fraction(1, 125), "share", "0.008", "0.008", "0,008"),
        (Fraction(1, 17), "share", "about 0.06", "约0.06", "khoảng 0,06"),
        (-5, "day", "−5 days", "−5日", "−5 ngày"),
    ],
)
def test_numbers_are_told_with_their_unit_in_words(
    stored: Fraction, unit: str, english: str, chinese: str, vietnamese: str
) -> None:
    """Given a number in stored units, then it is told in the unit it is written in, with the marks of the language."""
    type = number(unit)
    told = [teller(language.value).exact(stored, type) for language in Language]
    assert told == [english, chinese, vietnamese]


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=100))
def test_a_number_told_without_about_can_be_read_back_exactly(told: Fraction) -> None:
    """Given a fraction of hundredths or small parts, then what is told is the number itself."""
    text = teller().exact(told, number("share")).replace(",", "")
    if text.startswith("about"):
        assert told.denominator > 12
        return
    assert sum(Fraction(part) for part in text.split()) == told


def test_an_age_is_counted_in_the_words_for_ages() -> None:
    """Given years of an age, then Chinese and Vietnamese use their own words for it, and only there."""
    years = number("year")
    assert teller("zh").exact(18 * 12, years, of="applicant.age") == "18周岁"
    assert teller("vi").exact(18 * 12, years, of="applicant.age") == "18 tuổi"
    assert teller("zh").exact(18 * 12, years, of="applicant.wage") == "18年"


@pytest.mark.parametrize(
    ("unit", "english", "chinese"),
    [
        ("month", "months", "个月"),
        ("CNY/month", "yuan per month", "元/月"),
        ("working day", "working days", "个工作日"),
    ],
)
def test_a_unit_stands_alone_beside_an_input(unit: str, english: str, chinese: str) -> None:
    """Given a unit, then it is told as it stands beside a box; plain numbers have none."""
    assert teller().unit(number(unit).unit) == english
    assert teller("zh").unit(number(unit).unit) == chinese
    assert teller().unit(Type(Kind.NUMBER).unit) == ""


# ---- days --------------------------------------------------------------------------------------------------


def test_days_are_written_as_the_language_writes_them() -> None:
    """Given a day, then each language has its own order and words."""
    told = [teller(language.value).date(AT) for language in Language]
    assert told == ["1 June 2018", "2018年6月1日", "ngày 1 tháng 6 năm 2018"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2017, 2, 1), date(2017, 2, 28), "February 2017 (day not known)"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017 (day not known)"),
        (date(2019, 6, 1), date(2019, 12, 1), "between 1 June 2019 and 1 December 2019 (day not known)"),
        (date(2019, 6, 1), date(2019, 6, 1), "1 June 2019"),
    ],
)
def test_a_day_that_is_not_known_is_never_told_as_one(first: date, last: date, told: str) -> None:
    """Given a day between two days, then its month, its year or both days are told, and that it is not known."""
    assert teller().day(Day(first, last)) == told


def test_a_shared_day_is_told_by_its_name() -> None:
    """Given a day of a boundary, then its name stands before what is known of it."""
    day = meadow().boundaries["flood"].day
    assert teller().day(day).startswith("the flood (between ")


# ---- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (Value(number("point"), 56, 71), "between 56 and 71 points", "56至71分之间"),
        (Value(number("month"), 6, 6), "6 months", "6个月"),
        (Value(number("day"), 3, None), "at least 3 days", "至少3日"),
        (Value(number("day"), None, 7), "at most 7 days", "至多7日"),
        (Value(number("day")), "not known", "未知"),
        (Value(number("day"), nothing=True), "does not apply", "不适用"),
        (Value(number("day"), 3, 3, may_not_apply=True), "3 days, or does not apply", "3日，也可能不适用"),
        (
            Value(number("day"), 1, 7, varies=True),
            "between 1 and 7 days, different from place to place",
            "1至7日之间，各地不同",
        ),
        (
            Value(number("CNY"), 500_000, 2_000_000, chosen=True),
            "from 5,000 to 20,000 yuan, decided case by case",
            "5,000至20,000元，视具体情况决定",
        ),
        (Value(number("CNY/permit"), 10_000, 12_000), "between 100 and 120 yuan per permit", "每份许可100至120元之间"),
        (Value(DATE, date(2018, 6, 1), None), "1 June 2018 or later", "2018年6月1日或之后"),
        (Value(YES_NO, options=("yes", "no")), "not known", "未知"),
        (Value(YES_NO, options=("yes",)), "yes", "是"),
    ],
)
def test_values_say_what_is_known_and_what_is_not(value: Value, english: str, chinese: str) -> None:
    """Given what a value can still be, then bounds, ranges somebody decides and what is not known are told apart."""
    assert teller().value(value) == english
    assert teller("zh").value(value) == chinese


def test_options_and_places_are_told_by_their_labels() -> None:
    """Given options or places, then their labels are told, and that it is not known which."""
    skill = meadow().facts["applicant.skill"].type
    assert teller().value(Value(skill, options=("some", "master"))) == "A little or Very well (not known which)"
    assert teller().value(Value(PLACE, options=("mill",))) == "Mill town"
    assert teller().exact("high", meadow().parameters["grade"].type) == "High grade"


def test_a_lawful_range_names_who_decides() -> None:
    """Given a range that somebody decides within, then it says who."""
    fine = meadow().parameters["late_fine"]
    ranged = fine.paper[0].rows[0].value
    assert ranged.how is Ranged.How.CHOSEN
    assert teller().ranged(ranged, fine.type) == "from 100 to 900 yuan, decided by the river guard"


# ---- names -------------------------------------------------------------------------------------------------


def test_names_of_everything_are_found_by_key() -> None:
    """Given keys of every kind of thing, then each has its label, and an unknown key is an error, never shown."""
    words = teller()
    labels = [
        words.label(key)
        for key in ("applicant.age", "old_enough", "hay_permit", "permit_term", "north", "guard", "employer", "flood")
    ]
    assert labels == [
        "Age",
        "The worker is old enough",
        "Hay permit",
        "Permit term",
        "The north",
        "River guard",
        "Farmer",
        "The flood",
    ]
    assert words.label("work") == "May this person make hay?"
    assert words.label("entry") == "Day of entry"
    with pytest.raises(KeyError, match="nothing_of_the_kind"):
        words.label("nothing_of_the_kind")


def test_texts_are_found_by_path_then_by_their_english_wording() -> None:
    """Given translations by path and by phrase, then the path comes first and a missing one never shows the English."""
    texts = {"zh": {"facts.applicant.age.label": "年龄", "phrase:Can lift a bale": "能举起一捆草"}}
    words = Teller(replace(meadow(), texts=texts), Language.ZH)
    assert words.label("applicant.age") == "年龄"
    assert words.text("", "Can lift a bale") == "能举起一捆草"
    assert words.label("hay_permit") == words.say("text.untranslated")
    assert words.text("", "HSK 4") == "HSK 4"
    assert words.text("", "") == ""


def test_questions_statements_and_fields_have_their_words() -> None:
    """Given facts, optional roles and fields of a history, then each is told by its own sentence."""
    words = teller()
    assert words.question("applicant.age") == "How old is the worker?"
    assert words.question("agency") == "Does an agency help?"
    assert words.statement("applicant.strong", False) == "The worker cannot lift a bale."
    assert words.field_label("applicant.seasons", "year") == "Year"
    assert words.field_statement("applicant.seasons", "worked", True) == "The worker made hay that year."
    assert words.option("size_grade", "low") == "Low"
    assert words.group("applicant.strong") == "The worker"


def test_a_source_is_cited_in_the_words_of_the_language() -> None:
    """Given a law with a Chinese title, then English readers see what it is called, Chinese ones the title itself."""
    china = load("china")
    english, chinese = Teller(china, Language.EN).source("eeal.78"), Teller(china, Language.ZH).source("eeal.78")
    assert english.text == "Exit and Entry Administration Law (中华人民共和国出境入境管理法), 2012, art. 78"
    assert chinese.text == "中华人民共和国出境入境管理法（2012年），第78条"
    assert (english.confidence, chinese.confidence) == ("sure", "可靠")
    assert Teller(china, Language.VI).source("eeal.78").at == "điều 78"


# ---- conditions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("applicant.healthy", "Healthy."),
        ("not applicant.healthy", "Not healthy."),
        ("applicant.healthy == no", "Not healthy."),
        ("applicant.age >= 18", "Age is at least 18 years."),
        ("18 <= applicant.age", "Age is at least 18 years."),
        ("not (applicant.age >= 18)", "Age is under 18 years."),
        ("applicant.salary != 300 CNY", "Salary is not 300 yuan."),
        ("applicant.degree >= mid", "Degree is Middle or higher."),
        ("applicant.sort in [a, b]", "Sort is: Sort A or Sort B."),
        ("applicant.sort not in [a, b]", "Sort is not: Sort A or Sort B."),
        ("applicant.town in north", "Town is in North."),
        ("not (applicant.town in north)", "Town is not in North."),
        ("applicant.town == south", "Town is: South."),
        ("applicant.came <= application", "Came is not later than day of application."),
        ("has(agency)", "There is an agency."),
        ("not agency", "There is no agency."),
        ("counted", "On the assumption: The first day counts."),
        ("not counted", "On the assumption that this is not so: The first day counts."),
        ("applicant.salary >= floor_pay", "Salary is at least floor."),
        (
            "applicant.salary > 6 * wage[applicant.town, year(application) - 1]",
            "Salary is more than 6 × wage (town, year of day of application − 1).",
        ),
        (
            "years_between(applicant.came, application) >= 2 years",
            "Full years from came to day of application: at least 2 years.",
        ),
        ("applicant.left - applicant.came <= 3 days", "Days from came to left: at most 3 days."),
        ("applicant.came + term <= application", "Term after came is not later than day of application."),
        ("whole(applicant.share * 4)", "Share × 4 is a whole number."),
        (
            "terms_needed(applicant.came, application, term) <= 3",
            "Number of terms of term in a row needed from came to day of application is at most 3.",
        ),
    ],
)
def test_every_condition_is_a_whole_sentence(written: str, told: str) -> None:
    """Given an expression, then it is told as a sentence, its contrary by turning the comparison round."""
    assert condition(written) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("6 * (applicant.salary + 100 CNY)", "6 × (salary + 100 yuan)."),
        ("applicant.salary - (floor_pay - 100 CNY)", "Salary − (floor − 100 yuan)."),
        ("applicant.salary / 2 * 3", "Salary ÷ 2 × 3."),
        ("applicant.salary / (applicant.share * 3)", "Salary ÷ (share × 3)."),
        ("min(applicant.salary, floor_pay + 1 CNY)", "The smallest of salary and (floor + 1 yuan)."),
        ("round(applicant.salary * applicant.share)", "Salary × share, rounded to the fen."),
        ("-applicant.salary", "−salary."),
        ("year(applicant.came) - 1", "Year of came − 1."),
        ("days_of(term, applicant.came)", "Days in term counted from came."),
        (
            "applicant.salary if applicant.student else 200 CNY",
            "Salary or 200 yuan (salary, where: a student; 200 yuan otherwise).",
        ),
    ],
)
def test_values_are_noun_phrases_with_their_brackets(written: str, told: str) -> None:
    """Given arithmetic, then it is told with the brackets its meaning needs and no others."""
    assert value_of(written) == told


def test_nested_conditions_are_a_structure_and_not_one_long_sentence() -> None:
    """Given all of some, one of them any of others, then it is told as headings over sentences."""
    small = programme(rule("r0", "all: [applicant.healthy, {any: [applicant.student, applicant.age >= 18]}]"))
    body = small.rules["r0"].paper[0].body
    assert body is not None
    told = Teller(small, Language.EN).told(body)
    assert told == Told(
        "All of the following:",
        (
            Told("Healthy.", key="applicant.healthy"),
            Told(
                "At least one of the following:",
                (Told("A student.", key="applicant.student"), Told("Age is at least 18 years.", key="applicant.age")),
            ),
        ),
    )


def test_the_contrary_of_all_is_at_least_one_contrary() -> None:
    """Given not (a and b), then at least one contrary is told, not a negated heading."""
    told = condition("not (applicant.healthy and applicant.student)")
    assert told == "At least one of the following: not healthy; no student."


def test_exceptions_stand_under_the_condition_they_except_from() -> None:
    """Given a member with a label and an exception, then both are told with their sources."""
    body = meadow().rules["old_enough"].paper[0].body
    assert body is not None
    grown = teller().told(body).children[0]
    assert grown.text == "Is grown up."
    assert grown.sources == ("act.1",)
    assert [child.text for child in grown.children] == ["Age is at least 18 years.", "This does not count where:"]
    assert grown.children[1].children[0].text == "Can lift a bale."
    assert grown.children[1].children[0].sources == ("act.2",)


def test_points_tables_are_tables_with_their_gaps() -> None:
    """Given a table with a printed gap, then it is told as rows, the gap as a row of its own with a remark."""
    body = meadow().rules["age_points"].paper[0].body
    assert body is not None
    table = teller().told(body).table
    assert table is not None
    assert table.columns == ("Age", "Result")
    assert [row.cells for row in table.rows] == [
        ("less than 18 years", "does not apply"),
        ("Young (18 to 25 years)", "10 points"),
        ("more than 26 years, less than 60 years", "5 points"),
        ("60 years or more", "0 points"),
        ("26 years", "no result printed"),
    ]
    assert table.note


def test_lists_of_points_are_tables_or_lists_as_the_law_counts_them() -> None:
    """Given best_of and any_of, then the greatest counts, or one value counts once."""
    best, once = (meadow().rules[key].paper[0].body for key in ("best_points", "once_points"))
    assert best is not None
    assert once is not None
    told = teller().told(best)
    assert told.text == "The best of these that holds counts:"
    assert told.table is not None
    assert told.table.rows[0].cells == ("A master", "8 points")
    assert teller().told(once).text == "3 points, once, if at least one of these holds:"


@pytest.mark.parametrize(
    ("rule_key", "text", "below"),
    [
        ("faithful", "In each entry of the last 2 calendar years (seasons):", "The worker made hay that year."),
        ("once_here", "In at least one entry of the whole record (seasons):", "The worker made hay that year."),
        ("late_visits", "Number of entries in the last 5 years (visits).", "Counted are the entries for which:"),
        ("fines_paid", "Total of fine in the last 90 days (visits).", "Counted are the entries for which:"),
        (
            "longest_run",
            "Longest unbroken run of entries in the last 10 calendar years (seasons).",
            "Counted are the entries for which:",
        ),
    ],
)
def test_questions_about_histories_say_which_entries_count(rule_key: str, text: str, below: str) -> None:
    """Given every, some, count, total and longest run, then the window is told and what each entry must meet."""
    body = meadow().rules[rule_key].paper[0].body
    assert body is not None
    told = teller().told(body)
    assert told.text == text
    assert told.children[0].text == below


def test_parameters_are_told_with_the_figure_of_the_day() -> None:
    """Given a day, then a parameter stands with the figure it has on it; on an unsure day it stands by name alone."""
    small = programme(rule("r0", "when: applicant.salary >= floor_pay"))
    body = small.rules["r0"].paper[0].body
    assert body is not None
    words = Teller(small, Language.EN)
    assert words.condition(body, date(2018, 1, 1)) == "Salary is at least 300 yuan (floor)."
    assert words.condition(body, date(2018, 8, 1)) == "Salary is at least floor."


def test_conditions_in_chinese_and_vietnamese() -> None:
    """Given translations, then conditions are whole sentences in the order of the language."""
    labels = {
        "zh": {"facts.applicant.age.label": "年龄", "facts.applicant.degree.label": "最高学历"}
        | {"facts.applicant.degree.options.mid": "硕士", "facts.applicant.town.label": "所在地"}
        | {"programme.places.north.label": "北方"},
        "vi": {"facts.applicant.age.label": "Tuổi", "facts.applicant.degree.label": "Bằng cấp cao nhất"}
        | {"facts.applicant.degree.options.mid": "Thạc sĩ", "facts.applicant.town.label": "Nơi ở"}
        | {"programme.places.north.label": "Miền Bắc"},
    }
    conditions = ["applicant.age >= 18", "applicant.degree >= mid", "applicant.town in north"]
    small = programme(rule("r0", f"all: [{', '.join(conditions)}]"))
    body = small.rules["r0"].paper[0].body
    assert body is not None
    told = {language: Teller(replace(small, texts=labels), Language(language)).told(body) for language in ("zh", "vi")}
    assert told["zh"].text == "同时符合下列各项："
    assert [child.text for child in told["zh"].children] == [
        "年龄已满18周岁。",
        "最高学历为“硕士”或更高。",
        "所在地：在北方。",
    ]
    assert [child.text for child in told["vi"].children] == [
        "Tuổi từ 18 tuổi trở lên.",
        "Bằng cấp cao nhất: Thạc sĩ hoặc cao hơn.",
        "Nơi ở: ở Miền Bắc.",
    ]


@settings(max_examples=30)
@given(programmes(), st.sampled_from(list(Language)))
def test_any_programme_can_be_told_and_shows_no_raw_key(files: object, language: Language) -> None:
    """Given a random programme, then every rule is told in every language, with no key in it and no English in
    Chinese.
    """
    small = _loaded(files)
    words = Teller(small, language)
    for entry in small.rules.values():
        for version in entry.paper:
            if version.body is None:
                continue
            said = " ".join(texts(words.told(version.body, AT)))
            assert raw_keys(said) == []
            if language is Language.ZH:
                assert latin_runs(said) == []
