"""The second step of signing in: who needs one, setting one up, trying a code, and what helps when it is lost."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from .. import clock, events
from ..actors import By
from ..models import Account, RecoveryCode, SecondFactor
from ..refusal import NotAllowed, NotThere, Refused
from ..sealing import seal, unseal
from ..vocabulary import Role

#: What every app that shows codes takes for granted (RFC 6238): six digits from SHA-1, anew every 30 seconds.
STEP, DIGITS = 30, 6
#: An app's clock may be a step fast or slow.
_STEPS_OFF = (-1, 0, 1)
_SECRET = 20
#: How many codes on paper there are, and of what: letters that nobody takes for one another, 118 bits in each.
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 4, 6
#: So many wrong codes in a row shut the step: at first for so long, then for twice as long each time, at most a day.
WRONG_CODES = 5
SHUT_FOR = timedelta(minutes=15)
_LONGEST = timedelta(days=1)
#: The real moment, also in a demonstration: apps know no other.
_clock = time.time


class Tried(StrEnum):
    """What came of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A secret that is not in use yet: sealed to be carried along, in letters to type, and as an app's own address."""

    sealed: bytes
    letters: str
    address: str


def required(account: Account) -> bool:
    """Whether the account opens nothing without a second step: whoever acts for an office, outside a demonstration.

    `SECOND_FACTOR_REQUIRED` in the settings can leave it to each account.
    """
    return account.office_id is not None and settings.SECOND_FACTOR_REQUIRED and clock.demonstration() is None


def of(account: Account) -> SecondFactor | None:
    """The second factor of an account; None where it has none."""
    return SecondFactor.objects.filter(account=account).first()


def exempt(account: Account) -> bool:
    """Whether a demonstration shows the account with its password: a second step would shut all others out."""
    return account.shown and clock.demonstration() is not None


def draw(account: Account) -> Drawn:
    """A new secret for an account, to be shown to its owner."""
    return _drawn(account, secrets.token_bytes(_SECRET))


def drawn(account: Account, sealed: bytes) -> Drawn | None:
    """A secret that was drawn before; None where it is not this account's."""
    secret = unseal(sealed, account.number)
    return _drawn(account, secret, sealed) if secret is not None else None


def set_up(by: By, new: Drawn, code: str) -> tuple[str, ...]:
    """Have the account that acts sign in with a second step from now on, once its app shows the right code.

    Gives the codes on paper, which are told once. A factor it had before ends, and so does every other session. Raises
    Refused.
    """
    account = by.account
    if exempt(account):
        raise NotAllowed("demonstration_account")
    step = _step_of(_secret(account, new.sealed), code)
    if step is None:
        raise Refused("code_not_this", field="code")
    _forget(account)
    factor = SecondFactor.objects.create(account=account, sealed=new.sealed, since=clock.by_the_clock(), last_step=step)
    end_sessions(account)
    events.record(by, "account.second_factor_set", {"account": account.number}, person=account.person)
    return _new_codes(factor)


def renew_codes(by: By) -> tuple[str, ...]:
    """New codes on paper, told once; those before open nothing any more. Raises NotThere where there is no factor."""
    factor = SecondFactor.objects.select_for_update().filter(account=by.account).first()
    if factor is None:
        raise NotThere("second_factor")
    factor.codes.all().delete()
    events.record(by, "account.recovery_codes_renewed", {"account": by.account.number}, person=by.account.person)
    return _new_codes(factor)


def codes_left(factor: SecondFactor) -> int:
    """How many codes on paper are still good."""
    return factor.codes.filter(used_on=None).count()


def give_up(by: By) -> None:
    """Have the account that acts sign in with its password alone again. Raises Refused where its work needs more."""
    if required(by.account):
        raise Refused("second_factor_required")
    _remove(by, by.account)


def reset(by: By, account: Account) -> None:
    """Take away a factor that is lost: an operator's act, after she has seen who asks. Her sessions end.

    Raises NotAllowed for anybody else and for one's own, NotThere where there is none.
    """
    if Role(by.account.role) is not Role.OPERATOR or by.account.pk == account.pk:
        raise NotAllowed()
    _remove(by, account)


def tried(by: By, said: str) -> Tried:
    """Try a code of the account that acts: the app's, or one on paper, which is used up by it.

    What is wrong is kept, so this is to be the whole of an act and not one that is taken back.
    """
    factor = SecondFactor.objects.select_for_update().get(account=by.account)
    now = datetime.fromtimestamp(_clock(), UTC)
    if factor.shut_until is not None and now < factor.shut_until:
        return Tried.SHUT
    step = _step_of(_secret(by.account, bytes(factor.sealed)), said, after=factor.last_step)
    if step is None and not _used_up(by, factor, said):
        factor.wrong += 1
        times, over = divmod(factor.wrong, WRONG_CODES)
        if not over:
            factor.shut_until = now + min(SHUT_FOR * 2 ** min(times - 1, 10), _LONGEST)
            events.record(by, "account.second_factor_shut", {"account": by.account.number, "wrong": factor.wrong})
        factor.save(update_fields=["wrong", "shut_until"])
        return Tried.WRONG if over else Tried.SHUT
    factor.wrong, factor.shut_until = 0, None
    factor.last_step = step or factor.last_step
    factor.save(update_fields=["wrong", "shut_until", "last_step"])
    return Tried.RIGHT


def sign_out_everywhere(by: By) -> None:
    """End every session of the account that acts, this one included."""
    end_sessions(by.account)
    events.record(by, "account.sessions_ended", {"account": by.account.number}, person=by.account.person)


def end_sessions(account: Account) -> None:
    """Have every session of an account end; the caller says why in an event."""
    account.sessions += 1
    account.save(update_fields=["sessions"])


def _remove(by: By, account: Account) -> None:
    if not _forget(account):
        raise NotThere("second_factor")
    end_sessions(account)
    events.record(by, "account.second_factor_removed", {"account": account.number}, person=account.person)


def _forget(account: Account) -> bool:
    return bool(SecondFactor.objects.filter(account=account).delete()[0])


def _drawn(account: Account, secret: bytes, sealed: bytes = b"") -> Drawn:
    letters = base64.b32encode(secret).decode()
    return Drawn(
        sealed or seal(secret, account.number),
        " ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
        _totp(secret).get_provisioning_uri(account.sign_in, "Sojourn"),
    )


def _secret(account: Account, sealed: bytes) -> bytes:
    secret = unseal(sealed, account.number)
    if secret is None:
        raise Refused("second_factor_unreadable")
    return secret


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)


def _step_of(secret: bytes, said: str, *, after: int = -1) -> int | None:
    """The half minute whose code this is, if it is one of now and later than the last one taken."""
    digits = "".join(said.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdecimal():
        return None
    now = int(_clock()) // STEP
    totp = _totp(secret)
    fits = [
        now + off
        for off in _STEPS_OFF
        if secrets.compare_digest(totp.generate((now + off) * STEP), digits.encode()) and now + off > after
    ]
    return fits[0] if fits else None


def _used_up(by: By, factor: SecondFactor, said: str) -> bool:
    used = factor.codes.filter(digest=_digest(said), used_on=None).update(used_on=clock.by_the_clock())
    if used:
        events.record(by, "account.recovery_code_used", {"account": by.account.number}, person=by.account.person)
    return bool(used)


def _new_codes(factor: SecondFactor) -> tuple[str, ...]:
    codes = tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=_digest(code)) for code in codes)
    return codes


def _digest(code: str) -> str:
    letters = "".join(one for one in code.lower() if one.isascii() and one.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
