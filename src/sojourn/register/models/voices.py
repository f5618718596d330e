"""What workers say and ask: complaints, and requests about their own data."""

from __future__ import annotations

from django.db import models

from ..vocabulary import ComplaintKind, ComplaintState, Correctable
from .bodies import Agency, Employer, Office
from .fields import among, chosen, number
from .people import Person


class Complaint(models.Model):
    """A worker's complaint to an office. Whom it is about never sees it, and it starts no check of the worker."""

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="complaints")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="complaints")
    about_employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    about_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    kind = chosen(ComplaintKind)
    text = models.TextField()
    filed_on = models.DateField()
    state = chosen(ComplaintState, default=ComplaintState.FILED.value)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    taken_up_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="complaints")

    class Meta:
        constraints = [
            among("complaint_kind", "kind", ComplaintKind),
            among("complaint_state", "state", ComplaintState),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"text", "answer", "kind", "about_employer", "about_agency"})


class Correction(models.Model):
    """A person's request to put a wrong value right, and what was answered."""

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="corrections")
    about = chosen(Correctable)
    wanted = models.TextField()
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        constraints = [among("correction_about", "about", Correctable)]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"wanted", "answer"})


class EmergencyAccess(models.Model):
    """Break-glass: somebody opened what she may not see, said why, was seen doing it, and is asked about it after."""

    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="emergencies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergencies")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="reviews")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    review = models.TextField(blank=True)

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"reason", "review"})
