"""What the trial leaves open on a day: its terms, limits, bans and fines, each asked of the programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sojourn.lab
from sojourn.lab.offers import Breach, KeyedChosen, Offer, Rules, read_binding
from sojourn.policy import Layer, Outcome, Penalty, check, load, read_case

from .choosing import Ends

GUANGXI = load("guangxi")
BINDING = read_binding(Path(str(resources.files(sojourn.lab))) / "guangxi" / "binding.yaml")
HOMES = [home.key for home in BINDING.homes]
PLACES = [place.key for place in BINDING.places]
PINGXIANG, DONGXING, LONGZHOU, JINGXI = range(4)
BORDER = [HOMES.index(key) for key in ("opposite_pingxiang", "opposite_dongxing", "border_elsewhere")]


def rules(layer: Layer = Layer.PRACTICE, *, most: bool = False, **said: int) -> Rules:
    return Rules(GUANGXI, BINDING, layer, Ends(most, **said))


def permitted(offer: Offer, sector: str, place: int = PINGXIANG) -> bool:
    sectors = GUANGXI.facts["employer.sector"].type.options
    return bool(offer.permit[BORDER[0], place, sectors.index(sector)])


# ---- the trial as it was -----------------------------------------------------------------------------------


def test_june_2018() -> None:
    offer = rules().on(date(2018, 6, 1))
    assert offer.in_force
    assert not offer.suspended
    assert (offer.term_months == 1).all()
    assert (offer.fee == 120).all()
    assert list(offer.pass_limit[:2]) == [1, 3]
    assert offer.worker_pays_fee
    assert offer.employer_pays_premium
    assert not offer.renews_in_place
    assert offer.term_end(date(2018, 6, 1)) == date(2018, 6, 30)
    assert offer.term_end(date(2018, 1, 31)) == date(2018, 2, 27)
    assert offer.words["worker_permit"] == "uneven"


@pytest.mark.parametrize("layer", list(Layer))
def test_social_insurance_costs_what_the_programme_has(layer: Layer) -> None:
    day = date(2018, 6, 1)
    answer = check(GUANGXI, read_case(GUANGXI, {}, at=day), "social_insurance_rate")
    assert answer.paper.value is not None
    assert rules(layer).on(day).social_insurance == float(answer.paper.value.low)


def test_a_share_between_bounds_is_drawn_in_parts() -> None:
    """Given a rate between bounds, as that of the wage gap, then a run has one between them, both possible."""
    bound = replace(BINDING, insurance_rate="wage_gap")
    low, high = (Rules(GUANGXI, bound, Layer.PRACTICE, Ends(most)).on(date(2018, 6, 1)) for most in (False, True))
    assert (low.social_insurance, high.social_insurance) == (0.2, 0.3)


def test_overstays_are_found_by_themselves_from_the_trial_on() -> None:
    last = GUANGXI.boundaries["trial_start"].day.latest
    assert not rules(most=True).on(last - timedelta(days=1)).overstays_found
    assert rules(most=True).on(last).overstays_found
    other = replace(BINDING, overstays_found="illegal_entry")
    assert not Rules(GUANGXI, other, Layer.PRACTICE, Ends()).on(last).overstays_found


def test_on_paper_a_permit_is_for_half_a_year() -> None:
    offer = rules(Layer.PAPER).on(date(2018, 6, 1))
    assert (offer.term_months == 6).all()
    assert offer.term_end(date(2018, 6, 1)) == date(2018, 11, 30)
    assert (offer.fee == 120).all(), "no paper states a fee, so it is the one that was charged"


def test_who_may_work_on_a_permit() -> None:
    permit = rules().on(date(2018, 6, 1)).permit
    assert permit.shape == (5, 4, 6)
    assert [h for h in range(5) if permit[h].any()] == BORDER, "border residents of the four provinces"
    assert [p for p in range(4) if permit[:, p].any()] == [PINGXIANG, DONGXING]


def test_before_the_trial_there_is_nothing() -> None:
    offer = rules(most=True).on(date(2017, 2, 27))
    assert not offer.in_force
    assert not offer.suspended
    assert not offer.permit.any()
    assert not offer.term_months.any()
    assert not offer.away_days.any()
    assert offer.term_end(date(2017, 2, 27)) is None
    assert rules().on(date(2017, 2, 1)).permit.any(), "where the first day of the month was the day"


def test_from_the_suspension_there_is_nothing() -> None:
    running, last = rules(), rules(most=True)
    assert running.on(date(2019, 12, 31)).in_force
    for day in (date(2020, 1, 1), date(2023, 4, 30), date(2024, 6, 1)):
        offer = running.on(day)
        assert (offer.in_force, offer.suspended) == (False, True)
        assert not offer.permit.any()
        assert not offer.term_months.any()
    assert last.on(date(2020, 2, 28)).in_force


def test_farms_in_may_and_in_december_2019() -> None:
    for run in range(8):
        drawn = Rules(GUANGXI, BINDING, Layer.PRACTICE, KeyedChosen(1, run))
        assert permitted(drawn.on(date(2019, 5, 15)), "agriculture")
        assert not permitted(drawn.on(date(2019, 12, 15)), "agriculture")
        assert permitted(drawn.on(date(2019, 12, 15)), "services")


def test_whether_farms_could_take_part_from_the_start_is_chosen_once_a_run_and_noted() -> None:
    key = "worker_permit (farms_from_the_start)"
    said = set()
    for run in range(12):
        chosen = KeyedChosen(3, run)
        drawn = Rules(GUANGXI, BINDING, Layer.PRACTICE, chosen)
        offer = drawn.on(date(2017, 6, 1))
        if "farms_in" in chosen.made and date.fromordinal(chosen.made["farms_in"].value) > date(2017, 6, 1):
            assert permitted(offer, "agriculture") == (chosen.made[key].value == 1)
            assert permitted(offer, "agriculture", DONGXING) == permitted(offer, "agriculture")
            said.add(chosen.made[key].value)
    assert said == {0, 1}


def test_a_place_that_only_the_authorities_count_to_the_trial_is_chosen_once_a_run() -> None:
    key = "authority.place_in_trial.longzhou"
    for value in (0, 1):
        drawn = rules(**{key: value})
        offer = drawn.on(date(2018, 6, 1))
        assert offer.permit[BORDER[0], LONGZHOU].any() == bool(value)
        assert not offer.permit[:, JINGXI].any(), "elsewhere no word of theirs helps"
        assert drawn.chosen.made[key].value == value
    assert "authority.place_in_trial.jingxi" not in drawn.chosen.made, "what makes no difference is not chosen"


def test_a_pass_allows_what_the_place_allows() -> None:
    low, high = rules().on(date(2018, 6, 1)), rules(most=True).on(date(2018, 6, 1))
    assert list(low.pass_limit) == [1, 3, 1, 1]
    assert list(high.pass_limit) == [1, 3, 7, 7]
    assert list(np.flatnonzero(low.pass_open)) == BORDER
    made = rules(most=True)
    made.on(date(2018, 6, 1))
    assert {"leave_by.longzhou", "leave_by.jingxi"} <= set(made.chosen.made), "each place has its own"


def test_what_no_source_states_is_chosen_from_a_range_that_is_assumed() -> None:
    drawn = rules(most=True)
    offer = drawn.on(date(2018, 6, 1))
    assumed = BINDING.assumed["away"]
    assert (offer.away_days == assumed.high).all()
    assert (drawn.chosen.made["away"].low, drawn.chosen.made["away"].high) == (assumed.low, assumed.high)
    assert set(assumed.because) == {"en", "zh", "vi"}


# ---- agencies and firms ------------------------------------------------------------------------------------


def test_an_agency_graded_d_cannot_file_in_pingxiang() -> None:
    offer = rules().on(date(2019, 3, 1))
    assert list(offer.grade_may_file[PINGXIANG]) == [True, True, True, False]
    assert offer.grade_may_file[DONGXING].all(), "the grades are those of Pingxiang"
    assert not offer.unqualified_may_hire[PINGXIANG]
    before = rules(most=True).on(date(2019, 1, 30))
    assert before.grade_may_file.all(), "before the plan there are no grades"
    assert before.unqualified_may_hire.all()


def test_the_grade_that_violations_lead_to() -> None:
    offer = rules().on(date(2019, 3, 1))
    a, b, c, d = range(4)
    assert list(offer.grade_after[b][:4]) == [b, c, c, d]
    assert offer.grade_after[a][-1] == d
    assert [offer.grade_after[low][0] for low in (c, d)] == [b, b], "without a violation that counts it is B again"
    assert offer.violations_count_for == 12
    assert offer.suspended_for == BINDING.assumed["suspended_for"].low
    before = rules(most=True).on(date(2018, 6, 1))
    assert (before.grade_after == np.arange(4)[:, None]).all()
    assert (before.violations_count_for, before.suspended_for) == (0, 0)


def test_an_assumption_settled_otherwise_moves_the_grades() -> None:
    assume = {"grade_moves": "one_and_two_in_half_a_year", "worker_pays_fee": "no"}
    offer = Rules(GUANGXI, BINDING, Layer.PRACTICE, Ends(), assume=assume).on(date(2019, 3, 1))
    assert list(offer.grade_after[1][:3]) == [1, 2, 3]
    assert offer.violations_count_for == 6
    assert not offer.worker_pays_fee


@pytest.mark.parametrize("anew", ["yes", "no"])
def test_whether_a_permit_for_another_job_has_a_whole_term_is_asked_of_the_programme(anew: str) -> None:
    offer = Rules(GUANGXI, BINDING, Layer.PRACTICE, Ends(), assume={"transfer_begins_new_term": anew})
    assert offer.on(date(2019, 3, 1)).transfer_anew is (anew == "yes")
    assert offer.on(date(2016, 3, 1)).transfer_anew, "before the trial there is no such rule"


# ---- sanctions ---------------------------------------------------------------------------------------------


def test_a_ban_of_five_years_from_its_day() -> None:
    drawn = rules(blacklist=date(2018, 7, 1).toordinal())
    before, after = (drawn.on(day).sanctions[Breach.WORK] for day in (date(2018, 6, 30), date(2018, 7, 1)))
    assert before.ban_days(date(2018, 6, 30)) == (0, 0)
    assert (after.ban_months_low, after.ban_months_high) == (60, 60)
    assert after.ban_days(date(2019, 6, 1)) == ((date(2024, 6, 1) - date(2019, 6, 1)).days,) * 2


def test_what_is_done_to_who_is_caught_at_work() -> None:
    done = rules().on(date(2018, 6, 1)).sanctions[Breach.WORK]
    assert (done.fine_low, done.fine_high) == (0, 0), "nobody tells of fines for workers"
    assert (done.detention_low, done.detention_high) == (5, 15), "for how long is not told: what the law allows"
    assert done.from_law == {Penalty.DETENTION}
    assert done.layer is Layer.PRACTICE
    condoned = rules().on(date(2016, 6, 1)).sanctions[Breach.WORK]
    assert condoned.warning
    assert condoned.removal
    assert (condoned.fine_high, condoned.detention_high, condoned.ban_months_high) == (0, 0, 0)


def test_what_the_law_has_for_work() -> None:
    law = rules(Layer.PAPER).on(date(2018, 6, 1)).sanctions[Breach.WORK]
    assert (law.fine_low, law.fine_high) == (5_000, 20_000)
    assert (law.detention_low, law.detention_high) == (0, 15), "only where it is serious"
    assert (law.ban_months_low, law.ban_months_high) == (12, 60)
    assert law.removal
    further = rules().on(date(2018, 6, 1)).sanctions[Breach.FURTHER]
    assert (further.fine_low, further.fine_high, further.layer) == (5_000, 20_000, Layer.PAPER)
    old = rules().on(date(2013, 6, 30)).sanctions[Breach.FURTHER]
    assert (old.fine_low, old.fine_high) == (0, 1_000), "under the penalties before the law of 2012"


def test_an_overstay_costs_by_the_day() -> None:
    drawn = rules()
    for days, most in ((1, 500), (3, 1_500), (30, 10_000)):
        overstay = drawn.sanction(Breach.OVERSTAY, date(2018, 6, 1), days)
        assert (overstay.fine_low, overstay.fine_high) == (0, most)
        assert overstay.warning
    assert drawn.on(date(2018, 6, 1)).sanctions[Breach.OVERSTAY].fine_high == 10_000


def test_fines_for_firms_and_agencies_go_by_the_worker() -> None:
    drawn = rules()
    day = date(2018, 6, 1)
    fines = [drawn.sanction(Breach.EMPLOYER, day, count).fine_high for count in (1, 4, 30)]
    assert fines == [10_000, 40_000, 100_000]
    assert drawn.sanction(Breach.EMPLOYER, day, 4).from_law == {Penalty.FINE}
    assert drawn.sanction(Breach.EMPLOYER, date(2016, 6, 1), 4).fine_high == 0, "for two decades it was condoned"
    assert [drawn.sanction(Breach.AGENCY, day, count).fine_high for count in (1, 4, 30)] == [5_000, 20_000, 100_000]
    assert drawn.sanction(Breach.ENTRY, day).fine_high == 10_000


def test_every_breach_of_the_binding_is_one_for_certain() -> None:
    """No case of a breach leaves open whether it is one: the binding gives all the facts that decide it."""
    for breach in BINDING.breaches:
        if breach.kind is Breach.OVERSTAY:
            continue  # its days are counted by the inquiry
        counted = {breach.counted.fact: breach.counted.reference} if breach.counted else {}
        case = read_case(GUANGXI, {**BINDING.facts, **breach.facts, **counted}, at=date(2019, 6, 1))
        outcomes = {key: check(GUANGXI, case, key).paper.outcome for key in breach.conduct}
        assert set(outcomes.values()) <= {Outcome.YES, Outcome.NO, Outcome.DOES_NOT_APPLY}, outcomes
        assert Outcome.YES in outcomes.values()


# ---- laws --------------------------------------------------------------------------------------------------

FIRST, LAST = date(2016, 1, 1), date(2021, 12, 31)


@given(st.integers(0, 40), st.integers(0, (LAST - FIRST).days))
def test_an_offer_is_one_object_between_two_changes(run: int, days: int) -> None:
    drawn = Rules(GUANGXI, BINDING, Layer.PRACTICE, KeyedChosen(7, run))
    changes = drawn.changes(FIRST, LAST)
    assert list(changes) == sorted(set(changes))
    day = FIRST + timedelta(days=days)
    until = next((change for change in changes if change > day), LAST + timedelta(days=1))
    assert drawn.on(until - timedelta(days=1)) is drawn.on(day)


def same(one: Offer, other: Offer) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Offer.__dataclass_fields__)


@given(st.integers(0, 40), st.lists(st.integers(0, (LAST - FIRST).days), min_size=2, max_size=6))
def test_in_whatever_order_days_are_asked_about(run: int, days: list[int]) -> None:
    asked = [FIRST + timedelta(days=one) for one in days]
    forth = Rules(GUANGXI, BINDING, Layer.PRACTICE, KeyedChosen(7, run))
    back = Rules(GUANGXI, BINDING, Layer.PRACTICE, KeyedChosen(7, run))
    offers = [forth.on(day) for day in asked]
    others = [back.on(day) for day in reversed(asked)][::-1]
    assert all(same(one, other) for one, other in zip(offers, others, strict=True))
    assert dict(forth.chosen.made) == dict(back.chosen.made)


def test_nothing_can_be_written_into_an_offer() -> None:
    offer = rules().on(date(2018, 6, 1))
    with pytest.raises(ValueError, match="read-only"):
        offer.fee[0, 0] = 0


def test_a_month_on_which_nothing_changes_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = rules()
    drawn.on(date(2018, 6, 1))
    monkeypatch.setattr("sojourn.lab.offers.inquiry.brief", None)
    monkeypatch.setattr("sojourn.lab.offers.inquiry.check", None)
    assert drawn.on(date(2018, 8, 1)).in_force
    other = rules()
    assert other.on(date(2018, 7, 1)).in_force, "nor does another run that is at the same point"


def test_a_day_that_is_settled_is_not_chosen() -> None:
    settled = {"suspension": date(2020, 2, 3)}
    drawn = Rules(GUANGXI, BINDING, Layer.PRACTICE, KeyedChosen(1, 1), settle=settled)
    assert date(2020, 2, 3) in drawn.changes(FIRST, LAST)
    assert "suspension" not in drawn.chosen.made
