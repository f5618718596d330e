"""Cities for the walks of a permit's life, each in a database of its own: `python -m tests.web.desk.browser.flow_town`.

`trial`: Pingxiang and Dongxing on Monday 3 June 2019. `batch`: three hundred workers whose permits end, run by the
scenario in which many permits are renewed in one filing. The folder of the database is `SOJOURN_DATA`.
"""

from __future__ import annotations

import os
import sys
from datetime import date

from tests.web.desk.browser.town import PASSWORD, one_password

#: The clear ones among the three hundred.
CLEAR = 296


def main() -> None:
    """Build the one that is named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sojourn.web.settings"
    from sojourn.web.server import prepare

    prepare()
    one_password()
    {"trial": build_trial, "batch": build_batch}[sys.argv[1]]()


def build_trial() -> None:
    """One whose permit is about to end, one who left to renew and never came back, people with a pass, two posts."""
    from sojourn.register import Person, Purpose, Role, acting
    from tests.register.border import comes_in, goes_out, office_at
    from tests.register.city import build, stand_at

    city = build(date(2019, 3, 25))
    gone = city.person("Đặng Thị Tư", document="T5000005")
    city.permit(gone)
    comes_in(city, gone, "2019-03-25T09:00:00")
    stand_at(date(2019, 4, 23))
    goes_out(city, gone, "2019-04-23T18:00:00")
    stand_at(date(2019, 5, 6))
    lan = city.person("Nguyễn Thị Lan", document="T1000001")
    for name, document in (("Hoàng Văn Minh", "T3000003"), ("Nông Văn Sơn", "T4000004")):
        city.person(name, document=document)
    inside = city.person("Phùng Thị Lành", document="T6000006")
    waits = city.person("Lộc Thị Vân", document="T2000002")

    def sign_in(person: Person, name: str) -> None:
        with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
            person.account.sign_in = name
            person.account.set_password(PASSWORD)
            person.account.save()

    for person, name in ((lan, "worker"), (inside, "inside"), (waits, "waits")):
        sign_in(person, name)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        operator = city.of(Role.OPERATOR)
        operator.shown = True
        operator.save()
    city.permit(lan)
    comes_in(city, lan, "2019-05-06T09:00:00")
    stand_at(date(2019, 5, 8))
    city.permit(inside)
    comes_in(city, inside, "2019-05-08T09:00:00")
    for role in (Role.BORDER_POST, Role.EXIT_ENTRY_OFFICER):
        office_at(city, "dongxing", role)
    stand_at(date(2019, 6, 3))
    city.application(waits)
    runs = city.person("Nông Thị Hoa", document="T7000007")
    city.permit(runs)
    sign_in(runs, "runs")


def build_batch() -> None:
    """296 workers who are clear, and one each who is banned, without a pass, of a suspended agency, on a farm."""
    from tests.register.city import build
    from tests.register.test_filings import DAY, four_apart

    four_apart(build(DAY), CLEAR)


if __name__ == "__main__":
    main()
