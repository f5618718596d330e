"""Applications, what the programme finds about them, and what officers decide."""

from __future__ import annotations

from django.db import models

from ..vocabulary import ApplicationKind, ApplicationState, ChargeKind, DecisionKind, Payer, RestsOn, Role
from .bodies import Agency, Employer, Office, Site
from .fields import among, chosen, money, number, programme_key
from .people import Person


class Finding(models.Model):
    """What the programme says of a set of facts on a day: worked out and kept once, by the hash of its content."""

    content_hash = models.CharField(max_length=64, unique=True)
    programme = programme_key()
    edition = models.CharField(max_length=64)
    route = programme_key()
    day = models.DateField()
    facts = models.JSONField()
    on_paper = models.CharField(max_length=20)
    in_practice = models.CharField(max_length=20, blank=True)
    answer = models.JSONField()


class Filing(models.Model):
    """Many applications filed at once."""

    number = number()
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="filings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="filings")
    filed_on = models.DateField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)


class Signing(models.Model):
    """One act by which an officer decided many applications of a filing; each has its decision all the same."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="signings")
    kind = models.CharField(max_length=40)
    officer = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="signings")
    signed_on = models.DateField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signing_kind",
                condition=models.Q(
                    kind__in=[DecisionKind.EMPLOYMENT_APPROVED.value, DecisionKind.PERMIT_ISSUED.value],
                ),
            )
        ]


class Application(models.Model):
    """One person's case: what is asked, by whom, on which facts, and where it stands.

    `renews` is the permit that it asks to go on from, be it for the same employer or for another.
    """

    number = number()
    kind = chosen(ApplicationKind)
    route = programme_key()
    state = chosen(ApplicationState, default=ApplicationState.DRAFT.value)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="applications")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="applications")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="applications")
    filed_by = chosen(Role)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="applications")
    renews = models.ForeignKey("Permit", on_delete=models.PROTECT, null=True, related_name="asked_again")
    occupation = models.CharField(max_length=120)
    wage_promised = money(null=True)
    begun_on = models.DateField()
    submitted_on = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="applications")
    note_of_flag = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "submitted_on"]), models.Index(fields=["person", "state"])]
        constraints = [
            among("application_kind", "kind", ApplicationKind),
            among("application_state", "state", ApplicationState),
        ]

    def __str__(self) -> str:
        return self.number


class Decision(models.Model):
    """What a named officer decided about somebody. Never changed: a later one may supersede it.

    An adverse one without reason, legal basis, end and way to appeal is refused by the database itself.
    """

    number = number()
    kind = chosen(DecisionKind)
    adverse = models.BooleanField()
    against_finding = models.BooleanField(default=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="decisions")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="decisions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="decisions")
    officer = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="decisions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="decisions")
    authority = programme_key()
    conduct = programme_key(blank=True)
    violation = models.ForeignKey("Violation", on_delete=models.PROTECT, null=True, related_name="decisions")
    rests_on = chosen(RestsOn, blank=True)
    reason = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    appeal_route = models.TextField(blank=True)
    decided_on = models.DateField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    amount = money(null=True)
    days = models.PositiveIntegerField(null=True)
    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, null=True, related_name="decisions")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "ends_on"]), models.Index(fields=["kind", "ends_on"])]
        constraints = [
            among("decision_kind", "kind", DecisionKind),
            models.CheckConstraint(
                name="adverse_decision_is_whole",
                condition=models.Q(adverse=False)
                | (
                    ~models.Q(reason="")
                    & ~models.Q(legal_basis="")
                    & ~models.Q(appeal_route="")
                    & models.Q(ends_on__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="adverse_kinds_are_adverse",
                condition=models.Q(adverse=True)
                | ~models.Q(kind__in=[kind.value for kind in DecisionKind if kind.adverse]),
            ),
            models.CheckConstraint(
                name="decision_rests_on", condition=models.Q(rests_on__in=["", *(one.value for one in RestsOn)])
            ),
            models.CheckConstraint(
                name="against_finding_has_reason", condition=models.Q(against_finding=False) | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="decision_ends_after",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"reason"})

    def __str__(self) -> str:
        return self.number


class Charge(models.Model):
    """What somebody was charged, with a receipt; every fee that anybody charges a worker is kept here."""

    receipt = number()
    kind = chosen(ChargeKind)
    amount = money()
    payer = chosen(Payer)
    charged_by = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="charges")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="charges")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="charges")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="charges")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="charges")
    entry = programme_key(blank=True)
    charged_on = models.DateField()
    lifted_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="charges_lifted")

    class Meta:
        constraints = [
            among("charge_kind", "kind", ChargeKind),
            among("charge_payer", "payer", Payer),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="charge_not_negative"),
        ]
