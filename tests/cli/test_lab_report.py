"""`sojourn lab run` and `compare` with --report: written, the same each time, and refused before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

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
def test_a_report_that_cannot_be_written_is_refused_before_any_work(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Given a folder that is not there, or a file that is, then it is said at once and nothing is run or changed."""

    def run_all(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr("sojourn.lab.run_all", run_all, raising=False)
    taken = tmp_path / "taken.html"
    taken.write_text("mine", encoding="utf-8")
    for file, said in ((taken, "already"), (tmp_path / "nowhere" / "report.html", "no folder")):
        refused = call("lab", command, "guangxi", *SMALL, "--report", str(file), "--lang", "en")
        assert refused.code != 0
        assert said in refused.err
    assert taken.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [taken]
