"""A small border city for tests: one office of each kind, an account in each role, a firm, an agency and workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sojourn.register import clock
from sojourn.register.actors import acting
from sojourn.register.models import (
    Account,
    Agency,
    Document,
    Employer,
    Office,
    Person,
    PersonDetails,
    Qualification,
    Rating,
    Site,
    Today,
)
from sojourn.register.numbers import new_number
from sojourn.register.services.applications import Asked, approve, begin, issue, submit
from sojourn.register.vocabulary import ApplicationKind, DocumentKind, OfficeKind, Purpose, Role, Sex

OFFICES = {
    Role.HR_OFFICER: (OfficeKind.HUMAN_RESOURCES, "hrss"),
    Role.EXIT_ENTRY_OFFICER: (OfficeKind.EXIT_ENTRY, "city_exit_entry"),
    Role.ZONE_MANAGER: (OfficeKind.ZONE, "zone_management"),
    Role.BORDER_POST: (OfficeKind.BORDER_POST, "border_inspection"),
    Role.SERVICE_CENTRE: (OfficeKind.SERVICE_CENTRE, "hrss"),
    Role.SUPERVISOR: (OfficeKind.SUPERVISION, "hrss"),
    Role.AUDITOR: (OfficeKind.AUDIT, "hrss"),
    Role.DELEGATION: (OfficeKind.SUPERVISION, "hrss"),
    Role.OPERATOR: (OfficeKind.SUPERVISION, "hrss"),
}


@dataclass
class City:
    """What stands in it; `accounts` by role, and one for each worker."""

    accounts: dict[Role, Account]
    employer: Employer
    site: Site
    agency: Agency

    def of(self, role: Role) -> Account:
        """The account of a role."""
        return self.accounts[role]

    def person(self, name: str = "Nguyễn Thị Lan", *, document: str = "", valid_to: date | None = None) -> Person:
        """A new border resident of Lạng Sơn with a pass and an account of her own."""
        today = clock.today()
        with acting(self.of(Role.HR_OFFICER), Purpose.CASE):
            person = Person.objects.create(
                number=new_number("W"),
                nationality="vietnam",
                province="lang_son",
                border_commune=True,
                birth_year=1990,
                sex=Sex.FEMALE.value,
                registered_on=today,
            )
            PersonDetails.objects.create(person=person, name=name, birth_date=date(1990, 3, 2), home="Tân Thanh")
            Document.objects.create(
                person=person,
                kind=DocumentKind.BORDER_PASS.value,
                document_number=document or f"T{person.pk:07d}",
                valid_from=date(2017, 1, 1),
                valid_to=valid_to or date(2025, 12, 31),
            )
            account = Account(
                number=new_number("U"), sign_in=f"worker{person.pk}", name=name, role=Role.WORKER, person=person
            )
            account.set_password("a password of hers")
            account.save()
        return person

    def application(self, person: Person, **changed: object) -> str:
        """The number of a submitted application that the agency has filed for the person."""
        asked = {
            "kind": ApplicationKind.NEW,
            "person": person,
            "site": self.site,
            "occupation": "peeling veneer",
            "wage_promised": Decimal("3000.00"),
            "agency": self.agency,
        } | changed
        with acting(self.of(Role.AGENCY), Purpose.FILING) as by:
            number = begin(by, Asked(**asked)).number
            submit(by, number)
        return number

    def permit(self, person: Person, **changed: object) -> str:
        """The number of a permit issued to the person by both authorities."""
        number = self.application(person, **changed)
        with acting(self.of(Role.HR_OFFICER), Purpose.CASE) as by:
            approve(by, number)
        with acting(self.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
            return issue(by, number).number


def stand_at(day: date) -> None:
    """Have the register stand at a day."""
    Today.objects.update_or_create(pk=1, defaults={"day": day})


def build(day: date = date(2019, 3, 4)) -> City:
    """Build the city, standing at a day."""
    stand_at(day)
    offices: dict[Role, Office] = {}
    operator = Account(number="U-OPERATOR", sign_in="operator", name="Operator", role=Role.OPERATOR)
    with acting(operator, Purpose.OPERATION):
        for role, (kind, authority) in OFFICES.items():
            offices[role] = Office.objects.create(
                number=new_number("O"),
                name=f"Office of the {role.value.replace('_', ' ')}",
                kind=kind,
                place="pingxiang",
                authority=authority,
            )
        employer = Employer.objects.create(
            number=new_number("E"),
            name="Pingxiang Red Pine Wood",
            credit_code="91451481MA5K8Q3X0U",
            place="pingxiang_zone",
            sector="wood_processing",
            registered_on=date(2017, 5, 2),
            admitted_on=date(2017, 5, 9),
        )
        site = Site.objects.create(
            number=new_number("S"),
            employer=employer,
            name="Veneer works",
            place="pingxiang_zone",
            sector="wood_processing",
        )
        agency = Agency.objects.create(
            number=new_number("G"),
            name="Friendship Labour Agency",
            credit_code="91451481MA5M7T2Y16",
            place="pingxiang",
            registered_on=date(2017, 4, 1),
        )
        Qualification.objects.create(employer=employer, held=True, since=date(2017, 5, 2))
        Rating.objects.create(agency=agency, grade="b", since=date(2019, 1, 15))
        accounts: dict[Role, Account] = {}
        for role in (*OFFICES, Role.EMPLOYER, Role.AGENCY):
            account = operator if role is Role.OPERATOR else Account(number=new_number("U"), sign_in=role.value)
            account.name, account.role, account.office = (
                f"An account of the {role.value.replace('_', ' ')}",
                role,
                offices.get(role),
            )
            account.employer = employer if role is Role.EMPLOYER else None
            account.agency = agency if role is Role.AGENCY else None
            account.set_password("a long password")
            account.save()
            accounts[role] = account
    return City(accounts, employer, site, agency)
