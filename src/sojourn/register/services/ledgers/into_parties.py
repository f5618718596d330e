"""From a ledger into the register: offices, firms, agencies, persons and their papers, and who acted for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.models import Max, Model

from sojourn.policy import Language

from ... import models
from ...models import Account
from ...numbers import new_number
from ...vocabulary import OfficeKind, Role, Sex
from .matching import NO_WORDS, ROLE_AT, SEX_IN
from .taken import Taken

_LANGUAGES = frozenset(language.value for language in Language)


def offices(taken: Taken) -> Iterator[Model]:
    """Offices that are not there yet."""
    for row in taken.rows.get("offices", []):
        number = taken.number("offices", row)
        if number not in taken.existing_offices:
            yield models.Office(
                pk=taken.key("offices", row["id"]),
                number=number,
                name=str(row["name"] or number)[:200],
                kind=row["kind"],
                place=row["place_id"],
                authority=row["authority"],
            )


def employers(taken: Taken) -> Iterator[Model]:
    """Firms."""
    for row in taken.rows.get("employers", []):
        number = taken.number("employers", row)
        yield models.Employer(
            pk=taken.key("employers", row["id"]),
            number=number,
            name=str(row["name"] or number)[:200],
            credit_code=row["credit_code"],
            place=row["place_id"],
            sector=row["sector"],
            legal_representative=row["legal_representative"],
            registered_on=row["registered_on"],
            admitted_on=row["registered_on"],
        )


def sites(taken: Taken) -> Iterator[Model]:
    """Sites; their line of work is their firm's where none is given."""
    for row in taken.rows.get("sites", []):
        number = taken.number("sites", row)
        yield models.Site(
            pk=taken.key("sites", row["id"]),
            number=number,
            employer_id=taken.key("employers", row["employer_id"]),
            name=str(row["name"] or number)[:200],
            place=row["place_id"],
            sector=row["sector"] or taken.by_id("employers")[str(row["employer_id"])]["sector"],
        )


def agencies(taken: Taken) -> Iterator[Model]:
    """Agencies."""
    for row in taken.rows.get("agencies", []):
        number = taken.number("agencies", row)
        yield models.Agency(
            pk=taken.key("agencies", row["id"]),
            number=number,
            name=str(row["name"] or number)[:200],
            credit_code=row["credit_code"],
            place=row["place_id"],
            registered_on=row["registered_on"],
        )


def ratings(taken: Taken) -> Iterator[Model]:
    """Grades."""
    for row in taken.rows.get("ratings", []):
        yield models.Rating(
            pk=taken.key("ratings", row["id"]),
            agency_id=taken.key("agencies", row["agency_id"]),
            grade=row["grade"],
            since=row["begins_on"],
            decision_id=taken.key("decisions", row["decision_id"]),
        )


def qualifications(taken: Taken) -> Iterator[Model]:
    """Whether firms may hire."""
    for row in taken.rows.get("qualifications", []):
        yield models.Qualification(
            pk=taken.key("qualifications", row["id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            held=row["status"] == "held",
            since=row["begins_on"],
            decision_id=taken.key("decisions", row["decision_id"]),
        )


def persons(taken: Taken) -> Iterator[Model]:
    """Persons."""
    for row in taken.rows.get("persons", []):
        yield models.Person(
            pk=taken.key("persons", row["id"]),
            number=taken.number("persons", row),
            nationality=row["nationality"] or "",
            province=row["home_province"] or "",
            border_commune=row["border_commune"],
            birth_year=row["birth_year"],
            sex=SEX_IN.get(row["sex"], Sex.UNSPECIFIED).value,
            registered_on=taken.first_days.get(str(row["id"]), date(2017, 1, 1)),
        )


def person_details(taken: Taken) -> Iterator[Model]:
    """Who persons are: told in a full transfer, made up in a demonstration, not stated otherwise."""
    language = {id: row["language"] for id, row in taken.by_id("persons").items()}
    stated = set()
    for row in taken.rows.get("person_details", []):
        person = str(row["person_id"])
        stated.add(person)
        yield models.PersonDetails(
            person_id=taken.key("persons", person),
            name=row["name"],
            birth_date=row["birth_date"],
            home=row["address"] or "",
            phone=row["phone"] or "",
            language=language[person] if language[person] in _LANGUAGES else Language.VI.value,
        )
    if taken.made_up is not None:
        for id, row in taken.by_id("persons").items():
            details = taken.made_up.details(row) if id not in stated else None
            if details is not None:
                details.person_id = taken.keys["persons"][id]
                yield details


def documents(taken: Taken) -> Iterator[Model]:
    """Papers. One without a number gets one of the register's own, which nobody can show."""
    for row in taken.rows.get("documents", []):
        yield models.Document(
            pk=taken.key("documents", row["id"]),
            person_id=taken.key("persons", row["person_id"]),
            kind=row["kind"],
            document_number=document_numbers(taken)[str(row["id"])],
            valid_from=row["begins_on"],
            valid_to=row["ends_on"],
        )


def document_numbers(taken: Taken) -> dict[str, str]:
    """The number of each document by its id in the ledger."""
    if "documents" not in taken.numbers:
        taken.numbers["documents"] = {
            str(row["id"]): str(row["number"])
            if row["number"]
            else taken.made_up.document_number(row)
            if taken.made_up is not None
            else new_number("N")
            for row in taken.rows.get("documents", [])
        }
    return taken.numbers["documents"]


def jobs(taken: Taken) -> Iterator[Model]:
    """Jobs."""
    for row in taken.rows.get("jobs", []):
        yield models.Job(
            pk=taken.key("jobs", row["id"]),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            site_id=taken.key("sites", row["site_id"]),
            agency_id=taken.key("agencies", row["agency_id"]),
            occupation=str(row["occupation"] or NO_WORDS)[:120],
            wage_promised=row["wage_promised"],
            since=row["begins_on"],
            until=row["ends_on"],
            how_ended=row["ended"] or "",
        )


def accounts(taken: Taken) -> Iterator[Model]:
    """Accounts, not to be signed in with, of those whose acts the ledger tells of and who have none here."""
    nobodys = make_password(None)
    last = Account.objects.aggregate(last=Max("pk"))["last"] or 0
    there = {account.number: account for account in Account.objects.all()}
    sign_ins = {account.sign_in.lower() for account in there.values()}
    kinds = {str(row["id"]): OfficeKind(str(row["kind"])) for row in taken.rows.get("offices", [])}
    for row in taken.rows.get("decisions", []):
        officer = str(row["officer"] or "")
        if not officer or officer in taken.officers:
            continue
        if officer in there:
            taken.officers[officer] = there[officer]
            continue
        last += 1
        office = str(row["office_id"])
        number = officer if len(officer) <= 40 and officer.lower() not in sign_ins else new_number("U")
        sign_ins.add(number.lower())
        taken.officers[officer] = Account(
            pk=last,
            number=number,
            sign_in=number,
            name=number,
            role=ROLE_AT[kinds[office]].value,
            office_id=taken.key("offices", office),
            is_active=False,
            password=nobodys,
        )
        yield taken.officers[officer]
    for row in taken.rows.get("appeals", []):
        decision = taken.by_id("decisions")[str(row["decision_id"])]
        party = str(row["filed_by"])
        whose = str(decision[f"{party}_id"]) if party != "office" and decision[f"{party}_id"] is not None else ""
        name = f"{party} {whose}"
        if not whose or name in taken.officers:
            continue
        last += 1
        table = f"{party}s" if party != "agency" else "agencies"
        number = new_number("U")
        taken.officers[name] = Account(
            pk=last,
            number=number,
            sign_in=number,
            name=number,
            role={"person": Role.WORKER, "employer": Role.EMPLOYER, "agency": Role.AGENCY}[party].value,
            is_active=False,
            password=nobodys,
            **{f"{party}_id": taken.key(table, whose)},
        )
        yield taken.officers[name]
