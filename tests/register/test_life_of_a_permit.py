"""The life of a permit in any order of what may happen to it: laws that hold after every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sojourn.policy import add_months
from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.models import (
    Absence,
    Application,
    AuditRow,
    Decision,
    Event,
    Job,
    Permit,
    Person,
    Settlement,
    Standstill,
    Ticket,
)
from sojourn.register.refusal import Refused
from sojourn.register.services import applications, queue, renewals, standstill, transfers
from sojourn.register.services.applications import OPEN_STATES, Asked
from sojourn.register.services.permits import end_permit, running
from sojourn.register.services.standstill import Grounds
from sojourn.register.vocabulary import ApplicationKind, PermitState, Purpose, Role, Settled
from tests.register.city import City, stand_at
from tests.register.test_renewals import another_firm

LAST = date(2019, 12, 20)
ANYBODY = st.integers(0, 1)


def usable(permit: Permit) -> tuple[date, date]:
    """The days on which a permit may be used: to its last day, or to the one before it was ended."""
    last = permit.valid_to if permit.ended_on is None else min(permit.valid_to, permit.ended_on - timedelta(days=1))
    return permit.valid_from, last


def life(city: City, issued: set[str]) -> type[RuleBasedStateMachine]:
    """The machine over a city; each run is undone at its end. `issued` is told which kinds of permits came of it."""
    site, firm = another_firm(city)
    people: tuple[Person, ...] = (city.person("Lan"), city.person("Mai"))
    models = (Application, Permit, Absence, Job, Settlement, Ticket)

    class Life(RuleBasedStateMachine):
        """What officers, firms, the border and the days do to two workers."""

        def __init__(self) -> None:
            super().__init__()
            self.whole = transaction.atomic()
            self.whole.__enter__()
            self.kept: dict[type[Any], set[int]] = {model: set() for model in models}
            self.done = 0

        def teardown(self) -> None:
            try:
                assert events.verify() is None
            finally:
                transaction.set_rollback(True)
                self.whole.__exit__(None, None, None)

        def attempt(self, role: Role | Any, purpose: Purpose, act: Callable[[Any], Any]) -> bool:
            """Whether an act was done; one that is refused leaves nothing behind."""
            account = city.of(role) if isinstance(role, Role) else role
            before = {model: model._default_manager.count() for model in models}
            try:
                with acting(account, purpose) as by:
                    act(by)
            except Refused:
                assert before == {model: model._default_manager.count() for model in models}
                return False
            self.done += 1
            return True

        # ---- What happens ----

        @initialize()
        def one_has_begun(self) -> None:
            """One has a permit and the next one after it, the other moves on hers: so that no run tells of nothing."""
            self.go_on(0)
            self.go_on(0)
            self.go_on(1)
            self.move(1)
            self.decide(1)
            moved = running(people[1], clock.today())
            assert moved is not None
            assert (moved.site_id, moved.employer_id) == (site.pk, site.employer_id)
            before = Permit.objects.get(person=people[1], pk__lt=moved.pk)
            assert (before.state, before.ended_on) == (PermitState.SURRENDERED.value, clock.today())

        @rule(days=st.sampled_from([1, 2, 6, 13, 27, 30, 31]))
        @precondition(lambda self: clock.today() < LAST)
        def days_pass(self, days: int) -> None:
            stand_at(min(LAST, clock.today() + timedelta(days=days)))

        @rule(who=ANYBODY)
        def apply(self, who: int) -> None:
            def act(by: Any) -> None:
                asked = Asked(ApplicationKind.NEW, people[who], city.site, "peeling", Decimal(3000), city.agency)
                applications.submit(by, applications.begin(by, asked).number)

            self.attempt(Role.AGENCY, Purpose.FILING, act)

        @rule(who=ANYBODY)
        def renew(self, who: int) -> None:
            self.attempt(Role.HR_OFFICER, Purpose.CASE, lambda by: renewals.file(by, people[who]))

        @rule(who=ANYBODY)
        def move(self, who: int) -> None:
            asked = {"occupation": "sawing", "wage_promised": Decimal(3200)}
            self.attempt(firm, Purpose.FILING, lambda by: transfers.file(by, people[who], site, **asked))

        @rule(who=ANYBODY)
        def decide(self, who: int) -> None:
            number = self.waiting(who)
            if number:
                self.attempt(Role.HR_OFFICER, Purpose.CASE, lambda by: applications.approve(by, number))
                if self.attempt(Role.EXIT_ENTRY_OFFICER, Purpose.CASE, lambda by: applications.issue(by, number)):
                    issued.add(Application.objects.get(number=number).kind)

        @rule(who=ANYBODY)
        def go_on(self, who: int) -> None:
            """A first permit, or the next one on the last day, as most are."""
            permit = running(people[who], clock.today())
            if permit is None:
                self.apply(who)
            else:
                stand_at(min(LAST, permit.valid_to))
                self.renew(who)
            self.decide(who)

        @rule(who=ANYBODY)
        def refuse(self, who: int) -> None:
            number = self.waiting(who)
            grounds = {"reason": "No room", "legal_basis": "Plan of 2019", "appeal_route": "City government, 60 days"}
            if number:
                self.attempt(Role.HR_OFFICER, Purpose.CASE, lambda by: applications.refuse(by, number, **grounds))

        @rule(who=ANYBODY)
        def surrender(self, who: int) -> None:
            permit = running(people[who], clock.today())
            if permit is not None:
                self.attempt(
                    Role.EXIT_ENTRY_OFFICER, Purpose.CASE, lambda by: end_permit(by, permit, PermitState.SURRENDERED)
                )

        @rule(who=ANYBODY)
        def leave(self, who: int) -> None:
            self.attempt(Role.BORDER_POST, Purpose.BORDER_CONTROL, lambda by: renewals.left(people[who], clock.today()))

        @rule(who=ANYBODY)
        def come_back(self, who: int) -> None:
            self.attempt(
                Role.BORDER_POST, Purpose.BORDER_CONTROL, lambda by: renewals.returned(people[who], clock.today())
            )

        @rule(who=ANYBODY)
        def draw(self, who: int) -> None:
            self.attempt(Role.SERVICE_CENTRE, Purpose.COUNTER, lambda by: queue.draw(by, people[who]))

        @rule()
        def stop(self) -> None:
            today = clock.today()
            self.attempt(
                Role.SUPERVISOR, Purpose.OPERATION, lambda by: standstill.stop(by, today, "The border is shut")
            )

        @rule(revoked=st.booleans())
        def settle(self, revoked: bool) -> None:
            waiting = Settlement.objects.filter(decision=None, permit__state=PermitState.VALID.value).first()
            if waiting is None or waiting.permit is None:
                return
            number, outcome = waiting.permit.number, Settled.REVOKED if revoked else Settled.KEPT
            grounds = Grounds("Shut", "Notice", "City government", clock.today() + timedelta(days=60))
            self.attempt(
                Role.EXIT_ENTRY_OFFICER, Purpose.CASE, lambda by: standstill.settle(by, number, outcome, grounds)
            )

        @rule()
        def resume(self) -> None:
            today = clock.today()
            before = self.unsettled()
            if self.attempt(Role.SUPERVISOR, Purpose.OPERATION, lambda by: standstill.resume(by, today, "Open again")):
                assert self.unsettled() == before

        @rule(who=ANYBODY, what=st.sampled_from(["approve", "issue", "refuse", "withdraw", "submit", "check"]))
        def go_on_with_a_closed_case(self, who: int, what: str) -> None:
            """Nothing is decided on a case that is closed, by whoever may decide such cases."""
            closed = Application.objects.filter(person=people[who], closed_on__isnull=False).order_by("-pk").first()
            if closed is None:
                return
            grounds = {"reason": "Again", "legal_basis": "Plan", "appeal_route": "City"} if what == "refuse" else {}
            for role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
                before = Decision.objects.count()
                assert not self.attempt(
                    role, Purpose.CASE, lambda by: getattr(applications, what)(by, closed.number, **grounds)
                )
                assert Decision.objects.count() == before

        def waiting(self, who: int) -> str:
            """The number of an open application of somebody."""
            found = Application.objects.filter(person=people[who], state__in=list(OPEN_STATES)).order_by("pk").first()
            return found.number if found is not None else ""

        def unsettled(self) -> list[tuple[Any, ...]]:
            """Permits and applications that nobody has settled, as they are."""
            waiting = Settlement.objects.filter(decision=None)
            permits = Permit.objects.filter(pk__in=waiting.exclude(permit=None).values("permit"))
            cases = Application.objects.filter(pk__in=waiting.exclude(application=None).values("application"))
            return [*permits.order_by("pk").values_list(), *cases.order_by("pk").values_list()]

        # ---- What holds ----

        @invariant()
        def one_permit_a_day(self) -> None:
            for person in people:
                spans = sorted(usable(permit) for permit in Permit.objects.filter(person=person))
                spans = [span for span in spans if span[0] <= span[1]]
                assert all(earlier[1] < later[0] for earlier, later in pairwise(spans)), spans

        @invariant()
        def no_drift(self) -> None:
            for permit in Permit.objects.filter(counted_from__isnull=False).select_related("renewal_of"):
                before, first = permit.renewal_of, permit.counted_from
                assert before is not None
                assert first is not None
                assert permit.valid_from == before.valid_to + timedelta(days=1)
                months = (permit.valid_from.year - first.year) * 12 + permit.valid_from.month - first.month + 1
                assert permit.valid_to == add_months(first, months) - timedelta(days=1)

        @invariant()
        def nothing_is_given_out_while_the_programme_stands_still(self) -> None:
            for stop in Standstill.objects.all():
                after = Permit.objects.filter(issued_on__gt=stop.stopped_on)
                assert not (after.filter(issued_on__lt=stop.resumed_on) if stop.resumed_on else after).exists()

        @invariant()
        def every_change_of_a_permit_stands_in_the_audit_trail(self) -> None:
            """The last that the database noted of a permit is how it stands, and who did it what for is noted too."""
            noted: dict[str, AuditRow] = {}
            for row in AuditRow.objects.filter(table="register_permit").order_by("pk"):
                assert row.actor
                assert row.purpose
                noted[row.row] = row
            permits = Permit.objects.filter(person__in=people)
            assert noted.keys() >= {str(permit.pk) for permit in permits}
            for permit in permits:
                if permit.state != PermitState.VALID.value:
                    after = noted[str(permit.pk)].after
                    assert after is not None
                    assert (after["state"], after["ended_on"]) == (permit.state, permit.ended_on.isoformat())

        @invariant()
        def every_permit_and_every_decision_has_its_event(self) -> None:
            issued_by = Counter(event.facts["permit"] for event in Event.objects.filter(kind="permit.issued"))
            assert issued_by == Counter(Permit.objects.values_list("number", flat=True))
            decided = Counter(event.facts["decision"] for event in Event.objects.filter(kind__startswith="decision."))
            assert decided == Counter(Decision.objects.values_list("number", flat=True))

        @invariant()
        def whoever_works_has_the_permit_of_that_firm(self) -> None:
            """A permit for another employer ends the one before it: she has one, and it is for the job she has."""
            for person in people:
                permit = running(person, clock.today())
                job = Job.objects.filter(person=person, until=None).first()
                if permit is not None and job is not None:
                    assert permit.employer_id == job.employer_id

        @invariant()
        def nothing_is_lost(self) -> None:
            for model, before in self.kept.items():
                now = set(model._default_manager.values_list("pk", flat=True))
                assert before <= now
                self.kept[model] = now

        @invariant()
        def one_job_and_one_absence_at_a_time(self) -> None:
            for person in people:
                assert Job.objects.filter(person=person, until=None).count() <= 1
                assert Absence.objects.filter(person=person, returned_on=None).count() <= 1

    return Life


@pytest.mark.django_db
def test_the_life_of_a_permit(city: City) -> None:
    stand_at(date(2019, 1, 31))
    issued: set[str] = set()
    run_state_machine_as_test(
        life(city, issued),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Otherwise the laws would have held of nothing.
    assert {kind.value for kind in ApplicationKind} <= issued
