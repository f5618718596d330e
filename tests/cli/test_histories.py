"""Asking for a history: whatever is answered, it comes to an end, and to what was said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojourn.cli.describing import entry_fields
from sojourn.cli.histories import Step, next_step
from sojourn.cli.prompts import Reply, Said
from sojourn.policy import Fact, load
from tests.policy.small_programmes import MEADOW

HISTORIES = [fact for fact in load(MEADOW).facts.values() if fact.fields]
REPLIES = st.lists(st.sampled_from(["yes", "no", "2018", Said.UNKNOWN]), max_size=200)


@given(fact=st.sampled_from(HISTORIES), replies=REPLIES)
def test_every_reply_has_its_place(fact: Fact, replies: list[Reply]) -> None:
    """Given any replies, then each step asks for something, and what comes of them holds nothing that was not said."""
    given_so_far = 0
    while given_so_far <= len(replies):
        step = next_step(fact, replies[:given_so_far])
        if not isinstance(step, Step):
            break
        assert step.what in ("begin", "more", "complete", *entry_fields(fact))
        assert len(step.entries) <= fact.at_most
        given_so_far += 1
    else:
        return
    if step is Said.UNKNOWN:
        assert replies[:given_so_far] == [Said.UNKNOWN]
        return
    assert isinstance(step, dict)
    entries = step["entries"]
    assert isinstance(entries, list)
    said = [value for entry in entries for value in entry.values()]
    fields = [name for entry in entries for name in entry]
    assert set(fields) <= set(entry_fields(fact))
    assert len(entries) <= fact.at_most
    assert all(replies[:given_so_far].count(value) >= said.count(value) for value in said)
    assert step["complete"] == ("yes" if replies[given_so_far - 1] == "yes" else "no")


def test_a_history_is_full_at_some_point() -> None:
    """Given as many entries as a history may have, then no further one is asked for."""
    fact = HISTORIES[0]
    one: list[Reply] = ["yes", *("yes" for _ in entry_fields(fact))]
    step = next_step(fact, one * fact.at_most)
    assert isinstance(step, Step)
    assert step.what == "complete"
