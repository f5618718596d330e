"""The answer page: the outcome first, then what can be done, why, what it rests on, and practice beside paper."""

from __future__ import annotations

from datetime import date

from sojourn.web.editions import edition
from sojourn.web.shelf import programme
from tests.web.interviews import begin, walk
from tests.web.test_interview import AT, WORKER
from tests.web.visitor import Page, Visitor


def answer_of(visitor: Visitor, language: str = "en", at: date = AT, **changed: str) -> Page:
    """The answer to the worker who may work, or to one who differs from her."""
    facts = {**WORKER, **{name.replace("__", "."): value for name, value in changed.items()}}
    return list(walk(visitor, begin(visitor, language, "guangxi", "work", at), programme("guangxi"), facts))[-1]


def test_a_yes_with_paper_and_practice_side_by_side(visitor: Visitor) -> None:
    """Given the worker of June 2018, when she asks, then yes, half a year on paper and a month in practice."""
    page = answer_of(visitor)
    assert page.outcomes == ["yes"]
    assert page.heading.startswith("Yes")
    row = next(one for one in page.main.all("tr") if one.text.startswith("Term"))
    assert [cell.attributes["data-name"] for cell in row.all("td")] == ["On paper", "In practice"]
    assert "6 months" in row.all("td")[0].text
    assert "1 month" in row.all("td")[1].text
    assert "Most Vietnamese workers in the town of Pingxiang are thought to have permits" in page.text


def test_a_no_names_what_stands_in_the_way(visitor: Visitor) -> None:
    """Given a worker from inland, when she asks, then no, and what it would take is named before the reasons."""
    page = answer_of(visitor, applicant__province="other_province")
    assert page.outcomes == ["no"]
    text = page.text
    assert text.index("It would take this") < text.index("Why")
    folded = [one for one in page.main.all("details") if one.text.startswith("What it would grant")]
    assert len(folded) == 1
    assert "open" not in folded[0].attributes


def test_past_the_last_verified_day_nothing_is_certain(visitor: Visitor) -> None:
    """Given a day after the sources end, when she asks, then neither yes nor no, whatever it was before."""
    page = answer_of(visitor, at=date(2024, 5, 1))
    assert page.outcomes == ["not_known_yet"]
    assert "30 April 2023" in page.text
    assert not [one for one in page.root.all("span", class_="state") if "no" in one.attributes["class"].split()]


def test_what_held_on_the_last_verified_day_stands_apart(visitor: Visitor) -> None:
    """Given a day past the sources, when one asks, then what held on their last day is told as such."""
    start = visitor.open("/en/china/ask/part_time/")
    sent = {**start.filled(), "at": "2026-07-01", "do": "answer"}
    sent.pop("when")
    page = visitor.send("/en/china/ask/part_time/", sent)
    assert page.outcomes == ["not_known_yet"]
    assert "which is not today’s answer" in page.text
    then = visitor.press(page, "on", programme("china").verified.isoformat())
    assert then.filled()["at"] == programme("china").verified.isoformat()
    assert "which is not today’s answer" not in then.text


def test_asking_again_under_another_assumption(visitor: Visitor) -> None:
    """Given an answer that rests on assumptions, when one is set otherwise and back, then the page follows."""
    page = answer_of(visitor)
    buttons = [
        one.attributes["value"]
        for one in page.root.all("button", name="do")
        if one.attributes["value"].startswith("suppose:")
    ]
    assert buttons
    key = buttons[0].removeprefix("suppose:").partition("=")[0]
    other = visitor.press(page, "do", buttons[0])
    assert other.filled()[f"assume.{key}"] == "0"
    assert "As you supposed" in other.text
    back = visitor.press(other, "do", f"suppose:{key}=")
    assert f"assume.{key}" not in back.filled()
    assert back.main.text == page.main.text


def test_every_number_in_brackets_leads_to_a_source(visitor: Visitor) -> None:
    """Given an answer, when its source numbers are followed, then each is on the page once, with a place to read it."""
    page = answer_of(visitor)
    links = {one.attributes["href"] for one in page.main.all("a") if one.attributes["href"].startswith("#source-")}
    targets = [
        one.attributes["id"] for one in page.main.all("li") if one.attributes.get("id", "").startswith("source-")
    ]
    assert links == {f"#{target}" for target in targets}
    assert len(targets) == len(set(targets))
    assert page.root.all("a", rel="noreferrer external")


def test_laid_out_for_printing_everything_is_open(visitor: Visitor) -> None:
    """Given an answer, when it is laid out for printing, then nothing is folded and the edition is on it."""
    page = visitor.press(answer_of(visitor), "do", "print")
    assert page.main.all("details")
    assert all("open" in one.attributes for one in page.main.all("details"))
    assert edition("guangxi") in page.text


def test_several_answers_come_with_the_best_first(visitor: Visitor) -> None:
    """Given a goal with several ways, when one is closed and others open, then no closed one heads the page."""
    start = visitor.open("/en/china/ask/permanent_residence/")
    sent = {
        **start.filled(),
        "at": "2025-06-01",
        "a.applicant.high_level": "no",
        "a.applicant.former_chinese": "no",
        "do": "answer",
    }
    sent.pop("when")
    page = visitor.send("/en/china/ask/permanent_residence/", sent)
    assert page.heading == "May this person get permanent residence?"
    assert len(page.outcomes) == 3
    order = ["yes", "yes_if", "not_known_yet", "no", "does_not_apply"]
    assert page.outcomes == sorted(page.outcomes, key=order.index)


def test_what_breaches_add_up_to(visitor: Visitor) -> None:
    """Given a stay past its limit, when its consequences are asked for, then the sums stand above the single breach."""
    sent = {"at": "2019-06-01", "in": "en", "do": "answer", "a.stay.illegal_days": "3", "a.applicant.document": "visa"}
    page = visitor.send("/en/china/ask/penalties/", sent)
    goal = next(one for one in programme("china").goals if one.key == "penalties")
    assert page.heading == goal.label
    assert "Possible, but not certain yet" in page.text


def test_the_answer_so_far_offers_what_could_still_matter(visitor: Visitor) -> None:
    """Given an answer that is not known yet, when an open question is pressed, then that question is asked."""
    page = visitor.press(begin(visitor, "en", "guangxi", "work", AT), "do", "answer")
    assert page.outcomes == ["not_known_yet"]
    asked = [
        one.attributes["value"] for one in page.main.all("button", name="change") if one.attributes["value"] != "at"
    ]
    assert asked
    assert visitor.press(page, "change", asked[-1]).asked == asked[-1]


def test_comparing_two_days_with_ones_own_answers(visitor: Visitor) -> None:
    """Given her answers, when 2018 is held against 2021, then each side has its own outcome and the answers stay."""
    page = answer_of(visitor)
    compare = visitor.send("/en/guangxi/ask/work/compare/", {**page.filled(), "do": "show"})
    assert compare.outcomes == ["yes", "yes"]
    later = visitor.send_filled(compare, "do", "compare", {"right:year": "2021"})
    assert later.outcomes == ["yes", "no"]
    elsewhere = visitor.send_filled(compare, "do", "compare", {"right:place:employer.place": "beihai"})
    assert elsewhere.outcomes[0] == "yes"
    assert elsewhere.filled()["said.a.employer.place"] == "pingxiang_zone"


def test_why_stands_before_what_it_grants(visitor: Visitor) -> None:
    """Given a yes, when its page is read, then the reasons come before the route, and no paper that is not needed."""
    text = answer_of(visitor).main.text
    assert text.index("Why") < text.index("What it grants")
    assert "not needed" not in text


def test_a_breach_that_is_asked_about_is_told_once(visitor: Visitor) -> None:
    """Given a stay on a pass past its limit, when asked about, then the breach heads one part, marked as one."""
    facts = {
        "applicant.document": "border_pass",
        "stay.exit": "2018-06-09",
        "entry": "2018-06-01",
        "stay.pass_place": "dongxing",
    }
    page = list(walk(visitor, begin(visitor, "en", "guangxi", "overstay", AT), programme("guangxi"), facts))[-1]
    breaches = [one.text for one in page.main.all("h2") if one.text == "Staying past the limit of a border pass"]
    assert len(breaches) == 1
    assert [one for one in page.main.all("div") if "breach" in one.attributes.get("class", "").split()]


def test_an_open_answer_prints_in_outline(visitor: Visitor) -> None:
    """Given an answer that hangs on much, when printed, then what decided nothing is not unfolded to its last line."""
    start = visitor.open("/en/shanghai/ask/shanghai_work/")
    sent = {**start.filled(), "at": "2025-06-01", "do": "answer", "a.applicant.salary": "600000"}
    sent.pop("when")
    page = visitor.send("/en/shanghai/ask/shanghai_work/", sent)
    printed = visitor.press(page, "do", "print")
    assert 0 < len(printed.main.all("li")) < len(page.main.all("li"))
    links = {one.attributes["href"] for one in printed.main.all("a") if one.attributes["href"].startswith("#source-")}
    listed = {
        f"#{one.attributes['id']}"
        for one in printed.main.all("li")
        if one.attributes.get("id", "").startswith("source-")
    }
    assert links == listed


def test_of_many_open_questions_a_few_are_unfolded(visitor: Visitor) -> None:
    """Given an answer that hangs on many questions, when shown, then a few stand open, the rest folded."""
    start = visitor.open("/en/china/ask/points/")
    sent = {**start.filled(), "at": "2025-06-01", "do": "answer"}
    sent.pop("when")
    page = visitor.send("/en/china/ask/points/", sent)
    folded = next(one for one in page.main.all("details") if one.all("summary")[0].text.endswith("more questions"))
    assert "open" not in folded.attributes
    assert len(folded.all("button", name="change")) == int(folded.one("summary").text.split()[0])
