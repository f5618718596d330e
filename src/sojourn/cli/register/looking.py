"""`sojourn register verify`, `stats`, `settle`, `nightly`, `sweep` and `day`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..session import Session
from .opening import acting_as, opened


def verify_chain(session: Session, *, as_json: bool) -> int:
    """Walk the whole chain of events; gives 1 and says where and why where it does not hold."""
    with opened(session):
        from sojourn.register import setting_up, verify

        broken = verify()
        count = setting_up.events_there()
    if as_json:
        session.data(
            {"holds": broken is None, "events": count}
            | ({} if broken is None else {"at": broken.sequence, "why": broken.why})
        )
    elif broken is None:
        print(session.say("register.chain_holds", count=count))
    else:
        print(session.say(f"register.chain_{broken.why}", at=broken.sequence))
    return 0 if broken is None else 1


def count(session: Session, *, as_json: bool) -> None:
    """Say how many of everything the register holds, and how many permits run today."""
    with opened(session):
        from sojourn.register import setting_up

        counts = setting_up.counts()
    _tell_counts(session, counts, as_json=as_json)


def settle_day(session: Session, acts: str, boundary: str, day: date, reason: str) -> None:
    """Settle a day of change that the sources leave open."""
    with acting_as(session, acts) as by:
        from sojourn.register import settling

        settling.settle(by, boundary, day, reason)
    print(session.say("register.settled", boundary=boundary, day=day.isoformat()))


def do_the_night(session: Session, acts: str, *, as_json: bool) -> None:
    """Do what the register does each night, and say how much each act changed."""
    with acting_as(session, acts) as by:
        from sojourn.register import nightly

        done = nightly.run(by.account)
    _tell_counts(session, done, as_json=as_json)


def sweep_up(session: Session, acts: str, *, as_json: bool) -> None:
    """Take every class of data that has outlived its clock, and say how many rows of each."""
    with acting_as(session, acts) as by:
        from sojourn.register import Purpose, acting, retention

        with acting(by.account, Purpose.RETENTION) as sweeping:
            taken = retention.sweep(sweeping)
    _tell_counts(session, taken, as_json=as_json)


def _tell_counts(session: Session, counts: Mapping[str, int], *, as_json: bool) -> None:
    if as_json:
        session.data(dict(counts))
        return
    for name, number in counts.items():
        print(session.say("register.counted", name=session.say(f"register.of_{name}"), number=number))


def go_on_to(session: Session, acts: str, day: date) -> None:
    """Have a demonstration stand at another day."""
    with acting_as(session, acts) as by:
        from sojourn.register import nightly

        nightly.move_to(by.account, day)
    print(session.say("register.stands_at", day=day.isoformat()))
