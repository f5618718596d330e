"""Setting a register up: its offices and its accounts. The first operator makes herself, on an empty register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .. import clock, events, programme
from ..actors import By, acting
from ..models import (
    Account,
    Agency,
    Application,
    Decision,
    Employer,
    Event,
    Office,
    Permit,
    Person,
    Stay,
)
from ..numbers import new_number
from ..refusal import Listed, NotAllowed, NotThere, Refused
from ..vocabulary import OfficeKind, PermitState, Purpose, Role
from .applications import OPEN_STATES
from .enrolling import ONCE_LASTS
from .passwords import require_good


@dataclass(frozen=True, slots=True)
class Belongs:
    """For whom an account acts, by number: an office, a firm, an agency, or a person for herself."""

    office: str = ""
    employer: str = ""
    agency: str = ""
    person: str = ""


@contextmanager
def as_account(sign_in: str) -> Iterator[By]:
    """Act as the operator or auditor of a sign-in name; without one, as nobody yet, where there is no account at all.

    Raises Refused where there is no such account, and NotAllowed where it is neither.
    """
    if not sign_in:
        if Account.objects.exists():
            raise Refused("say_who_acts")
        account = Account(number=new_number("U"), sign_in="", role=Role.OPERATOR.value)
    else:
        found = account_named(sign_in)
        if Role(found.role) not in (Role.OPERATOR, Role.AUDITOR, Role.SUPERVISOR):
            raise NotAllowed()
        account = found
    with acting(account, Purpose.OPERATION) as by:
        yield by


def account_named(sign_in: str) -> Account:
    """The account of a sign-in name. Raises Refused where there is none that may be used."""
    found = Account.objects.filter(sign_in__iexact=sign_in, is_active=True).first()
    if found is None:
        raise Refused("no_such_account", sign_in=sign_in)
    return found


def add_office(by: By, *, name: str, kind: OfficeKind, place: str, authority: str) -> Office:
    """Add an office. Raises Refused where the programme knows no such place or authority."""
    _operator(by)
    loaded = programme.programme()
    if not name.strip():
        raise Refused("name_missing", field="name")
    if place not in loaded.places:
        raise Refused("no_such_place", field="place", place=place)
    if authority not in loaded.authorities:
        raise Refused(
            "no_such_authority", field="authority", authority=authority, known=Listed(tuple(loaded.authorities))
        )
    office = Office.objects.create(
        number=new_number("O"), name=name.strip(), kind=kind.value, place=place, authority=authority
    )
    _note(by, "office.added", {"office": office.number, "kind": kind.value, "place": place, "authority": authority})
    return office


def add_account(by: By, *, sign_in: str, name: str, role: Role, belongs: Belongs, password: str) -> Account:
    """Add an account. The first of a register is an operator's, who acts herself."""
    _operator(by)
    first = by.account.pk is None
    if first and role is not Role.OPERATOR:
        raise Refused("operator_first", field="role")
    if not name.strip():
        raise Refused("name_missing", field="name")
    if not sign_in.strip() or Account.objects.filter(sign_in__iexact=sign_in.strip()).exists():
        raise Refused("sign_in_taken", field="sign_in", sign_in=sign_in)
    account = by.account if first else Account(number=new_number("U"))
    account.sign_in, account.name, account.role = sign_in.strip(), name.strip(), role.value
    account.office, account.employer, account.agency, account.person = _parties(role, belongs)
    require_good(password, account, field="password")
    account.set_password(password)
    if not first:
        # Whoever gives a password to another knows it: it is for once.
        account.password_once, account.password_until = True, clock.by_the_clock() + ONCE_LASTS
    account.save()
    _note(by, "account.added", {"account": account.number, "role": role.value})
    return account


def _parties(role: Role, belongs: Belongs) -> tuple[Office | None, Employer | None, Agency | None, Person | None]:
    """What the account belongs to: just what its role asks for."""
    wanted = {Role.WORKER: "person", Role.EMPLOYER: "employer", Role.AGENCY: "agency"}.get(role, "office")
    given = {name for name in ("office", "employer", "agency", "person") if getattr(belongs, name)}
    if given != {wanted}:
        raise Refused("account_belongs", field=wanted, role=role.value, wanted=wanted)
    models = {"office": Office, "employer": Employer, "agency": Agency, "person": Person}
    found = models[wanted]._default_manager.filter(number=getattr(belongs, wanted)).first()
    if found is None:
        raise NotThere(wanted)
    parties = {name: found if name == wanted else None for name in models}
    return parties["office"], parties["employer"], parties["agency"], parties["person"]  # type: ignore[return-value]


def _note(by: By, kind: str, facts: dict[str, str]) -> None:
    """Before the first account there is nobody in whose name an event could stand; the audit trail has the change."""
    if by.account.pk is not None:
        events.record(by, kind, facts)


def _operator(by: By) -> None:
    if Role(by.account.role) is not Role.OPERATOR:
        raise NotAllowed()


def present(sign_in: str, password: str) -> Account:
    """The account of somebody who is there and says her password. Raises Refused."""
    found = Account.objects.filter(sign_in__iexact=sign_in, is_active=True).first()
    if found is None or not found.check_password(password):
        raise Refused("not_present", sign_in=sign_in)
    return found


def events_there() -> int:
    """How many events the chain has."""
    return Event.objects.count()


def counts() -> dict[str, int]:
    """How many of everything there is."""
    day = clock.today()
    running = Permit.objects.filter(state=PermitState.VALID.value, valid_from__lte=day, valid_to__gte=day)
    return {
        "people": Person.objects.count(),
        "employers": Employer.objects.count(),
        "agencies": Agency.objects.count(),
        "applications": Application.objects.count(),
        "open_applications": Application.objects.filter(state__in=OPEN_STATES).count(),
        "permits": Permit.objects.count(),
        "running_permits": running.count(),
        "people_in": Stay.objects.filter(open=True).count(),
        "past_limit": Stay.objects.filter(open=True, leave_by__lt=day).count(),
        "decisions": Decision.objects.count(),
        "events": Event.objects.count(),
    }
