"""A small city in a database of its own, for a browser to look at: `python -m tests.web.desk.browser.town`.

The folder of the database is `SOJOURN_DATA`. Sign-in names are the roles' own, `worker` for a worker with a
permit, `newcomer` for one without, `stayed` for one past the limit of her stay, `hr_colleague` and `police_colleague`
for other officers of the same offices, `moves`, `hoa` and `mai` for other workers with permits, `other_agency` for the
other agency.
"""

from __future__ import annotations

import os
import sys
from datetime import date

PASSWORD = "a long password"
#: The day on which it stands once it is built.
STANDS_AT = "2019-06-03"


def one_password() -> None:
    """Have the slow hash of what everybody's password is worked out once, not for each of her."""
    from functools import cache

    from django.contrib.auth import base_user

    base_user.make_password = cache(base_user.make_password)


def main() -> None:
    """Build it; or have it stand at the day that is said."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sojourn.web.settings"
    from sojourn.web.server import prepare_register

    prepare_register()
    one_password()
    if sys.argv[1:]:
        from tests.register.city import stand_at

        stand_at(date.fromisoformat(sys.argv[1]))
    else:
        build_town()


def build_town() -> None:
    """A worker with a permit, one who is refused, and applications at every step, on Monday 3 June 2019."""
    from sojourn.register import Purpose, Role, acting, applications, nightly
    from sojourn.register.models import Account, Agency, Employer, Person, Qualification, Rating, Site
    from sojourn.register.numbers import new_number
    from tests.register.border import comes_in
    from tests.register.city import build, stand_at
    from tests.register.conduct import colleague

    city = build(date(2019, 5, 6))
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        farm = Employer.objects.create(
            number="E-FARM",
            name="Lotus Farm",
            credit_code="91451481MA5K8Q3X0B",
            place="pingxiang_zone",
            sector="agriculture",
            legal_representative=True,
            registered_on=date(2018, 1, 2),
        )
        fields = Site.objects.create(
            number="S-FARM", employer=farm, name="Lotus fields", place="pingxiang_zone", sector="agriculture"
        )
        furniture = Employer.objects.create(
            number="E-FURNITURE",
            name="Friendship Furniture",
            credit_code="91451481MA5KA1B2XG",
            place="pingxiang_zone",
            sector="wood_processing",
            registered_on=date(2018, 1, 2),
        )
        Site.objects.create(
            number="S-FURNITURE",
            employer=furniture,
            name="Furniture hall",
            place="pingxiang_zone",
            sector="wood_processing",
        )
        for employer in (farm, furniture):
            Qualification.objects.create(employer=employer, held=True, since=date(2018, 1, 2))
        agency = Agency.objects.create(
            number="G-RIVER",
            name="River Labour Agency",
            credit_code="91451481MA5M9P4R3C",
            place="pingxiang",
            registered_on=date(2018, 1, 2),
        )
        Rating.objects.create(agency=agency, grade="b", since=date(2018, 1, 2))
        account = Account(
            number=new_number("U"), sign_in="other_agency", name=agency.name, role="agency", agency=agency
        )
        account.set_password(PASSWORD)
        account.save()
    lan = city.person("Nguyễn Thị Lan", document="T1000001")
    newcomer = city.person("Lộc Thị Vân", document="T2000002")
    city.person("Lưu Thị Mận", document="T5000005")

    def sign_in(person: Person, name: str) -> None:
        with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
            person.account.sign_in = name
            person.account.set_password(PASSWORD)
            person.account.save()

    sign_in(lan, "worker")
    sign_in(newcomer, "newcomer")
    for name, document, named in (
        ("Hoàng Văn Minh", "T6000006", "moves"),
        ("Lý Thị Hoa", "T7000007", "hoa"),
        ("Triệu Thị Mai", "T8000008", "mai"),
    ):
        person = city.person(name, document=document)
        sign_in(person, named)
        city.permit(person)
    for name in ("Nông Văn Sơn", "Vi Văn Đức"):
        city.permit(city.person(name))
    stand_at(date(2019, 5, 20))
    city.permit(lan)
    refused = city.application(city.person("Lương Thị Yến"))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.refuse(
            by,
            refused,
            reason="The works are closed.",
            legal_basis="source:eeal.41",
            appeal_route="authority:hrss",
        )
    city.application(city.person("Đinh Văn Hải"))
    approved = city.application(city.person("Mã Văn Long"))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, approved)
    stand_at(date(2019, 6, 1))
    stayed = city.person("Phan Thị Thu", document="T3000003")
    comes_in(city, stayed, "2019-06-01T09:30:00", to_work=False)
    sign_in(stayed, "stayed")
    for role, name in ((Role.HR_OFFICER, "hr_colleague"), (Role.EXIT_ENTRY_OFFICER, "police_colleague")):
        other = colleague(city, role)
        with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
            other.sign_in = name
            other.save()
    stand_at(date(2019, 6, 3))
    nightly.run(city.of(Role.OPERATOR))
    city.application(city.person("Bế Thị Nga"), site=fields)


if __name__ == "__main__":
    main()
