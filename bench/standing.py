"""Fill a database with crossings and stays and ask who is past the limit: `python -m bench.standing CROSSINGS`.

The rows are written by the database itself, from a series of numbers, with its guards down meanwhile: what is measured
is reading. Prints one line of JSON: seconds, the best of some tries each.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import django
from django.core.management import call_command

from .timing import best_of

if TYPE_CHECKING:
    from sojourn.register.models import Account

#: How often one person has crossed, in and out in turn, twice a day.
TURNS: Final = 200
TODAY: Final = date(2019, 6, 3)
FIRST: Final = TODAY - timedelta(days=TURNS // 2 - 1)
#: One person in so many is in; one in so many came in four days ago and is past the limit.
INSIDE, PAST = 5, 35
REPEATS: Final = 7

#: What the two engines say differently.
WORDS: Final = {
    "sqlite": {
        "series": "(WITH RECURSIVE counted(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i < {rows} - 1) "
        "SELECT i FROM counted)",
        "moment": "datetime('{first}', '+' || ({seconds}) || ' seconds')",
        "day": "date('{first}', '+' || ({days}) || ' days')",
        "next_day": "date({day}, '+1 day')",
    },
    "postgresql": {
        "series": "(SELECT i FROM generate_series(0, {rows} - 1) AS counted(i))",
        "moment": "(TIMESTAMPTZ '{first} 00:00+00' + make_interval(secs => {seconds}))",
        "day": "(DATE '{first}' + CAST({days} AS integer))",
        "next_day": "({day} + 1)",
    },
}

PEOPLE = """
INSERT INTO register_person (id, number, nationality, province, border_commune, birth_year, sex, registered_on)
SELECT i + 1, 'W-' || (i + 1), 'vietnam', 'lang_son', TRUE, 1990, 'F', '{first}' FROM {series} AS series
"""
CROSSINGS = """
INSERT INTO register_crossing (id, kind, document_number, person_id, direction, at, day, sequence, post_id, verdict,
    reasons)
SELECT i + 1, 'border_pass', 'T' || (i % {people} + 1), i % {people} + 1,
    CASE (i / {people}) % 2 WHEN 0 THEN 'in' ELSE 'out' END, {moment}, {day}, i / {people} + 1, {post}, 'admit', '[]'
FROM {series} AS series
WHERE NOT (i % {people} % {inside} = 0 AND i / {people} = {turns} - 1)
    AND NOT (i % {people} % {past} = 0 AND i / {people} > {turns} - 8)
"""
STAYS = """
INSERT INTO register_stay (number, person_id, kind, place, crossing_in_id, crossing_out_id, open, entered_on, left_on,
    leave_by, latest, flag)
SELECT 'T-' || entry.id, entry.person_id, entry.kind, 'pingxiang', entry.id, leaving.id, leaving.id IS NULL, entry.day,
    leaving.day, {next_day}, {next_day}, ''
FROM register_crossing entry LEFT JOIN register_crossing leaving ON leaving.kind = entry.kind
    AND leaving.document_number = entry.document_number AND leaving.sequence = entry.sequence + 1
WHERE entry.direction = 'in' ORDER BY entry.id
"""
#: What one would ask without stays: everybody's crossings, for those with more in than out.
SCAN = """
SELECT count(*) FROM (
    SELECT person_id, sum(CASE direction WHEN 'in' THEN 1 ELSE -1 END) AS inside,
        max(CASE direction WHEN 'in' THEN day END) AS entered
    FROM register_crossing GROUP BY person_id
) AS people WHERE inside > 0 AND entered < %s
"""


def main(crossings: int) -> dict[str, Any]:
    """Fill the database of the settings and measure."""
    django.setup()
    call_command("migrate", verbosity=0)
    from sojourn.register import Purpose, acting, presence
    from sojourn.register.guards import put_up_guards, take_down_guards

    take_down_guards()
    officer = fill(crossings)
    put_up_guards(None, using="default")

    with acting(officer, Purpose.SANCTION) as by:
        past = presence.in_past_the_limit(by).total
        inside = sum(place.people for place in presence.counted(by))
        listed = best_of(REPEATS, lambda: presence.in_past_the_limit(by))
        counted = best_of(REPEATS, lambda: presence.counted(by))
    scanned_past = scan()
    if scanned_past != past:
        raise SystemExit(f"the scan finds {scanned_past} people past the limit, the register {past}")
    scanned = best_of(1, scan)
    return {
        "crossings": _one("SELECT count(*) FROM register_crossing"),
        "inside": inside,
        "past": past,
        "listed": listed,
        "counted": counted,
        "scanned": scanned,
    }


def fill(crossings: int) -> Account:
    """Write people, crossings and stays; gives an officer who may see them."""
    from django.db import connection

    from sojourn.register.models import Account, Office, Today
    from sojourn.register.vocabulary import OfficeKind, Role

    from .loading import loading

    Today.objects.create(day=TODAY)
    post = Office.objects.create(
        number="O-1", name="Post", kind=OfficeKind.BORDER_POST, place="pingxiang", authority="border_inspection"
    )
    office = Office.objects.create(
        number="O-2", name="Exit and entry", kind=OfficeKind.EXIT_ENTRY, place="pingxiang", authority="city_exit_entry"
    )
    officer = Account.objects.create(
        number="U-1", sign_in="officer", name="Officer", role=Role.EXIT_ENTRY_OFFICER, office=office
    )
    words = WORDS[connection.vendor]
    people = max(PAST, crossings // TURNS)
    turn = f"(i / {people})"
    slots = {"first": FIRST, "people": people, "inside": INSIDE, "past": PAST, "turns": TURNS, "post": post.pk}
    moment = words["moment"].format(first=FIRST, seconds=f"{turn} * 43200 + i % 40000")
    day = words["day"].format(first=FIRST, days=f"{turn} / 2")
    next_day = words["next_day"].format(day="entry.day")
    with loading(["register_person", "register_crossing", "register_stay"]) as cursor:
        cursor.execute(PEOPLE.format(**slots, series=words["series"].format(rows=people)))
        series = words["series"].format(rows=people * TURNS)
        cursor.execute(CROSSINGS.format(**slots, series=series, moment=moment, day=day))
        cursor.execute(STAYS.format(next_day=next_day))
    return officer


def scan() -> int:
    """How many people are in and past the limit of a day, by looking at every crossing."""
    return _one(SCAN, [TODAY - timedelta(days=1)])


def _one(statement: str, values: list[Any] | None = None) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return int(row[0])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
