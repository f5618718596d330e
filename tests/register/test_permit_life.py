"""The life of a permit: issued, renewed, sanctioned, revoked, appealed, in time; what holds at every moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sojourn.policy import Penalty
from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.models import Account, Appeal, Charge, Decision, Permit, Violation
from sojourn.register.refusal import Refused
from sojourn.register.services.appeals import allow, dismiss, file_appeal, suspend, withdraw
from sojourn.register.services.applications import Asked, approve, begin, issue, submit
from sojourn.register.services.permits import banned, running
from sojourn.register.services.revocations import revoke, surrender
from sojourn.register.services.sanctions import Sanction, sanction
from sojourn.register.services.violations import Breach, note_violation, pause, resume
from sojourn.register.vocabulary import ApplicationKind, Pause, Purpose, Role
from tests.register.city import City, build, stand_at
from tests.register.conduct import AT_WORK, GROUNDS, colleague

_FIRST = date(2019, 3, 4)
#: The last day here on which the trial certainly ran; after it nothing is filed or noted any more.
_LAST = date(2019, 12, 20)
_in_time = precondition(lambda self: clock.today() <= _LAST)


class Life(RuleBasedStateMachine):
    """One worker and her permits. Whatever is refused must have changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = transaction.atomic()
        self.kept.__enter__()
        self.city: City = build(_FIRST)
        self.person = self.city.person()
        self.officer = self.city.of(Role.EXIT_ENTRY_OFFICER)
        self.other = colleague(self.city, Role.EXIT_ENTRY_OFFICER)
        #: What the bans ought to be, kept by hand: number -> (first day, last day, how it stands).
        self.bans: dict[str, tuple[date, date, str]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.kept.__exit__(None, None, None)

    # ---- What happens ------------------------------------------------------------------------------------------------

    @_in_time
    @rule(kind=st.sampled_from(list(ApplicationKind)))
    def apply_and_decide(self, kind: ApplicationKind) -> None:
        city = self.city
        asked = Asked(kind, self.person, city.site, "peeling veneer", Decimal(3000), None)
        with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
            number = begin(by, asked).number
            submit(by, number)
            approve(by, number)
        in_force = self._ban_expected()
        permit = self._try(self.officer, lambda by: issue(by, number))
        if in_force:
            assert permit is None
        elif kind is ApplicationKind.NEW and self._valid_from_today() == 0:
            assert permit is not None

    @_in_time
    @rule(stayed=st.booleans())
    def catch_at_work_and_ban(self, stayed: bool) -> None:
        with acting(self.officer, Purpose.INSPECTION) as by:
            violation = note_violation(by, Breach("caught_at_work", self.person, clock.today(), AT_WORK))
        with acting(self.officer, Purpose.SANCTION) as by:
            decision = sanction(by, violation.number, Sanction(Penalty.BAN, **GROUNDS))
        assert decision.ends_on is not None
        self.bans[decision.number] = (decision.begins_on, decision.ends_on, "stayed" if stayed else "stands")
        if stayed:
            with acting(self.person.account, Purpose.OWN_RECORD) as by:
                number = file_appeal(by, decision.number, "It was not me").number
            with acting(self.other, Purpose.APPEAL) as by:
                suspend(by, number, "Looked at again")

    @_in_time
    @rule(fine=st.integers(0, 25000))
    def fine_for_work_within_bounds_or_not_at_all(self, fine: int) -> None:
        facts = {"applicant.works_in_china": "yes", "applicant.beyond_permit": "yes", "stay.work_serious": "no"}
        with acting(self.officer, Purpose.INSPECTION) as by:
            violation = note_violation(by, Breach("illegal_work", self.person, clock.today(), facts))
        given = Sanction(Penalty.FINE, amount=Decimal(fine), **GROUNDS)
        decision = self._try(self.officer, lambda by: sanction(by, violation.number, given), Purpose.SANCTION)
        assert (decision is not None) is (5000 <= fine <= 20000)
        assert Charge.objects.filter(decision__violation=violation).count() == (decision is not None)

    @_in_time
    @rule(why=st.sampled_from(list(Pause)))
    def pause_and_resume(self, why: Pause) -> None:
        with acting(self.officer, Purpose.INSPECTION) as by:
            violation = note_violation(by, Breach("caught_at_work", self.person, clock.today(), AT_WORK))
        with acting(self.person.account, Purpose.OWN_RECORD) as by:
            pause(by, violation.number, why)
        given = Sanction(Penalty.DETENTION, days=3, **GROUNDS)
        assert self._try(self.other, lambda by: sanction(by, violation.number, given), Purpose.SANCTION) is None
        with acting(self.other, Purpose.SANCTION) as by:
            resume(by, violation.number, "Looked after")

    @precondition(lambda self: self._valid().exists())
    @rule(lacks=st.sampled_from(["", "reason", "legal_basis", "appeal_route"]))
    def revoke_the_permit(self, lacks: str) -> None:
        permit = self._valid().latest("valid_to")
        grounds = GROUNDS | ({lacks: ""} if lacks else {})
        decision = self._try(self.officer, lambda by: revoke(by, permit.number, **grounds))
        assert (decision is None) is bool(lacks)

    @precondition(lambda self: self._valid().exists())
    @rule()
    def hand_the_permit_back(self) -> None:
        with acting(self.person.account, Purpose.OWN_RECORD) as by:
            surrender(by, self._valid().latest("valid_to").number)

    @precondition(lambda self: self._appealable())
    @rule(data=st.data())
    def appeal(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self._appealable()))
        decision = Decision.objects.get(number=number)
        account = self.person.account
        filed = self._try(account, lambda by: file_appeal(by, number, "It was not me"), Purpose.OWN_RECORD)
        assert (filed is not None) is (clock.today() <= decision.decided_on + timedelta(days=60))

    @precondition(lambda self: self._open_appeals())
    @rule(data=st.data(), how=st.sampled_from(["suspend", "allow", "dismiss", "withdraw"]))
    def deal_with_an_appeal(self, data: st.DataObject, how: str) -> None:
        number = data.draw(st.sampled_from(self._open_appeals()))
        ban = Appeal.objects.get(number=number).decision.number
        if how == "withdraw":
            with acting(self.person.account, Purpose.OWN_RECORD) as by:
                withdraw(by, number)
        else:
            act: Callable[..., Any] = {"suspend": suspend, "allow": allow, "dismiss": dismiss}[how]
            own = self._try(self.officer, lambda by: act(by, number, "As I said"), Purpose.APPEAL)
            assert own is None
            with acting(self.other, Purpose.APPEAL) as by:
                act(by, number, "Looked at again")
        if ban in self.bans:
            first, last, _ = self.bans[ban]
            stands = {"suspend": "stayed", "allow": "lifted"}.get(how, "stands")
            self.bans[ban] = (first, last, stands)

    @_in_time
    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        stand_at(min(clock.today() + timedelta(days=days), _LAST))

    @precondition(lambda self: self.bans)
    @rule(data=st.data(), days=st.integers(-1, 1))
    def years_pass_to_the_end_of_a_ban(self, data: st.DataObject, days: int) -> None:
        _, last, _ = data.draw(st.sampled_from(sorted(self.bans.values())))
        stand_at(max(clock.today(), last + timedelta(days=days)))

    # ---- What holds --------------------------------------------------------------------------------------------------

    @invariant()
    def no_adverse_decision_lacks_a_part(self) -> None:
        for decision in Decision.objects.filter(adverse=True).select_related("officer"):
            assert decision.reason
            assert decision.legal_basis
            assert decision.appeal_route
            assert decision.ends_on is not None
            assert decision.officer.office is not None
            assert decision.authority

    @invariant()
    def banned_exactly_while_a_ban_is_in_force(self) -> None:
        assert (banned(self.person, clock.today()) is not None) is self._ban_expected()

    @invariant()
    def at_most_one_valid_permit_a_day(self) -> None:
        spans = sorted(self._valid().values_list("valid_from", "valid_to"))
        for (_, last), (first, _) in pairwise(spans):
            assert last < first
        permit = running(self.person, clock.today())
        assert (permit is not None) is any(first <= clock.today() <= last for first, last in spans)

    @invariant()
    def what_is_superseded_is_kept_and_what_is_paused_undecided(self) -> None:
        for ban, (_, _, stands) in self.bans.items():
            assert hasattr(Decision.objects.get(number=ban), "superseded_by") is (stands == "lifted")
        assert not Violation.objects.filter(state="paused", decisions__isnull=False).exists()

    @invariant()
    def what_a_lifted_decision_did_is_undone(self) -> None:
        """A fine that fell is charged no more, and one that stands is; a permit that was revoked wrongly runs again
        unless another has taken its place.
        """
        for charge in Charge.objects.filter(kind="fine").select_related("decision"):
            assert charge.decision is not None
            assert (charge.lifted_by is not None) is hasattr(charge.decision, "superseded_by")
        for permit in Permit.objects.filter(person=self.person, state="revoked").select_related("ended_by"):
            assert permit.ended_by is not None
            if hasattr(permit.ended_by, "superseded_by"):
                apart = self._valid().filter(valid_from__lte=permit.valid_to, valid_to__gte=permit.valid_from)
                assert apart.exists()

    @invariant()
    def a_revoked_permit_does_not_run(self) -> None:
        standing = Decision.objects.filter(kind="permit_revoked", person=self.person, superseded_by=None)
        for decision in standing:
            permit = Permit.objects.get(application=decision.application)
            assert permit.state == "revoked"
            assert permit.ended_on == decision.decided_on

    @invariant()
    def the_chain_holds(self) -> None:
        assert events.verify() is None

    # ---- How ---------------------------------------------------------------------------------------------------------

    def _valid(self) -> Any:
        return Permit.objects.filter(person=self.person, state="valid")

    def _appealable(self) -> list[str]:
        found = Decision.objects.filter(person=self.person, adverse=True, appeal=None, superseded_by=None)
        return list(found.order_by("pk").values_list("number", flat=True))

    def _open_appeals(self) -> list[str]:
        return list(Appeal.objects.filter(state="filed").order_by("pk").values_list("number", flat=True))

    def _valid_from_today(self) -> int:
        return int(self._valid().filter(valid_to__gte=clock.today()).count())

    def _ban_expected(self) -> bool:
        today = clock.today()
        return any(first <= today <= last and stands == "stands" for first, last, stands in self.bans.values())

    def _try(self, account: Account, act: Callable[..., Any], purpose: Purpose = Purpose.CASE) -> Any:
        """What came of it; None where it was refused, in which case nothing has changed."""
        before = (Decision.objects.count(), Charge.objects.count(), Permit.objects.count(), Appeal.objects.count())
        try:
            with acting(account, purpose) as by:
                return act(by)
        except Refused:
            after = (Decision.objects.count(), Charge.objects.count(), Permit.objects.count(), Appeal.objects.count())
            assert after == before
            return None


def test_what_holds_at_every_moment_of_a_permit_s_life(db: None) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
