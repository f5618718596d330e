"""What each alternative is worth to each kind of person: pay less what it costs, in the logarithm, plus what is liked.

    worth = wage_weight * ln(what is left of a month's pay) + liking + network - distance + posts_pull * ln(posts)

What the rules take (fees, absences, sanctions, limits) comes from the offer of the day; all else from the parameters:
how often firms are inspected among them, as it is on the day (`inspections` at the firms that take people without
papers, `inspection_effort` with what the local office does beyond the usual).
Everything is worked out once a segment for a few hundred kinds of people and some eighty alternatives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing.scales import UTILITY_ONE
from ..engine.arrays import CLOSED, Manner, Mode
from ..offers import Breach, Offer
from .population import Kinds, kinds_of
from .world import World

Numbers = NDArray[np.float64]
#: Days and working days of a month.
DAYS: Final = 30.4
WORKING_DAYS: Final = 26.0


@dataclass(frozen=True, slots=True)
class Money:
    """Pay and costs a month, in yuan; K kinds, P places, C cells. Kept for what is told of incomes."""

    permit: Numbers
    irregular: Numbers
    on_pass: Numbers
    further: Numbers
    coast: Numbers
    home: Numbers


def pay_of(world: World, parameters: Mapping[str, float], month: int) -> Money:
    """What people earn in a month (January is 1) before anything is taken off."""
    kinds = kinds_of(world)
    sectors, places = len(world.lines.keys), len(world.places)
    skilled = np.exp(parameters["skill_return"] * world.skill[kinds.skill])
    talks = 1 + np.outer(kinds.mandarin, np.tile(world.lines.mandarin, places))
    cut = np.where(world.lines.harvest[:, month - 1], (parameters["harvest_pay"] - 1) * world.lines.harvest_share, 0.0)
    cells = np.tile(world.lines.pay * (1 + cut), places) * (1 - parameters["wage_gap"])
    permit = cells[None, :] * skilled[:, None] * talks
    irregular = permit * (1 - parameters["irregular_penalty"])
    by_place = irregular.reshape(-1, places, sectors)
    weights = world.posts / np.maximum(world.posts.sum(1, keepdims=True), 1)  # no posts, no casual work
    return Money(
        permit=permit,
        irregular=irregular,
        on_pass=(by_place * weights[None]).sum(2),
        further=parameters["further_wage"] * skilled,
        coast=parameters["coast_wage"] * skilled ** parameters["skill_on_coast"],
        home=np.full(skilled.size, parameters["home_pay"]),
    )


def earned(world: World, money: Money, days: NDArray[np.int64]) -> NDArray[np.int64]:
    """What people earned on so many days, in yuan by mode, before anything is taken off; `days`: [modes, C, skills]."""
    kinds = kinds_of(world)
    by_skill = [kinds.skill == skill for skill in range(world.skill.size)]
    total = np.zeros(len(Mode), np.int64)
    for mode, pay in (
        (Mode.HOME, money.home),
        (Mode.COAST, money.coast),
        (Mode.FURTHER, money.further),
        (Mode.PASS, money.on_pass),
        (Mode.PERMIT, money.permit),
        (Mode.IRREGULAR, money.irregular),
        (Mode.MISMATCH, money.permit),
    ):
        mean = np.stack([np.atleast_1d(pay[one].mean(0)) for one in by_skill], axis=1)
        total[mode] = round(float((days[mode, : mean.shape[0]] * mean).sum()) / DAYS)
    return total


def expected_sanction(offer: Offer, breach: Breach, pay: Numbers, parameters: Mapping[str, float]) -> Numbers:
    """What being found is expected to cost, in yuan: fine, days held, and what coming is worth while a ban lasts."""
    sanction = offer.sanctions[breach]
    months = min((sanction.ban_months_low + sanction.ban_months_high) / 2, parameters["ban_months_feared"])
    held = (sanction.detention_low + sanction.detention_high) / 2 / DAYS
    return (sanction.fine_low + sanction.fine_high) / 2 + pay * (held + parameters["worth_of_coming"] * months)


def value_table(
    world: World,
    offer: Offer,
    parameters: Mapping[str, float],
    money: Money,
    posts: Numbers,
    tracking: Numbers,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The utility of each alternative for each kind, CLOSED where it is not open; and what it would be if it were.

    Both int32[kinds, 3 + P + 3C]. The second is for those who live an alternative that has closed since. `posts` are
    those for migrants, filled or not, at the real size; shape (places, sectors). `tracking` is the level of the app by
    place: it knows who works on a permit of another firm.
    """
    kinds = kinds_of(world)
    likes = _likes(world, kinds, parameters, posts)
    columns = [
        _worth(parameters, money.home)[:, None] + likes[Mode.HOME],
        _worth(parameters, money.coast)[:, None] + likes[Mode.COAST],
        _worth(parameters, _further(world, offer, kinds, parameters, money))[:, None] + likes[Mode.FURTHER],
        _worth(parameters, _on_pass(world, offer, kinds, parameters, money)) + likes[Mode.PASS],
        _worth(parameters, _on_permit(offer, parameters, money)) + likes[Mode.PERMIT],
        _worth(parameters, _irregular(world, offer, kinds, parameters, money)) + likes[Mode.IRREGULAR],
        _worth(parameters, _mismatched(offer, kinds, world, parameters, money, tracking)) + likes[Mode.MISMATCH],
    ]
    utility = np.concatenate(columns, axis=1)
    scaled = np.clip(np.floor(utility * UTILITY_ONE + 0.5), -(2**30), 2**30).astype(np.int32)
    return np.where(_open(world, offer, kinds), scaled, np.int32(CLOSED)), scaled


def _worth(parameters: Mapping[str, float], net: Numbers) -> Numbers:
    return parameters["wage_weight"] * np.log(np.maximum(net, parameters["least_left"]) / 1000)


def _likes(world: World, kinds: Kinds, parameters: Mapping[str, float], posts: Numbers) -> dict[Mode, Numbers]:
    """What is liked, how far it is and how many posts there are, apart from money; by mode, (kinds, alternatives).

    A line of work at a place stands for all its posts, so more of them draw more: the size of an aggregate alternative
    (Ben-Akiva and Lerman 1985, chapter 9). It is taken against the usual one, as it is outside the harvest.
    """
    sectors = len(world.lines.keys)
    far = parameters["distance_cost"] / 100
    km = world.homes.km[kinds.home]
    linked = (kinds.link * parameters["network_pull"])[:, None]
    usual = world.posts * (1 - world.lines.locals)
    pull = parameters["posts_pull"]
    at_firms = pull * np.log(np.maximum(posts, 1) / usual[usual > 0].mean()).ravel() - far * np.repeat(km, sectors, 1)
    casual = pull * np.log(np.maximum(posts.sum(1), 1) / usual.sum(1)[usual.any(axis=1)].mean()) - far * km
    return {
        Mode.HOME: np.full((kinds.home.size, 1), parameters["home_pull"]),
        Mode.COAST: np.full((kinds.home.size, 1), parameters["coast_liking"] - far * world.coast_km),
        Mode.FURTHER: parameters["further_liking"] + parameters["network_further"] * linked,
        Mode.PASS: parameters["pass_liking"] + casual,
        Mode.PERMIT: linked + at_firms,
        Mode.IRREGULAR: parameters["irregular_liking"] + linked + at_firms,
        Mode.MISMATCH: parameters["irregular_liking"] + linked + at_firms,
    }


def _on_permit(offer: Offer, parameters: Mapping[str, float], money: Money) -> Numbers:
    """Pay for the days really worked, less the fee and the premium where workers pay them, and the agent's part."""
    away = 0.0 if offer.renews_in_place else offer.away_days.ravel()
    # From one permit to the next: its term, and the days away before the next one begins.
    days = DAYS * np.maximum(offer.term_months.ravel(), 1) + away
    worked = 1 - away / days
    fee = offer.fee.ravel() * DAYS / days if offer.worker_pays_fee else 0.0
    premium = 0.0 if offer.employer_pays_premium else float(offer.premium)
    return money.permit * worked - fee - premium - parameters["agent_fee"] / parameters["months_spread_near"]


def _irregular(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    found = chance_found(parameters)
    feared = world.fear[kinds.fear][:, None] * parameters["fear"]
    sanction = expected_sanction(offer, Breach.WORK, money.irregular, parameters)
    crossings = entry_cost(world, offer, kinds, parameters, money) + exit_cost(world, offer, kinds, parameters, money)
    return money.irregular - found * feared * sanction - crossings[:, None] / parameters["months_spread_near"]


def _mismatched(
    offer: Offer, kinds: Kinds, world: World, parameters: Mapping[str, float], money: Money, tracking: Numbers
) -> Numbers:
    inspected = parameters["inspections"] * parameters["inspection_effort"] * parameters["inspection_finds"]
    found = inspected + chance_tracked(world, parameters, tracking)
    feared = world.fear[kinds.fear][:, None] * parameters["fear"]
    sanction = expected_sanction(offer, Breach.MISMATCH, money.irregular, parameters)
    agent = parameters["agent_fee"] / parameters["months_spread_near"]
    return _on_permit(offer, parameters, money) - found * feared * sanction - agent


def _on_pass(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    """Casual work within the limit of a pass: each crossing takes time and money, so a short limit costs more."""
    limit = np.maximum(offer.pass_limit, 1)
    crossings = 2 * WORKING_DAYS / limit
    worked = np.maximum(1 - parameters["crossing_time"] * 2 / limit, 0)
    feared = world.fear[kinds.fear][:, None] * parameters["fear"]
    found = parameters["street_checks"] * parameters["checks_on_pass"] * parameters["inspection_effort"]
    sanction = expected_sanction(offer, Breach.WORK, money.on_pass, parameters)
    return money.on_pass * worked - crossings * parameters["crossing_cost"] - found * feared * sanction


def _further(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    feared = world.fear[kinds.fear] * parameters["fear"]
    sanction = expected_sanction(offer, Breach.FURTHER, money.further, parameters)
    crossings = entry_cost(world, offer, kinds, parameters, money) + exit_cost(world, offer, kinds, parameters, money)
    journey = (parameters["journey_further"] + crossings) / parameters["months_spread_further"]
    return money.further - parameters["found_further"] * feared * sanction - journey


def entry_cost(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    """What coming in without a permit costs, in yuan: a crossing on a pass, or a guide and the risk of being caught."""
    feared = world.fear[kinds.fear] * parameters["fear"]
    sanction = expected_sanction(offer, Breach.ENTRY, money.home, parameters)
    caught = parameters["caught_crossing"] * parameters["border_control"]
    clandestine = parameters["smuggler_fee"] + np.minimum(caught, 1) * feared * sanction
    return np.where(offer.pass_open[kinds.home], parameters["crossing_cost"], clandestine)


def exit_cost(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    """What going out again is thought to cost somebody who begins to stay without papers, in yuan.

    With a pass, and so too after a permit, the exit is late and may be found; without, it is unseen as the entry was.
    Of either people think as far as they have foresight.
    """
    cost = _caught_out(world, offer, kinds, parameters, money)
    return parameters["foresight"] * np.where(
        offer.pass_open[kinds.home], cost[:, Manner.PASS], cost[:, Manner.CLANDESTINE]
    )


def _caught_out(world: World, offer: Offer, kinds: Kinds, parameters: Mapping[str, float], money: Money) -> Numbers:
    """What being caught on the way out is expected to cost, in yuan, by kind and how she came in; [kinds, 4]."""
    feared = world.fear[kinds.fear] * parameters["fear"]
    caught = min(parameters["caught_crossing"] * parameters["border_control"], 1)
    late = chance_late_found(offer, parameters)
    cost = np.zeros((kinds.home.size, len(Manner)))
    cost[:, Manner.PASS] = late * feared * expected_sanction(offer, Breach.OVERSTAY, money.home, parameters)
    cost[:, Manner.CLANDESTINE] = caught * feared * expected_sanction(offer, Breach.ENTRY, money.home, parameters)
    return cost


def chance_found(parameters: Mapping[str, float]) -> float:
    """The chance a month of being found at irregular work near the border: at an inspection, or alone."""
    inspected = parameters["inspections"] * parameters["inspection_finds"] + parameters["street_checks"]
    return float(inspected * parameters["inspection_effort"])


def chance_tracked(world: World, parameters: Mapping[str, float], tracking: Numbers) -> Numbers:
    """The chance a month that the app shows a permit holder where she should not be, by cell; `tracking` by place."""
    return np.repeat(parameters["app_finds"] * tracking, len(world.lines.keys))


def tracked_worth(
    world: World, offer: Offer, parameters: Mapping[str, float], money: Money, tracking: Numbers
) -> NDArray[np.int32]:
    """What the app takes off the worth of irregular work for those who came in on a permit; int32[kinds, cells]."""
    kinds = kinds_of(world)
    net = _irregular(world, offer, kinds, parameters, money)
    feared = world.fear[kinds.fear][:, None] * parameters["fear"]
    sanction = expected_sanction(offer, Breach.WORK, money.irregular, parameters)
    less = _worth(parameters, net - chance_tracked(world, parameters, tracking) * feared * sanction)
    return np.floor((less - _worth(parameters, net)) * UTILITY_ONE + 0.5).astype(np.int32)


def chance_late_found(offer: Offer, parameters: Mapping[str, float]) -> float:
    """The chance that an overstay is found on the way out: another one once the border finds overstays by itself."""
    found = parameters["overstay_found" if offer.overstays_found else "overstay_found_before"]
    return min(found * parameters["border_control"], 1.0)


def leave_table(
    world: World, offer: Offer, parameters: Mapping[str, float], money: Money
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """What going out takes off the worth of leaving, and of coming in again on other papers; each int32[kinds, 4].

    By kind and how she came in. A late exit may be found; and who leaves must come in again some day as she did, of
    which a share is thought of now. Who gets other papers need not: what coming in on them costs is in their worth.
    """
    kinds = kinds_of(world)
    out_and_in = _caught_out(world, offer, kinds, parameters, money)
    again = parameters["foresight"] * entry_cost(world, offer, kinds, parameters, money)
    leave = out_and_in.copy()
    leave[:, [Manner.PASS, Manner.CLANDESTINE]] += again[:, None]

    def scaled(cost: Numbers) -> NDArray[np.int32]:
        utility = -parameters["wage_weight"] * np.log1p(cost / (parameters["months_spread_near"] * money.home[:, None]))
        return np.floor(utility * UTILITY_ONE + 0.5).astype(np.int32)

    return scaled(leave), scaled(out_and_in)


def _open(world: World, offer: Offer, kinds: Kinds) -> NDArray[np.bool_]:
    """Which alternatives are open to which kind. Irregular work is; a permit of another firm, where hers has none."""
    firms = (world.posts > 0).ravel()
    permit = offer.permit[kinds.home].reshape(kinds.home.size, -1) & (firms & (offer.term_months.ravel() > 0))[None]
    places, sectors = len(world.places), len(world.lines.keys)
    permitted = permit.reshape(-1, places, sectors)
    elsewhere = permitted.any(axis=2, keepdims=True) & ~permitted & (kinds.link == 1)[:, None, None]
    always = np.ones((kinds.home.size, 3), bool)
    on_pass = np.repeat(offer.pass_open[kinds.home][:, None], places, axis=1) & (offer.pass_limit > 0)[None]
    irregular = np.broadcast_to(firms, permit.shape)
    return np.concatenate([always, on_pass, permit, irregular, elsewhere.reshape(permit.shape) & firms], axis=1)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Where each alternative leads, and where its passing taste is found: in lane `lane` of what is drawn for `block`.

    The numbers behind it are permanent, so tastes stay as they are if places or lines of work are added.
    """

    block: NDArray[np.uint32]
    lane: NDArray[np.int32]
    toward: NDArray[np.uint8]
    into: NDArray[np.uint8]


@cache
def alternatives(world: World) -> Alternatives:
    """The alternatives of a world, in their order."""
    places, sectors = len(world.places), len(world.lines.keys)
    cells = np.add.outer(np.arange(places) * 64, np.arange(sectors)).ravel()
    alone = (Mode.HOME, Mode.COAST, Mode.FURTHER)
    of_cells = (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH)
    names = np.concatenate(
        [
            [int(mode) for mode in alone],
            64 + np.arange(places),
            *(4096 * int(mode) + cells for mode in of_cells),
        ]
    )
    block, index = np.unique(names >> 2, return_inverse=True)
    return Alternatives(
        block=block.astype(np.uint32),
        lane=((names & 3) * block.size + index).astype(np.int32),
        toward=np.repeat([*alone, Mode.PASS, *of_cells], [1, 1, 1, places, *(world.cells for _ in of_cells)]).astype(
            np.uint8
        ),
        into=np.concatenate([[0, 0, 0], np.arange(places), *(np.arange(world.cells) for _ in of_cells)]).astype(
            np.uint8
        ),
    )
