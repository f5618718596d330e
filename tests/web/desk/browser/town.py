"""A small city in a database of its own, for a browser to look at: `python -m tests.web.desk.browser.town`.

The folder of the database is `SOJOURN_DATA`. Sign-in names are the roles' own, `worker` for a worker with a
permit and `newcomer` for one without.
"""

from __future__ import annotations

import os
from datetime import date

PASSWORD = "a long password"


def main() -> None:
    """Build it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sojourn.web.settings"
    from sojourn.web.server import prepare

    prepare()
    build_town()


def build_town() -> None:
    """A worker with a permit, one who is refused, and applications at every step, on Monday 3 June 2019."""
    from sojourn.register import Purpose, Role, acting, applications
    from sojourn.register.models import Employer, Qualification, Site
    from tests.register.city import build, stand_at

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
        Qualification.objects.create(employer=farm, held=True, since=date(2018, 1, 2))
    lan = city.person("Nguyễn Thị Lan", document="T1000001")
    newcomer = city.person("Lộc Thị Vân", document="T2000002")
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        for person, name in ((lan, "worker"), (newcomer, "newcomer")):
            person.account.sign_in = name
            person.account.set_password(PASSWORD)
            person.account.save()
    for name in ("Hoàng Văn Minh", "Lý Thị Hoa", "Nông Văn Sơn", "Triệu Thị Mai", "Vi Văn Đức"):
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
    stand_at(date(2019, 6, 3))
    city.application(city.person("Bế Thị Nga"), site=fields)


if __name__ == "__main__":
    main()
