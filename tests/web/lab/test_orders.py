"""What is kept of an order: how it stands, who may still see it, and when it goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.web.lab import orders
from sojourn.web.lab.asked import form_of, read_asked
from sojourn.web.lab.orders import State, all_kept, note_end, read_kept, sweep, this_server, write_down
from sojourn.web.lab.running import Full, Line
from sojourn.web.saying import say
from tests.web.lab.asking import ORDER
from tests.web.reading import assert_reads_well
from tests.web.visitor import FORM, Visitor


def age(folder: Path, number: str, days: float) -> None:
    """Have an order be taken so many days ago."""
    file = folder / number / "order.json"
    written = json.loads(file.read_text())
    written["taken"] = (datetime.fromisoformat(written["taken"]) - timedelta(days=days)).isoformat()
    file.write_text(json.dumps(written))


def state(number: str) -> State:
    """How an order stands."""
    kept = read_kept(number)
    assert kept is not None
    return kept.state


def test_an_order_is_read_as_it_was_written_down() -> None:
    number = write_down(ORDER)
    kept = read_kept(number)
    assert kept is not None
    assert (kept.order, kept.state, kept.done) == (ORDER, State.WAITING, 0)


@pytest.mark.parametrize("own", [(), (("permit_fee", "0"), ("inspection_effort", "1.5"))])
@pytest.mark.parametrize("scenarios", [(), ("half_year_permits",)])
def test_the_form_of_an_order_asks_for_the_same(scenarios: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> None:
    order = replace(ORDER, scenarios=scenarios, own=own)
    assert read_asked(form_of(order), Language.VI, judge=True).order == order
    kept = read_kept(write_down(order))
    assert kept is not None
    assert kept.order == order


def test_an_order_from_before_there_were_sliders_is_read(folder: Path) -> None:
    """Given an order and results without what came later, when they are opened, then they are as they were."""
    number = write_down(ORDER)
    file = folder / number / "order.json"
    written = json.loads(file.read_text())
    del written["order"]["own"]
    file.write_text(json.dumps(written))
    kept = read_kept(number)
    assert kept is not None
    assert kept.order == ORDER
    kept.results.mkdir()
    (kept.results / "told.en.json").write_text(json.dumps({"title": "What would change", "sections": []}))
    (kept.results / "outcomes.csv").touch()
    note_end(number, State.DONE)
    page = Client().get(f"/en/lab/{number}/").content.decode()
    assert "outcomes.csv" in page
    assert "scenarios.csv" not in page
    assert Client().get(f"/en/lab/{number}/scenarios.csv").status_code == 404


def test_nothing_of_whoever_asked_is_kept(folder: Path) -> None:
    number = write_down(ORDER)
    written = json.loads((folder / number / "order.json").read_text())
    assert written.keys() == {"order", "taken", "server"}


def test_an_order_goes_through_its_states(folder: Path) -> None:
    number = write_down(ORDER)
    orders.write(folder / number / "progress.json", {"done": 3})
    kept = read_kept(number)
    assert kept is not None
    assert (kept.state, kept.done) == (State.RUNNING, 3)
    note_end(number, State.TOO_LONG)
    assert state(number) is State.TOO_LONG


@pytest.mark.parametrize("begun", [True, False])
def test_what_a_server_left_behind_is_broken_off(folder: Path, begun: bool) -> None:
    """Given an order of a server that is gone, whether begun or waiting, then it stands as broken off, not as open."""
    number = write_down(ORDER)
    file = folder / number / "order.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "server": "0123456789abcdef"}))
    if begun:
        orders.write(folder / number / "progress.json", {"done": 1})
    assert state(number) is State.BROKEN_OFF


HOLDING = """
import sys, django
from django.conf import settings
settings.configure(LAB_FOLDER=sys.argv[1])
from sojourn.web.lab.orders import this_server
print(this_server(), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files are not held there")
def test_an_order_of_another_server_is_open_as_long_as_that_serves(folder: Path) -> None:
    """Given an order that another process has taken, when that is killed, then the order is broken off at once."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        number = write_down(ORDER)
        file = folder / number / "order.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "server": name}))
        assert name != this_server()
        assert state(number) is State.WAITING
        other.kill()
        other.wait()
        assert state(number) is State.BROKEN_OFF


def test_what_is_over_is_seen_no_more_and_thrown_away(folder: Path, settings: SimpleNamespace) -> None:
    """Given an order whose time is up, when its address is opened, then it is gone; swept, nothing of it is left."""
    number, young = write_down(ORDER), write_down(ORDER)
    age(folder, number, settings.LAB_KEPT.days + 0.01)
    age(folder, young, settings.LAB_KEPT.days - 0.01)
    old_run = orders.kept_runs() / "old.npz"
    old_run.parent.mkdir()
    for file in (old_run, old_run.with_name("new.npz")):
        file.touch()
    long_ago = time.time() - settings.LAB_KEPT.total_seconds() - 60
    os.utime(old_run, (long_ago, long_ago))
    assert Client().get(f"/en/lab/{number}/").status_code == 404
    sweep()
    assert not (folder / number).exists()
    assert (folder / young).exists()
    assert [one.name for one in orders.kept_runs().iterdir()] == ["new.npz"]


def test_of_too_many_the_oldest_go_and_never_an_open_one(folder: Path, settings: SimpleNamespace) -> None:
    settings.LAB_MOST_KEPT = 2
    numbers = [write_down(ORDER) for _ in range(4)]
    for days, number in enumerate(reversed(numbers)):
        age(folder, number, days)
    for number in numbers[1:]:
        note_end(number, State.DONE)
    sweep()
    assert [one.number for one in all_kept()] == [numbers[0], numbers[3]]


@pytest.mark.parametrize("number", ["0123456789abcdef", "servers", "runs", "x", "0123456789ABCDEF"])
@pytest.mark.parametrize("language", Language)
def test_an_address_without_an_order(visitor: Visitor, language: Language, number: str) -> None:
    for rest in ("", "report.html", "order.json"):
        page = visitor.open(f"/{language}/lab/{number}/{rest}")
        assert page.status == 404
        assert say(language, "lab.gone.title") in page.html
        assert_reads_well(page, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", State)
def test_a_page_for_every_state(visitor: Visitor, language: Language, kind: State, folder: Path) -> None:
    """Given an order in any state without a result, then its page says so, and looks again only while it is open."""
    if kind is State.DONE:
        return
    number = write_down(ORDER)
    if kind is State.RUNNING:
        orders.write(folder / number / "progress.json", {"done": 1})
    elif kind is not State.WAITING:
        note_end(number, kind)
    page = visitor.open(f"/{language}/lab/{number}/")
    assert page.status == 200
    assert page.heading == say(language, f"lab.state.{kind}.title")
    assert ("Refresh" in page.headers) == kind.open
    assert bool(page.main.all("form")) == kind.open
    assert "Refresh" not in visitor.open(f"/{language}/lab/{number}/?renew=no").headers
    assert_reads_well(page, language)


def test_whoever_waits_is_told_how_many_come_before(visitor: Visitor, folder: Path) -> None:
    numbers = [write_down(ORDER) for _ in range(3)]
    for days, number in enumerate(reversed(numbers)):
        age(folder, number, days)
    assert "2 other experiments come before it." in visitor.open(f"/en/lab/{numbers[2]}/").text
    assert "One other experiment comes before it." in visitor.open(f"/en/lab/{numbers[1]}/").text
    assert "before it" not in visitor.open(f"/en/lab/{numbers[0]}/").text.replace("Before the first", "")


def test_a_waiting_order_is_cancelled_and_makes_room(
    monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace
) -> None:
    """Given a full line, when one that waits is cancelled, then its page says so and another is taken."""
    monkeypatch.setattr(Line, "_go_on", lambda line: None)
    settings.LAB_MOST_WAITING = 1
    line = Line()
    _, number = line.take(ORDER), line.take(ORDER)
    with pytest.raises(Full):
        line.take(ORDER)
    response = Client().post(f"/en/lab/{number}/cancel/", "do=cancel", content_type=FORM)
    assert (response.status_code, response.headers["Location"]) == (303, f"/en/lab/{number}/")
    assert state(number) is State.CANCELLED
    assert "The experiment was cancelled" in Client().get(f"/en/lab/{number}/").content.decode()
    line.take(ORDER)


def test_what_is_done_is_not_cancelled_any_more() -> None:
    number = write_down(ORDER)
    note_end(number, State.DONE)
    Client().post(f"/en/lab/{number}/cancel/", "do=cancel", content_type=FORM)
    assert state(number) is State.DONE
    assert Client().get(f"/en/lab/{number}/cancel/").status_code == 405


def test_an_unknown_order_cannot_be_cancelled(folder: Path) -> None:
    Client().post("/en/lab/0123456789abcdef/cancel/", "do=cancel", content_type=FORM)
    assert not folder.exists() or not (folder / "0123456789abcdef").exists()


def test_a_half_written_order_is_none(folder: Path) -> None:
    number = write_down(ORDER)
    (folder / number / "order.json").write_text('{"order": {')
    assert read_kept(number) is None
