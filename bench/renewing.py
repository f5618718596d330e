"""Renew many permits in one filing on the database of `DATABASE_URL`, and print what each part took, as JSON:

    python -m bench.renewing FILED SAVED

FILED permits go through the register's own filing and its two signings. As many again are written by an
`INSERT ... SELECT` of the very same rows into the same tables, with every guard up. SAVED are written by a loop over
Django's `save()`. Each is one transaction to its commit. Meant to be run on a database that nobody needs.

Each of the three ways comes with what it took on the clock, and with what this process and the one that serves it in
the database worked meanwhile. The people and permits that all of it is about are written with the guards down.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

DAY = date(2019, 12, 28)
BEGAN, ENDS, DOCUMENTS_TO = date(2019, 12, 1), date(2019, 12, 31), date(2025, 12, 31)

#: What is measured by itself: the functions of `services.filings`, under the name that the table shows.
PARTS = {
    "_asked": "rows",
    "_waiting": "rows",
    "_numbered": "numbers",
    "grouped": "findings",
    "spanned": "days",
    "set_apart": "checks",
    "_leave_out": "checks",
    "_write_applications": "applications",
    "_write_decisions": "decisions",
    "_write_permits": "permits, receipts, insurance",
    "_move": "states",
    "digest_of_filing": "hash",
    "digest_of_signing": "hash",
}


def main(filed: int, saved: int) -> None:
    """Build the rows, then measure the three ways."""
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    from django.db import connection

    from sojourn.register.actors import acting
    from sojourn.register.guards import put_up_guards, take_down_guards
    from sojourn.register.vocabulary import Purpose, Role
    from tests.register.city import build

    from .crowd import crowd

    city = build(DAY)
    take_down_guards()
    crowds = []
    for count in (filed, filed, saved):
        with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
            crowds.append(
                crowd(
                    count,
                    city.site,
                    city.agency,
                    valid_from=BEGAN,
                    valid_to=ENDS,
                    documents_to=DOCUMENTS_TO,
                    account=by.account,
                )
            )
    put_up_guards(None, using="default")
    if connection.vendor == "postgresql":
        # As its autovacuum does some time after many rows have come in.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    parts, whole = _by_filing(city, crowds[0])
    copied = _by_copying(city, crowds[0], crowds[1])
    looped = _by_saving(city, crowds[0], crowds[2])
    found = {"parts": parts}
    for name, took, times in (("whole", whole, 1), ("copied", copied, 1), ("saved", looped, filed / saved)):
        found |= {name: took.clock * times, f"{name}_work": took.work * times}
    sys.stdout.write(json.dumps(found) + "\n")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and of work."""

    clock: float
    work: float

    def __sub__(self, begun: Took) -> Took:
        return Took(self.clock - begun.clock, self.work - begun.work)


def _now() -> Took:
    from django.db import connection

    from . import working

    return Took(time.perf_counter(), working.here(connection))


# ---- the register's own way ------------------------------------------------------------------------------------------


def _by_filing(city: Any, permits: list[Any]) -> tuple[dict[str, float], Took]:
    from sojourn.register.actors import acting
    from sojourn.register.services import filings
    from sojourn.register.vocabulary import Purpose, Role

    parts: dict[str, float] = {}
    numbers = [permit.number for permit in permits]
    with _watched(filings, parts):
        begun = _now()
        with acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
            filing = filings.file(by, numbers)
        for role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
            with acting(city.of(role), Purpose.CASE) as by:
                signing = filings.sign(by, filing.number)
        whole = _now() - begun
    assert signing.rows == len(permits), signing.rows
    parts["commit and the rest"] = whole.clock - sum(parts.values())
    return parts, whole


@contextmanager
def _watched(module: Any, parts: dict[str, float]) -> Iterator[None]:
    """Add up what each part takes; what a part does inside another counts for the inner one."""
    inside = [0.0]

    def counted(name: str, seconds: float, within: float) -> None:
        parts[name] = parts.get(name, 0.0) + seconds - within

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            inside.append(0.0)
            begun = time.perf_counter()
            result = call(*given, **named)
            if isinstance(result, AbstractContextManager):
                return entered(name, result)
            took = time.perf_counter() - begun
            counted(name, took, inside.pop())
            inside[-1] += took
            return result

        return run

    @contextmanager
    def entered(name: str, manager: AbstractContextManager[Any]) -> Iterator[Any]:
        begun = time.perf_counter()
        with manager as value:
            took = time.perf_counter() - begun
            counted(name, took, inside.pop())
            inside[-1] += took
            yield value

    before = {name: getattr(module, name) for name in PARTS}
    for name, call in before.items():
        setattr(module, name, timed(PARTS[name], call))
    try:
        yield
    finally:
        for name, call in before.items():
            setattr(module, name, call)


# ---- the same rows, copied -------------------------------------------------------------------------------------------


def _by_copying(city: Any, done: list[Any], others: list[Any]) -> Took:
    """The rows that came of the filing, prepared for other people and permits, and written by `INSERT ... SELECT`."""
    from django.db import connection

    from sojourn.register.actors import acting
    from sojourn.register.models import Application, Charge, Decision, Insurance, Permit
    from sojourn.register.vocabulary import Purpose, Role

    models = (Application, Decision, Permit, Charge, Insurance)
    of_filing = "SELECT id FROM register_application WHERE filing_id IS NOT NULL"
    chosen = {
        Application: "filing_id IS NOT NULL",
        Insurance: f"permit_id IN (SELECT id FROM register_permit WHERE application_id IN ({of_filing}))",
    }
    moved = {model._meta.db_table: 10_000_000 for model in models}
    people, permits = others[0].person_id - done[0].person_id, others[0].pk - done[0].pk
    shifted = {
        "id": 10_000_000,
        "application_id": moved["register_application"],
        "person_id": people,
        "renews_id": permits,
        "renewal_of_id": permits,
        "permit_id": moved["register_permit"],
    }
    with connection.cursor() as cursor:
        for model in models:
            columns = []
            for field in model._meta.concrete_fields:
                column = f'"{field.column}"'
                if field.column in ("number", "receipt"):
                    columns.append(f"{column} || 'X' AS {column}")
                elif field.column in shifted:
                    columns.append(f"{column} + {shifted[field.column]} AS {column}")
                else:
                    columns.append(column)
            where = chosen.get(model, f"application_id IN ({of_filing})")
            table = model._meta.db_table
            cursor.execute(
                f"CREATE TEMPORARY TABLE same_{table} AS SELECT {', '.join(columns)} FROM {table} WHERE {where}"
            )
    begun = _now()
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE), connection.cursor() as cursor:
        for model in models:
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            table = model._meta.db_table
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM same_{table} ORDER BY id")
    return _now() - begun


# ---- the same rows, saved one by one ---------------------------------------------------------------------------------


def _by_saving(city: Any, done: list[Any], others: list[Any]) -> Took:
    """Rows like those of the filing, each made and saved by itself, with the two changes of its application's state."""
    from sojourn.register.actors import acting
    from sojourn.register.models import Application, Charge, Decision, Insurance, Permit
    from sojourn.register.numbers import new_number
    from sojourn.register.vocabulary import Purpose, Role

    case = Application.objects.get(renews=done[0])
    decisions = list(Decision.objects.filter(application=case))
    permit = Permit.objects.get(application=case)
    charges, insured = list(Charge.objects.filter(application=case)), list(Insurance.objects.filter(permit=permit))

    def again(row: Any, letter: str, **changed: Any) -> Any:
        fields = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "id"
        }
        made = type(row)(**{**fields, ("receipt" if "receipt" in fields else "number"): new_number(letter)})
        for name, value in changed.items():
            setattr(made, name, value)
        made.save(force_insert=True)
        return made

    begun = _now()
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        for before in others:
            person = before.person
            mine = again(case, "A", person=person, renews=before, state="submitted", closed_on=None, version=1)
            for decision, state in zip(decisions, ("approved", "issued"), strict=True):
                again(decision, "D", application=mine, person=person)
                mine.state, mine.version = state, mine.version + 1
                mine.save()
            next_one = again(permit, "P", application=mine, person=person, renewal_of=before)
            for charge in charges:
                again(charge, "R", application=mine, person=person)
            for cover in insured:
                again(cover, "I", permit=next_one, person=person)
    return _now() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
