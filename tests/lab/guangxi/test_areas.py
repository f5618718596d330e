"""Where outcomes and figures are about: said in data, by places and lines of work that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojourn.lab
from sojourn.lab.calibrating.figures import figures
from sojourn.lab.guangxi import areas
from sojourn.lab.guangxi.areas import Area, figure_area, left_open, outcome_area
from sojourn.lab.guangxi.outcomes import OUTCOMES
from sojourn.lab.guangxi.world import world
from sojourn.lab.offers import BindingError


def test_no_place_or_line_of_work_stands_in_the_program() -> None:
    """Given the program of the lab, then none of its files names a place, a home or a line of work."""
    keys = {*world().places, *world().homes.keys, *world().lines.keys}
    for file in Path(sojourn.lab.__file__).parent.rglob("*.py"):
        named = set(re.findall(r'"(\w+)"', file.read_text(encoding="utf-8"))) & keys
        assert not named, file.name


def test_areas_are_of_what_there_is() -> None:
    """Given the areas, then each is of an outcome or a figure, and what is left open is left open by its figure."""
    written = areas._written()
    assert written["outcomes"].keys() <= OUTCOMES.keys()
    assert written["figures"].keys() <= {one.key for one in figures()}
    for key in written["outcomes"]:
        assert outcome_area(key).cells
    assert left_open() == ("permits_2018", "workers_before")
    assert figure_area("permits_2018", other=True) == outcome_area("permits_a_month"), "the whole area"


def test_an_area_is_its_lines_of_work_at_its_places() -> None:
    """Given an area with places and lines, then its cells are those lines at those places; without, all of them."""
    lines = world().lines.keys
    farms = outcome_area("irregular_on_farms")
    assert farms.cells == [place * len(lines) + lines.index("agriculture") for place in range(len(world().places))]
    first = outcome_area("permitted_pingxiang")
    assert first == Area([0], list(range(len(lines))))
    rural = figure_area("permitted_rural")
    assert (len(rural.cells), 0 in rural.places) == (6, False)


def test_a_place_that_is_not_there_is_named() -> None:
    """Given an area with a place that nobody knows, then it is named with those that there are."""
    with pytest.raises(BindingError, match="atlantis; there are: pingxiang_zone"):
        areas._area({"places": ["atlantis"]})
