"""`sojourn ask`: the interview in the terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from sojourn.cli.running import run
from sojourn.cli.speaking import say
from sojourn.policy import Interview, Language, Outcome, Programme, Teller, check, load, read_case
from tests.patience import PATIENCE
from tests.policy.small_programmes import MEADOW

from .conftest import Call
from .people import Person, sit_down
from .reading_along import LANGUAGES, coloured, in_language, raw_keys

#: A worker about whom everything is known.
WORKER = {
    "applicant.nationality": "vietnam",
    "applicant.province": "lang_son",
    "applicant.border_commune": "yes",
    "employer.place": "pingxiang_zone",
    "employer.sector": "wood_processing",
}
WORK = ("ask", "guangxi", "--about", "worker_permit", "--at", "2018-06-01")
HAY = ("ask", str(MEADOW), "--about", "work", "--at", "2019-06-01")


def all_but(*names: str) -> list[str]:
    """What is known of the worker but for some facts, as options of a call."""
    return [f"--fact={name}={value}" for name, value in WORKER.items() if name not in names]


def headline(programme: Programme, about: str, language: Language, facts: dict[str, object], at: str) -> str:
    """What an answer begins with when everything is given at once."""
    case = read_case(programme, facts, at=date.fromisoformat(at))
    return Teller(programme, language).answer(check(programme, case, about)).headline


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["G01", "G03", "G05"])
def test_the_interview_and_the_form_agree(monkeypatch: pytest.MonkeyPatch, key: str, language: Language) -> None:
    """Given a worked case, then the interview comes to the answer that the whole case has, and asks nothing twice."""
    programme = load("guangxi")
    worked = programme.cases[key]
    person = Person(programme, language, worked.facts)
    sit_down(monkeypatch, person)
    code = run(["ask", "guangxi", "--about", "worker_permit", "--at", worked.at.isoformat(), "--lang", language])
    assert code == 0
    assert headline(programme, "worker_permit", language, dict(worked.facts), worked.at.isoformat()) in person.shown
    assert len(person.asked) == len(set(person.asked))
    assert raw_keys(person.shown, programme) <= {str(value) for value in worked.facts.values()}
    assert not coloured(person.shown)


def test_histories_are_asked_entry_by_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a history, then the fields of each entry are asked, and the answer is that of the whole case."""
    programme = load(str(MEADOW))
    facts: dict[str, object] = {
        "applicant.age": "30",
        "applicant.strong": "yes",
        "applicant.skill": "master",
        "applicant.scythe_years": "12",
        "applicant.wage": "3000",
        "applicant.born": "1989-01-02",
        "employer.place": "north",
        "employer.size": "small",
        "applicant.seasons": {
            "complete": "yes",
            "entries": [{"year": str(year), "worked": "yes", "bales": "400"} for year in range(2015, 2019)],
        },
        "applicant.visits": {
            "complete": "no",
            "entries": [{"from": "2018-06-01", "to": "2018-06-20", "late": "no", "fine": "0"}],
        },
    }
    person = Person(programme, Language.EN, facts)
    sit_down(monkeypatch, person)
    assert run([*HAY, "--lang", "en"]) == 0
    assert "Entry 4: Bales" in person.shown
    assert {"applicant.seasons"} <= set(person.asked)
    assert headline(programme, "hay_permit", Language.EN, facts, "2019-06-01") in person.shown


def test_what_is_known_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given facts on the call, then they are not asked for, and the answer counts them."""
    person = Person(load("guangxi"), Language.EN, WORKER)
    sit_down(monkeypatch, person)
    given = all_but("employer.sector", "employer.place")
    assert run([*WORK, *given, "--place", "pingxiang_zone", "--lang", "en"]) == 0
    assert person.asked == ["employer.sector"]
    assert "Yes." in person.shown


def test_the_goal_is_asked_first(call: Call) -> None:
    """Given several goals and none named, then they are offered first, and an empty line takes the first."""
    said = call("ask", "guangxi", "--at", "2018-06-01", typed="\n?\n?\n?\n?\n?\n?\n?\n?\n")
    labels = [Teller(load("guangxi"), Language.EN).label(goal.key) for goal in load("guangxi").goals]
    assert all(label in said.out for label in labels)
    assert Teller(load("guangxi"), Language.EN).label("worker_permit") in said.out
    assert said.code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_may_be_typed_in_many_ways(call: Call, language: Language) -> None:
    """Given the number, the key or the label of an option, or the beginning of its label, then it is understood."""
    label = Teller(load("guangxi"), language).option("applicant.nationality", "vietnam")
    work = [*WORK, *all_but("applicant.nationality"), "--lang", language]
    yes = headline(load("guangxi"), "worker_permit", language, dict(WORKER), "2018-06-01")
    for typed in ("2", "２", "vietnam", "VIETNAM", label, label[:-1], "2,2"):
        said = call(*work, typed=f"{typed}\n")
        assert said.code == 0, typed
        assert yes in said.out
    for typed in ("0", "8", "viet nam!", "2,9"):
        assert call(*work, typed=f"{typed}\n").code == 2, typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_yes_and_no_may_be_typed_in_many_ways(call: Call, language: Language) -> None:
    """Given a word for yes or no of the language, then it is understood, and another word is not."""
    work = [*WORK, *all_but("applicant.border_commune"), "--assume=commune_residence_needed=yes", "--lang", language]
    teller = Teller(load("guangxi"), language)
    for answer, outcome in (("yes", Outcome.YES), ("no", Outcome.NO)):
        for word in say(language, f"ask.{answer}_words").split():
            assert teller.outcome(outcome, "worker_permit") in call(*work, typed=f"{word}\n").out, word
    assert say(language, "ask.not_yes_no", given="maybe") in call(*work, typed="maybe\n").out


def test_what_makes_no_sense_is_asked_again(call: Call) -> None:
    """Given answers that cannot be, then each is refused in words and the question stays."""
    wrong = ["", "great", "200", "30.5", "30 parsecs", "1e3", "[1]", "9" * 300]
    hay = ("ask", str(MEADOW), "--about=old_enough", "--at=2019-06-01", "--fact=applicant.strong=yes")
    said = call(*hay, typed="".join(f"{one}\n" for one in wrong))
    assert said.code == 2
    assert raw_keys(said.out, load(str(MEADOW))) == set()
    assert len([line for line in said.out.splitlines() if line.startswith("! ")]) == len(wrong)
    assert call(*hay, typed="".join(f"{one}\n" for one in [*wrong, "30"])).code == 0


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (Language.EN, "Day of leaving: 2019-06-01 is before Day of entry, which is 2019-06-05; correct one of the two"),
        (Language.ZH, "离境日期：2019-06-01 早于 入境之日（2019-06-05）；请改正其中一个。"),
        (Language.VI, "Ngày rời đi: 2019-06-01 sớm hơn Ngày nhập cảnh (2019-06-05); hãy sửa một trong hai."),
    ],
)
@pytest.mark.parametrize("last", ["stay.exit", "entry"])
def test_answers_that_cannot_both_be(call: Call, last: str, language: Language, says: str) -> None:
    """Given an answer that cannot be beside an earlier one, then both are named by their labels with their values, and
    the question stays.
    """
    days = {"entry": "2019-06-05", "stay.exit": "2019-06-01"}
    right = {"entry": "2019-05-30", "stay.exit": "2019-06-06"}
    known = [f"--fact={name}={day}" for name, day in days.items() if name != last]
    asked = ["ask", "guangxi", "--about=days_stayed", "--at=2019-06-10", *known, "--lang", language]
    said = call(*asked, typed=f"{days[last]}\n{right[last]}\n")
    assert said.code == 0, said.out
    assert said.err == ""
    assert says in " ".join(said.out.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_way_back(call: Call, language: Language) -> None:
    """Given `<`, then the question before is asked again; at the first one that is said."""
    programme, missing = load("guangxi"), ("applicant.nationality", "applicant.province")
    case = read_case(programme, {k: v for k, v in WORKER.items() if k not in missing}, at=date(2018, 6, 1))
    first = Interview(programme, ["worker_permit"], case).next()
    assert first is not None
    (second,) = {*missing} - {first}
    typed = ["<", WORKER[first], "<", WORKER[first], WORKER[second]]
    said = call(*WORK, *all_but(*missing), "--lang", language, typed="".join(f"{one}\n" for one in typed))
    assert said.code == 0
    assert said.out.count(Teller(programme, language).question(first)) == 3
    assert said.out.count(Teller(programme, language).question(second)) == 2
    assert say(language, "ask.first_question") in said.out


def test_a_way_back_inside_a_history(call: Call) -> None:
    """Given `<` in a history, then it goes back one step there, and out of it at its beginning."""
    pr = ("ask", str(MEADOW), "--about=known_here", "--at=2019-06-01", "--fact=applicant.visits=[]")
    said = call(*pr, typed="1\n2015\n<\n<\n<\n1\n?\n2016\nyes\n?\n2\n1\n\n")
    assert said.code == 0
    assert said.out.count(say(Language.EN, "ask.history_begin")) == 3
    assert said.out.count("Entry 1: Year") == 3
    assert say(Language.EN, "ask.first_question") in said.out
    assert say(Language.EN, "ask.year_needed") in said.out
    assert "1 | Seasons | 1 entry" in said.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_certain_so_far_is_shown_on_request(call: Call, language: Language) -> None:
    """Given `=` to a question, then the answer as far as it goes is shown, and the same question is put again."""
    programme, missing = load("guangxi"), ("applicant.nationality", "applicant.province")
    known = {k: v for k, v in WORKER.items() if k not in missing}
    first = Interview(programme, ["worker_permit"], read_case(programme, known, at=date(2018, 6, 1))).next()
    assert first is not None
    (second,) = {*missing} - {first}
    said = call(*WORK, *all_but(*missing), "--lang", language, typed=f"=\n{WORKER[first]}\n{WORKER[second]}\n")
    assert said.code == 0, said.out
    teller = Teller(programme, language)
    open_still, yes = (teller.outcome(outcome, "worker_permit") for outcome in (Outcome.NOT_KNOWN_YET, Outcome.YES))
    assert said.out.count(teller.question(first)) >= 2
    assert said.out.index(open_still) < said.out.index(teller.question(second))
    assert said.out.index(open_still) < said.out.rindex(yes)
    assert said.out.count(open_still) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_may_be_changed(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    """Given the answer, then any answer may be changed by its number, and the new answer is shown."""
    programme = load("guangxi")
    knows = {"applicant.nationality": ["france", "vietnam"]}
    person = Person(programme, language, knows, changes=["9", "1", ""])
    sit_down(monkeypatch, person)
    assert run([*WORK, *all_but("applicant.nationality"), "--lang", language]) == 0
    teller = Teller(programme, language)
    no, yes = (teller.outcome(outcome, "worker_permit") for outcome in (Outcome.NO, Outcome.YES))
    assert person.shown.index(no) < person.shown.index(yes)
    assert say(language, "ask.no_such_number", last=1) in person.shown


def test_i_do_not_know(call: Call) -> None:
    """Given `?` to everything, then the interview ends with what is still open, and lists what was not known."""
    said = call(*WORK, typed="?\n" * 40 + "\n")
    assert said.code == 0
    assert headline(load("guangxi"), "worker_permit", Language.EN, {}, "2018-06-01") in said.out
    assert " | not known" in said.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_input_ends_too_soon(call: Call, language: Language) -> None:
    """Given input that ends in the middle, then exit code 2 and a polite word in the language."""
    said = call(*WORK, "--lang", language, typed="?\n")
    assert said.code == 2
    assert said.err == say(language, "ask.ended") + "\n"
    assert in_language(said.err, language)


def test_the_input_ends_at_the_end(call: Call) -> None:
    """Given input that ends when the answer has been shown, then that is no mistake."""
    said = call(*WORK, *all_but("applicant.nationality"), typed="france\n")
    assert (said.code, said.err) == (0, "")


def test_warnings_come_first(call: Call) -> None:
    """Given a day for which the programme is not verified, then that is said before the first question."""
    said = call("ask", "guangxi", "--about", "worker_permit", "--at", "2026-01-01", typed="")
    first = said.out.index("! ")
    assert first < said.out.index("?")


def test_control_c() -> None:
    """Given Ctrl-C at a question, then the interview ends politely with exit code 130."""
    asking = subprocess.Popen(
        [sys.executable, "-m", "sojourn", *WORK, "--lang", "en"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
        # Where the tests run in the background, Ctrl-C is ignored, and children would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert asking.stdout is not None
    while (read := asking.stdout.readline()) and "Question 1" not in read:
        pass
    asking.send_signal(signal.SIGINT)
    _, complaint = asking.communicate(timeout=PATIENCE)
    assert asking.returncode == 130
    assert complaint.strip() == say(Language.EN, "ask.stopped")
