"""What a programme may still lack: each check finds its mistake in an otherwise clean programme, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sojourn.policy.lint import lint
from sojourn.policy.lint_texts import texts_of
from sojourn.policy.model import Programme
from sojourn.policy.problems import Problem
from sojourn.policy.reading import read

from .small_programmes import copied


def translate(folder: Path, programme: Programme) -> None:
    """Write translations of everything (that say nothing but which language they are in)."""
    (folder / "texts").mkdir(exist_ok=True)
    for language in ("zh", "vi"):
        tree: dict[str, dict[str, str]] = {"phrases": {}}
        for said in texts_of(programme):
            if said.own and said.english:
                if said.paths:
                    kind, _, rest = said.paths[0].partition(".")
                    # A key with dots in it is as good as a tree: both come to the same path.
                    tree.setdefault(kind, {})[rest] = f"{language} {said.english}"
                else:
                    tree["phrases"][said.english] = f"{language} {said.english}"
        (folder / "texts" / f"{language}.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def meadow(tmp_path: Path) -> Path:
    folder = copied(tmp_path)
    translate(folder, read(folder))
    return folder


def found(folder: Path) -> list[Problem]:
    return lint(read(folder))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_the_small_programmes_are_clean(meadow: Path) -> None:
    assert found(meadow) == []
    town = meadow.parent / "meadow_town"
    translate(town, read(town))
    assert found(town) == []


#: file, what is replaced (nothing: put at the end), by what, and what is said.
CHANGES: list[tuple[str, str, str, list[str]]] = [
    ("rules.yaml", "good_grade: {label: The grade is high, when: grade == high, source: act.1}", "good_grade: {label: The grade is high, when: grade == high}", ["lint_source_missing"]),
    ("parameters.yaml", "source: diary, word: stricter", "word: stricter", ["lint_source_missing"]),
    ("rules.yaml", "note: Farmers vouch for friends., source: diary", "note: Farmers vouch for friends.", ["lint_practice_source"]),
    ("programme.yaml", "in: 2020-03-01, source: act.2", "in: 2020-03-01", ["lint_source_missing"]),
    ("programme.yaml", "label: The act is passed, source: act.1", "label: The act is passed", ["lint_event_source"]),
    ("programme.yaml", "label: Closed because of the flood, source: notice", "label: Closed because of the flood", ["lint_suspension_source"]),
    ("rules.yaml", "when: grade == high, source: act.1", "when: grade == high, source: act.11", ["lint_source_unknown_near"]),
    ("rules.yaml", "when: grade == high, source: act.1", "when: grade == high, source: xyzzy", ["lint_source_unknown"]),
    ("routes.yaml", "text: Wear a hat., source: act.2", "text: Wear a hat., source: rumour", ["lint_source_unverified"]),
    ("rules.yaml", "label: Can lift a bale, source: act.2", "label: Can lift a bale, source: rumour", ["lint_source_unverified"]),
    ("parameters.yaml", "{place: mill, value: 3 days, source: diary}", "{place: mill, value: 3 days, source: rumour}", ["lint_source_unverified"]),
    ("conduct.yaml", "{removal: yes, source: diary}", "{removal: yes, source: rumour}", ["lint_source_unverified"]),
    ("parameters.yaml", "{from: 2019, value: 1 month", "{from: {after: 2022-10, by: 2022-11}, value: 1 month", ["lint_version_order"]),
    ("parameters.yaml", "{place: north, value: 5 days}", "{place: mill, value: 5 days}", ["lint_row_twice"]),
    ("parameters.yaml", "        - {place: mill, value: 3 days, source: diary}\n        - {place: north, value: 5 days}", "        - {place: south, value: 3 days, source: diary}\n        - {place: north, value: 5 days}", ["lint_places_equal"]),
    ("rules.yaml", "gaps: {printed: [26], source: act.2}", "gaps: {printed: [30], source: act.2}", ["lint_gap_undeclared", "lint_gap_none"]),
    ("rules.yaml", "{from: 18, to: 25,", "{from: 20, to: 25,", ["lint_gap_undeclared"]),
    ("rules.yaml", "{from: 18, to: 25,", "{from: 16, to: 25,", ["lint_table_overlap"]),
    ("rules.yaml", "{above: 26, below: 60,", "{above: 26, to: 60,", ["lint_table_overlap"]),
    ("rules.yaml", "      - {from: 60, value: 0 points}\n", "", ["lint_gap_undeclared"]),
    ("rules.yaml", "{is: [none, some], value: 0 points}", "{is: [none], value: 0 points}", ["lint_options_without_row"]),
    ("rules.yaml", "{is: [none, some], value: 0 points}", "{is: [none, some, master], value: 0 points}", ["lint_table_overlap"]),
    ("parameters.yaml", "", "spare: {label: The grade is high, value: 3 days, source: act.1}\n", ["lint_unused_parameter"]),
    ("facts.yaml", "", "applicant.spare: {label: The grade is high, type: yes_no}\n", ["lint_unused_fact"]),
    ("facts.yaml", "    late: {label: Left late,", "    spare: {label: Left late, type: yes_no}\n    late: {label: Left late,", ["lint_unused_field", "lint_text_missing", "lint_text_missing"]),
    ("rules.yaml", "", "spare: {label: The grade is high, when: good_grade, source: act.1}\n", ["lint_unused_rule"]),
    ("assumptions.yaml", "", "spare: {label: The grade is high, because: The grade is high, value: yes, alternatives: [no], source: act.1}\n", ["lint_unused_assumption"]),
    ("programme.yaml", "  fee_change: {", "  spare: {label: The grade is high, in: 2020, source: act.1}\n  fee_change: {", ["lint_unused_boundary"]),
    ("sources.yaml", "", "  spare: {work: act, at: art. 9, confidence: high}\n", ["lint_unused_source"]),
    ("sources.yaml", "entries:", "  spare: {kind: web, title: Spare}\nentries:", ["lint_unused_work"]),
    ("cases.yaml", "employer.place: mill", "employer.plaice: mill", ["lint_case_name_near"]),
    ("cases.yaml", "{ask: usual_wage, with: {place: north, year: 2020},", "{ask: xyzzy,", ["lint_case_name"]),
    ("cases.yaml", "assume: {first_day_counts: no}", "assume: {first_day_count: no}", ["lint_case_name_near"]),
    ("cases.yaml", "settle: {flood:", "settle: {floood:", ["lint_case_name_near"]),
    ("cases.yaml", "matters: [applicant.wage]", "matters: [applicant.wages]", ["lint_case_name_near"]),
    ("cases.yaml", "duties: [wear_hat]", "duties: [wear_hut]", ["lint_case_name_near"]),
    ("cases.yaml", "with: {place: north, year: 2020}", "with: {plaice: north, year: 2020}", ["lint_case_name_near"]),
    ("cases.yaml", "term: 6 months}", "trem: 6 months}", ["lint_case_name_near"]),
    ("cases.yaml", "about: [act.1, act.2]", "about: [act.1, act.7]", ["lint_source_unknown_near"]),
    ("routes.yaml", "when: applicant.age >= 16", "when: applicant.age >= 30 and applicant.age < 20", ["lint_never_holds"]),
    ("routes.yaml", "when: applicant.age >= 16", "when: applicant.strong and not applicant.strong", ["lint_never_holds"]),
    ("routes.yaml", "when: applicant.age >= 16", "all: [applicant.skill == master, applicant.skill == some]", ["lint_never_holds"]),
    ("routes.yaml", "when: applicant.age >= 16", "when: applicant.age >= 14", ["lint_always_holds"]),
    ("routes.yaml", "when: applicant.age >= 16", "when: applicant.age > 99", ["lint_never_true"]),
    ("rules.yaml", "value: round(permit_fee * 1.5) if", "value: permit_fee * 1.5 if", ["lint_money_not_whole", "lint_money_not_whole"]),
    ("conduct.yaml", "  liable: employer\n", "", ["lint_conduct_liable"]),
    ("conduct.yaml", "  by: [guard]\n", "", ["lint_conduct_by"]),
]


@pytest.mark.parametrize(("file", "old", "new", "codes"), CHANGES, ids=[f"{n}-{one[3][0]}" for n, one in enumerate(CHANGES)])
def test_each_mistake_is_found_alone(meadow: Path, file: str, old: str, new: str, codes: list[str]) -> None:
    if old:
        change(meadow, file, old, new)
    else:
        add(meadow, file, new)
    problems = found(meadow)
    lacking = [problem.code for problem in problems if problem.code != "lint_text_missing" or problem.code in codes]
    assert sorted(lacking) == sorted(codes), "\n".join(map(str, problems))


def test_translations(meadow: Path) -> None:
    vi = meadow / "texts" / "vi.yaml"
    tree = yaml.safe_load(vi.read_text(encoding="utf-8"))
    del tree["facts"]["applicant.strong.yes"]
    tree["facts"]["applicant.strong.no"] = "The worker cannot lift a bale."
    tree["rules"]["old_enuff.label"] = "x"
    tree["phrases"]["Zzzzzzzzzz"] = "x"
    vi.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    said = [(problem.code, dict(problem.slots)) for problem in found(meadow)]
    assert sorted(code for code, _ in said) == [
        "lint_text_english",
        "lint_text_missing",
        "lint_text_unknown",
        "lint_text_unknown_near",
    ]
    slots = dict(said)
    assert slots["lint_text_missing"]["path"] == "facts.applicant.strong.yes"
    assert slots["lint_text_unknown_near"]["near"] == "rules.old_enough.label"
    assert slots["lint_text_unknown"]["key"] == "Zzzzzzzzzz"


def test_a_language_that_is_not_there_is_one_problem(meadow: Path) -> None:
    (meadow / "texts" / "vi.yaml").unlink()
    assert [problem.code for problem in found(meadow)] == ["lint_language_missing"]


def test_what_extends_may_use_it(meadow: Path) -> None:
    add(meadow, "facts.yaml", "applicant.tall: {label: The grade is high, type: yes_no}\n")
    town = meadow.parent / "meadow_town"
    change(town, "rules.yaml", "when: applicant.strong", "when: applicant.strong and applicant.tall")
    alone = [problem.code for problem in found(meadow) if "text" not in problem.code]
    assert alone == ["lint_unused_fact"]
    assert [one.code for one in lint(read(meadow), [read(town)]) if "text" not in one.code] == []


def test_what_can_never_hold_or_fail_is_asked_of_the_evaluation(meadow: Path) -> None:
    def may_be(programme: Programme, key: str, /) -> tuple[bool, bool]:
        return {"old_enough": (False, True), "near_river": (True, False), "hay_permit": (False, False)}.get(key, (True, True))

    problems = lint(read(meadow), may_be=may_be)
    assert [(one.code, dict(one.slots)["name"]) for one in problems] == [
        ("lint_never_holds", "hay_permit"),
        ("lint_never_holds", "old_enough"),
        ("lint_never_fails", "near_river"),
    ]


def test_problems_come_in_the_order_of_the_files(meadow: Path) -> None:
    change(meadow, "rules.yaml", "when: grade == high, source: act.1", "when: grade == high")
    change(meadow, "conduct.yaml", "  by: [guard]\n", "")
    files = [problem.where.file for problem in found(meadow)]
    assert files == sorted(files)
