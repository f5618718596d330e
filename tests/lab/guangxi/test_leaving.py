"""What the way out is worth to people, and what the centre makes of those who did not take it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.lab.engine.arrays import CLOSED, Manner, Mode
from sojourn.lab.guangxi.authorities import FOUND, LEAKS, Authorities, Bargain
from sojourn.lab.guangxi.firms import make_firms
from sojourn.lab.guangxi.office import Load
from sojourn.lab.guangxi.parameters import middle
from sojourn.lab.guangxi.population import kinds_of
from sojourn.lab.guangxi.utilities import alternatives, leave_table, pay_of, value_table
from sojourn.lab.guangxi.world import world
from sojourn.policy import Layer

from ..engine.runs import rules_of

DAY = date(2018, 6, 1)
OFFER = rules_of(Layer.PRACTICE).on(DAY)
#: The level of the app at each place: none.
NO_APP = np.zeros(len(world().places))
HAS_PASS = OFFER.pass_open[kinds_of(world()).home]


def worth(mode: Mode, **given: float) -> NDArray[np.int32]:
    """What the alternatives of a mode are worth by kind, with some parameters otherwise."""
    parameters = {**middle(), **given}
    _, value = value_table(world(), OFFER, parameters, pay_of(world(), parameters, DAY.month), world().posts, NO_APP)
    return value[:, alternatives(world()).toward == mode]


@pytest.mark.parametrize("mode", [Mode.IRREGULAR, Mode.FURTHER])
def test_a_late_exit_is_thought_of_when_a_stay_without_papers_begins(mode: Mode) -> None:
    """Given foresight, then overstays that are found make staying on worth less to those with a pass, and only then."""
    assert HAS_PASS.any()
    assert not HAS_PASS.all()
    none, found = (worth(mode, foresight=1.0, overstay_found=chance) for chance in (0.0, 1.0))
    assert (found[HAS_PASS] < none[HAS_PASS]).all()
    assert np.array_equal(found[~HAS_PASS], none[~HAS_PASS])
    blind = [worth(mode, foresight=0.0, overstay_found=chance) for chance in (0.0, 1.0)]
    assert np.array_equal(*blind)


@pytest.mark.parametrize("mode", [Mode.IRREGULAR, Mode.FURTHER])
def test_an_unseen_exit_is_thought_of_by_those_without_a_pass(mode: Mode) -> None:
    """Given that unseen crossings are caught, then foresight makes staying worth less to those who came so."""
    blind, seeing = (worth(mode, foresight=share, caught_crossing=0.5) for share in (0.0, 1.0))
    assert (seeing[~HAS_PASS] < blind[~HAS_PASS]).all()


@pytest.mark.parametrize("mode", [Mode.PERMIT, Mode.PASS, Mode.HOME])
def test_who_leaves_in_time_has_nothing_to_think_of(mode: Mode) -> None:
    assert np.array_equal(worth(mode, foresight=0.0), worth(mode, foresight=1.0, overstay_found=1.0))


def test_coming_in_again_on_other_papers_is_not_charged_twice() -> None:
    """Given the two tables, then going out costs no more with other papers at hand, and nothing on a permit."""
    parameters = {**middle(), "foresight": 1.0}
    leave, out_and_in = leave_table(world(), OFFER, parameters, pay_of(world(), parameters, DAY.month))
    assert (out_and_in >= leave).all()
    assert (out_and_in[:, [Manner.PASS, Manner.CLANDESTINE]] < 0).all()
    assert (out_and_in[~HAS_PASS, Manner.CLANDESTINE] > leave[~HAS_PASS, Manner.CLANDESTINE]).all()
    assert not out_and_in[:, [Manner.OUTSIDE, Manner.PERMIT]].any()


def test_what_is_closed_has_a_worth_and_what_is_open_the_same() -> None:
    parameters = middle()
    value, anyway = value_table(
        world(), OFFER, parameters, pay_of(world(), parameters, DAY.month), world().posts, NO_APP
    )
    closed = value == CLOSED
    assert closed.any()
    assert (anyway[closed] > CLOSED).all()
    assert np.array_equal(value[~closed], anyway[~closed])


def rate(leaks: int, found: int) -> float:
    """The leaks for each month of a permit that the centre sees after one in which 200 people held one."""
    pool = make_firms(world(), 4000, (1, 0))
    count = np.zeros((4, pool.cell.size), np.int32)
    count[LEAKS, 0], count[FOUND, 0] = leaks, found
    authorities = Authorities(Bargain(centre_reacts=True), regular=1)
    nothing = Load(*(np.zeros(len(world().places)) for _ in range(4)))
    place = pool.cell // len(world().lines.keys)
    authorities.month(count, pool, OFFER, middle(), nothing, place, 31, (1, 0), held=200)
    seen = authorities.rate(6)
    assert seen is not None
    return seen


def test_the_centre_counts_holders_who_did_not_leave_and_not_how_many_are_found() -> None:
    """Given more people found, then no more has leaked; given more permits that ran out unseen, then more has."""
    assert rate(10, 0) == rate(10, 50) == pytest.approx(0.05)
    assert rate(20, 0) > rate(10, 0)
