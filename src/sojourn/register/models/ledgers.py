"""What a ledger that was taken in has said beyond what the register's own tables hold."""

from __future__ import annotations

from django.db import models

from ..vocabulary import LedgerStanding
from .fields import among, chosen
from .people import Person


class LedgerRow(models.Model):
    """What became of a row of a ledger, where the register knows it under another id, holds less of it, or not at all.

    - `held`: `row` is the id that the register would give it, `ledger_id` the one it had. `beyond` has, by column, what
      the ledger said and what the register made of it then; as long as the register still says that, the ledger's word
      is written out again. Where the register has changed since, its own word counts.
    - `put_in`: no row of the ledger; the register put it in so that another one can stand, as a permit on an
      application. It is written out only where something refers to it that came later.
    - `beside`: the register has no room for the row. `beyond` has it whole, by column; it is written out as it came.

    Personal columns stand apart, in `personal`, in the same way; of what the register itself says there is but a hash.
    They go when `person` is forgotten. `day` is the day of a check-in, whose clock is short.
    """

    table = models.CharField(max_length=40)
    row = models.CharField(max_length=80)
    ledger_id = models.TextField()
    standing = chosen(LedgerStanding, default=LedgerStanding.HELD.value)
    beyond = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="ledger_rows")
    day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row"], name="ledger_row_once"),
            among("ledger_row_standing", "standing", LedgerStanding),
        ]
        indexes = [models.Index(fields=["day"], condition=models.Q(day__isnull=False), name="ledger_rows_by_day")]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"personal"})
