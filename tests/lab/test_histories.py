"""Histories as a ledger: its laws hold, what it counts is what the run counted, and who saw what is told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sojourn.lab import Draws, Experiment, run_one, write_ledger
from sojourn.lab.engine.arrays import Breach, Ending, Happened, Mode
from sojourn.ledger import Ledger, LedgerError, SeenBy, open_ledger
from sojourn.policy import load

WORLD = Experiment(
    people=1500,
    first=date(2018, 1, 1),
    last=date(2019, 2, 28),
    warm_up=30,
    draws=Draws.PRIOR,
    seed=3,
    traced=1.0,
    given=(("street_checks", 0.05), ("caught_crossing", 0.15)),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, object]:
    """A run with everybody's history, as a ledger."""
    finished = run_one(WORLD, 0)
    folder = tmp_path_factory.mktemp("lab") / "ledger"
    write_ledger(folder, WORLD, finished)
    return open_ledger(folder), finished


def test_the_laws_of_a_ledger_hold(written: tuple[Ledger, object]) -> None:
    """Given the ledger of a run, then nothing in it is wrong: no permit without a hire, nobody in two places."""
    ledger, _ = written
    assert ledger.verify() == ()
    assert ledger.rows("permits") > 100
    assert {"absences", "violations", "decisions", "charges"} <= {
        table for table in ("absences", "violations", "decisions", "charges") if ledger.rows(table)
    }


def test_it_counts_what_the_run_counted(written: tuple[Ledger, object]) -> None:
    """Given the ledger, then jobs and people found are as many as the run counted."""
    ledger, finished = written
    months = (*finished.result.before, *finished.result.months)
    assert ledger.rows("persons") == WORLD.people
    assert ledger.rows("violations") == sum(int(month.found.sum()) for month in months)
    issued = sum(int(month.issued.sum()) for month in months)
    permits = ledger.table("permits").to_pydict()
    assert sum(one is None for one in permits["renewal_of_id"]) == issued
    fines, held, bans, _ = np.sum([month.punished for month in months], axis=0).tolist()
    decisions = ledger.table("decisions").to_pydict()
    by_kind = {kind: decisions["kind"].count(kind) for kind in ("fine", "detention", "ban")}
    assert sum(by_kind.values()) == ledger.rows("decisions")
    assert by_kind["ban"] == bans > 0
    assert sum(amount or 0 for amount in decisions["amount"]) == fines > 0
    detained = [one for one in ledger.table("decisions").to_pylist() if one["kind"] == "detention"]
    assert sum((one["ends_on"] - one["begins_on"]).days + 1 for one in detained) == held > 0
    assert set(decisions["violation_id"]) <= set(ledger.table("violations").to_pydict()["id"])


def test_how_a_job_ended_is_told(written: tuple[Ledger, object]) -> None:
    """Given jobs that people left, were let go from or were found at, then as many are told as the run counted."""
    ledger, finished = written
    ended = np.sum([month.ended for month in (*finished.result.before, *finished.result.months)], axis=0).sum(2)
    jobs = ledger.table("jobs").to_pydict()["ended"]
    irregular = Mode.IRREGULAR - Mode.PERMIT
    lost = int(ended[Ending.STOPPED].sum() - ended[Ending.STOPPED, irregular])
    left, let_go, _, found = ended.sum(1).tolist()
    counted = {
        "quit": left,
        "dismissed": let_go + ended[Ending.STOPPED, irregular],
        "permit_lost": lost,
        "removed": found,
    }
    assert {how: jobs.count(how) for how in counted} == counted
    assert (ended.sum(1) > 0).all()


def test_who_follows_a_permit_with_one_at_another_firm_goes_home_between(written: tuple[Ledger, object]) -> None:
    """Given a permit that ran out and the next one at another firm, then that begins after days away, as a renewal."""
    ledger, _ = written
    permits = {one["id"]: one for one in ledger.table("permits").to_pylist()}
    followed = [(permits[one["renewal_of_id"]], one) for one in permits.values() if one["renewal_of_id"]]
    moved = [(old, new) for old, new in followed if old["employer_id"] != new["employer_id"]]
    assert 10 < len(moved) < len(followed)
    assert all((new["begins_on"] - old["ends_on"]).days > 1 for old, new in moved)
    away = {(one["person_id"], one["left_on"]) for one in ledger.table("absences").to_pylist()}
    assert all((old["person_id"], old["ends_on"]) in away for old, _ in moved)


def test_officials_do_not_see_what_nobody_showed_them(written: tuple[Ledger, object]) -> None:
    """Given the ledger, then clandestine crossings and irregular jobs are not among what officials see."""
    ledger, _ = written
    seen = ledger.table("jobs", seen_by=SeenBy.OFFICIALS).num_rows
    assert 0 < seen < ledger.rows("jobs")
    crossings = ledger.table("crossings", seen_by=SeenBy.OFFICIALS).to_pydict()
    at_posts = zip(crossings["post"], crossings["place_id"], crossings["document_kind"], strict=True)
    assert all(post == (place if document else None) for post, place, document in at_posts)
    everything = ledger.table("crossings").to_pydict()
    unseen = [post for post, by in zip(everything["post"], everything["seen_by"], strict=True) if by == "nobody"]
    assert set(unseen) == {None}


def test_officials_see_the_crossings_at_which_people_are_caught(written: tuple[Ledger, object]) -> None:
    """Given people caught on a clandestine crossing, in or out, then officials see it, and where."""
    ledger, finished = written
    caught = {"in": 0, "out": 0}
    for row in finished.result.rows:
        if row[2] == Happened.FOUND and row[6] == Breach.ENTRY:
            caught["out" if row[3] in (Mode.HOME, Mode.COAST) else "in"] += 1
    assert all(caught.values())
    crossings = ledger.table("crossings").to_pydict()
    hidden = [at for at, document in enumerate(crossings["document_kind"]) if document is None]
    for direction, number in caught.items():
        by = [crossings["seen_by"][at] for at in hidden if crossings["direction"][at] == direction]
        assert (by.count("officials"), by.count("nobody")) == (number, len(by) - number)
        assert number < len(by)
    assert None not in ledger.table("violations").to_pydict()["place_id"]


def test_what_the_programme_says_of_people_and_places_is_told(written: tuple[Ledger, object]) -> None:
    """Given the ledger, then a place has the kind the programme gives it, and people are who the binding says."""
    ledger, _ = written
    places = ledger.table("places").to_pydict()
    programme = load("guangxi")
    assert dict(zip(places["id"], places["kind"], strict=True)) == {
        key: programme.places[key].kind for key in places["id"]
    }
    assert len(set(places["kind"])) > 1
    persons = ledger.table("persons").to_pydict()
    assert (set(persons["nationality"]), set(persons["language"])) == ({"vietnam"}, {"vi"})
    assert set(ledger.table("decisions").to_pydict()["authority"]) == {"police"}
    assert set(ledger.table("crossings").to_pydict()["document_kind"]) == {None, "border_pass"}


def test_a_sample_is_the_same_people(tmp_path: Path) -> None:
    """Given a share of the people, then they are some of all, each standing for as many as were left out."""
    from dataclasses import replace

    some = replace(WORLD, traced=0.25)
    write_ledger(tmp_path / "some", some, run_one(some, 0))
    ledger = open_ledger(tmp_path / "some")
    assert ledger.verify() == ()
    persons = ledger.table("persons").to_pydict()
    assert set(persons["weight"]) == {4.0}
    assert 0.15 * WORLD.people < len(persons["id"]) < 0.35 * WORLD.people


def test_a_folder_that_is_taken_is_refused(tmp_path: Path) -> None:
    """Given a folder with something in it, then nothing is written."""
    (tmp_path / "there").write_text("mine")
    with pytest.raises(LedgerError):
        write_ledger(tmp_path, WORLD, run_one(WORLD, 0))
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
