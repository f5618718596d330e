"""Numbers by which things are known outside: they say nothing, cannot be guessed, and a slip of the pen shows.

`W-7K3QX9TB-M`: what it is of, eight drawn characters (Crockford's base 32: no I, L, O or U), and a check character
(ISO 7064, MOD 37,36), which any single slip and nearly every swap of two neighbours changes.
"""

from __future__ import annotations

import secrets
from base64 import b32encode

from stdnum.iso7064 import mod_37_36

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode("ascii"))


def new_number(of: str) -> str:
    """A number nobody has: `of` is a letter or two for what it is of."""
    return new_numbers(of, 1)[0]


def new_numbers(of: str, count: int) -> list[str]:
    """As many numbers at once, for many rows, no two alike.

    Of a hundred thousand drawn, one more in a hundred times is one that some row of a large register bears already:
    whoever writes so many has those drawn anew (see `rows.draw_anew`).
    """
    drawn: dict[str, None] = {}
    while (lacking := count - len(drawn)) > 0:
        written = b32encode(secrets.token_bytes(5 * lacking)).translate(_CROCKFORD).decode("ascii")
        drawn.update((with_check(of, written[place : place + 8]), None) for place in range(0, 8 * lacking, 8))
    return list(drawn)


def with_check(of: str, drawn: str) -> str:
    """The number of eight given characters, with its check character."""
    return f"{of}-{drawn}-{mod_37_36.calc_check_digit(drawn)}"


def check_digit(of_document: str) -> str:
    """The digit that stands after a document's number in its machine-readable line (ICAO 9303 part 3, section 4.9).

    Each character has a value (digits their own, letters from A = 10), weighted 7, 3, 1 in turn; the digit is what is
    left of the sum divided by ten. `of_document`: capital letters and digits.
    """
    total = sum(int(character, 36) * (7, 3, 1)[place % 3] for place, character in enumerate(of_document))
    return str(total % 10)


def is_number(text: str) -> bool:
    """Whether a number is whole: three parts, and the check character that belongs to it."""
    parts = text.strip().upper().split("-")
    return (
        len(parts) == 3
        and len(parts[1]) == 8
        and set(parts[1]) <= set(_ALPHABET)
        and mod_37_36.is_valid(parts[1] + parts[2])
    )
