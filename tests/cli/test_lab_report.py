"""`sojourn lab run` and `compare` with --report and --ledger: written, the same each time, refused before any work."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from sojourn.cli.speaking import say
from sojourn.lab import sensitivity_report
from sojourn.lab.speaking import parameter_unit
from sojourn.policy import Language
from tests.lab.reporting.test_driving import FOUND

from .conftest import Call

SMALL = ("--people", "300", "--days", "40", "--warm-up", "10", "--draws", "prior", "--seed", "3")


@pytest.mark.parametrize(
    ("command", "language", "title"),
    [
        (("run", "guangxi", "--scenario", "half_year_permits", "--runs", "2"), "vi", "Người ta sẽ làm gì"),
        (("compare", "guangxi", "--scenario", "fee_0", "--runs", "2"), "zh", "会有什么变化"),
    ],
)
def test_a_report_is_written(call: Call, tmp_path: Path, command: tuple[str, ...], language: str, title: str) -> None:
    """Given a call with --report, then the page stands there in the language of the call, the same when made again."""
    pages = []
    for name in ("first.html", "second.html"):
        done = call(
            "lab",
            *command,
            *SMALL,
            "--keep",
            str(tmp_path / "kept"),
            "--report",
            str(tmp_path / name),
            "--lang",
            language,
        )
        assert done.code == 0, done.err
        assert name in done.out
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    assert title in pages[0].decode()


@pytest.mark.parametrize("command", ["run", "compare"])
def test_days_for_which_the_programme_does_not_speak_are_noted(call: Call, tmp_path: Path, command: str) -> None:
    """Given days before anything that it dates, then terminal and report say so in each language; else nothing does."""
    small = ("--people", "200", "--days", "3", "--warm-up", "0", "--draws", "middle", "--runs", "1")
    for language, said in (("en", "dates nothing of what"), ("zh", "没有任何注明日期"), ("vi", "không ghi gì có ngày")):
        out = tmp_path / f"{language}.html"
        given = (*small, "--keep", str(tmp_path / "kept"), "--lang", language)
        early = call("lab", command, "guangxi", *given, "--from", "1900-01-01", "--report", str(out))
        assert early.code == 0, early.err
        assert said in early.out
        assert said in out.read_text(encoding="utf-8")
    usual = call("lab", command, "guangxi", *small, "--keep", str(tmp_path / "kept"), "--lang", "en")
    assert "dates nothing of what" not in usual.out


@pytest.mark.parametrize("command", ["run", "compare"])
def test_both_spellings_of_a_scenario_give_one_file_of_data(call: Call, tmp_path: Path, command: str) -> None:
    """Given a scenario's name with hyphens, then the data are those of the name with underscores, to the byte."""
    told = [
        call("lab", command, "guangxi", "--scenario", name, *SMALL, "--runs=1", "--keep", str(tmp_path), "--json")
        for name in ("half_year_permits", "half-year-permits")
    ]
    assert told[0].code == told[1].code == 0
    assert told[0].out == told[1].out


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test where anything is run."""

    def run_all(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr("sojourn.lab.run_all", run_all, raising=False)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_report_that_cannot_be_written_is_refused_before_any_work(call: Call, tmp_path: Path, command: str) -> None:
    """Given a folder that is not there, or a file that is, then it is said at once and nothing is run or changed."""
    taken = tmp_path / "taken.html"
    taken.write_text("mine", encoding="utf-8")
    for file, said in ((taken, "already"), (tmp_path / "nowhere" / "report.html", "no folder")):
        refused = call("lab", command, "guangxi", *SMALL, "--report", str(file), "--lang", "en")
        assert refused.code != 0
        assert said in refused.err
    assert taken.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("language", Language)
def test_where_nothing_can_be_written_is_said_before_any_work(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """Given a file in the place of a folder, or a folder without rights, then it is said at once, in the language."""
    shut = tmp_path / "shut"
    (shut / "empty").mkdir(parents=True)
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    closed = {str(shut), str(shut / "empty")}
    given = tempfile.TemporaryFile

    def refuses(**where: Path) -> object:
        if str(where["dir"]) in closed:
            raise PermissionError
        return given(**where)

    monkeypatch.setattr("tempfile.TemporaryFile", refuses)
    for option, place, code, folder in (
        ("--report", shut / "report.html", "lab_unwritable", shut),
        ("--report", file / "report.html", "lab_not_a_folder", file),
        ("--ledger", shut / "ledger", "lab_unwritable", shut),
        ("--ledger", shut / "not" / "there" / "yet", "lab_unwritable", shut),
        ("--ledger", shut / "empty", "lab_unwritable", shut),
        ("--ledger", file / "ledger", "lab_not_a_folder", file),
        ("--ledger", file / "not" / "there", "lab_not_a_folder", file),
    ):
        refused = call("lab", "run", "guangxi", *SMALL, option, str(place), language=language)
        assert (refused.code, refused.out) == (2, "")
        assert say(language, f"wrong.{code}", folder=folder, option=option) in refused.err
    closed.remove(str(shut))
    refused = call("lab", "run", "guangxi", *SMALL, "--runs", "2", "--ledger", str(shut / "empty"), language=language)
    assert say(language, "wrong.lab_unwritable", folder=shut / "empty", option="--ledger") in refused.err
    assert sorted(tmp_path.rglob("*")) == sorted((file, shut, shut / "empty"))


@pytest.mark.parametrize("language", Language)
def test_a_sensitivity_has_a_picture(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """Given `lab sensitivity` with --report, then the page stands there in the language, and the table names units."""
    monkeypatch.setattr("sojourn.lab.measure_sensitivity", lambda *_, **__: FOUND, raising=False)
    file = tmp_path / "page.html"
    done = call("lab", "sensitivity", "guangxi", "--report", str(file), language=language)
    assert (done.code, str(file) in done.out.replace("\n", "")) == (0, True), done.err
    assert parameter_unit("home_pay", language) in done.out
    assert file.read_text(encoding="utf-8") == sensitivity_report(FOUND, language=language)
    refused = call("lab", "sensitivity", "guangxi", "--report", str(file), language=language)
    assert say(language, "wrong.lab_file_taken", file=file) in refused.err
