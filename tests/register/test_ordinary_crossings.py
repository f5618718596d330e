"""The ordinary crossing leaves what the long way leaves: two people live the same life, one by each way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.clock import CHINA
from sojourn.register.models import Absence, AuditRow, Crossing, Document, Event, Gap, Look, Permit, Person, Stay
from sojourn.register.services import ordinary
from sojourn.register.services.crossings import Passing, Recorded, post_of, record, record_at_length
from sojourn.register.services.deciding import decide
from sojourn.register.vocabulary import DecisionKind, Direction, DocumentKind, PermitState, Purpose, Role
from tests.register.border import comes_in, goes_out, office_at
from tests.register.city import City, stand_at

FIRST = datetime(2019, 6, 3, 8, tzinfo=CHINA)
WORDS = {"reason": "Seen", "legal_basis": "Article 25", "appeal_route": "Review within 60 days"}
#: The days to a permit's last and to its revocation: none, one for long, one to renew, one that runs out, one revoked.
PERMITS = [None, (90, None), (6, None), (2, None), (90, 2)]


def machine_of(city: City) -> type[RuleBasedStateMachine]:
    """The machine, for a city."""
    posts = [city.of(Role.BORDER_POST), office_at(city, "longzhou")]

    class Lives(RuleBasedStateMachine):
        """Two people who do the same; the second is never recorded as an ordinary passenger."""

        @initialize(
            permit=st.sampled_from(PERMITS),
            banned=st.sampled_from([False, False, True]),
            pass_days=st.sampled_from([4, 99]),
        )
        def begin(self, permit: tuple[int, int | None] | None, banned: bool, pass_days: int) -> None:
            self.held = transaction.atomic()
            self.held.__enter__()
            stand_at(FIRST.date())
            self.people: list[Person] = [city.person(), city.person()]
            self.at = FIRST
            self.answers: list[Recorded] = []
            for person in self.people:
                if permit is not None:
                    city.permit(person)
                with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
                    self._furnish(person, permit, pass_days)
                    if banned:
                        until = FIRST.date() + timedelta(days=3)
                        decide(by, DecisionKind.BAN, person=person, begins_on=FIRST.date(), ends_on=until, **WORDS)
            self.begun = Event.objects.count(), AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[0]

        def _furnish(self, person: Person, permit: tuple[int, int | None] | None, pass_days: int) -> None:
            Document.objects.filter(person=person).update(valid_to=FIRST.date() + timedelta(days=pass_days))
            Document.objects.create(
                person=person,
                kind=DocumentKind.PASSPORT.value,
                document_number=f"P{person.pk:07d}",
                valid_from=date(2017, 1, 1),
                valid_to=date(2025, 1, 1),
            )
            if permit is None:
                return
            held = Permit.objects.filter(person=person)
            held.update(valid_to=FIRST.date() + timedelta(days=permit[0]))
            if permit[1] is not None:
                held.update(state=PermitState.REVOKED.value, ended_on=FIRST.date() + timedelta(days=permit[1]))

        @rule(
            hours=st.sampled_from([0, 3, 9, 9, 20, 30]),
            post=st.sampled_from(posts),
            document=st.sampled_from([0, 0, 1]),
        )
        def goes_on(self, hours: int, post: Any, document: int) -> None:
            """The crossing that is to be expected: in if she is out, out if she is in."""
            inside = Stay.objects.filter(person=self.people[0], open=True).exists()
            self.at += timedelta(hours=hours)
            stand_at(max(clock.today(), self.at.date()))
            self._pass(Direction.OUT if inside else Direction.IN, self.at, post, document, True)

        @rule(
            direction=st.sampled_from(list(Direction)),
            hours=st.integers(0, 40),
            post=st.sampled_from(posts),
            to_work=st.booleans(),
        )
        def one_is_told_late_or_again(self, direction: Direction, hours: int, post: Any, to_work: bool) -> None:
            self._pass(direction, self.at - timedelta(hours=hours), post, 0, to_work)

        def _pass(self, direction: Direction, at: datetime, post: Any, document: int, to_work: bool) -> None:
            answers = []
            for way, person in zip((self._either_way, self._at_length), self.people, strict=True):
                numbers = list(
                    Document.objects.filter(person=person).order_by("kind").values_list("document_number", flat=True)
                )
                with acting(post, Purpose.BORDER_CONTROL) as by:
                    answers.append(way(by, Passing(numbers[document], direction, at, None, to_work)))
            assert _told(answers[0]) == _told(answers[1])

        def _either_way(self, by: Any, passing: Passing) -> Recorded:
            return record(by, passing)

        def _at_length(self, by: Any, passing: Passing) -> Recorded:
            return record_at_length(by, passing, post_of(by, None))

        @invariant()
        def everything_is_the_same(self) -> None:
            if hasattr(self, "begun"):
                one, other = (everything(person, self.begun) for person in self.people)
                assert one == other

        def teardown(self) -> None:
            if hasattr(self, "held"):
                assert events.verify() is None
                for person in self.people:
                    _commitments_hold(person)
                transaction.set_rollback(True)
                self.held.__exit__(None, None, None)
                transaction.set_rollback(False)

    return Lives


def _told(answer: Recorded) -> tuple[Any, ...]:
    reasons = [reason.code for reason in answer.reasons]
    return answer.verdict, reasons, answer.repeated, bool(answer.stay), answer.leave_by, answer.latest, answer.gap


def everything(person: Person, begun: tuple[int, int]) -> dict[str, Any]:
    """Every row that a crossing leaves, without the numbers and keys by which two people differ."""
    crossings = list(Crossing.objects.filter(person=person).order_by("at", "kind", "direction"))
    place = {row.pk: position for position, row in enumerate(crossings)}
    stays = Stay.objects.filter(person=person).order_by("crossing_in__at", "crossing_in__kind")
    recorded = Event.objects.filter(person=person, sequence__gt=begun[0]).order_by("sequence")
    rows = {
        "register_crossing": [row.pk for row in crossings],
        "register_stay": [row.pk for row in stays],
        "register_personkey": [person.pk],
    }
    audited = AuditRow.objects.filter(pk__gt=begun[1])
    return {
        "crossings": [
            (row.kind, row.direction, row.at, row.day, row.sequence, row.post_id, row.verdict,
             [reason["code"] for reason in row.reasons], row.refusal_id)
            for row in crossings
        ],
        "stays": [
            (row.number[:2], len(row.number), row.kind, row.on_permit is not None, row.place, place[row.crossing_in_id],
             place.get(row.crossing_out_id), row.open, row.entered_on, row.left_on, row.gone_by, row.leave_by,
             row.latest, row.flag, row.flagged_on)
            for row in stays
        ],
        "gaps": sorted((place[row.crossing_id], row.kind, row.closed_on) for row in Gap.objects.filter(person=person)),
        "absences": list(Absence.objects.filter(person=person).order_by("pk").values_list("left_on", "returned_on")),
        "events": [
            (row.kind, row.day, row.account_id, row.office_id, row.purpose, sorted(row.facts), bool(row.commitment))
            for row in recorded
        ],
        "looks": list(
            Look.objects.filter(person=person).order_by("pk")
            .values_list("account", "office", "role", "act", "purpose", "what")
        ),
        "audit": [
            (table, row.actor, row.purpose, row.operation, sorted(row.before or {}), sorted(row.after or {}))
            for table, keys in rows.items()
            for row in audited.filter(table=table, row__in=[str(key) for key in keys]).order_by("pk")
        ],
    }  # fmt: skip


def _commitments_hold(person: Person) -> None:
    for event in Event.objects.filter(person=person, kind="crossing.recorded"):
        crossing = Crossing.objects.select_related("post").get(pk=event.facts["crossing"])
        personal = {
            "document": crossing.document_number,
            "direction": crossing.direction,
            "at": crossing.at.astimezone(CHINA),
            "post": crossing.post.number,
            "verdict": crossing.verdict,
        }
        assert events.commitment(person, personal) == event.commitment


@pytest.mark.django_db
def test_both_ways_leave_the_same(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []
    way = ordinary.record

    def watched(*given: Any) -> Any:
        done = way(*given)
        taken.append(done is not None)
        return done

    monkeypatch.setattr(ordinary, "record", watched)
    run_state_machine_as_test(
        machine_of(city),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
    assert taken.count(True) > 5, "hardly any was ordinary: nothing was compared"
    assert taken.count(False) > 5, "hardly any was not"


@pytest.mark.django_db
def test_an_ordinary_crossing_takes_a_handful_of_statements(city: City) -> None:
    """In and out, once the person has a key: a statement more is work for every traveller."""
    person = city.person()
    comes_in(city, person, "2019-03-04T06:00:00")
    goes_out(city, person, "2019-03-04T07:00:00")
    post = city.of(Role.BORDER_POST)
    number = Document.objects.get(person=person).document_number
    for direction, hour in ((Direction.IN, 8), (Direction.OUT, 9)):
        at = datetime(2019, 3, 4, hour, tzinfo=CHINA)
        with acting(post, Purpose.BORDER_CONTROL) as by, CaptureQueriesContext(connection) as asked:
            record(by, Passing(number, direction, at))
        assert len(asked) <= 9, [one["sql"] for one in asked]
