"""The code on a permit: it holds nobody's name, and a changed byte, a void permit or an old list is never "valid"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sojourn.register.cards import (
    Card,
    Verdict,
    public_key,
    read_list,
    sign_card,
    sign_list,
    signing_key,
    verify_card,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_key(KEY)
CARD = Card("P-7K3QX9TB-M", date(2019, 3, 4), date(2019, 4, 3), "pingxiang_zone", "E-0A1B2C3D-4")
CODE = sign_card(CARD, KEY)
NOON = datetime(2019, 3, 10, 4, 0, tzinfo=UTC)
DAY = date(2019, 3, 10)
FRESH = read_list(sign_list(NOON - timedelta(hours=2), ["P-00000000-0"], KEY), PUBLIC)


def test_a_code_read_back_says_what_was_signed() -> None:
    verified = verify_card(CODE, PUBLIC, FRESH, at=NOON, day=DAY)
    assert (verified.verdict, verified.card, verified.list_age) == (Verdict.VALID, CARD, timedelta(hours=2))
    assert len(CODE) < 260


@given(where=st.integers(0, len(CODE) - 1), character=st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_character_is_never_ours(where: int, character: str) -> None:
    changed = CODE[:where] + character + CODE[where + 1 :]
    if changed != CODE:
        assert verify_card(changed, PUBLIC, FRESH, at=NOON, day=DAY).verdict is Verdict.NOT_OURS


@given(text=st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: "SJ1." + raw.hex()))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert verify_card(text, PUBLIC, FRESH, at=NOON, day=DAY).verdict is Verdict.NOT_OURS
    assert read_list(text, PUBLIC) is None


def test_a_list_is_no_card_and_a_card_no_list() -> None:
    listed = sign_list(NOON, [], KEY)
    assert read_list(CODE, PUBLIC) is None
    assert verify_card(listed.replace("SJL1.", "SJ1."), PUBLIC, FRESH, at=NOON, day=DAY).verdict is Verdict.NOT_OURS


def test_another_key_is_not_ours() -> None:
    other = public_key(Ed25519PrivateKey.generate())
    assert verify_card(CODE, other, FRESH, at=NOON, day=DAY).verdict is Verdict.NOT_OURS


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (timedelta(days=1), Verdict.VALID),
        (timedelta(days=1, seconds=1), Verdict.NOT_CERTAIN),
        (timedelta(seconds=-1), Verdict.NOT_CERTAIN),
    ],
)
def test_a_list_older_than_a_day_or_from_the_future_is_not_certain(age: timedelta, verdict: Verdict) -> None:
    void = read_list(sign_list(NOON - age, [], KEY), PUBLIC)
    assert verify_card(CODE, PUBLIC, void, at=NOON, day=DAY).verdict is verdict


def test_without_a_list_nothing_is_certain() -> None:
    assert verify_card(CODE, PUBLIC, None, at=NOON, day=DAY).verdict is Verdict.NOT_CERTAIN


def test_a_void_permit_is_void_however_old_the_list() -> None:
    void = read_list(sign_list(NOON - timedelta(days=9), [CARD.permit], KEY), PUBLIC)
    assert verify_card(CODE, PUBLIC, void, at=NOON, day=DAY).verdict is Verdict.VOID


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2019, 3, 3), Verdict.NOT_BEGUN),
        (date(2019, 3, 4), Verdict.VALID),
        (date(2019, 4, 3), Verdict.VALID),
        (date(2019, 4, 4), Verdict.EXPIRED),
    ],
)
def test_first_and_last_day_are_valid_days(day: date, verdict: Verdict) -> None:
    assert verify_card(CODE, PUBLIC, FRESH, at=NOON, day=day).verdict is verdict


def test_an_inland_checkpoint_tells_who_is_outside_her_area() -> None:
    for places, verdict in ((["nanning"], Verdict.OUTSIDE_AREA), (["pingxiang", "pingxiang_zone"], Verdict.VALID)):
        assert verify_card(CODE, PUBLIC, FRESH, at=NOON, day=DAY, places=places).verdict is verdict


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = public_key(signing_key(tmp_path))
    assert public_key(signing_key(tmp_path)) == first
    assert (tmp_path / "permit-key").stat().st_mode & 0o077 == 0
