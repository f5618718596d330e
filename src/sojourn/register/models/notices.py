"""What people and bodies are told: a code and its slots, said in the reader's language when it is read."""

from __future__ import annotations

from django.db import models

from ..vocabulary import NoticeCode
from .bodies import Agency, Employer
from .fields import among, chosen, number
from .people import Person


class Notice(models.Model):
    """Something a person, a firm, an agency or an officer is told. The sentence itself is not stored."""

    number = number()
    code = chosen(NoticeCode)
    slots = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="notices")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="notices")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="notices")
    account = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="notices")
    told_on = models.DateField()
    read_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "told_on"])]
        constraints = [
            among("notice_code", "code", NoticeCode),
            models.CheckConstraint(
                name="notice_is_to_one",
                condition=(
                    models.Q(person__isnull=False, employer=None, agency=None, account=None)
                    | models.Q(person=None, employer__isnull=False, agency=None, account=None)
                    | models.Q(person=None, employer=None, agency__isnull=False, account=None)
                    | models.Q(person=None, employer=None, agency=None, account__isnull=False)
                ),
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"slots"})

    def __str__(self) -> str:
        return self.number
