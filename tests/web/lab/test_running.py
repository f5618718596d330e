"""Orders are really run: to their end with everything that can be taken out, cancelled, ended, or failed."""

from __future__ import annotations

import csv
import io
import json
import logging
import math
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from django.test import Client

from sojourn.lab import Draws, Experiment, comparison_data, report, run_all, run_one
from sojourn.policy import Language
from sojourn.web.lab.order import Order
from sojourn.web.lab.orders import State, kept_runs, read_kept
from sojourn.web.lab.running import Line
from tests.web.lab.asking import ORDER
from tests.web.visitor import FORM, Visitor

#: The first run on a machine compiles the engine; a busy one takes its time.
PATIENCE = 240.0


def ends(number: str, *, open_while: Callable[[], object] = lambda: None) -> State:
    """How an order ends; `open_while` is called as long as it is open."""
    until = time.monotonic() + PATIENCE
    while True:
        kept = read_kept(number)
        assert kept is not None
        if not kept.state.open:
            return kept.state
        open_while()
        assert time.monotonic() < until, kept
        time.sleep(0.05)


def taken(client: Client, address: str) -> bytes:
    """A file as it is taken out."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert "attachment" in response.headers["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_an_order_is_run_to_its_end_and_says_what_the_lab_says(visitor: Visitor) -> None:
    """Given an order, when it is done, then page, report, data and tables are those that the lab makes of the same."""
    line = Line()
    order = replace(ORDER, scenarios=("half_year_permits", "fee_0"))
    number = line.take(order)
    assert ends(number) is State.DONE

    def made(scenario: str) -> Experiment:
        kept = json.loads(taken(visitor.client, f"/en/lab/{number}/result.json"))
        return Experiment(
            (scenario,), 300, order.first, order.last, seed=7, runs=2, draws=Draws(kept["baseline"]["draws"])
        )

    baseline, *scenarios = (run_all(made(one), keep=kept_runs()) for one in ("as_practised", *order.scenarios))
    assert len(list(kept_runs().iterdir())) == order.all_runs  # none was made anew here
    for language in Language:
        page = visitor.open(f"/{language}/lab/{number}/")
        assert page.status == 200
        assert "Refresh" not in page.headers
        assert len(page.root.all("h1")) == 1
        assert len(page.main.all("svg")) > 20
        ids = [one.attributes["id"] for one in page.root.walk() if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        whole = taken(visitor.client, f"/{language}/lab/{number}/report.html").decode()
        assert whole == report(baseline, scenarios, language=language)
        assert page.heading in whole
    data = json.loads(taken(visitor.client, f"/en/lab/{number}/result.json"))
    assert data.pop("labels")["fee_0"]["en"] == "Permits free of charge"
    assert data == json.loads(json.dumps(comparison_data(baseline, scenarios)))
    for table in order.tables:
        read = pl.read_parquet(io.BytesIO(taken(visitor.client, f"/en/lab/{number}/{table}.parquet")))
        rows = list(csv.DictReader(io.StringIO(taken(visitor.client, f"/en/lab/{number}/{table}.csv").decode())))
        assert read.height == len(rows) > 0, table
        assert read.columns == list(rows[0]), table
        if table == "differences":
            assert {"up", "down", "ratio"} < set(read.columns)
        expected = set(order.scenarios) | ({"as_practised"} if table != "differences" else set())
        assert set(read["scenario"].unique()) == expected, table
    assert visitor.open(f"/en/lab/{number}/order.json").status == 404


def test_what_was_slid_is_run_beside_the_scenarios_and_named_by_what_it_changes(visitor: Visitor) -> None:
    """Given sliders moved to what a scenario has, when it is done, then both change the same, under their own names."""
    number = Line().take(replace(ORDER, scenarios=("fee_0",), own=(("permit_fee", "0"),), runs=1))
    assert ends(number) is State.DONE
    names = {
        Language.EN: "Your own: fee 0 yuan",
        Language.ZH: "您的设想：费用0元",
        Language.VI: "Của bạn: phí 0 tệ",
    }
    for language, name in names.items():
        page = visitor.open(f"/{language}/lab/{number}/")
        assert name in page.heading
        assert name in taken(visitor.client, f"/{language}/lab/{number}/report.html").decode()
    data = json.loads(taken(visitor.client, f"/en/lab/{number}/result.json"))
    assert data["labels"]["your_own.yaml"] == {language.value: name for language, name in names.items()}
    shipped, own = (one["runs"][0] for one in data["scenarios"])
    assert own["outcomes"] == shipped["outcomes"] != data["baseline"]["runs"][0]["outcomes"]
    assert {one["scenario"] for one in data["differences"]} == {"fee_0", "your_own.yaml"}
    assert str(kept_runs().parent) not in json.dumps(data)
    called = pl.read_parquet(io.BytesIO(taken(visitor.client, f"/en/lab/{number}/scenarios.parquet")))
    assert called.filter(scenario="your_own.yaml")["vi"].item() == names[Language.VI]


def test_ones_own_scenario_is_taken_out_as_a_file_that_the_lab_reads(visitor: Visitor, tmp_path: Path) -> None:
    """Given an order with sliders moved alone, when its file is taken out, then it makes the runs of the result."""
    order = replace(ORDER, scenarios=(), own=(("permit_term", "3"), ("border_control", "2.5")), runs=1)
    number = Line().take(order)
    assert ends(number) is State.DONE
    file = tmp_path / "taken.yaml"
    file.write_bytes(taken(visitor.client, f"/en/lab/{number}/your_own.yaml"))
    data = json.loads(taken(visitor.client, f"/en/lab/{number}/result.json"))
    draws = Draws(data["baseline"]["draws"])
    again = run_one(Experiment((str(file),), 300, order.first, order.last, seed=7, draws=draws), 0)
    made = data["scenarios"][0]["runs"][0]["outcomes"]
    assert made == {key: value if math.isfinite(value) else None for key, value in again.outcomes.items()}
    plain = Line().take(replace(ORDER, runs=1, scenarios=()))
    assert ends(plain) is State.DONE
    assert visitor.open(f"/en/lab/{plain}/your_own.yaml").status == 404


def test_the_trial_by_itself(visitor: Visitor) -> None:
    """Given the baseline alone, when it is done, then nothing is compared, and there is no table of differences."""
    number = Line().take(replace(ORDER, scenarios=(), runs=1))
    assert ends(number) is State.DONE
    page = visitor.open(f"/en/lab/{number}/")
    assert not page.main.all("a", href=f"/en/lab/{number}/differences.csv")
    assert page.main.all("a", href=f"/en/lab/{number}/outcomes.csv")
    assert visitor.open(f"/en/lab/{number}/differences.csv").status == 404
    assert "runs" in json.loads(taken(visitor.client, f"/en/lab/{number}/result.json"))


LONG = Order(("half_year_permits",), 5000, date(2018, 1, 1), date(2020, 12, 31), 20, 1)


def test_one_that_is_run_is_cancelled_and_the_next_begins() -> None:
    """Given one that runs and one that waits, when the first is cancelled, then it ends and the other is made."""
    line = Line()
    first, second = line.take(LONG), line.take(replace(ORDER, runs=1))
    assert ends(first, open_while=lambda: _cancel_when_running(first)) is State.CANCELLED
    assert ends(second) is State.DONE
    kept = read_kept(first)
    assert kept is not None
    assert not kept.results.exists()


def _cancel_when_running(number: str) -> None:
    kept = read_kept(number)
    assert kept is not None
    if kept.state is State.RUNNING:
        Client().post(f"/en/lab/{number}/cancel/", "do=cancel", content_type=FORM)


def test_what_takes_too_long_is_ended(settings: SimpleNamespace) -> None:
    settings.LAB_LONGEST = timedelta(seconds=1)
    assert ends(Line().take(LONG)) is State.TOO_LONG


def test_what_fails_is_said_and_logged_and_the_next_is_run(caplog: pytest.LogCaptureFixture) -> None:
    """Given an order that the lab refuses, when it is run, then its state and the log say so, and others go on."""
    line = Line()
    with caplog.at_level(logging.ERROR, logger="sojourn.lab_runs"):
        bad, good = line.take(replace(ORDER, scenarios=("nothing_such",))), line.take(replace(ORDER, runs=1))
        assert ends(bad) is State.FAILED
        assert ends(good) is State.DONE
    assert bad in caplog.text
    assert "nothing_such" in caplog.text


def test_a_process_ends_with_whoever_began_it(folder: Path) -> None:
    """Given a process that makes runs, when whoever began it is gone, then it ends before they are made."""
    (folder / "one").mkdir(parents=True)
    told = {"order": LONG.data(), "folder": str(folder / "one"), "runs": str(folder / "runs")}
    with subprocess.Popen([sys.executable, "-P", "-m", "sojourn.web.lab.working"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(told)}\n".encode())
        process.stdin.close()
        assert process.wait(PATIENCE) == 3
    assert not (folder / "one" / "results").exists()
