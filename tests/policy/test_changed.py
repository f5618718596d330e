"""A programme with entries changed in memory: checked as if they stood in its files, and nothing else otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.policy import (
    Outcome,
    Parameter,
    Problems,
    Programme,
    ProgrammeError,
    RawMapping,
    check,
    consequences,
    edition_of,
    edition_of_changed,
    granted,
    load,
    load_changed,
    problem_text,
    read_case,
    read_document,
)
from sojourn.policy.model import Version

GUANGXI = load("guangxi")
KINDS = ("parameters", "rules", "routes", "conduct")
JUNE = date(2018, 6, 1)


def changes(text: str, file: str = "x.yaml") -> RawMapping:
    problems = Problems()
    node = read_document(text.encode(), file, problems)
    problems.raise_if_any()
    assert isinstance(node, RawMapping)
    return node


def told(text: str) -> list[str]:
    with pytest.raises(ProgrammeError) as error:
        load_changed("guangxi", [changes(text)])
    return [str(problem) for problem in error.value.problems]


HALF_A_YEAR = changes(
    """
parameters:
  permit_term:
    practice:
      - {value: none, source: gx.trial}
      - {from: trial_start, value: 6 months, source: gx.permit.paper}
"""
)


def term(programme: Programme) -> tuple[object, object]:
    grant = granted(programme, read_case(programme, {}, at=JUNE), "worker_permit")[0]
    assert grant.paper is not None
    assert grant.practice is not None
    return grant.paper.low, grant.practice.low


def test_one_layer_of_an_entry() -> None:
    assert term(GUANGXI) == (6, 1)
    assert term(load_changed("guangxi", [HALF_A_YEAR])) == (6, 6)


def test_the_last_change_to_speak_of_an_entry_has_it() -> None:
    two = changes("parameters: {permit_term: {practice: [{value: 2 months}]}}")
    assert term(load_changed("guangxi", [HALF_A_YEAR, two])) == (6, 2)
    assert term(load_changed("guangxi", [two, HALF_A_YEAR])) == (6, 6)
    paper = changes("parameters: {permit_term: {value: 3 months}}")
    assert term(load_changed("guangxi", [HALF_A_YEAR, paper])) == (3, 6), "each keeps to its layer"


def test_an_entry_of_a_programme_that_is_extended() -> None:
    law = changes("parameters: {residence_fine_a_day: {value: 100 CNY, source: eeal.78}}")
    facts = {"stay.illegal_days": 4, "stay.serious": "yes", "applicant.document": "visa"}
    for programme, most in ((GUANGXI, 200_000), (load_changed("guangxi", [law]), 40_000)):
        (mine,) = consequences(programme, read_case(programme, facts, at=JUNE), of=["illegal_residence"]).liabilities
        assert mine.fine is not None
        assert mine.fine.high == most


def test_what_follows_a_breach_is_changed_and_what_it_is_stays() -> None:
    milder = changes("conduct: {pass_overstay: {paper: [{consequences: [{warning: yes}]}]}}")
    programme = load_changed("guangxi", [milder])
    facts = {
        "applicant.document": "border_pass",
        "stay.pass_place": "dongxing",
        "entry": "2018-05-01",
        "stay.exit": "2018-06-01",
    }
    answer = check(programme, read_case(programme, facts, at=JUNE), "pass_overstay")
    assert answer.paper.outcome is Outcome.YES
    assert [str(one.kind) for one in answer.paper.penalties] == ["warning"]
    within = check(programme, read_case(programme, {**facts, "stay.exit": "2018-05-03"}, at=JUNE), "pass_overstay")
    assert within.paper.outcome is Outcome.NO


def test_the_whole_of_an_entry() -> None:
    whole = changes(
        """
rules:
  industrial_work: {label: Any work, when: employer.sector == agriculture}
"""
    )
    programme = load_changed("guangxi", [whole])
    assert programme.rules["industrial_work"].label == "Any work"
    case = read_case(programme, {"employer.sector": "agriculture"}, at=date(2016, 1, 1))
    assert check(programme, case, "industrial_work").paper.outcome is Outcome.YES, "on every day: it says none"


def test_suspensions_places_and_days_of_change() -> None:
    otherwise = changes(
        """
suspensions: [{from: 2018-03-01, to: 2018-05-01, label: Closed for a while}]
places: {longzhou: {in: [chongzuo, border_area, {place: trial_area, from: trial_start}]}}
boundaries: {farms_out: {in: 2019-07-01}}
"""
    )
    programme = load_changed("guangxi", [otherwise])
    standings = {
        day: check(programme, read_case(programme, {}, at=day), "worker_permit").standing.value
        for day in (date(2018, 2, 28), date(2018, 3, 1), date(2018, 4, 30), date(2018, 5, 1), date(2021, 1, 1))
    }
    assert [*standings.values()] == ["in_force", "suspended", "suspended", "in_force", "in_force"]
    assert programme.places["longzhou"].label == "Longzhou"
    case = read_case(programme, {"employer.place": "longzhou"}, at=JUNE)
    assert check(programme, case, "eligible_zone").paper.outcome is Outcome.YES
    assert programme.boundaries["farms_out"].day.certain


MISTAKES = """
parameters:
  permit_fees: {practice: [{value: 5 CNY/permit}]}
  permit_fee: {practice: [{value: -5 CNY/permit, source: gx.trial}]}
  permit_term: {practice: [{value: 6 CNY, source: gx.trial}, {from: tomorrow, value: 3 months}]}
rules:
  eligible_zone: {when: employer.plce in border_area}
  industrial_work: {when: employer.sector == agriculture, source: gx.trail}
  leave_by: [1, 2]
  entirely_new: {when: yes}
conducts: {}
"""


def test_every_mistake_at_once_each_where_it_stands() -> None:
    found = told(MISTAKES)
    assert [one.partition(": ")[0] for one in found] == [
        "x.yaml:3:3",
        "x.yaml:4:27",
        "x.yaml:5:36",
        "x.yaml:5:69",
        "x.yaml:7:25",
        "x.yaml:8:20",
        "x.yaml:9:13",
        "x.yaml:10:3",
        "x.yaml:11:1",
    ]
    assert "did you mean 'permit_fee'?" in found[0]
    assert "below nought" in found[1]
    assert "did you mean 'gx.trial'?" in found[5]
    assert "did you mean 'conduct'?" in found[8]


def test_they_are_told_in_three_languages() -> None:
    with pytest.raises(ProgrammeError) as error:
        load_changed("guangxi", [changes(MISTAKES)])
    for problem in error.value.problems:
        assert len({problem_text(problem, language) for language in ("en", "zh", "vi")}) == 3


def test_a_range_below_nought() -> None:
    assert "below nought" in told("parameters: {years_on_blacklist: {value: {between: [-2 years, 3 years]}}}")[0]


def test_the_edition_tells_what_was_changed() -> None:
    own = edition_of("guangxi")
    assert edition_of_changed("guangxi", []) == own
    half = edition_of_changed("guangxi", [HALF_A_YEAR])
    two = changes("parameters: {permit_term: {practice: [{value: 2 months}]}}")
    assert (
        len({own, half, edition_of_changed("guangxi", [two]), edition_of_changed("guangxi", [two, HALF_A_YEAR])}) == 4
    )
    again = changes("\n\n# moved\nparameters: {permit_term: {practice: [{value: 2 months}]}}", "y.yaml")
    assert edition_of_changed("guangxi", [again]) == edition_of_changed("guangxi", [two]), "where it stands is nothing"


#: Parameters of the trial that say what they are counted in.
COUNTED = sorted(
    key
    for key, one in GUANGXI.parameters.items()
    if one.programme == "guangxi" and not one.by and one.type.unit.written
)


def rows(programme: Programme) -> dict[str, list[object]]:
    """What every parameter says, on which layer and from when."""
    return {
        key: [(layer, version.start, row.keys, row.value) for layer, version in layers(one) for row in version.rows]
        for key, one in programme.parameters.items()
    }


def layers(one: Parameter) -> list[tuple[str, Version]]:
    return [
        *(("paper", version) for version in one.paper),
        *(("practice", version) for version in one.practice.versions),
    ]


@settings(max_examples=12)
@given(st.sampled_from(COUNTED))
def test_nothing_but_the_entry_that_is_named_is_otherwise(name: str) -> None:
    changed = load_changed("guangxi", [changes(f"parameters: {{{name}: {{paper: [{{value: {{varies: [0, 1]}}}}]}}}}")])
    mine, own = rows(changed), rows(GUANGXI)
    assert [key for key in own if mine[key] != own[key]] == [name]
    assert [one for one in mine[name] if one[0] == "practice"] == [one for one in own[name] if one[0] == "practice"]
    for kind in KINDS:
        assert [*getattr(changed, kind)] == [*getattr(GUANGXI, kind)]
    assert changed.boundaries == GUANGXI.boundaries
    assert rows(load("guangxi")) == own
