"""Which passwords are good enough: long, and none that whoever tries guesses soon. Nothing else is asked of one."""

from __future__ import annotations

from ..models import Account
from ..refusal import Refused

#: A password is at least this long (NIST SP 800-63B, OWASP ASVS 5.0).
SHORTEST = 12
#: Of zxcvbn's five grades the first that is not guessed within some ten million tries.
_LEAST_GRADE = 3
#: What is read of a password to judge it; what comes after makes no password worse.
_READ = 72


def require_good(password: str, account: Account, *, field: str) -> None:
    """Raises Refused for a password that is short, or soon guessed by whoever knows the account."""
    if len(password) < SHORTEST:
        raise Refused("password_short", field=field, least=SHORTEST)
    # 1 MB of words that are tried first, breached passwords among them: read when a password is chosen, not before.
    from zxcvbn import zxcvbn

    office = account.office
    known = ["sojourn", account.sign_in, *account.name.split()]
    if office is not None:
        known += [*office.name.split(), office.place]
    judged = zxcvbn(password[:_READ], user_inputs=[word for word in known if word])
    if judged["score"] < _LEAST_GRADE:
        raise Refused("password_guessed", field=field)
