"""The interview, one question a page: fewest questions, any answer changed, nothing lost, nothing said too early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sojourn.policy import Goal, Kind, Language, Programme, WorkedCase, available, check, read_case
from sojourn.web.casework import answers, asked_entries
from sojourn.web.given import Given
from sojourn.web.shelf import programme as programme_named
from sojourn.web.shelf import teller
from tests.web.interviews import begin, day_fields, history_fields, is_complete, plain_facts, reply, walk
from tests.web.visitor import Page, Visitor

#: Worked cases tried for each goal.
A_GOAL = 2


def cases_of(programme: Programme, goal: Goal) -> list[WorkedCase]:
    """Some worked cases about what a goal asks, within the days that the sources speak for."""
    asked = set(asked_entries(programme, goal))
    found = [
        case
        for case in programme.cases.values()
        if asked & {one.ask for one in case.expect} and case.at <= programme.verified and plain_facts(programme, case)
    ]
    # From one end of the list to the other, for cases that follow each other are alike.
    return found[:: max(1, len(found) // A_GOAL)][:A_GOAL]


WALKS = [
    pytest.param(key, goal, case, id=f"{key}-{goal.key}-{case.key}")
    for key in available()
    for goal in programme_named(key).goals
    if goal.programme in ("", key)
    for case in cases_of(programme_named(key), goal)
]


@pytest.mark.parametrize(("key", "goal", "case"), WALKS)
def test_interview_and_form_reach_the_same_answer(visitor: Visitor, key: str, goal: Goal, case: WorkedCase) -> None:
    """Given a worked case, when it is told one by one or all at once, then the answer is that of the whole case."""
    programme = programme_named(key)
    facts = plain_facts(programme, case)
    assert facts is not None
    whole = read_case(programme, case.facts, at=case.at)
    told = {
        teller(key, Language.EN).answer(check(programme, whole, entry)).headline
        for entry in asked_entries(programme, goal)
    }

    pages = list(walk(visitor, begin(visitor, "en", key, goal.key, case.at), programme, facts))
    assert headlines(pages[-1]) == told

    assert headlines(filled_form(visitor, programme, goal, case, facts)) == told


def filled_form(
    visitor: Visitor, programme: Programme, goal: Goal, case: WorkedCase, facts: Mapping[str, object]
) -> Page:
    """The answer to a case that was told on the page with all questions."""
    form = visitor.open(f"/en/{programme.key}/ask/{goal.key}/all/")
    fields = {"when": "other", **day_fields("at", case.at.isoformat())}
    for name, value in facts.items():
        if isinstance(value, str):
            days = programme.facts.get(name) is None or programme.facts[name].type.kind is Kind.DATE
            fields |= day_fields(f"a.{name}", value) if days and "-" in value else {f"a.{name}": value}
    form = visitor.keep(form, fields)
    for name, value in facts.items():
        if not isinstance(value, str) and any(field.startswith(f"h.{name}.") for field in form.filled()):
            form = with_history(visitor, form, programme, name, value)
    answer = visitor.press(form, "do", "answer")
    assert answer.address.endswith("/answer/"), answer.main.text[:300]
    return answer


def with_history(visitor: Visitor, form: Page, programme: Programme, name: str, value: object) -> Page:
    """The form with a history filled in."""
    for number, entry in enumerate(history_fields(programme, name, value)):
        if number:
            form = visitor.press(form, "do", f"add:{name}")
        form = visitor.keep(form, entry)
    return visitor.keep(form, {f"h.{name}.complete": is_complete(value)})


def headlines(page: Page) -> set[str]:
    """The headline of every answer on a page."""
    return {one.text for one in page.root.walk() if "headline" in one.attributes.get("class", "").split()}


# ---- one question after the other ----------------------------------------------------------------------------

AT = date(2018, 6, 1)
WORKER = {
    "applicant.nationality": "vietnam",
    "applicant.province": "lang_son",
    "applicant.border_commune": "yes",
    "employer.place": "pingxiang_zone",
    "employer.sector": "wood_processing",
}


def test_every_earlier_answer_can_be_changed(visitor: Visitor) -> None:
    """Given three answers, when the first is changed, then its question has the old answer and the rest stays."""
    programme = programme_named("guangxi")
    pages = list(walk(visitor, begin(visitor, "en", "guangxi", "work", AT), programme, WORKER))
    third = pages[3]
    first = pages[0].asked
    assert [one.attributes["value"] for one in third.root.all("button", name="change")][:2] == ["at", first]

    changed = visitor.press(third, "change", first)
    assert changed.asked == first
    assert changed.filled()[f"a.{first}"] == WORKER[first]
    onward = visitor.press(changed, "do", "next")
    assert onward.asked == third.asked
    assert {**onward.filled()}.items() >= {f"said.a.{first}": WORKER[first]}.items()


def test_the_day_can_be_changed_later(visitor: Visitor) -> None:
    """Given an answer, when the day asked about is changed, then the answer stays and is asked for the new day."""
    programme = programme_named("guangxi")
    second = reply(visitor, begin(visitor, "en", "guangxi", "work", AT), programme, WORKER)
    day = visitor.press(second, "change", "at")
    assert day.filled()["when"] == "other"
    assert day.filled()["at:year"] == "2018"
    onward = visitor.send_filled(day, "do", "next", {"when": "other", **day_fields("at", "2019-03-02")})
    assert onward.filled()["at"] == "2019-03-02"
    assert onward.filled()["said.a.applicant.nationality"] == "vietnam"


def test_back_asks_the_last_question_again(visitor: Visitor) -> None:
    """Given the third question, when "back" is pressed, then the second comes again, the first, then the day."""
    programme = programme_named("guangxi")
    pages = list(walk(visitor, begin(visitor, "en", "guangxi", "work", AT), programme, WORKER))
    second = visitor.press(pages[2], "do", "back")
    assert second.asked == pages[1].asked
    first = visitor.press(second, "do", "back")
    assert first.asked == pages[0].asked
    assert visitor.press(first, "do", "back").asked == "at"


def test_not_knowing_is_always_possible(visitor: Visitor) -> None:
    """Given somebody who knows nothing, when all is answered so, then the answer is that of an empty case."""
    programme = programme_named("guangxi")
    for goal in (one for one in programme.goals if one.programme in ("", "guangxi")):
        pages = list(walk(visitor, begin(visitor, "vi", "guangxi", goal.key, AT), programme, {}))
        expected = [one.paper.outcome.value for one in answers(programme, goal, Given(AT.isoformat()))]
        assert sorted(pages[-1].outcomes) == sorted(expected)
        asked = [programme.facts[page.asked] for page in pages if page.asked in programme.facts]
        assert not any(fact.open_term for fact in asked)


def test_nothing_chosen_is_said_kindly(visitor: Visitor) -> None:
    """Given a question, when nothing is chosen, then the page says so at the top and leads to the question."""
    page = begin(visitor, "zh", "guangxi", "work", AT)
    again = visitor.press(page, "do", "next")
    assert again.status == 422
    assert again.asked == page.asked
    summary = again.root.one("div", class_="errors")
    target = summary.one("a").attributes["href"].removeprefix("#")
    assert [one.tag for one in again.root.walk() if one.attributes.get("id") == target] == ["input"]
    assert again.root.one("title").children[0].startswith("有误")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("goal", "name", "typed", "said"),
    [
        ("points", "applicant.age", "999", "0 years to 120 years"),
        ("points", "applicant.age", "forty", "“forty” is no figure"),
        ("points", "applicant.age", "30.5", "no whole number"),
        ("points", "applicant.salary", "-5", "outside"),
        ("points", "applicant.degree", "emperor", "choose one"),
        ("category", "employer.place", "atlantis", "choose one"),
    ],
)
def test_an_answer_that_cannot_be_names_what_is_allowed(
    visitor: Visitor, goal: str, name: str, typed: str, said: str
) -> None:
    """Given an impossible answer, when it is sent, then its question comes back with what is wrong, in words."""
    start = visitor.open(f"/en/china/ask/{goal}/")
    page = visitor.send(start.address, {"at": "2019-06-01", "in": "en", "ask": name, f"a.{name}": typed, "do": "next"})
    assert page.status == 422
    assert page.asked == name
    wrong = page.root.one("div", class_="errors").text
    assert said in wrong
    assert name not in page.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Day of leaving: 1 June 2019 is before 5 June 2019, the answer to “Day of entry”. Correct one of the two.",
        ),
        ("zh", "离境日期：2019年6月1日早于“入境之日”的2019年6月5日。请改正其中一个。"),
        (
            "vi",
            "Ngày rời đi: ngày 1 tháng 6 năm 2019 sớm hơn ngày 5 tháng 6 năm 2019, "
            "là câu trả lời cho “Ngày nhập cảnh”. Hãy sửa một trong hai.",
        ),
    ],
)
@pytest.mark.parametrize("last", ["stay.exit", "entry"])
def test_answers_that_cannot_both_be(visitor: Visitor, last: str, language: str, said: str) -> None:
    """Given an answer that cannot be beside an earlier one, when it is sent, then its own question comes back and names
    both with their values; once it is put right, the interview goes on.
    """
    days = {"entry": "2019-06-05", "stay.exit": "2019-06-01"}
    (first,) = days.keys() - {last}
    address = f"/{language}/guangxi/ask/overstay/"
    sent = {"at": "2019-06-10", "in": language, f"said.a.{first}": days[first], "ask": last}
    page = visitor.send(address, {**sent, **day_fields(f"a.{last}", days[last]), "do": "next"})
    assert (page.status, page.asked) == (422, last)
    assert said in page.root.one("div", class_="errors").text
    right = {"entry": "2019-05-30", "stay.exit": "2019-06-06"}
    following = visitor.send_filled(page, "do", "next", day_fields(f"a.{last}", right[last]))
    assert following.status == 200
    assert following.asked not in ("", last)


def test_answers_that_cannot_both_be_on_the_whole_form(visitor: Visitor) -> None:
    """Given the page with all questions, when two answers cannot both be, then one of them is to be put right."""
    form = visitor.open("/en/guangxi/ask/overstay/all/")
    fields = {"when": "other", **day_fields("at", "2019-06-10")}
    fields |= day_fields("a.entry", "2019-06-05") | day_fields("a.stay.exit", "2019-06-01")
    page = visitor.send_filled(form, "do", "answer", fields)
    assert page.status == 422
    summary = page.root.one("div", class_="errors")
    assert "Day of leaving: 1 June 2019 is before 5 June 2019" in summary.text
    assert [one.attributes["href"] for one in summary.all("a")] == ["#a-stay-exit-day"]


def test_figures_are_read_as_the_language_writes_them(visitor: Visitor) -> None:
    """Given a salary with thousands, when it is typed in each language, then it is the same salary on the next page."""
    for language, typed in (("en", "1,600,000.5"), ("zh", "160.00005万"), ("vi", "1.600.000,5")):
        address = f"/{language}/china/ask/points/"
        sent = {
            "at": "2019-06-01",
            "in": language,
            "ask": "applicant.salary",
            "a.applicant.salary": typed,
            "do": "next",
        }
        page = visitor.send(address, sent)
        assert page.status == 200, page.main.text
        assert page.filled()["said.a.applicant.salary"] == "1600000.5"
        again = visitor.press(page, "change", "applicant.salary")
        other = visitor.send("/vi/china/ask/points/", {**again.filled(), "do": "next"})
        assert other.filled()["said.a.applicant.salary"] == "1600000.5"


def test_a_history_grows_and_shrinks(visitor: Visitor) -> None:
    """Given years in China, when entries are added and one taken away, then the others stay as they were typed."""
    name = "applicant.years"
    sent = {"at": "2025-06-01", "in": "en", "ask": name, f"h.{name}.0.year": "2023", "do": f"add:{name}"}
    page = visitor.send("/en/china/ask/permanent_residence/", sent)
    page = visitor.send_filled(page, "do", f"add:{name}", {f"h.{name}.1.year": "2024", f"h.{name}.1.worked": "yes"})
    assert [page.filled()[f"h.{name}.{number}.year"] for number in (0, 1, 2)] == ["2023", "2024", ""]
    page = visitor.press(page, "do", f"remove:{name}:0")
    assert page.filled()[f"h.{name}.0.year"] == "2024"
    assert page.filled()[f"h.{name}.0.worked"] == "yes"
    page = visitor.send_filled(page, "do", "next", {f"h.{name}.complete": "yes"})
    assert page.asked != name
    assert page.filled()[f"said.h.{name}.0.year"] == "2024"
    assert page.filled()[f"said.h.{name}.complete"] == "yes"
    assert "That is all there is." in page.text


def test_no_years_at_all_is_an_answer(visitor: Visitor) -> None:
    """Given an empty history that is complete, when it is sent, then it counts as said."""
    name = "applicant.years"
    address = "/en/china/ask/permanent_residence/"
    nothing = visitor.send(address, {"at": "2025-06-01", "in": "en", "ask": name, "do": "next"})
    assert nothing.status == 422
    none = visitor.send_filled(nothing, "do", "next", {f"h.{name}.complete": "yes"})
    assert none.status == 200
    assert "There were none" in none.text


def test_the_language_changes_and_nothing_is_lost(visitor: Visitor) -> None:
    """Given an answer and a box half filled, when the language is changed, then the same page comes with both."""
    programme = programme_named("guangxi")
    page = reply(visitor, begin(visitor, "en", "guangxi", "work", AT), programme, WORKER)
    button = next(one for one in page.root.all("button", value="show") if one.attributes.get("lang") == "zh-Hans")
    chosen = {f"a.{page.asked}": WORKER[page.asked]}
    other = visitor.send(button.attributes["formaction"], {**page.filled(), **chosen, "do": "show"})
    assert other.root.one("html").attributes["lang"] == "zh-Hans"
    assert other.asked == page.asked
    assert other.filled().items() >= chosen.items()
    assert other.filled()["said.a.applicant.nationality"] == "vietnam"


def test_a_first_button_sends_what_enter_should_send(visitor: Visitor) -> None:
    """Given a question, when enter is pressed in its box, then it goes on: the form's first button is no language."""
    page = begin(visitor, "en", "china", "points", date(2019, 6, 1))
    first = next(one for one in page.root.all("button") if one.attributes.get("form", "answers") == "answers")
    assert (first.attributes["name"], first.attributes["value"]) == ("do", "next")


@pytest.mark.parametrize(("key", "goal", "case"), WALKS[::3])
def test_never_a_no_before_it_is_certain(visitor: Visitor, key: str, goal: Goal, case: WorkedCase) -> None:
    """Given an interview, when the answer is looked at after each reply, then what is once settled stays so."""
    programme = programme_named(key)
    facts = plain_facts(programme, case)
    assert facts is not None
    settled: dict[str, str] = {}
    for page in walk(visitor, begin(visitor, "en", key, goal.key, case.at), programme, facts):
        shown = page if page.address.endswith("/answer/") else visitor.press(page, "do", "answer")
        for title, outcome in outcomes_by_title(shown).items():
            assert settled.get(title, outcome) == outcome, f"{title}: {settled[title]}, then {outcome}"
            if outcome in ("yes", "no"):
                settled[title] = outcome


def outcomes_by_title(page: Page) -> dict[str, str]:
    """The outcome of each answer by what it is about."""
    titles = [
        section.all("h2")[0].text if section.all("h2") else "" for section in page.root.all("section", class_="answer")
    ]
    return dict(zip(titles, page.outcomes, strict=True))


def test_what_is_certain_already_stands_beside_the_question(visitor: Visitor) -> None:
    """Given a goal that asks several things, when one is certain before the others, then the next question says so."""
    page = begin(visitor, "en", "china", "permanent_residence", date(2025, 6, 1))
    assert "Certain already" not in page.text
    sent = {**page.filled(), "a.applicant.works_in_china": "no", "do": "next"}
    page = visitor.send("/en/china/ask/permanent_residence/", sent)
    assert page.asked
    certain = [one for one in page.root.all("ul") if one.attributes.get("class") == "outcomes"]
    assert "Certain already" in page.text
    assert [one.attributes["class"] for one in certain[0].all("li")].count("not_known_yet") == 0
