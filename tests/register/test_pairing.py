"""Pairing as a law: whatever order crossings are given in, the stays are those of the sorted ones, none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sojourn.register.services.pairing import Passage, pair
from sojourn.register.vocabulary import Direction

START = datetime(2019, 6, 3, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Passage]:
    """Crossings of a person with two documents, several of them in one second at times."""
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(["pass", "passport"]), st.sampled_from(list(Direction)), st.integers(0, 9)),
            unique=True,
            max_size=14,
        )
    )
    return [
        Passage(key, (kind, "1"), direction, at := START + timedelta(hours=7 * hour), at.date())
        for key, (kind, direction, hour) in enumerate(rows, start=1)
    ]


@given(histories(), st.randoms())
def test_the_order_of_arrival_does_not_matter(passages: list[Passage], random: object) -> None:
    shuffled = list(passages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert pair(shuffled) == pair(passages)


@given(histories())
def test_every_crossing_is_in_a_stay_or_a_gap_and_in_no_two(passages: list[Passage]) -> None:
    stays, gaps = pair(passages)
    entries = [stay.entry.key for stay in stays]
    exits = [stay.leaving.key for stay in stays if stay.leaving]
    without_entry = [gap.passage.key for gap in gaps if gap.kind.value == "no_entry"]
    assert sorted(entries + exits + without_entry) == sorted(passage.key for passage in passages)


@given(histories())
def test_nobody_is_in_two_places_at_once(passages: list[Passage]) -> None:
    stays, _ = pair(passages)
    for earlier, later in pairwise(stays):
        assert not earlier.open
        until = earlier.leaving or earlier.next_entry
        assert until is not None
        assert earlier.entry.at <= until.at <= later.entry.at


@given(histories())
def test_who_was_not_seen_leaving_leaves_a_question(passages: list[Passage]) -> None:
    stays, gaps = pair(passages)
    cut_short = [stay.entry.key for stay in stays if stay.next_entry]
    assert cut_short == [gap.passage.key for gap in gaps if gap.kind.value == "no_exit"]


@given(histories(), st.integers(0, 9))
def test_a_history_can_be_taken_up_where_a_crossing_is_alone_in_its_second(passages: list[Passage], hour: int) -> None:
    at = START + timedelta(hours=7 * hour)
    alone = [passage for passage in passages if passage.at == at]
    if len(alone) != 1:
        return
    whole, gaps = pair(passages)
    inside = alone[0] if alone[0].direction is Direction.IN else None
    later, later_gaps = pair([passage for passage in passages if passage.at > at], inside)
    assert later == whole[len(whole) - len(later) :]
    assert later_gaps == gaps[len(gaps) - len(later_gaps) :]
