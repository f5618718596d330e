"""Whose records an account may see: each relation of the table of rights as a condition on a kind of object."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import clock, programme
from .models import Account, Application, CheckIn, Document, EmergencyAccess, Job, Look, Permit, Person, Withheld
from .objects import Kind
from .rights import Relation
from .vocabulary import ApplicationState

_NOBODY = Q(pk__in=[])
_OPEN = (
    ApplicationState.DRAFT.value,
    ApplicationState.SUBMITTED.value,
    ApplicationState.CHECKED.value,
    ApplicationState.APPROVED.value,
)


def within(kind: Kind, relation: Relation, account: Account, day: date, shown: str = "") -> Q:
    """The condition that a row is one of those that the relation gives the account on that day.

    `shown` is the number a person shows at the counter; without it nothing is presented.
    """
    match relation:
        case Relation.ALL:
            return Q()
        case Relation.SELF:
            return _self(kind, account, day)
        case Relation.EMERGENCY:
            return _of_people(kind, opened_by(account))
        case Relation.EMPLOYED:
            employed = _body(kind.employer, account.employer_id, kind) & _of_people(kind, workers_of(account, day))
            # Who is at the site now, for her safety; no history of where she was.
            return employed & Q(day=day) if kind.model is CheckIn else employed
        case Relation.PLACED:
            return _body(kind.agency, account.agency_id, kind) & _of_people(kind, placed_by(account, day))
        case Relation.EMPLOYED_OR_FILED:
            return within(kind, Relation.EMPLOYED, account, day) | _filed(kind, kind.employer, account.employer_id)
        case Relation.PLACED_OR_FILED:
            return within(kind, Relation.PLACED, account, day) | _filed(kind, kind.agency, account.agency_id)
        case Relation.OFFICE | Relation.ZONE:
            return _placed_within(kind, account, day)
        case Relation.OWN:
            return _own(kind, account)
        case Relation.PRESENTED:
            return _of_people(kind, shown_by(shown)) if shown else _NOBODY


def opened_by(account: Account) -> QuerySet[Person]:
    """The people whose records the account has opened in an emergency that is not over."""
    moment = clock.now()
    opened = EmergencyAccess.objects.filter(account=account, opened_at__lte=moment, closes_at__gt=moment)
    return Person.objects.filter(pk__in=opened.values("person"), erased_on=None)


def workers_of(account: Account, day: date) -> QuerySet[Person]:
    """The people who work for the account's firm on a day. On the day a job ends they no longer do."""
    return Person.objects.filter(
        Exists(_current(day).filter(person=OuterRef("pk"), employer=account.employer_id)), erased_on=None
    )


def placed_by(account: Account, day: date) -> QuerySet[Person]:
    """The people whom the account's agency has placed and who are still in that job."""
    return Person.objects.filter(
        Exists(_current(day).filter(person=OuterRef("pk"), agency=account.agency_id)), erased_on=None
    )


def shown_by(number: str) -> QuerySet[Person]:
    """The person who shows a document or a permit of that number."""
    cleaned = number.strip().upper()
    return Person.objects.filter(
        Exists(Document.objects.filter(person=OuterRef("pk"), document_number=cleaned))
        | Exists(Permit.objects.filter(person=OuterRef("pk"), number=cleaned)),
        erased_on=None,
    )


def _self(kind: Kind, account: Account, day: date) -> Q:
    """Her own; of the looks at her, not those that are withheld from her for now."""
    if account.person_id is None:
        return _NOBODY
    mine = _of_people(kind, Person.objects.filter(pk=account.person_id))
    if kind.model is not Look:
        return mine
    for hidden in Withheld.objects.filter(person=account.person_id, until__gte=day):
        mine &= ~Q(office=hidden.office_id, at__gte=clock.start_of(hidden.since))
    return mine


def _current(day: date) -> QuerySet[Job]:
    return Job.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))


def _of_people(kind: Kind, people: QuerySet[Person]) -> Q:
    if kind.person is None:
        return _NOBODY
    path = f"{kind.person}__in" if kind.person else "pk__in"
    return Q(**{path: people.values("pk")})


def _body(path: str, body: int | None, kind: Kind) -> Q:
    """That the row belongs to the body, where such rows belong to bodies; nobody's account sees nothing."""
    if body is None:
        return _NOBODY
    return Q(**{path: body}) if path else Q()


def _filed(kind: Kind, path: str, body: int | None) -> Q:
    """Open applications that the body has filed: the person need not work there yet."""
    if body is None or not path or kind.model is not Application:
        return _NOBODY
    return Q(**{path: body, "state__in": _OPEN})


def _placed_within(kind: Kind, account: Account, day: date) -> Q:
    if account.office is None or not kind.place:
        return _NOBODY
    inside = Q(**{f"{kind.place}__in": programme.places_of(account.office.place, day)})
    if kind.model is Person:
        cases = Application.objects.filter(
            person=OuterRef("pk"), site__place__in=programme.places_of(account.office.place, day)
        )
        return inside | Q(Exists(cases))
    return inside


def _own(kind: Kind, account: Account) -> Q:
    for path, body in (
        (kind.employer, account.employer_id),
        (kind.agency, account.agency_id),
        (kind.office, account.office_id),
    ):
        if path and body is not None:
            return Q(**{path: body})
    return _NOBODY
