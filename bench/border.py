"""A border post with people who pass, in a database of its own: `python -m bench.border PEOPLE` fills it.

It prints as JSON what a client needs: the token of the post, and the documents that are shown.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta


def main(people: int) -> int:
    """Bring the database up to date and fill it; gives the exit code."""
    from sojourn.web.server import prepare

    prepare()
    from sojourn.register import Purpose, Role, acting, tokens
    from sojourn.register.models import Document, Person, PersonDetails
    from tests.register.city import build

    city = build(DAY)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        made = Person.objects.bulk_create(
            Person(
                number=f"W-{place:08d}-0",
                nationality="vietnam",
                province="lang_son",
                border_commune=True,
                birth_year=1990,
                sex="F",
                registered_on=DAY,
            )
            for place in range(people)
        )
        PersonDetails.objects.bulk_create(
            PersonDetails(person=person, name="Nguyễn Thị Lan", birth_date=date(1990, 3, 2)) for person in made
        )
        Document.objects.bulk_create(
            Document(
                person=person,
                kind="border_pass",
                document_number=f"T{place:07d}",
                valid_from=DAY - timedelta(days=100),
                valid_to=DAY + timedelta(days=1000),
            )
            for place, person in enumerate(made)
        )
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        secret = tokens.make(by, city.of(Role.BORDER_POST), "bench", DAY + timedelta(days=30)).secret
    shown = [[f"T{place:07d}", person.number] for place, person in enumerate(made)]
    sys.stdout.write(json.dumps({"secret": secret, "people": shown}) + "\n")
    return 0


#: A Monday of the border trial.
DAY = date(2019, 3, 4)

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
