"""What a simulation writes: people who are hired, hold one permit a month, cross, overstay, are detained and barred.

No counters, no applications, no papers: only what happened, and who could see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sojourn.ledger import TABLES, Edition, Ledger, LedgerWriter, Origin, OriginKind, Period, open_ledger

Row = dict[str, object]
FIRST = date(2018, 1, 1)
#: A visit of a day for each of the spells between two permits, two crossings each.
CROSSINGS_OF_A_MONTH = 3


def write_run(folder: Path, people: int, months: int = 10) -> Ledger:
    """A run of that many people, with a permit for each month, and a crossing in and out or more for each."""
    period = Period(FIRST, date(2018, 12, 31))
    origin = Origin(OriginKind.LAB, 7, {"level": "spells"})
    with LedgerWriter(folder, edition=Edition("guangxi", "0f" * 32), period=period, origin=origin) as writer:
        for name, rows in _tables(people, months):
            for start in range(0, len(rows), 50_000):
                part = rows[start : start + 50_000]
                writer.write(name, {column: [row.get(column) for row in part] for column in TABLES[name].schema.names})
    return open_ledger(folder)


def _tables(people: int, months: int) -> Iterator[tuple[str, list[Row]]]:
    firms = max(1, people // 50)
    yield "places", [_seen(id="pingxiang", kind="city", name="Pingxiang")]
    yield "employers", [_seen(id=f"firm {number:04d}", sector="wood_processing") for number in range(firms)]
    yield "agencies", [_seen(id="agency 0"), _seen(id="agency 1")]
    everybody = range(people)
    yield "persons", [
        _seen(id=_who(one), sex="female" if one % 2 else "male", nationality="vietnam", home_province="lang_son",
              border_commune=one % 3 == 0, weight=1.0)
        for one in everybody
    ]  # fmt: skip
    yield "jobs", [
        _seen(id=f"job {one:06d}", person_id=_who(one), employer_id=f"firm {one % firms:04d}", begins_on=FIRST,
              agency_id=f"agency {one % 2}", wage_promised=Decimal("2400.00"))
        for one in everybody
    ]  # fmt: skip
    yield "permits", [permit for one in everybody for permit in _permits(one, firms, months)]
    crossings, stays = [], []
    for one in everybody:
        for month in range(months):
            visits, spells = _month(one, month)
            crossings += visits
            stays += spells
    yield "crossings", crossings
    yield "stays", stays
    caught = [one for one in everybody if one % 40 == 0]
    yield "violations", [
        _seen(id=f"violation {one:06d}", conduct="pass_overstay", subject="person", person_id=_who(one), day=FIRST,
              found_on=FIRST)
        for one in caught
    ]  # fmt: skip
    yield "decisions", [row for one in caught for row in _punished(one)]
    yield "charges", [
        _seen(id=f"charge {one:06d}", kind=kind, amount=Decimal("120.00"), payer="person", charged_by="agency",
              person_id=_who(one), agency_id=f"agency {one % 2}", charged_on=FIRST)
        for one in everybody
        for kind in ("recruitment_fee" if one % 2 else "other",)
    ]  # fmt: skip


def _permits(one: int, firms: int, months: int) -> Iterator[Row]:
    for month in range(months):
        begins = FIRST + timedelta(days=30 * month)
        yield _seen(
            id=f"permit {one:06d} {month:02d}", number=f"L{one:06d}{month:02d}", person_id=_who(one),
            kind="worker_permit", employer_id=f"firm {one % firms:04d}", job_id=f"job {one:06d}", begins_on=begins,
            ends_on=begins + timedelta(days=29), ended="expired", ended_on=begins + timedelta(days=29),
            renewal_of_id=f"permit {one:06d} {month - 1:02d}" if month else None,
        )  # fmt: skip


def _month(one: int, month: int) -> tuple[list[Row], list[Row]]:
    """In on the first day of a permit, out on the last; every other month somebody is turned back, or unseen."""
    begins = FIRST + timedelta(days=30 * month)
    code = f"{one:06d} {month:02d}"
    entered = datetime(begins.year, begins.month, begins.day, 1, one % 60, tzinfo=UTC)
    way: Row = {"person_id": _who(one), "document_kind": "border_pass", "place_id": "pingxiang", "sequence": 0}
    seen = way | {"post": "youyiguan"}
    crossings = [
        _seen(**seen, id=f"in {code}", direction="in", at=entered, verdict="admitted"),
        _seen(**seen, id=f"out {code}", direction="out", at=entered + timedelta(days=29), verdict="admitted"),
    ]
    if one % 10:
        back = seen if one % 7 else way
        late = entered + timedelta(days=29, hours=2)
        crossings.append(_seen(**back, id=f"back {code}", direction="in", at=late, verdict="turned_back"))
    else:
        crossings.append(
            {**way, "id": f"unseen {code}", "direction": "in", "at": entered + timedelta(days=29, hours=3),
             "seen_by": "nobody"}
        )  # fmt: skip
    stay = _seen(
        id=f"stay {code}", person_id=_who(one), permit_id=f"permit {code}", crossing_in_id=f"in {code}",
        crossing_out_id=f"out {code}", entered_on=begins, left_on=begins + timedelta(days=29),
    )  # fmt: skip
    return crossings, [stay]


def _punished(one: int) -> Iterator[Row]:
    """Detained for five days, then barred for five years; before that, the programme's own word for a warning."""
    common: Row = {
        "authority": "exit_entry", "decided_at": datetime(2018, 1, 2, 4, tzinfo=UTC), "person_id": _who(one),
        "violation_id": f"violation {one:06d}", "against_finding": False,
    }  # fmt: skip
    acts = (("warning", None, None), ("detention", date(2018, 1, 2), date(2018, 1, 6)),
            ("ban", date(2018, 1, 7), date(2023, 1, 6)), ("fine", None, None))  # fmt: skip
    for kind, begins, ends in acts:
        yield _seen(**common, id=f"{kind} {one:06d}", kind=kind, outcome="imposed", begins_on=begins, ends_on=ends)


def _seen(**columns: object) -> Row:
    return {**columns, "seen_by": "officials"}


def _who(one: int) -> str:
    return f"person {one:06d}"
