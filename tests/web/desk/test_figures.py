"""Statistics on the page and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pyarrow.parquet as parquet
import pytest

from sojourn.policy import Language
from sojourn.register import Role, statistics
from sojourn.web.desk.charts import HEIGHT, WIDTH, bars
from tests.register.city import City
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.mark.parametrize("language", Language)
def test_charts_and_tables_stand_side_by_side(city: City, at_desk: AtDesk, language: Language) -> None:
    for _ in range(6):
        city.permit(city.person())
    page = at_desk(Role.SUPERVISOR).open(f"/{language}/register/statistics/")
    assert page.status == 200
    sections = page.main.all("section", class_="figures")
    assert len(sections) == len(statistics.NAMES)
    permits = sections[0]
    assert permits.one("svg").all("rect", class_="bar")
    assert permits.one("svg").one("title").children
    assert [cell.text for cell in permits.one("tbody").all("td")][3:] == ["6", "0"]


def test_a_delegation_is_told_that_small_counts_are_left_out(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person())
    page = at_desk(Role.DELEGATION).open("/en/register/statistics/")
    assert "Counts below 5 are not shown" in page.text
    permits = page.main.all("section", class_="figures")[0]
    assert "Not shown" in permits.text
    assert not permits.all("svg")


def test_they_are_taken_out_as_csv_and_parquet(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person())
    supervisor = at_desk(Role.SUPERVISOR)
    for name in statistics.NAMES:
        written = supervisor.client.get(f"/en/register/statistics/{name}.csv")
        rows = list(csv.DictReader(io.StringIO(written.content.decode())))
        read = parquet.read_table(io.BytesIO(supervisor.client.get(f"/en/register/statistics/{name}.parquet").content))
        assert read.column_names[-1] == "left_out"
        assert len(rows) == read.num_rows
        assert written["Cache-Control"] == "no-store" or "no-store" in written["Cache-Control"]
    rows = list(
        csv.DictReader(io.StringIO(supervisor.client.get("/en/register/statistics/permits.csv").content.decode()))
    )
    assert rows[0]["count"] == "1"
    assert supervisor.open("/en/register/statistics/permits.xls").status == 404
    assert supervisor.open("/en/register/statistics/persons.csv").status == 404


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENCY, Role.HR_OFFICER, Role.BORDER_POST, Role.OPERATOR])
def test_nobody_else_sees_them(city: City, at_desk: AtDesk, role: Role) -> None:
    assert at_desk(role).open("/en/register/statistics/").status == 403
    assert at_desk(role).open("/en/register/statistics/permits.csv").status == 403


def test_bars_are_as_high_as_their_numbers_and_stay_inside() -> None:
    chart = bars([("2019-01", 10.0, "10"), ("2019-02", 5.0, "5"), ("2019-03", None, "")])
    assert chart is not None
    first, second, third = chart.bars
    assert first.height == pytest.approx(2 * second.height, abs=0.1)
    assert third.height == 0
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and 0 <= bar.y <= HEIGHT for bar in chart.bars)
    assert bars([("2019-01", 0, "0")]) is None
