"""A calibration from the first run to the posterior: broken off it goes on, and its file is whole or refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sojourn.lab import (
    BankError,
    Calibrated,
    Calibration,
    ExperimentError,
    PosteriorError,
    Stage,
    calibrate,
    check_place,
    parameters,
    write_posterior,
)
from sojourn.lab.calibrating import bank_file, figures, further_file
from sojourn.lab.calibrating.bank import drawn_names
from sojourn.lab.guangxi import posterior
from sojourn.lab.speaking import words

SMALL = Calibrated(people=200, runs=30, further=10, seed=2, tried=5, predictions=3, at_full_size=0)
COMMAND = "sojourn lab calibrate guangxi"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of the small calibration are kept."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def made(kept: Path) -> Calibration:
    """A small calibration, made at once."""
    return calibrate(SMALL, kept)


@pytest.fixture
def copied(kept: Path, made: Calibration, tmp_path: Path) -> Path:
    """A folder of one's own with the same runs."""
    return Path(shutil.copytree(kept, tmp_path / "copied"))


def test_a_calibration_says_all_of_it(made: Calibration) -> None:
    """Given a calibration, then each drawn parameter and each figure is told, and draws lie within their priors."""
    assert tuple(one.name for one in made.identified) == drawn_names()
    assert tuple(one.figure for one in made.predicted) == figures()
    assert made.coverage is not None
    assert made.coverage.tried == SMALL.tried
    assert made.bias == ()
    known = parameters()
    for draw in made.draws:
        assert tuple(draw) == drawn_names()
        assert all(known[name].low <= value <= known[name].high for name, value in draw.items())


@pytest.mark.parametrize("stage", [Stage.BANK, Stage.FURTHER, Stage.PREDICTION])
def test_what_is_broken_off_goes_on(made: Calibration, copied: Path, stage: Stage) -> None:
    """Given what a calibration broken off in any part of it leaves, when called again, then only what is missing is
    made, and it is the whole one to the bit."""
    if stage is not Stage.PREDICTION:
        bank = (bank_file if stage is Stage.BANK else further_file)(copied, SMALL)
        lines = bank.read_text(encoding="utf-8").splitlines(keepends=True)
        bank.write_text("".join([*lines[:-2], lines[-2][:50]]), encoding="utf-8")
    else:
        next(copied.glob("*.npz")).unlink()
    told: list[tuple[Stage, int, int]] = []
    found = calibrate(SMALL, copied, progress=lambda *one: told.append(one))
    left = {Stage.BANK: 2, Stage.FURTHER: 2, Stage.PREDICTION: 1}[stage]
    of = {Stage.BANK: SMALL.runs, Stage.FURTHER: SMALL.further, Stage.PREDICTION: SMALL.predictions}[stage]
    assert [number for at, number, _ in told if at is stage] == list(range(of - left, of + 1))
    assert found.draws == made.draws
    assert found.identified == made.identified
    assert found.predicted == made.predicted
    assert found.coverage is not None
    assert made.coverage is not None
    assert np.array_equal(found.coverage.ranks, made.coverage.ranks)


def test_scaling_down_is_measured_with_the_same_draws(
    made: Calibration, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given draws run at two sizes, then the bias is told of each figure; at equal sizes there is none at all."""
    monkeypatch.setattr("sojourn.lab.calibrating.whole.real_size", lambda: 200)
    found = calibrate(replace(SMALL, at_full_size=2), copied)
    assert found.draws == made.draws
    assert found.predicted == made.predicted
    assert tuple(one.figure for one in found.bias) == figures()
    assert all(one.mean == one.spread == 0 for one in found.bias)
    monkeypatch.setattr("sojourn.lab.calibrating.whole.real_size", lambda: 400)
    larger = calibrate(replace(SMALL, at_full_size=2), copied)
    assert any(one.mean != 0 for one in larger.bias)
    assert larger.draws != made.draws, "what a larger population changes was not allowed for"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"people": 0}, "too_few_people"),
        ({"runs": 0}, "bank_too_small"),
        ({"runs": 29}, "bank_too_small"),
        ({"seed": -1}, "seed_out_of_range"),
        ({"further": -1}, "further_below_nought"),
        ({"tried": 7}, "coverage_out_of_range"),
        ({"tried": 1}, "coverage_out_of_range"),
        ({"predictions": 1}, "predictions_out_of_range"),
        ({"predictions": 401}, "predictions_out_of_range"),
        ({"at_full_size": 1}, "bias_out_of_range"),
        ({"at_full_size": 401}, "bias_out_of_range"),
    ],
)
def test_what_cannot_be_made_is_refused_before_any_work(tmp_path: Path, changed: dict[str, int], code: str) -> None:
    with pytest.raises(ExperimentError) as refused:
        calibrate(replace(SMALL, **changed), tmp_path, progress=lambda *_: pytest.fail("ran"))
    assert refused.value.code == code
    assert not list(tmp_path.iterdir())


# ---- the file of the posterior --------------------------------------------------------------------------------------


def test_a_posterior_reads_back_as_it_was_written(made: Calibration, tmp_path: Path) -> None:
    """Given a calibration, when it is written twice, then the file is the same and holds its draws, and nothing else is
    left in the folder."""
    out = tmp_path / "posterior.csv"
    check_place(out)
    write_posterior(out, made, COMMAND)
    first = out.read_bytes()
    check_place(out)
    write_posterior(out, made, COMMAND)
    assert out.read_bytes() == first
    assert list(tmp_path.iterdir()) == [out]
    assert posterior.read_draws(out.read_text(encoding="utf-8"), "it") == made.draws
    assert COMMAND in out.read_text(encoding="utf-8")


def test_a_half_written_posterior_is_refused_wherever_it_ends(made: Calibration, tmp_path: Path) -> None:
    """Given a posterior cut off at the end of any line, or within one, then it is refused; it may be written anew."""
    out = tmp_path / "posterior.csv"
    write_posterior(out, made, COMMAND)
    text = out.read_text(encoding="utf-8")
    ends = [at for at, letter in enumerate(text) if letter == "\n"]
    for end in [*ends[:-1], *(at + 30 for at in ends[3:-2]), len(text) - 5, 0]:
        with pytest.raises(PosteriorError) as refused:
            posterior.read_draws(text[:end], "it")
        assert refused.value.code == "posterior_not_whole"
    lines = text.splitlines()
    for damaged in (
        "\n".join([*lines[:6], *lines[7:]]),
        text.replace(lines[5], lines[5] + ",1", 1),
        text.replace(lines[5], "nan" + lines[5][lines[5].index(",") :], 1),
        text.replace(lines[5], "x" + lines[5], 1),
    ):
        with pytest.raises(PosteriorError) as refused:
            posterior.read_draws(damaged, "it")
        assert refused.value.code == "posterior_not_whole"
    out.write_text(text[: len(text) // 2], encoding="utf-8")
    check_place(out)


def written(draws: list[dict[str, float]], folder: Path) -> str:
    """The text of a posterior with these draws."""
    out = folder / "posterior.csv"
    posterior.write_draws(out, draws, ["made by hand"], len(draws))
    return out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heads", "code", "lacking", "over"),
    [
        ({"wage_weight": "weight_of_the_moon"}, "posterior_columns_both", ["wage_weight"], ["weight_of_the_moon"]),
        ({"wage_weight": "", "fear": ""}, "posterior_columns_lacking", ["wage_weight", "fear"], []),
        ({"fear": "fear,habit_home"}, "posterior_columns_over", [], ["habit_home"]),  # fixed: never drawn
        ({"fear": "fear,fear"}, "posterior_columns_over", [], ["fear"]),
    ],
)
def test_a_posterior_without_each_drawn_parameter_once_is_refused(
    tmp_path: Path, heads: dict[str, str], code: str, lacking: list[str], over: list[str]
) -> None:
    """Given columns that lack or are too many, then which is said in every language, and no draw is taken."""
    middle = {name: parameters()[name].at(0.5) for name in drawn_names()}
    columns = [(each, value) for name, value in middle.items() for each in heads.get(name, name).split(",") if each]
    names = "|".join(name for name, _ in columns)
    text = written([dict(columns)], tmp_path).splitlines()
    text[3] = names.replace("|", ",")
    text[4] = ",".join(repr(value) for _, value in columns)
    with pytest.raises(PosteriorError) as refused:
        posterior.read_draws("\n".join(text), "it")
    assert refused.value.code == code
    for language in ("en", "zh", "vi"):
        said = refused.value.text(language)
        for name in (*lacking, *over):
            assert name in said
        assert "{" not in said
        assert "(" not in said
    assert "、".join(lacking) in refused.value.text("zh")


@pytest.mark.parametrize("value", [-1.0, 2.8627e9])
def test_a_value_outside_its_prior_is_refused_with_its_line(tmp_path: Path, value: float) -> None:
    """Given a draw that no calibration can have made, then its line and parameter are said in every language."""
    known = parameters()
    ends = [{name: float(f"{known[name].at(share):.6g}") for name in drawn_names()} for share in (0.0, 1.0, 0.5)]
    assert posterior.read_draws(written(ends, tmp_path), "it") == tuple(ends), "rounding past an end is none"
    ends[1]["wage_weight"] = value
    with pytest.raises(PosteriorError) as refused:
        posterior.read_draws(written(ends, tmp_path), "it")
    assert refused.value.code == "posterior_value"
    for language, line in (("en", "line 6"), ("zh", "第 6 行"), ("vi", "dòng 6")):
        said = refused.value.text(language)
        assert line in said
        for slot in ("wage_weight", f"{value:.12g}", "0.8", "3"):
            assert slot in said


def test_the_posterior_of_the_package_is_of_this_model() -> None:
    kept = posterior.read_draws(posterior.package_file().read_text(encoding="utf-8"), posterior.FILE)
    assert {tuple(draw) for draw in kept} == {drawn_names()}


def test_runs_draw_from_the_posterior_that_is_there(
    made: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a file in the place of the package's, then runs take their parameters from its draws."""
    out = tmp_path / "posterior.csv"
    write_posterior(out, made, COMMAND)
    monkeypatch.setattr(posterior, "package_file", lambda: out)
    posterior.draws.cache_clear()
    try:
        drawn = [posterior.posterior_draw((1, run)) for run in range(20)]
    finally:
        posterior.draws.cache_clear()
    kept = [tuple(draw.values()) for draw in made.draws]
    assert all(tuple(draw[name] for name in drawn_names()) in kept for draw in drawn)
    assert len({draw["wage_weight"] for draw in drawn}) > 5


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("nowhere/posterior.csv", "posterior_no_folder"),
        ("mine.csv", "posterior_place_taken"),
        (".", "posterior_unwritten"),
    ],
)
def test_a_place_that_is_not_for_it_is_refused(tmp_path: Path, place: str, code: str) -> None:
    (tmp_path / "mine.csv").write_text("mine\n", encoding="utf-8")
    with pytest.raises(BankError) as refused:
        check_place(tmp_path / place)
    assert refused.value.code == code
    assert [one.name for one in tmp_path.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_each_figure_has_a_name(language: str) -> None:
    assert list(words(language)["figures"]) == [one.key for one in figures()]
