"""`sojourn register checkpoint` and `verify-card`: the second needs no database and no network."""

from __future__ import annotations

import base64
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ..errors import CallError
from ..session import Session

#: What a checkpoint takes along.
KEY, LIST = "key.txt", "void.txt"


def write_checkpoint(session: Session, folder: Path) -> None:
    """Write the key and the signed list of void permits into a folder."""
    from .opening import opened

    with opened(session):
        from sojourn.register import checkpoints

        taken = checkpoints.checkpoint()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / KEY).write_text(base64.b64encode(taken.key).decode() + "\n", encoding="ascii")
        (folder / LIST).write_text(taken.void + "\n", encoding="ascii")
    except OSError as error:
        raise CallError("file_unwritten", file=str(folder), why=error.strerror or str(error)) from None
    print(session.say("register.checkpoint_written", key=folder / KEY, list=folder / LIST))


def verify(
    session: Session, text: str, key: Path, void: Path | None, at: date | None, place: str, *, as_json: bool
) -> int:
    """Say what can be said of a code; gives 1 where it is not certain that it is valid."""
    from sojourn.register import Verdict, read_list, verify_card

    public = _key(key)
    listed = read_list(_text(void).strip(), public) if void is not None else None
    if void is not None and listed is None:
        raise CallError("list_not_signed", file=str(void))
    china = datetime.now(UTC) + timedelta(hours=8)
    # Asked of a day, it is the end of that day in China: a list made on the day is then younger than a day.
    moment = datetime.combine(at, time(15, 59, 59), UTC) if at is not None else datetime.now(UTC)
    code = sys.stdin.readline() if text == "-" else text
    day = at or china.date()
    found = verify_card(code, public, listed, at=moment, day=day, places=_places(place, day) if place else None)
    if as_json:
        card = found.card
        said: dict[str, object] = {"verdict": found.verdict.value}
        if card is not None:
            said |= {"permit": card.permit, "first": card.first.isoformat(), "last": card.last.isoformat()}
            said |= {"area": card.area, "employer": card.employer}
        session.data(said)
    else:
        print(session.say(f"register.card_{found.verdict.value}"))
        if found.card is not None:
            slots = {"permit": found.card.permit, "area": found.card.area, "employer": found.card.employer}
            print(session.say("register.card", first=found.card.first, last=found.card.last, **slots))
    return 0 if found.verdict is Verdict.VALID else 1


def _places(place: str, day: date) -> tuple[str, ...]:
    """The areas of permits that are good at a place, in whatever programme has the place."""
    from sojourn.policy import available, load, places_within

    for key in available():
        programme = load(key)
        if place in programme.places:
            return places_within(programme, place, day)
    raise CallError("no_such_place", place=place)


def _key(file: Path) -> bytes:
    try:
        key = base64.b64decode(_text(file).strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise CallError("no_key", file=str(file))
    return key


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise CallError("file_unreadable", file=str(file), why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        return ""
