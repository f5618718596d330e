"""`sojourn coverage`: where every id of the catalogue of sources is used or why it is not, and who notices a change."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.policy import Covered, available, cover, unaccounted

from .programmes import programme_named
from .session import Session


def cover_catalogue(session: Session, names: Sequence[str] | None, *, alter: bool, as_json: bool) -> int:
    """Account for the ids of the programmes named (or for all); gives 1 where one is unaccounted for."""
    only = {programme_named(name).key for name in names or ()}
    programmes = {key: programme_named(key) for key in available()}
    found = cover(
        programmes, alter=alter, progress=lambda name: session.progress(session.say("coverage.trying", id=name))
    )
    session.progress("")
    found = [one for one in found if not only or one.entry.programme in only]
    wrong = unaccounted(found)
    if as_json:
        session.data([_data(one) for one in found])
    else:
        for one in found:
            _show(session, one)
        for one in wrong:
            session.complain(session.say("coverage.unaccounted", where=one.entry.where, id=one.entry.key))
        print(session.say("coverage.result", count=len(found), unaccounted=len(wrong)))
    return 1 if wrong else 0


def _show(session: Session, one: Covered) -> None:
    entry = one.entry
    if entry.left_to:
        print(session.say("coverage.left", id=entry.key, to=entry.left_to, why=entry.why))
        return
    uses = ", ".join(f"{kind} {key}" for kind, key in one.uses) or session.say("coverage.nowhere")
    if one.altered is None:
        print(session.say("coverage.used", id=entry.key, uses=uses))
        return
    print(session.say("coverage.tried", id=entry.key, uses=uses, caught=one.caught, altered=one.altered))
    for missed in one.missed:
        print("    " + session.say("coverage.missed", alteration=missed))


def _data(one: Covered) -> dict[str, object]:
    return {
        "id": one.entry.key,
        "programme": one.entry.programme,
        "kind": one.entry.kind,
        "left_to": one.entry.left_to,
        "why": one.entry.why,
        "uses": [{"kind": kind, "key": key} for kind, key in one.uses],
        "altered": one.altered,
        "noticed": one.caught,
        "not_noticed": list(one.missed),
        "accounted": one.accounted,
    }
