"""A binding that does not fit its programme is refused at the start, with every name that is wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
import yaml

import sojourn.lab
from sojourn.lab.offers import BindingError, OpenFigureError, Rules, read_binding
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


def test_the_binding_fits_the_scenario_of_the_package() -> None:
    batch = load("guangxi_batch")
    rules = Rules(batch, BINDING, Layer.PRACTICE, Ends())
    assert rules.on(batch.boundaries["trial_start"].day.latest).renews_in_place


def test_labels_are_there_in_three_languages() -> None:
    for area in (*BINDING.homes, *BINDING.places):
        assert set(area.label) == {"en", "zh", "vi"}
        assert all(area.label.values())
