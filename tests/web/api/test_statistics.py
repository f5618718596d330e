"""Statistics over the API: the numbers of the desk, for the same roles, with small counts left out for a delegation."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from django.http import HttpResponse

from sojourn.register import Purpose, Role, acting, statistics
from sojourn.register.models import Look
from tests.register.city import City
from tests.web.api.conftest import Caller

Calling = Callable[..., Caller]


@pytest.fixture
def lived_in(city: City) -> City:
    """The city with three permits and an application."""
    for number in range(3):
        city.permit(city.person(document=f"T000000{number}"))
    city.application(city.person())
    return city


def said(response: HttpResponse) -> Any:
    assert response.status_code == 200, response.content
    return json.loads(response.content)


@pytest.mark.parametrize("name", statistics.NAMES)
def test_a_supervisor_gets_the_numbers_of_the_desk_in_three_forms(lived_in: City, calling: Calling, name: str) -> None:
    with acting(lived_in.of(Role.SUPERVISOR), Purpose.STATISTICS) as by:
        wanted = statistics.figures(by, name)
    caller = calling(Role.SUPERVISOR)
    table = said(caller.get(f"statistics/{name}"))
    assert [column["name"] for column in table["columns"]] == [column.name for column in wanted.columns]
    assert len(table["rows"]) == len(wanted.rows)
    arrow = statistics.as_arrow(wanted)
    csv = caller.get(f"statistics/{name}/csv")
    assert csv.headers["Content-Type"] == "text/csv"
    assert pyarrow.csv.read_csv(io.BytesIO(csv.content)).num_rows == arrow.num_rows
    assert pyarrow.parquet.read_table(io.BytesIO(caller.get(f"statistics/{name}/parquet").content)).equals(arrow)
    assert not Look.objects.filter(account=lived_in.of(Role.SUPERVISOR)).exists()


def test_permits_by_month_area_and_sector(lived_in: City, calling: Calling) -> None:
    table = said(calling(Role.SUPERVISOR).get("statistics/permits"))
    assert table["rows"] == [["2019-03-01", "pingxiang_zone", "wood_processing", 3, 0]]
    assert table["left_out"] == []


def test_a_delegation_is_shown_no_small_count(lived_in: City, calling: Calling) -> None:
    caller = calling(Role.DELEGATION)
    table = said(caller.get("statistics/permits"))
    assert table["rows"] == [["2019-03-01", "pingxiang_zone", "wood_processing", None, None]]
    assert table["left_out"] == [0]
    assert b",3," not in caller.get("statistics/permits/csv").content
    assert calling(Role.AUDITOR, Purpose.AUDIT).get("statistics/permits").status_code == 200


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.EMPLOYER, Role.AGENCY, Role.BORDER_POST, Role.ZONE_MANAGER])
def test_who_sees_no_statistics_gets_none(lived_in: City, calling: Calling, role: Role) -> None:
    for form in ("", "/csv", "/parquet"):
        assert calling(role).get(f"statistics/permits{form}").status_code == 403
        assert calling(role, Purpose.STATISTICS).get(f"statistics/permits{form}").status_code == 403


def test_an_unknown_table_and_an_unknown_parameter_are_told(lived_in: City, calling: Calling) -> None:
    caller = calling(Role.SUPERVISOR)
    assert caller.get("statistics/people").status_code == 422
    assert caller.get("statistics/permits?sector=wood_processing").status_code == 422
