"""Inspections, what they find, appeals, and how open cases are settled when a programme stops."""

from __future__ import annotations

from django.db import models

from ..vocabulary import AppealState, Pause, Settled, ViolationState
from .bodies import Agency, Employer, Office, Site
from .cases import Application, Decision
from .fields import among, chosen, number, programme_key
from .people import Person


class Inspection(models.Model):
    """A visit of officers to a site, a firm or an agency."""

    number = number()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="inspections")
    officer = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="inspections")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="inspections")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="inspections")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="inspections")
    day = models.DateField()
    announced = models.BooleanField()
    found = models.TextField(blank=True)

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"found"})

    def __str__(self) -> str:
        return self.number


class Violation(models.Model):
    """A breach that an officer has noted: whose, of which conduct of the programme, on which day, on which facts.

    `paused_for` says why no sanction may follow yet, and `told` who has been told of it.
    """

    number = number()
    conduct = programme_key()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="violations")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="violations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="violations")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, related_name="violations")
    stay = models.ForeignKey("Stay", on_delete=models.PROTECT, null=True, related_name="violations")
    permit = models.ForeignKey("Permit", on_delete=models.PROTECT, null=True, related_name="violations")
    officer = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="violations")
    breach_on = models.DateField()
    noted_on = models.DateField()
    facts = models.JSONField(default=dict)
    state = chosen(ViolationState, default=ViolationState.NOTED.value)
    paused_for = chosen(Pause, blank=True)
    told = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="told_of")

    class Meta:
        constraints = [
            among("violation_state", "state", ViolationState),
            models.CheckConstraint(
                name="violation_paused_and_told",
                condition=~models.Q(state=ViolationState.PAUSED.value)
                | (models.Q(paused_for__in=[one.value for one in Pause]) & models.Q(told__isnull=False)),
            ),
            models.CheckConstraint(
                name="violation_is_somebodys",
                condition=(
                    models.Q(person__isnull=False, employer=None, agency=None)
                    | models.Q(person=None, employer__isnull=False, agency=None)
                    | models.Q(person=None, employer=None, agency__isnull=False)
                ),
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"facts", "paused_for"})

    def __str__(self) -> str:
        return self.number


class Appeal(models.Model):
    """Somebody's appeal against a decision; `suspends` while it is open and whoever decides has not said otherwise."""

    number = number()
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    filed_by = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="appeals")
    filed_on = models.DateField()
    grounds = models.TextField()
    suspends = models.BooleanField(default=False)
    suspends_because = models.TextField(blank=True)
    state = chosen(AppealState, default=AppealState.FILED.value)
    outcome = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="decided_appeal")

    class Meta:
        constraints = [among("appeal_state", "state", AppealState)]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"grounds", "suspends_because"})

    def __str__(self) -> str:
        return self.number


class Standstill(models.Model):
    """A programme stopped from a day, and perhaps begun again."""

    programme = programme_key()
    stopped_on = models.DateField()
    resumed_on = models.DateField(null=True)
    decided_by = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="standstills")
    reason = models.TextField()
    resumed_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="resumptions")
    resumed_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(resumed_on__isnull=True), name="stopped_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_on__isnull=True) | models.Q(resumed_on__gt=models.F("stopped_on")),
                name="standstill_ends_after",
            ),
        ]


class Settlement(models.Model):
    """What became of one permit, open case or person inside when the programme stopped, by a named officer.

    Without `outcome` and decision it waits to be settled; nothing is done to it meanwhile.
    """

    standstill = models.ForeignKey(Standstill, on_delete=models.PROTECT, related_name="settlements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="settlements")
    permit = models.ForeignKey("Permit", on_delete=models.PROTECT, null=True, related_name="settlements")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="settlements")
    outcome = chosen(Settled, blank=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="settlement")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="settlement_by_decision",
                condition=models.Q(outcome="", decision=None)
                | models.Q(outcome__in=[one.value for one in Settled], decision__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["standstill", "person"],
                condition=models.Q(permit=None, application=None),
                name="person_settled_once",
            ),
            models.UniqueConstraint(fields=["standstill", "permit"], name="permit_settled_once"),
            models.UniqueConstraint(fields=["standstill", "application"], name="application_settled_once"),
        ]
