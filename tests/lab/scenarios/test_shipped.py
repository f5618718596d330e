"""The scenarios that come with the trial: each changes what it says, and nothing else."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

import sojourn.lab
from sojourn.lab.guangxi.parameters import parameters
from sojourn.lab.offers import Breach, KeyedChosen, Offer, read_binding
from sojourn.lab.scenarios import Acting, Composed, RulesInTurn, available_scenarios, compose, read_scenarios
from sojourn.policy import Layer

BINDING = read_binding(Path(str(resources.files(sojourn.lab))) / "guangxi" / "binding.yaml")
PARAMETERS = parameters()
#: Days of every time in the trial: before, in it, under the plan of 2019, after farms, suspended, and a year on.
DAYS = (
    *(date(2016, 6, 1), date(2018, 6, 1), date(2019, 3, 1), date(2019, 12, 15)),
    *(date(2020, 6, 1), date(2021, 6, 1)),
)
BEFORE, JUNE, GRADED, NO_FARMS, SUSPENDED, A_YEAR_ON = DAYS
FIELDS = [name for name in Offer.__dataclass_fields__ if name != "words"]

#: What of an offer each scenario changes, on which days; nothing for those that change the model or the authorities.
CHANGES = {
    "as_practised": {"permit"},
    "half_year_permits": {"term_months"},
    "no_trial": {"in_force", "permit", "term_months", "fee", "away_days", "sanctions"},
    "no_permits": {"in_force", "permit", "term_months", "fee", "away_days"},
    "farms_allowed": {"permit"},
    "farms_excluded": {"permit"},
    "pass_one_day": {"pass_limit"},
    "pass_three_days": {"pass_limit"},
    "pass_seven_days": {"pass_limit"},
    "fee_0": {"fee"},
    "fee_120": set(),
    "fee_300": {"fee"},
    "inspection_halved": set(),
    "inspection_doubled": set(),
    "agencies_ungraded": {"grade_may_file", "grade_after", "violations_count_for", "suspended_for"},
    "agencies_graded": {"grade_may_file", "grade_after", "violations_count_for", "suspended_for"},
    "whole_border": {"permit"},
    "circular_permit": {"term_months", "away_days", "renews_in_place"},
    "batch_renewal": {"renews_in_place"},
    "suspension_and_restart": {"in_force", "suspended", "permit", "term_months", "fee", "away_days"},
    "coast_pays_more": set(),
    "app_and_liability": set(),
    "app_and_liability_idle": set(),
    "centre_reacts": set(),
    "centre_fixed": set(),
    "both_react": set(),
}


def composed(*names: str) -> Composed:
    return compose(read_scenarios(names, PARAMETERS))


def rules(*names: str, run: int = 0) -> RulesInTurn:
    return composed(*names).rules(BINDING, KeyedChosen(11, run))


def changed(one: Offer, other: Offer) -> set[str]:
    return {name for name in FIELDS if not np.array_equal(getattr(one, name), getattr(other, name))}


def test_every_scenario_of_the_package_is_looked_at() -> None:
    assert set(CHANGES) == set(available_scenarios())


@pytest.mark.parametrize("name", CHANGES)
def test_a_scenario_changes_what_it_says_and_nothing_else(name: str) -> None:
    found: set[str] = set()
    for run in range(2):
        base, otherwise = rules(run=run), rules(name, run=run)
        for day in DAYS:
            found |= changed(base.on(day), otherwise.on(day))
        made, own = otherwise.chosen.made, base.chosen.made
        assert all(made[key] == own[key] for key in made if key in own), "what is open is chosen alike"
    # Farms may be in by luck of the draw in one run, and out in another; over both something must show.
    assert found == CHANGES[name]


@pytest.mark.parametrize("name", CHANGES)
def test_a_scenario_is_told_in_three_languages_and_says_what_it_rests_on(name: str) -> None:
    (scenario,) = composed(name).scenarios
    assert scenario.key == name
    for told in (scenario.label, scenario.question, *([scenario.assumed] if scenario.assumed else [])):
        assert len({told[language] for language in ("en", "zh", "vi")}) == 3
    assert scenario.sources or scenario.assumed
    assert scenario.question["en"].endswith("?")


def test_no_two_scenarios_are_the_same() -> None:
    editions = {name: composed(name).edition for name in CHANGES}
    assert len({*editions.values(), composed().edition}) == len(CHANGES) + 1


# ---- what each comes to ------------------------------------------------------------------------------------


def test_as_practised_people_from_further_inland_get_permits() -> None:
    plain, practised = rules().on(JUNE).permit, rules("as_practised").on(JUNE).permit
    homes = [home.key for home in BINDING.homes]
    assert [homes[h] for h in range(len(homes)) if practised[h].any() and not plain[h].any()] == ["inland"]
    assert (practised[:3] == plain[:3]).all()


def test_terms_and_fees() -> None:
    assert (rules("half_year_permits").on(JUNE).term_months == 6).all()
    assert rules("half_year_permits").on(JUNE).term_end(JUNE) == date(2018, 11, 30)
    assert not rules("half_year_permits").on(SUSPENDED).term_months.any(), "nor does a longer term outlive the trial"
    assert [int(rules(name).on(JUNE).fee.max()) for name in ("fee_0", "fee_120", "fee_300")] == [0, 120, 300]
    circular = rules("circular_permit").on(JUNE)
    assert (circular.term_months == 24).all()
    assert not circular.away_days.any()


def test_a_circular_permit_says_that_no_job_waits_at_home() -> None:
    """Given the circular permit, then its reader is told that the model keeps nobody's job meanwhile."""
    told = read_scenarios(["circular_permit"], PARAMETERS)[0].assumed
    said = {
        "en": "nobody keeps a job while at home",
        "zh": "没有人在家期间能保留工作",
        "vi": "không ai giữ được việc khi ở nhà",
    }
    assert all(sentence in told[language] for language, sentence in said.items())


def test_limits_of_a_pass() -> None:
    for name, days in (("pass_one_day", 1), ("pass_three_days", 3), ("pass_seven_days", 7)):
        assert (rules(name).on(JUNE).pass_limit == days).all()
        three_over = rules(name).sanction(Breach.OVERSTAY, JUNE, 3)
        assert three_over.fine_high == 1_500, "days over are counted from the new limit"


def test_without_a_trial_it_is_as_before() -> None:
    before, later = rules().on(BEFORE), rules("no_trial").on(NO_FARMS)
    assert not later.permit.any()
    for kind in (Breach.WORK, Breach.EMPLOYER):
        assert later.sanctions[kind] == before.sanctions[kind]
    assert rules("no_permits").on(NO_FARMS).sanctions[Breach.WORK] == rules().on(NO_FARMS).sanctions[Breach.WORK]


def test_farms_and_the_whole_border() -> None:
    sectors = rules().sectors
    farm = sectors.index("agriculture")
    for day in (JUNE, GRADED, NO_FARMS):
        assert rules("farms_allowed").on(day).permit[0, 0, farm]
    assert not rules().on(NO_FARMS).permit[0, 0, farm]
    everywhere = rules("whole_border").on(JUNE).permit
    assert everywhere[0].any(axis=1).all(), "in every place"
    assert not everywhere[3:].any(), "but for nobody from further inland"


def test_grades() -> None:
    assert rules("agencies_ungraded").on(GRADED).grade_may_file.all()
    early = rules("agencies_graded").on(JUNE)
    assert [list(row) for row in early.grade_may_file] == [[True, True, True, False]] * 4
    assert list(early.grade_after[1][:4]) == [1, 2, 2, 3]
    assert early.permit.any(), "an agency of the regular grade files"


def test_the_trial_begins_again() -> None:
    restart = rules("suspension_and_restart")
    assert restart.on(SUSPENDED).suspended
    again = restart.on(A_YEAR_ON)
    assert again.in_force
    assert (again.fee == 120).all()
    assert date(2021, 1, 1) in restart.changes(date(2020, 6, 1), date(2021, 6, 1))
    assert not restart.on(date(2020, 12, 31)).in_force


def test_the_model_and_the_authorities() -> None:
    assert composed("inspection_halved").parameter("inspection_effort", 8.0) == 4.0
    assert composed("inspection_halved", "inspection_doubled").parameter("inspection_effort", 8.0) == 8.0
    assert composed("coast_pays_more").parameter("coast_wage", 100.0) == 125.0
    assert composed("coast_pays_more").parameter("inspection_effort", 8.0) == 8.0
    assert composed("centre_reacts").authorities == {"centre": Acting.REACTS}
    assert composed("centre_reacts", "centre_fixed").authorities == {"centre": Acting.FIXED}


def test_several_at_once() -> None:
    both = composed("half_year_permits", "fee_300", "pass_three_days")
    offer = both.rules(BINDING, KeyedChosen(11, 0)).on(JUNE)
    assert both.key == "half_year_permits+fee_300+pass_three_days"
    assert (int(offer.term_months.max()), int(offer.fee.max()), int(offer.pass_limit.max())) == (6, 300, 3)
    assert both.phases[0].layer is Layer.PRACTICE
    assert both.edition != composed("fee_300", "half_year_permits").edition


def test_trying_out_finds_nothing_wrong_with_any() -> None:
    composed("circular_permit", "whole_border", "agencies_graded").try_out(BINDING, DAYS[0], DAYS[-1])
