"""A binding that does not fit its programme is refused at the start, with every name that is wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

import sojourn.lab
from sojourn.lab.offers import BindingError, OpenFigureError, Rules, bounds_of, read_binding
from sojourn.policy import Layer, load

from .choosing import Ends
from .test_offers import BINDING, GUANGXI

SHIPPED = Path(str(resources.files(sojourn.lab))) / "guangxi"


def test_every_name_that_is_wrong_is_told() -> None:
    wrong = replace(
        BINDING,
        route="worker_permits",
        leave_by="leave",
        worker_pays="worker_pays",
        facts={"applicant.nation": "vietnam"},
    )
    with pytest.raises(BindingError) as error:
        Rules(GUANGXI, wrong, Layer.PRACTICE, Ends())
    told = str(error.value)
    assert "entry 'worker_permits' (did you mean 'worker_permit'?)" in told
    assert "grant 'fee'" in told
    assert "assumption 'worker_pays'" in told
    assert "fact 'applicant.nation'" in told


def test_facts_that_a_binding_leaves_out_are_named() -> None:
    bare = replace(BINDING, qualified={})
    with pytest.raises(BindingError, match=r"employer\.hiring_qualification"):
        Rules(GUANGXI, bare, Layer.PRACTICE, Ends()).on(GUANGXI.boundaries["pingxiang_plan"].day.latest)


def test_a_figure_that_nobody_has_is_not_made_up() -> None:
    bare = replace(BINDING, assumed={})
    with pytest.raises(OpenFigureError, match="away"):
        Rules(GUANGXI, bare, Layer.PRACTICE, Ends()).on(GUANGXI.boundaries["trial_start"].day.latest)


def test_a_binding_says_what_each_breach_is(tmp_path: Path) -> None:
    folder = tmp_path / "guangxi"
    shutil.copytree(SHIPPED, folder)
    written = yaml.safe_load((folder / "binding.yaml").read_text(encoding="utf-8"))
    del written["breaches"]["entry"], written["breaches"]["work"]
    (folder / "binding.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")
    with pytest.raises(BindingError, match=r"binding\.yaml.*work, entry"):
        read_binding(folder / "binding.yaml")


def written_anew(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The binding of the package with something changed in it."""
    shutil.copytree(SHIPPED, folder)
    path = folder / "binding.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(written)
    path.write_text(yaml.safe_dump(written), encoding="utf-8")
    return path


def test_what_a_binding_leaves_out_or_misspells_is_told(tmp_path: Path) -> None:
    def change(written: dict[str, Any]) -> None:
        written["overstay_found"] = written.pop("overstays_found")
        del written["insurance_rate"]

    with pytest.raises(BindingError) as error:
        read_binding(written_anew(tmp_path / "guangxi", change))
    told = str(error.value)
    assert "binding.yaml does not say 'insurance_rate'; add it" in told
    assert "'overstay_found', which nobody reads (did you mean 'overstays_found'?)" in told


def test_what_is_left_out_of_how_histories_are_told_is_named(tmp_path: Path) -> None:
    path = written_anew(tmp_path / "guangxi", lambda written: written["ledger"].pop("sanctioned_by"))
    with pytest.raises(BindingError, match=r"'ledger' in binding\.yaml does not say 'sanctioned_by'; add it"):
        read_binding(path)


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        ({"sanctioned_by": "polise"}, "authority 'polise' (did you mean 'police'?)"),
        ({"shown": "border_passes"}, "option 'border_passes' (did you mean 'border_pass'?)"),
        ({"province": "applicant.provinces"}, "fact 'applicant.provinces' (did you mean 'applicant.province'?)"),
        ({"place": "employer.sector_of_nobody"}, "fact 'employer.sector_of_nobody'"),
    ],
)
def test_how_histories_are_told_is_checked(told: dict[str, str], lacking: str) -> None:
    wrong = replace(BINDING, told=replace(BINDING.told, **told))
    with pytest.raises(BindingError, match=re.escape(lacking)):
        Rules(GUANGXI, wrong, Layer.PRACTICE, Ends())


def test_only_the_conduct_of_a_breach_is_found_by_itself() -> None:
    wrong = replace(BINDING, overstays_found="illegal_exit")
    with pytest.raises(BindingError, match="conduct of a breach 'illegal_exit'"):
        Rules(GUANGXI, wrong, Layer.PRACTICE, Ends())


def test_bounds_of_an_entry_that_needs_no_facts() -> None:
    assert bounds_of(GUANGXI, "wage_gap") == (Fraction(1, 5), Fraction(3, 10))
    with pytest.raises(BindingError, match=r"'wage_gaps'.* mean 'wage_gap'"):
        bounds_of(GUANGXI, "wage_gaps")
    with pytest.raises(OpenFigureError, match="equal_pay"):
        bounds_of(GUANGXI, "equal_pay")


def test_the_binding_fits_the_scenario_of_the_package() -> None:
    batch = load("guangxi_batch")
    rules = Rules(batch, BINDING, Layer.PRACTICE, Ends())
    assert rules.on(batch.boundaries["trial_start"].day.latest).renews_in_place


def test_labels_are_there_in_three_languages() -> None:
    for area in (*BINDING.homes, *BINDING.places):
        assert set(area.label) == {"en", "zh", "vi"}
        assert all(area.label.values())
