"""By what a program of an office, firm or agency is known: a token for one account, of which only the hash is kept."""

from __future__ import annotations

from django.db import models

from ..called import called
from .accounts import Account
from .fields import number


class Token(models.Model):
    """A token under which a program acts as an account, until a day or until it is revoked.

    `digest` is the SHA-256 of 256 random bits, which nobody can guess: a slower hash would protect nothing. `beginning`
    is what is shown of the token, so that its owner knows which one it is.
    """

    number = number()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=16)
    made_on = models.DateField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens_made")
    expires_on = models.DateField()
    used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = called("called.token"), called("called.tokens")
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_on__gte=models.F("made_on")), name="token_ends_after"),
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"digest"})

    def __str__(self) -> str:
        return self.number
