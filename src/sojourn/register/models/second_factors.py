"""The second step of signing in: a telephone that shows codes, and codes on paper for when it is lost."""

from __future__ import annotations

from django.db import models

from .accounts import Account


class SecondFactor(models.Model):
    """What an account shows besides its password: a code that an app works out anew every half minute (RFC 6238).

    `sealed` is the secret that app and register share, sealed for this account (see `sealing`). `last_step` is the half
    minute whose code was taken last, so that none is taken twice. `wrong` codes in a row shut the step for a while.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="second_factor")
    sealed = models.BinaryField(max_length=120)
    since = models.DateField()
    last_step = models.BigIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"sealed"})


class RecoveryCode(models.Model):
    """A code on paper that stands in for the app, once.

    `digest` is the SHA-256 of more than 112 random bits, which nobody can guess: a slower hash would protect nothing.
    """

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used_on = models.DateField(null=True)

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"digest"})
