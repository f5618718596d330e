"""`sojourn lab calibrate`: what it shows and writes, and what it refuses before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sojourn.lab.guangxi import posterior

from .conftest import Call

SMALL = ("--people", "200", "--runs", "30", "--seed", "3", "--coverage", "5", "--predictions", "2", "--bias", "0")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of these tests are kept, so that each is made once."""
    return tmp_path_factory.mktemp("kept")


def test_a_calibration_is_told_as_data_and_written(call: Call, kept: Path, tmp_path: Path) -> None:
    """Given two equal calls, then they say the same data without timings or places, and write the same posterior."""
    told, written = [], []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        out = folder / "posterior.csv"
        done = call("lab", "calibrate", "guangxi", *SMALL, "--keep", str(kept), "--out", str(out), "--json")
        assert done.code == 0, done.err
        told.append(done.out)
        written.append(out.read_bytes())
    assert told[0] == told[1]
    assert written[0] == written[1]
    assert str(tmp_path) not in told[0] + written[0].decode()
    data = json.loads(told[0])
    assert (data["people"], data["runs"], data["seed"], data["draws"]) == (200, 30, 3, 400)
    for one in data["parameters"]:
        assert one["prior"]["low"] < one["prior"]["middle"] < one["prior"]["high"]
        assert one["posterior"]["low"] <= one["posterior"]["middle"] <= one["posterior"]["high"]
        assert one["identified"] == (one["contraction"] > 0.2)
        assert (one["standing"] == "identified") == one["identified"]
    assert {one["figure"] for one in data["figures"]} >= {"permits_2018", "quits"}
    for one in data["figures"]:
        assert one["inside"] == (one["low"] <= one["at"] <= one["high"])
    assert [one["level"] for one in data["coverage"]["levels"]] == [0.5, 0.8, 0.9]
    assert data["coverage"]["tried"] == 5
    assert data["coverage"]["tried_near"] == 1
    assert [one["level"] for one in data["coverage"]["near"]] == [0.5, 0.8, 0.9]
    assert data["coverage"]["leaning"].keys() == {one["parameter"] for one in data["parameters"]}
    assert 1 <= data["worth"] <= 200_000
    command = written[0].decode().splitlines()[1]
    options = "--runs 30 --further 10 --bias 0 --people 200 --seed 3 --out posterior.csv"
    assert command == f"# Made by: sojourn lab calibrate guangxi {options}"
    assert data["bias"] == {"people": 200, "full_size": 80000, "figures": []}
    assert len(posterior.read_draws(written[0].decode(), "it")) == 400


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "are not identified but moved",
                "are not identified and as before",
                "lie within what eight runs in ten have",
                "No posterior was written",
            ),
        ),
        ("zh", ("未识别但在先验之内有移动", "未识别且与先前相同", "十次运行中八次", "没有写出后验分布")),
        (
            "vi",
            (
                "không xác định được nhưng có dịch chuyển",
                "không xác định được và như trước",
                "tám trên mười lần chạy",
                "Không ghi phân phối hậu nghiệm nào",
            ),
        ),
    ],
)
def test_a_calibration_is_told_in_words(call: Call, kept: Path, language: str, said: tuple[str, ...]) -> None:
    """Given a call without --out, then all of it is said in the language of the call, and that nothing was written."""
    done = call("lab", "calibrate", "guangxi", *SMALL, "--keep", str(kept), "--lang", language)
    assert done.code == 0, done.err
    for one in (*said, str(posterior.package_file())):
        assert one in done.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--people", "0"), {"en": "at least one person", "zh": "至少要有一人", "vi": "ít nhất một người"}),
        (("--runs", "0"), {"en": "fewer than 30", "zh": "少于 30 次", "vi": "ít hơn 30"}),
        (("--workers", "0"), {"en": "at least 1", "zh": "至少为 1", "vi": "ít nhất là 1"}),
        (("--coverage", "20"), {"en": "from 5 to 6", "zh": "5 到 6", "vi": "từ 5 đến 6"}),
        (("--predictions", "1"), {"en": "from 2 to", "zh": "在 2 到", "vi": "từ 2 đến"}),
        (("--bias", "401"), {"en": "from 2 to 400", "zh": "在 2 到 400", "vi": "từ 2 đến 400"}),
        (("--out", "{folder}/no/posterior.csv"), {"en": "no folder", "zh": "没有文件夹", "vi": "Không có thư mục"}),
        (("--out", "{folder}/mine.csv"), {"en": "is no posterior", "zh": "不是后验分布", "vi": "không phải phân phối"}),
        (("--out", "{folder}"), {"en": "cannot be written", "zh": "无法写入", "vi": "Không ghi được"}),
        (("--keep", "{folder}/mine.csv"), {"en": "cannot be kept", "zh": "无法保存", "vi": "Không giữ được"}),
        (("--keep", "{folder}/other"), {"en": "another version", "zh": "另一版本", "vi": "phiên bản khác"}),
        (("--keep", "{folder}/broken"), {"en": "no bank of runs", "zh": "不是运行库", "vi": "không phải là kho"}),
        (("--cluster", "nowhere"), {"en": "No cluster answers", "zh": "没有集群应答", "vi": "Không có cụm máy"}),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, str], said: dict[str, str]
) -> None:
    """Given a call that cannot be carried out, then one line says so in each language, and nothing runs or changes."""

    def run_one(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    for module in ("ensembles", "calibrating.bank"):
        monkeypatch.setattr(f"sojourn.lab.{module}.run_one", run_one)
    (tmp_path / "mine.csv").write_text("mine\n", encoding="utf-8")
    for name, text in (("other", '{"names": ["x"], "figures": ["y"]}\n'), ("broken", "mine\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bank-200-3.jsonl").write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    given = [one.format(folder=tmp_path) for one in options]
    for language, line in said.items():
        refused = call("lab", "calibrate", "guangxi", *SMALL, *given, "--lang", language)
        assert refused.code == 2
        assert line in refused.err
        assert len(refused.err.splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_broken_off_it_says_where_it_goes_on(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given Ctrl-C in the middle, then it is said where the finished runs are, and the code is that of a stop."""
    from sojourn.lab.calibrating import bank

    line = bank._line

    def until_the_third(experiment: object, run: int) -> object:
        if run == 2:
            raise KeyboardInterrupt
        return line(experiment, run)

    monkeypatch.setattr(bank, "_line", until_the_third)
    stopped = call("lab", "calibrate", "guangxi", *SMALL, "--keep", str(tmp_path), "--lang", "en")
    assert stopped.code == 130
    assert str(tmp_path) in stopped.err
    assert len((tmp_path / "bank-200-3.jsonl").read_text(encoding="utf-8").splitlines()) == 1 + 2


def test_a_half_written_posterior_of_the_package_is_refused(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a posterior that was broken off, when a run would draw from it, then it is said in each language."""
    broken = tmp_path / "posterior.csv"
    broken.write_text(f"{posterior.HEAD}\nwage_weight\n1.0\n", encoding="utf-8")
    monkeypatch.setattr(posterior, "package_file", lambda: broken)
    posterior.draws.cache_clear()
    try:
        for language, said in (("en", "is not whole"), ("zh", "不完整"), ("vi", "không trọn vẹn")):
            refused = call("lab", "run", "guangxi", "--people", "200", "--lang", language)
            assert refused.code == 2
            assert said in refused.err
    finally:
        posterior.draws.cache_clear()
