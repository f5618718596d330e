"""Workers: registered when somebody first files for them, and found again by what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from .. import clock, events, programme
from ..actors import By
from ..models import Document, Look, Person, PersonDetails
from ..numbers import check_digit, new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Act, DocumentKind, Role, Sex

#: Who files for workers and so may register them.
FILING = frozenset({Role.AGENCY, Role.EMPLOYER, Role.HR_OFFICER})

_DOCUMENT_NUMBER = re.compile(r"[A-Z0-9]{5,20}")
#: The years of age that a person can have at all; what a programme asks of her age is a rule of its own.
_OLDEST = 110
#: How long going through the questions of a filing may take and still be one look.
_ONE_FILING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Entered:
    """What a worker's pass or passport says of her, and how she can be reached."""

    name: str
    birth_date: date
    sex: Sex
    nationality: str
    province: str
    border_commune: bool | None
    document_kind: DocumentKind
    document_number: str
    valid_from: date
    valid_to: date
    phone: str = ""
    language: str = "vi"
    check_digit: str = ""


def register(by: By, entered: Entered) -> Person:
    """Register a worker with the document she shows. Raises Refused where something cannot be or she is known."""
    _files(by)
    today = clock.today()
    number = cleaned(entered.document_number)
    if not entered.name.strip():
        raise Refused("name_missing", field="name")
    if not today.year - _OLDEST <= entered.birth_date.year or entered.birth_date > today:
        raise Refused("birth_date_impossible", field="birth_date")
    if not _DOCUMENT_NUMBER.fullmatch(number):
        raise Refused("document_number_impossible", field="document_number")
    if entered.document_kind is DocumentKind.PASSPORT and not entered.check_digit.strip():
        raise Refused("check_digit_missing", field="check_digit")
    if entered.check_digit.strip() and entered.check_digit.strip() != check_digit(number):
        raise Refused("check_digit_wrong", field="check_digit")
    if entered.valid_to < entered.valid_from:
        raise Refused("document_ends_before_it_begins", field="valid_to")
    if entered.nationality not in programme.options(programme.bound().nationality):
        raise Refused("choice_missing", field="nationality")
    if entered.province and entered.province not in programme.options(programme.bound().province):
        raise Refused("choice_missing", field="province")
    if Document.objects.filter(kind=entered.document_kind.value, document_number=number).exists():
        raise Refused("document_known", field="document_number")
    person = Person.objects.create(
        number=new_number("W"),
        nationality=entered.nationality,
        province=entered.province,
        border_commune=entered.border_commune,
        birth_year=entered.birth_date.year,
        sex=entered.sex.value,
        registered_on=today,
    )
    PersonDetails.objects.create(
        person=person,
        name=entered.name.strip(),
        birth_date=entered.birth_date,
        phone=entered.phone.strip(),
        language=entered.language,
    )
    Document.objects.create(
        person=person,
        kind=entered.document_kind.value,
        document_number=number,
        valid_from=entered.valid_from,
        valid_to=entered.valid_to,
    )
    events.record(
        by,
        "person.registered",
        {"person": person.number, "document_kind": entered.document_kind.value},
        person=person,
        personal={
            "name": entered.name.strip(),
            "birth_date": entered.birth_date.isoformat(),
            "document_number": number,
        },
    )
    return person


def shown(by: By, number: str) -> Person:
    """The worker who shows a document or a worker's number to whoever files for her. Raises NotThere.

    Nothing of her comes out but that she is registered; the hit is noted as a look, once for the pages of one filing.
    """
    _files(by)
    asked = cleaned(number)
    # A number of the register has dashes, a document has none; people type either with or without.
    found = Person.objects.filter(
        Q(number=number.strip().upper()) | Q(documents__document_number=asked), erased_on=None
    ).first()
    if found is None:
        raise NotThere("person")
    moment = clock.now()
    same = {
        "account": by.account,
        "person": found,
        "act": Act.SEARCH.value,
        "purpose": by.purpose.value,
        "what": "person",
    }
    if not Look.objects.filter(**same, at__gt=moment - _ONE_FILING).exists():
        Look.objects.create(**same, at=moment, office=by.account.office, role=by.account.role)
    return found


def cleaned(number: str) -> str:
    """A document's number as it is kept: capital letters and digits."""
    return re.sub(r"[\s.-]", "", number).upper()


def _files(by: By) -> None:
    if Role(by.account.role) not in FILING:
        raise NotAllowed()
