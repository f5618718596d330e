"""What a ledger that was read in has said beyond what the register's own tables hold."""

from __future__ import annotations

from django.db import models


class LedgerRow(models.Model):
    """A row of a ledger that the register knows under another id, or holds less of.

    `row` is the id that the register would give it, `ledger_id` the one it had. `beyond` has, by column, what the
    ledger said and what the register made of it then; as long as the register still says that, the ledger's word is
    written out again. Where the register has changed since, its own word counts. Nothing personal stands here.
    """

    table = models.CharField(max_length=40)
    row = models.CharField(max_length=80)
    ledger_id = models.TextField()
    beyond = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="ledger_row_once")]
