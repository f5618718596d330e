"""Reading programmes: every form once, every mistake with its place, and nothing that hangs or crashes."""

from __future__ import annotations

import random
import time
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import Language, Teller, check, read_case
from sojourn.policy.model import Attested, Day, Law, Penalty, Programme, Ranged, Word
from sojourn.policy.problems import ProgrammeError
from sojourn.policy.reading.folders import available, scenarios
from sojourn.policy.reading.loading import load
from sojourn.policy.reading.programme import read, replacements
from sojourn.policy.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    BestOf,
    Compare,
    EntryRef,
    Extreme,
    FactRef,
    FirstOf,
    Literal,
    Node,
    Over,
    OverHistory,
    Table,
    Where,
    Window,
    walk,
)
from sojourn.policy.types import Kind

from .small_programmes import MEADOW, MISTAKES, TOWN, broken, copied


@pytest.fixture(scope="module")
def meadow() -> Programme:
    return read(MEADOW)


@pytest.fixture(scope="module")
def town() -> Programme:
    return read(TOWN)


def body(programme: Programme, rule: str, version: int = 0) -> Any:
    return programme.rules[rule].paper[version].body


# ---- what is read ------------------------------------------------------------------------------------------------


def test_the_head(meadow: Programme) -> None:
    assert (meadow.key, meadow.title, meadow.chain) == ("meadow", "Hay workers of the meadow", ("meadow",))
    assert meadow.period_start == Day(date(2018, 5, 1), date(2018, 5, 31), "opening")
    assert meadow.period_end is None
    assert meadow.verified == date(2024, 12, 31)
    assert meadow.suspensions[0].start.boundary == "flood"
    assert meadow.suspensions[0].end is None
    assert [goal.key for goal in meadow.goals] == ["work", "caught"]
    assert meadow.timeline[0].day.earliest == date(2017, 1, 1)
    assert meadow.titles["meadow"][1] == "People from over the river may help with the hay."


def test_a_span_is_after_the_end_of_the_one_and_not_later_than_the_first_of_the_other(meadow: Programme) -> None:
    assert meadow.boundaries["flood"].day == Day(date(2022, 9, 1), date(2022, 12, 1), "flood")
    assert meadow.boundaries["fee_change"].day.certain


def test_places_lie_in_several_others_for_a_time(meadow: Programme) -> None:
    north, south = meadow.places["mill"].parents
    assert (north.place, north.start, north.end) == ("north", None, None)
    assert south.place == "south"
    assert south.start is not None
    assert south.start.latest == date(2021, 12, 31)
    assert south.end is not None
    assert south.end.earliest == date(2022, 7, 1)


def test_values_are_stored_in_base_units(meadow: Programme) -> None:
    assert (meadow.facts["applicant.age"].low, meadow.facts["applicant.age"].high) == (14 * 12, 99 * 12)
    assert meadow.parameters["usual_wage"].paper[0].rows[0].value == Ranged(Ranged.How.EXACT, 300050, 300050)
    assert meadow.assumptions["rest_days"].value == 2
    assert meadow.assumptions["rest_days"].alternatives == (1, 0)
    assert meadow.assumptions["first_day_counts"].value is True
    assert meadow.assumptions["harvest_kind"].type.options == ("hay", "corn")


def test_facts(meadow: Programme) -> None:
    skill = meadow.facts["applicant.skill"]
    assert skill.type.options == ("none", "some", "master"), "an option may be called none"
    assert skill.type.ordered
    years = meadow.facts["applicant.scythe_years"]
    assert isinstance(years.only_if, Compare)
    assert meadow.facts["authority.needed"].open_term
    assert meadow.facts["applicant.strong"].can_change
    assert meadow.facts["applicant.born"].personal
    seasons, visits = meadow.facts["applicant.seasons"], meadow.facts["applicant.visits"]
    assert (seasons.by_year, seasons.at_most, list(seasons.fields)) == (True, 20, ["worked", "bales"])
    assert not visits.by_year
    assert visits.fields["fine"].type.unit.is_money


def test_parameters(meadow: Programme) -> None:
    term = meadow.parameters["permit_term"]
    assert term.paper[0].rows[0].value.low == 6
    assert term.type.whole
    month, stopped = term.practice.versions
    assert term.practice.attested is Attested.DIFFERS
    assert month.note is not None
    assert (month.note.word, month.note.note) == (Word.STRICTER, "The office gives a month at a time.")
    assert stopped.rows == (), "none from then on"
    fee = meadow.parameters["permit_fee"]
    assert fee.paper[1].rows[0].value == Ranged(Ranged.How.UNKNOWN, 2000, 5000)
    assert (fee.practice.attested, fee.practice.sources) == (Attested.SAME, ("diary",))
    limit = meadow.parameters["stay_limit"].paper[0].rows
    assert [row.keys for row in limit] == [("mill",), ("north",), (None,)]
    assert limit[2].value == Ranged(Ranged.How.VARIES, 1, 7)
    assert [row.keys for row in meadow.parameters["usual_wage"].paper[0].rows] == [("north", 2020), (None, 2020)]
    fine = meadow.parameters["late_fine"]
    assert fine.type.chosen
    assert fine.paper[0].rows[0].value == Ranged(Ranged.How.CHOSEN, 10000, 90000, "guard")
    assert meadow.parameters["grade"].options == {"low": "Low grade", "high": "High grade"}
    assert meadow.parameters["helpers"].paper == ()
    assert meadow.parameters["may_hire"].by == ("employer.size",)


def test_members_are_named_after_what_they_consist_of(meadow: Programme) -> None:
    node = body(meadow, "old_enough")
    assert isinstance(node, AllOf)
    assert [member.key for member in node.members] == ["grown", "applicant.age", "3"]
    grown = node.members[0]
    assert (grown.label, grown.sources) == ("Is grown up", ("act.1",))
    assert [(exempt.key, exempt.label) for exempt in grown.unless] == [("applicant.strong", "Can lift a bale")]
    inner = node.members[2].condition
    assert isinstance(inner, AnyOf)
    assert [member.key for member in inner.members] == ["applicant.skill", "applicant.strong_2"]


def test_when_with_exceptions_is_one_member_with_them(meadow: Programme) -> None:
    node = body(meadow, "near_river")
    assert isinstance(node, AllOf)
    (member,) = node.members
    assert [exempt.sources for exempt in member.unless] == [("act.2",)]
    assert meadow.rules["near_river"].law is Law.DECISION


def test_lines_and_best(meadow: Programme) -> None:
    node = body(meadow, "size_grade")
    assert isinstance(node, FirstOf)
    assert [line.key for line in node.lines] == ["1", "middling"], "the first names several facts"
    assert isinstance(node.otherwise, Literal)
    assert node.otherwise.value == "none_of_these"
    best = body(meadow, "best_points")
    assert isinstance(best, BestOf)
    assert [line.value.value for line in best.lines] == [8, 6]
    once = body(meadow, "once_points")
    assert isinstance(once, BestOf)
    assert [line.key for line in once.lines] == ["applicant.strong", "skilled"]
    assert {line.value.value for line in once.lines} == {3}


def test_tables(meadow: Programme) -> None:
    node = body(meadow, "age_points")
    assert isinstance(node, Table)
    bounds = [(row.low, row.low_included, row.high, row.high_included) for row in node.rows]
    assert bounds == [
        (None, True, 18 * 12, False),
        (18 * 12, True, 25 * 12, True),
        (26 * 12, False, 60 * 12, False),
        (60 * 12, True, None, True),
    ]
    assert node.rows[0].value is None, "none: the table does not apply there"
    assert [(gap.low, gap.high) for gap in node.gaps] == [(312, 312)]
    options = body(meadow, "skill_points")
    assert [row.options for row in options.rows] == [("none", "some"), ("master",)]
    assert [row.key for row in options.rows] == ["1", "master"]


def test_histories(meadow: Programme) -> None:
    faithful = body(meadow, "faithful")
    assert isinstance(faithful, OverHistory)
    assert (faithful.how, faithful.window, faithful.length, faithful.length_unit) == (
        Over.EVERY,
        Window.LAST_YEARS,
        2,
        "year",
    )
    late = body(meadow, "late_visits")
    assert (late.window, late.length, late.length_unit) == (Window.WITHIN, 60, "month")
    paid = body(meadow, "fines_paid")
    assert (paid.how, paid.length, paid.length_unit, paid.type.unit.is_money) == (Over.TOTAL, 90, "day", True)
    assert body(meadow, "longest_run").length == 10
    assert body(meadow, "once_here").window is Window.ALL


def test_versions_and_practice(meadow: Programme) -> None:
    rule = meadow.rules["known_here"]
    first, none = rule.paper
    assert first.start is not None
    assert first.start.boundary == "opening"
    assert none.body is None
    assert rule.practice.attested is Attested.DIFFERS
    assert [note.word for note in rule.practice.notes] == [Word.UNEVEN]


def test_types_of_rules(meadow: Programme) -> None:
    rules = meadow.rules
    assert rules["total_points"].type.unit.written == "point"
    assert rules["size_grade"].type.options == ("low", "high", "none_of_these")
    assert rules["size_grade"].type.of == "size_grade"
    assert rules["fee_due"].type.unit.is_money
    assert rules["fee_due"].type.whole
    assert rules["late_visits"].type.kind is Kind.NUMBER
    assert list(rules)[:3] == ["old_enough", "near_river", "size_grade"], "in the order written"


def test_routes(meadow: Programme) -> None:
    route = meadow.routes["hay_permit"]
    assert route.applies_through == ("employer", "agency")
    assert route.decided_by == ("office",)
    members = route.paper[0].body
    assert isinstance(members, AllOf)
    assert [member.key for member in members.members][-2:] == ["authority.needed", "size_grade"]
    assert [grant.key for grant in route.grants] == ["term", "fee", "days", "area"]
    assert route.grants[3].text == "Work on the farm named."
    assert isinstance(route.steps[0].within, Literal)
    letter, picture = route.documents
    assert letter.needed is not None
    assert letter.have is not None
    assert picture.needed is None
    assert picture.have is None
    assert route.family is not None
    assert route.family.text == "Nobody may come along."
    assert route.practice.notes[0].word is Word.USUAL
    assert meadow.routes["river_pass"].outside_period
    assert meadow.routes["river_pass"].jointly


def test_conduct(meadow: Programme) -> None:
    overstay = meadow.conduct["overstay"]
    assert (overstay.liable, overstay.by, overstay.ground) == ("applicant", ("guard",), "lingering")
    assert overstay.law is Law.BREACH
    warning, choice, ban = overstay.paper[0].consequences
    assert warning.kind is Penalty.WARNING
    assert warning.condition is not None
    fine, detention, chosen = choice.one_of
    assert isinstance(fine.low, Extreme)
    assert isinstance(fine.low.operands[0], Arithmetic)
    assert [end.value for end in (detention.low, detention.high) if isinstance(end, Literal)] == [1, 5]
    assert chosen.low is chosen.high
    assert (ban.may, ban.ground) == (True, "the day of leaving")
    assert isinstance(ban.high, Literal)
    assert ban.high.value == 24
    assert overstay.practice.versions[0].body is not None, "the breach is the same, whatever follows"
    assert meadow.conduct["hiding"].law is Law.BREACH


def test_cases_stay_as_written(meadow: Programme) -> None:
    case = meadow.cases["M1"]
    assert case.facts["applicant.strong"] == "yes"
    seasons = case.facts["applicant.seasons"]
    assert isinstance(seasons, dict)
    assert seasons["entries"][0] == {"year": "2017", "worked": "yes", "bales": "20"}
    assert case.settle == {"flood": date(2022, 10, 1)}
    assert case.expect[1].keys == {"place": "north", "year": "2020"}
    assert case.expect[0].checks["if"] == ["authority.needed"]


def test_what_extends_sees_everything_and_replaces_some(town: Programme) -> None:
    assert town.chain == ("meadow", "meadow_town")
    assert town.rules["near_river"].programme == "meadow_town"
    assert town.rules["old_enough"].programme == "meadow"
    assert town.rules["near_river"].label == "The farm is in the town"
    beside = replacements(town)
    assert {key: [entry.key for entry in others] for key, others in beside.items()} == {
        "enough_points": ["town_points"],
        "known_here": ["town_known"],
        "stay_limit": ["town_limit"],
    }
    assert town.rules["town_points"].condition is not None
    assert [goal.key for goal in town.goals] == ["town_work", "work", "caught"]
    assert town.cases == {}
    assert town.timeline == ()
    assert town.period_start == Day(date(2018, 5, 1), date(2018, 5, 31), "opening")


def test_translations_are_flattened_and_inherited(tmp_path: Path) -> None:
    meadow = copied(tmp_path)
    (meadow / "texts").mkdir()
    (meadow / "texts" / "zh.yaml").write_text(
        "reviewed: yes\nprogramme: {title: 草场}\nfacts: {applicant.age: {label: 年龄}}\ncases: {M1: 案例}\n"
        "phrases: {A picture: 照片}\n",
        encoding="utf-8",
    )
    (tmp_path / "meadow_town" / "texts").mkdir()
    (tmp_path / "meadow_town" / "texts" / "zh.yaml").write_text("programme: {title: 磨坊镇}\n", encoding="utf-8")
    own = read(meadow)
    assert own.texts["zh"]["facts.applicant.age.label"] == "年龄"
    assert own.texts["zh"]["cases.M1"] == "案例"
    assert own.texts["zh"]["phrase:A picture"] == "照片"
    assert own.reviewed == {"zh": True}
    town = read(tmp_path / "meadow_town")
    assert town.texts["zh"]["programme.title"] == "磨坊镇"
    assert town.texts["zh"]["titles.meadow"] == "草场"
    assert "cases.M1" not in town.texts["zh"]
    assert town.reviewed == {"zh": False}


def test_files_may_be_folders(tmp_path: Path) -> None:
    meadow = copied(tmp_path)
    (meadow / "rules").mkdir()
    (meadow / "rules.yaml").rename(meadow / "rules" / "one.yaml")
    (meadow / "rules" / "two.yaml").write_text("another: {label: x, when: old_enough, source: act.1}\n")
    programme = read(meadow)
    assert {"old_enough", "another"} <= programme.rules.keys()
    assert programme.rules["another"].where.file == "meadow/rules/two.yaml"


@pytest.mark.parametrize("key", available())
def test_packaged_programmes_can_be_read(key: str) -> None:
    assert read(key).key == key


def test_expressions_know_where_they_stand(meadow: Programme) -> None:
    lines = (MEADOW / "rules.yaml").read_text(encoding="utf-8").splitlines()
    for rule in meadow.rules.values():
        for version in rule.paper:
            for node in walk(version.body) if version.body is not None else ():
                if isinstance(node, (FactRef, EntryRef)):
                    found = lines[node.where.line - 1][node.where.column - 1 :]
                    # A parameter keyed by a fact may leave the fact unsaid.
                    assert found.startswith((node.name, f"has({node.name}", *meadow.parameters)), (
                        f"{node.where}: {found[:30]}"
                    )


# ---- what is wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["about"].replace(" ", "-"))
def test_a_mistake_is_said_with_its_place(mistake: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError) as caught:
        read(broken(mistake, tmp_path))
    assert [str(problem) for problem in caught.value.problems] == mistake["said"]


def test_a_folder_without_a_programme(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProgrammeError, match=r"This folder has no programme\.yaml"):
        read(tmp_path / "empty")


def test_a_programme_that_is_not_there() -> None:
    with pytest.raises(ProgrammeError, match="did you mean 'china'"):
        read("chyna")
    with pytest.raises(ProgrammeError, match="the programmes that come with Sojourn are"):
        load("/nowhere/at/all")


def test_programmes_that_extend_each_other(tmp_path: Path) -> None:
    for key, other in (("one", "two"), ("two", "one")):
        (tmp_path / key).mkdir()
        head = f"key: {key}\ntitle: x\nverified: 2020-01-01\nextends: {other}\n"
        (tmp_path / key / "programme.yaml").write_text(head)
    with pytest.raises(ProgrammeError, match="extend each other in a circle"):
        read(tmp_path / "one")


def test_too_many_files(tmp_path: Path) -> None:
    meadow = copied(tmp_path)
    (meadow / "cases").mkdir()
    for number in range(401):
        (meadow / "cases" / f"c{number}.yaml").write_text("")
    with pytest.raises(ProgrammeError, match="more than 400 files"):
        read(meadow)


def test_a_long_circle_is_told_once(tmp_path: Path) -> None:
    meadow = copied(tmp_path)
    rules = [f"c{n}: {{label: x, value: c{(n + 1) % 30} + 1, source: act.1}}" for n in range(30)]
    with (meadow / "rules.yaml").open("a") as file:
        file.write("\n".join(rules) + "\n")
    with pytest.raises(ProgrammeError) as caught:
        read(meadow)
    assert [problem.code for problem in caught.value.problems] == ["cycle"]


# ---- anything at all ---------------------------------------------------------------------------------------------

_FILES = sorted(path.name for path in MEADOW.glob("*.yaml"))
_TEXTS = {name: (MEADOW / name).read_text(encoding="utf-8") for name in _FILES}
_MARKS = ["[", "]", "{", "}", ": ", "- ", "\n", "\n  ", "#", "'", '"', "&a", "*a", "*", "("]
_PIECES = [*_MARKS, "none", "yes", "0", "9" * 40, "é"]


def survives(folder: Path) -> None:
    """Reading gives a programme or problems, soon."""
    began = time.perf_counter()
    places = [Where(folder.name)]
    try:
        read(folder)
    except ProgrammeError as error:
        places = [problem.where for problem in error.problems]
    assert places
    assert all(where.line >= 1 and where.column >= 1 for where in places)
    assert time.perf_counter() - began < 10


@given(name=st.sampled_from(_FILES), content=st.one_of(st.text(max_size=400), st.binary(max_size=400)))
def test_any_file_at_all(tmp_path_factory: pytest.TempPathFactory, name: str, content: str | bytes) -> None:
    meadow = copied(tmp_path_factory.mktemp("any"))
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    (meadow / name).write_bytes(data)
    survives(meadow)


@given(name=st.sampled_from(_FILES), seed=st.integers(0, 2**32), count=st.integers(1, 6))
def test_any_change_to_a_good_file(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, count: int) -> None:
    chance = random.Random(seed)
    text = _TEXTS[name]
    for _ in range(count):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 1, 1, 5, 40]))
        other = chance.choice(list(_TEXTS.values()))
        at = chance.randrange(len(other))
        piece = chance.choice([*_PIECES, other[at : at + chance.randrange(60)], ""])
        text = text[:start] + piece + text[end:]
    meadow = copied(tmp_path_factory.mktemp("changed"))
    (meadow / name).write_text(text, encoding="utf-8")
    survives(meadow)


def test_numbers_are_exact(meadow: Programme) -> None:
    literals = [
        node.value
        for rule in meadow.rules.values()
        for version in rule.paper
        if isinstance(version.body, Node)
        for node in walk(version.body)
        if isinstance(node, Literal)
    ]
    assert Fraction(3, 2) in literals
    assert not any(isinstance(value, float) for value in literals)


# ---- scenarios ---------------------------------------------------------------------------------------------------


def test_a_scenario_stands_apart_from_the_programmes() -> None:
    assert "guangxi_batch" in scenarios()
    assert not set(scenarios()) & set(available())
    assert read("guangxi_batch").scenario
    assert not any(read(key).scenario for key in available())


def test_a_scenario_has_what_it_does_not_say_of_what_it_extends() -> None:
    scenario, trial = read("guangxi_batch"), read("guangxi")
    assert scenario.suspensions == trial.suspensions
    assert scenario.timeline == trial.timeline
    for language in ("zh", "vi"):
        for path in ("programme.suspensions.1.label", "programme.timeline.1.label"):
            assert scenario.texts[language][path] == trial.texts[language][path]
        assert scenario.texts[language]["programme.title"] != trial.texts[language]["programme.title"]


def test_a_scenario_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    meadow = copied(tmp_path)
    head = meadow / "programme.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "\nscenario: yes\n", encoding="utf-8")
    with pytest.raises(ProgrammeError) as error:
        read(meadow)
    assert [problem.code for problem in error.value.problems] == ["scenario_of_nothing"]


@pytest.mark.parametrize("language", list(Language))
def test_that_it_is_a_scenario_stands_above_every_answer(language: Language) -> None:
    scenario = load("guangxi_batch")
    teller = Teller(scenario, language)
    said = teller.say("standing.scenario", programme=Teller(load("guangxi"), language).title)
    assert teller.programme(date(2019, 6, 3)).warnings[0] == said
    case = read_case(scenario, {}, at=date(2019, 6, 3))
    assert teller.answer(check(scenario, case, "batch_renewal")).warnings[0] == said
