"""Crossings in any order of arrival, twice, or refused afterwards: the stays are those of the sorted crossings."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.clock import CHINA
from sojourn.register.models import Crossing, Document, Event, Gap, Person, Stay
from sojourn.register.refusal import Refused
from sojourn.register.services.crossings import Passing, Recorded, record, refuse_entry
from sojourn.register.services.deciding import decide
from sojourn.register.services.pairing import Passage, pair
from sojourn.register.vocabulary import DecisionKind, Direction, DocumentKind, Purpose, Role
from tests.register.border import office_at
from tests.register.city import City, stand_at

FIRST = datetime(2019, 6, 3, 8, tzinfo=CHINA)
TODAY = date(2019, 6, 14)
WORDS = {"reason": "Seen", "legal_basis": "Article 25", "appeal_route": "Review within 60 days"}


def machine_of(city: City) -> type[RuleBasedStateMachine]:
    """The machine, for a city."""
    pingxiang = city.of(Role.BORDER_POST)
    posts = [pingxiang, office_at(city, "dongxing"), office_at(city, "longzhou")]

    class Life(RuleBasedStateMachine):
        """Crossings of one person as they become known."""

        @initialize()
        def begin(self) -> None:
            self.held = transaction.atomic()
            self.held.__enter__()
            self.person: Person = city.person()
            self.numbers = [Document.objects.get(person=self.person).document_number, f"P{self.person.pk:07d}"]
            with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
                Document.objects.create(
                    person=self.person,
                    kind=DocumentKind.PASSPORT.value,
                    document_number=self.numbers[1],
                    valid_from=date(2017, 1, 1),
                    valid_to=date(2025, 1, 1),
                )
                # Whoever comes in is referred, so that an officer may refuse the entry.
                decide(
                    by, DecisionKind.BAN, person=self.person, begins_on=FIRST.date(), ends_on=date(2024, 1, 1), **WORDS
                )
            self.answers: dict[tuple[str, Direction, datetime], Recorded] = {}
            self.refused: set[int] = set()

        @rule(
            document=st.sampled_from([0, 0, 0, 1]),
            direction=st.sampled_from(list(Direction)),
            hour=st.integers(0, 12),
            post=st.sampled_from(posts),
        )
        def passes(self, document: int, direction: Direction, hour: int, post: object) -> None:
            passing = Passing(self.numbers[document], direction, FIRST + timedelta(hours=17 * hour))
            with acting(post, Purpose.BORDER_CONTROL) as by:
                answer = record(by, passing)
            known = self.answers.get((passing.shown, direction, passing.at))
            assert answer.repeated == (known is not None)
            if known is not None:
                assert (answer.crossing, answer.verdict, answer.reasons) == (
                    known.crossing,
                    known.verdict,
                    known.reasons,
                )
            self.answers[passing.shown, direction, passing.at] = answer

        @rule(which=st.integers(0, 20))
        def an_officer_refuses_an_entry(self, which: int) -> None:
            entries = [
                answer.crossing for (_, direction, _), answer in self.answers.items() if direction is Direction.IN
            ]
            if not entries:
                return
            crossing = Crossing.objects.get(pk=entries[which % len(entries)])
            post = next(post for post in posts if post.office_id == crossing.post_id)
            try:
                with acting(post, Purpose.BORDER_CONTROL) as by:
                    refuse_entry(by, crossing.pk, **WORDS)
            except Refused:
                assert crossing.pk in self.refused
            self.refused.add(crossing.pk)

        @invariant()
        def the_stays_are_those_of_the_sorted_crossings(self) -> None:
            if not hasattr(self, "answers"):
                return
            rows = Crossing.objects.filter(person=self.person)
            assert {row.pk for row in rows} == {answer.crossing for answer in self.answers.values()}, "nothing is lost"
            counted = [
                Passage(row.pk, (row.kind, row.document_number), Direction(row.direction), row.at, row.day)
                for row in rows
                if row.pk not in self.refused
            ]
            wanted, missing = pair(counted)
            stays = Stay.objects.filter(person=self.person)
            assert {(row.crossing_in_id, row.crossing_out_id, row.open, row.left_on, row.gone_by) for row in stays} == {
                (
                    one.entry.key,
                    one.leaving.key if one.leaving else None,
                    one.open,
                    one.leaving.day if one.leaving else None,
                    one.next_entry.day if one.next_entry else None,
                )
                for one in wanted
            }
            gaps = Gap.objects.filter(person=self.person, closed_on=None)
            assert {(gap.crossing_id, gap.kind) for gap in gaps} == {
                (one.passage.key, one.kind.value) for one in missing
            }
            assert sum(row.open for row in stays) <= 1, "nobody is in two places at once"

        @invariant()
        def nobody_is_made_to_leave_before_she_came(self) -> None:
            """What holds of any pairing, whatever works it out: each crossing once, in before out, none in between."""
            if not hasattr(self, "answers"):
                return
            rows = {row.pk: row for row in Crossing.objects.filter(person=self.person, refusal=None)}
            stays = list(Stay.objects.filter(person=self.person))
            ins = {pk for pk, row in rows.items() if row.direction == Direction.IN.value}
            assert sorted(stay.crossing_in_id for stay in stays) == sorted(ins), "each crossing in begins one stay"
            outs = [stay.crossing_out_id for stay in stays if stay.crossing_out_id is not None]
            assert len(outs) == len(set(outs)), "a crossing out ends one stay at most"
            asked = set(Gap.objects.filter(person=self.person, closed_on=None).values_list("crossing_id", flat=True))
            assert rows.keys() - ins == set(outs) | {pk for pk in asked if pk in rows and pk not in ins}
            for stay in stays:
                began = rows[stay.crossing_in_id].at
                if stay.crossing_out_id is not None:
                    ended = rows[stay.crossing_out_id].at
                    assert began <= ended
                    assert not [row for row in rows.values() if began < row.at < ended], "nothing lies in between"
            # Within a second everybody who was out comes in first, and whoever was in goes out first: a pair of them
            # leaves no question behind where there was none.
            for at in {row.at for row in rows.values()}:
                second = [pk for pk, row in rows.items() if row.at == at]
                if len(second) == 2 and len({rows[pk].direction for pk in second}) == 2:
                    assert len(asked & set(second)) <= 1

        @invariant()
        def flags_are_told_in_the_ledger(self) -> None:
            if not hasattr(self, "answers"):
                return
            told: dict[str, str] = {}
            for event in Event.objects.filter(kind__startswith="stay.flag", person=self.person).order_by("sequence"):
                told[event.facts["stay"]] = event.facts.get("flag", "")
            for stay in Stay.objects.filter(person=self.person):
                assert told.get(stay.number, "") == stay.flag

        @invariant()
        def limits_and_flags_follow_from_the_stay_alone(self) -> None:
            if not hasattr(self, "answers"):
                return
            days = {"pingxiang": (1, 1), "dongxing": (3, 3), "longzhou": (1, 7)}
            for stay in Stay.objects.filter(person=self.person):
                if stay.kind == DocumentKind.PASSPORT.value:
                    assert (stay.leave_by, stay.latest, stay.flag) == (None, None, "")
                    continue
                first, last = (stay.entered_on + timedelta(days=count) for count in days[stay.place])
                assert (stay.leave_by, stay.latest) == (first, last)
                left = stay.left_on or stay.gone_by or TODAY
                past = "past" if left > last and not stay.gone_by else "may_be_past" if left > first else ""
                assert stay.flag == past

        def teardown(self) -> None:
            if hasattr(self, "held"):
                assert events.verify() is None
                transaction.set_rollback(True)
                self.held.__exit__(None, None, None)
                transaction.set_rollback(False)

    return Life


@pytest.mark.django_db
def test_stays_follow_from_the_crossings_in_whatever_order_they_arrive(city: City) -> None:
    stand_at(TODAY)
    run_state_machine_as_test(
        machine_of(city),
        settings=settings(
            max_examples=12,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
