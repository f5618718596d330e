"""What a program asks for in numbers, made into what the services take: who shows a document, and the site."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q

from .. import clock, reading, scopes
from ..actors import By
from ..models import Agency, Look, Person, Site
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Act, ApplicationKind, Role
from .applications import Asked


def asked(by: By, kind: ApplicationKind, shown: str, site: str, occupation: str, wage_promised: Decimal) -> Asked:
    """What an application asks for, the person being whose document, permit or own number is shown.

    An agency files under its own name. Raises NotAllowed for a purpose that is not for applications, NotThere for a
    site that is not there, Refused for a person who is not.
    """
    if not reading.may(by, "application", Act.OPEN):
        raise NotAllowed("wrong_purpose")
    where = Site.objects.select_related("employer").filter(number=site.strip().upper()).first()
    if where is None:
        raise Refused("site_unknown", field="site", site=site.strip())
    return Asked(kind, _person(by, shown), where, occupation, wage_promised, _agency(by))


def of_breach(by: By, shown: str) -> Person:
    """The person in whom an officer has seen a breach, by the document, permit or number she shows.

    Raises NotAllowed where the account sees no breaches, Refused where nobody has that number.
    """
    if not reading.may(by, "violation", Act.OPEN):
        raise NotAllowed()
    return _person(by, shown)


def _person(by: By, shown: str) -> Person:
    """The person, found by what she shows: nothing of her comes out, and the hit is noted as a look."""
    number = shown.strip().upper()
    people = list(
        Person.objects.filter(Q(number=number, erased_on=None) | Q(pk__in=scopes.shown_by(number).values("pk")))[:2]
    )
    if len(people) != 1:
        raise Refused("person_unknown", field="person", shown=shown.strip())
    Look.objects.create(
        at=clock.now(),
        account=by.account,
        office=by.account.office,
        role=by.account.role,
        person=people[0],
        act=Act.SEARCH.value,
        purpose=by.purpose.value,
        what="person",
    )
    return people[0]


def _agency(by: By) -> Agency | None:
    if Role(by.account.role) is not Role.AGENCY:
        return None
    if by.account.agency is None:
        raise NotThere("agency")
    return by.account.agency
