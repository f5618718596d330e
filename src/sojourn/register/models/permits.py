"""Permits, the insurance that goes with them, and what renewing them cost in days and hours."""

from __future__ import annotations

from django.db import models

from ..vocabulary import ClaimState, PermitState
from .bodies import Agency, Employer, Office, Site
from .cases import Application, Decision
from .fields import among, chosen, money, number, programme_key
from .people import Person


class Permit(models.Model):
    """A permit as it was issued. No two valid ones of a person overlap: `guards` has the database see to it.

    `valid_to` is the last day it may be used; `paper_to` the last day it would have had by the rules on paper. One that
    continues others without a break is `counted_from` the first day of the first of them.
    """

    number = number()
    route = programme_key()
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="permit")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="permits")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="permits")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="permits")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="permits")
    area = programme_key()
    sector = programme_key()
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    paper_to = models.DateField(null=True)
    counted_from = models.DateField(null=True)
    renewal_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewals")
    state = chosen(PermitState, default=PermitState.VALID.value)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="permits_ended")

    class Meta:
        indexes = [
            models.Index(fields=["person", "valid_to"]),
            models.Index(fields=["employer", "valid_to"]),
            models.Index(fields=["valid_to"]),
        ]
        constraints = [
            among("permit_state", "state", PermitState),
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="permit_ends_after"),
            models.CheckConstraint(
                name="permit_ended_or_valid",
                condition=models.Q(state=PermitState.VALID.value, ended_on=None)
                | (~models.Q(state=PermitState.VALID.value) & models.Q(ended_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Insurance(models.Model):
    """Accident insurance of a worker for the days of a permit."""

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="insurances")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="insurances")
    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, null=True, related_name="insurances")
    since = models.DateField()
    until = models.DateField()
    premium = money(null=True)


class Claim(models.Model):
    """A claim on the insurance after an injury. It feeds no check and no sanction."""

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="claims")
    insurance = models.ForeignKey(Insurance, on_delete=models.PROTECT, null=True, related_name="claims")
    injured_on = models.DateField()
    what_happened = models.TextField()
    filed_on = models.DateField()
    state = chosen(ClaimState, default=ClaimState.FILED.value)
    paid = money(null=True)
    settled_on = models.DateField(null=True)
    decided_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="claims_decided")
    reason = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    appeal_route = models.TextField(blank=True)
    contested_on = models.DateField(null=True)
    contested_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            among("claim_state", "state", ClaimState),
            models.CheckConstraint(
                name="declined_claim_is_whole",
                condition=~models.Q(state=ClaimState.DECLINED.value)
                | (
                    ~models.Q(reason="")
                    & ~models.Q(legal_basis="")
                    & ~models.Q(appeal_route="")
                    & models.Q(decided_by__isnull=False)
                    & models.Q(settled_on__isnull=False)
                ),
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"what_happened", "injured_on", "reason", "contested_because"})


class Ticket(models.Model):
    """A place in the queue of an office: when it was drawn, called and served."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    place_in_queue = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="tickets")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="tickets")
    drawn_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day", "place_in_queue"], name="ticket_once")]


class Absence(models.Model):
    """Days away from work to renew a permit: out over the border, and in again, or never."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="absences")
    left_on = models.DateField()
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True) | models.Q(returned_on__gte=models.F("left_on")),
                name="absence_ends_after",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(returned_on__isnull=True), name="away_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["left_on"])]
