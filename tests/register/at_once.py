"""Posts that record at once, in a process and database of their own: `python -m tests.register.at_once`."""

from __future__ import annotations

import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import django
from django.core.management import call_command

HOURS = range(8, 16)


def main() -> dict[str, object]:
    """Eight posts report the same day of one person, each in another order, and one delivers it as a file."""
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from sojourn.register import events
    from sojourn.register.actors import acting
    from sojourn.register.models import Crossing, Document, Gap, Stay
    from sojourn.register.services.crossing_files import deliver
    from sojourn.register.services.crossings import Passing, record
    from sojourn.register.vocabulary import Direction, Purpose, Role
    from tests.register.border import moment
    from tests.register.city import build

    city = build(date(2019, 6, 3))
    shown = Document.objects.get(person=city.person()).document_number
    day = [
        (Direction.OUT if hour % 2 else Direction.IN, f"2019-06-03T{hour:02}:00:00")
        for hour in HOURS
    ]  # fmt: skip

    def reports(post: int) -> int:
        try:
            known = 0
            for direction, at in [*day[post:], *day[:post]]:
                with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
                    known += record(by, Passing(shown, direction, moment(at))).repeated
            return known
        finally:
            connection.close()

    def delivers() -> int:
        try:
            lines = ["document,direction,at", *(f"{shown},{direction},{at}" for direction, at in reversed(day))]
            with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
                return deliver(by, io.BytesIO("\n".join(lines).encode())).repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(len(HOURS) + 1) as posts:
        file = posts.submit(delivers)
        known = sum(posts.map(reports, range(len(HOURS)))) + file.result()
    return {
        "crossings": Crossing.objects.count(),
        "known": known,
        "stays": sorted((stay.crossing_in.at.hour, stay.crossing_out.at.hour) for stay in Stay.objects.all()),
        "gaps": Gap.objects.filter(closed_on=None).count(),
        "broken": str(events.verify() or ""),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
