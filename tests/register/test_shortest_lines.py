"""A line of a file is recorded the shortest way, and leaves what the long way leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.register import events
from sojourn.register.models import AuditRow, Document, Event, Person, Stay
from sojourn.register.services import ordinary
from sojourn.register.services.crossing_files import Delivered, _Lookup
from tests.register.city import City, stand_at
from tests.register.test_crossing_files import as_csv, delivered, good
from tests.register.test_ordinary_crossings import everything

#: Hours from the first crossing, and which way: in and out, one in that lasts past its limit, one in without one out,
#: one out without one in, two in one second, one told late, one told twice.
LIFE = [
    (0, "in"), (9, "out"), (24, "in"), (600, "out"), (700, "in"), (724, "in"), (730, "out"), (740, "out"),
    (800, "in"), (800, "out"), (710, "out"), (0, "in"), (900, "in"),
]  # fmt: skip


def lines_of(person: Person) -> list[dict[str, str]]:
    number = Document.objects.get(person=person).document_number
    first = datetime(2019, 3, 4, 8)
    return [
        {"document": number, "direction": direction, "at": (first + timedelta(hours=hours)).isoformat()}
        for hours, direction in LIFE
    ]


def counted(report: Delivered) -> tuple[int, ...]:
    return report.lines, report.recorded, report.repeated, report.referred, report.bad_lines


@pytest.mark.parametrize("permit", [False, True])
def test_short_and_long_leave_the_same(city: City, monkeypatch: pytest.MonkeyPatch, permit: bool) -> None:
    """Given a life told in one file, again, and again with more of it, then nothing tells which way it was recorded."""
    stand_at(date(2019, 6, 30))
    short, long = city.person(), city.person()
    if permit:
        for person in (short, long):
            city.permit(person)
    begun = Event.objects.count(), AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[0]
    told: list[list[tuple[int, ...]]] = []
    for person in (short, long):
        if person is long:
            monkeypatch.setattr(ordinary, "record", lambda *_, **__: None)
            monkeypatch.setattr(_Lookup, "_known", lambda *_: {})
        lines = lines_of(person)
        told.append([counted(delivered(city, as_csv(part))) for part in (lines[:9], lines[:9], lines)])
    assert told[0] == told[1]
    assert everything(short, begun) == everything(long, begun)
    assert Stay.objects.filter(person=short, open=True).exclude(flag="").exists(), "nobody stayed past the limit"
    assert events.verify() is None


def test_a_line_takes_a_handful_of_statements(city: City) -> None:
    """Once the people have their keys, whether a file is new or known: a statement more is work for every line."""
    stand_at(date(2019, 6, 30))
    rows = list(good([city.person() for _ in range(4)], 88))
    delivered(city, as_csv(rows[:8]))
    with CaptureQueriesContext(connection) as fresh:
        assert delivered(city, as_csv(rows[8:])).recorded == 80
    with CaptureQueriesContext(connection) as known:
        assert delivered(city, as_csv(rows[8:])).repeated == 80
    # What is asked of a file as a whole stands apart from what is asked for every line.
    assert len(fresh) <= 80 * 8 + 60, [one["sql"][:80] for one in fresh][-40:]
    assert len(known) <= 80 * 2 + 60, [one["sql"][:80] for one in known][-40:]
