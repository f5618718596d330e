"""Who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from ..called import called
from ..vocabulary import Role
from .bodies import Agency, Employer, Office
from .fields import among, chosen, number
from .people import Person


class Accounts(BaseUserManager["Account"]):
    """How accounts are found."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of a sign-in name, whatever its case."""
        return self.get(sign_in__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in, in one role, for one office, firm or agency, or for herself."""

    number = number()
    sign_in = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    role = chosen(Role)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="accounts")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="accounts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="accounts")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    shown = models.BooleanField(default=False)
    # The password was given out on paper, once: it opens nothing but the page on which she chooses her own.
    password_once = models.BooleanField(default=False)
    password_until = models.DateField(null=True)
    # Raised to end every session of the account at once.
    sessions = models.PositiveIntegerField(default=0)

    # When somebody last signed in is kept by those who watch sign-ins, not on the account: writing it needs an actor.
    last_login = None

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]
    objects = Accounts()

    class Meta:
        verbose_name, verbose_name_plural = called("called.account"), called("called.accounts")
        constraints = [
            among("account_role", "role", Role),
            models.CheckConstraint(
                name="account_belongs",
                condition=(
                    models.Q(role=Role.WORKER.value, person__isnull=False, office=None, employer=None, agency=None)
                    | models.Q(role=Role.EMPLOYER.value, employer__isnull=False, office=None, agency=None, person=None)
                    | models.Q(role=Role.AGENCY.value, agency__isnull=False, office=None, employer=None, person=None)
                    | (
                        ~models.Q(role__in=[Role.WORKER.value, Role.EMPLOYER.value, Role.AGENCY.value])
                        & models.Q(office__isnull=False, employer=None, agency=None)
                    )
                ),
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"name", "sign_in", "password"})

    def __str__(self) -> str:
        return self.number

    def get_session_auth_hash(self) -> str:
        """What a session has to hold to be this account's: another one after a change of password, or of `sessions`."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each secret key that was in use before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        salt = "sojourn.register.Account.session"
        return salted_hmac(salt, f"{self.sessions} {self.password}", secret=secret, algorithm="sha256").hexdigest()
