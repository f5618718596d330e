"""What the model takes as given about people, firms and places: the data files, read once into frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..written import read_written

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Homes:
    """Home areas, in the order of places.yaml. `km` has shape (homes, places); `crossing` is the index of a place."""

    keys: tuple[str, ...]
    share: Numbers
    km: Numbers
    crossing: NDArray[np.int64]
    link: Numbers


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of work. `season`, shape (sectors, 12): times the posts; `harvest`: whether the harvest multiplies them."""

    keys: tuple[str, ...]
    pay: Numbers
    locals: Numbers
    mandarin: Numbers
    harvest_share: Numbers
    season: Numbers
    harvest: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All of it. `posts` has shape (places, sectors) at the real size."""

    real_size: int
    places: tuple[str, ...]
    homes: Homes
    lines: Lines
    posts: Numbers
    skill: Numbers
    mandarin: float
    fear: Numbers
    fear_shares: Numbers
    further_km: float
    coast_km: float
    locals_per_person: float
    sizes: NDArray[np.int64]
    size_shares: Numbers
    looked_at: Numbers
    pay_steps: Numbers
    firms_per_agency: int
    coastal_firms: float

    @property
    def cells(self) -> int:
        """How many pairs of a place and a line of work there are."""
        return self.posts.size

    @property
    def kinds(self) -> int:
        """How many kinds of people there are: home x skill x Mandarin x link x fear."""
        return len(self.homes.keys) * self.skill.size * 2 * 2 * self.fear.size

    @property
    def mean_pay(self) -> float:
        """What a local is paid a month in an average post, in yuan."""
        return float(self.posts.sum(axis=0) @ self.lines.pay / self.posts.sum())

    @property
    def mean_size(self) -> float:
        """How many posts a firm has on average."""
        return float(self.sizes @ self.size_shares)


@cache
def world() -> World:
    """The world of the Guangxi trial."""
    places, people, firms = (_read(name) for name in ("places", "people", "firms"))
    keys = tuple(places["places"])
    homes = tuple(places["homes"])
    each = [people["homes"][home] for home in homes]
    lines = firms["lines"]
    return World(
        real_size=people["real_size"],
        places=keys,
        homes=Homes(
            homes,
            np.array([one["share"] for one in each]),
            np.array([one["km"] for one in each], float),
            np.array([keys.index(one["crossing"]) for one in each]),
            np.array(people["link"]["share"]),
        ),
        lines=Lines(
            tuple(lines),
            np.array([line["pay"] for line in lines.values()], float),
            np.array([line["locals"] for line in lines.values()], float),
            np.array([line["mandarin"] for line in lines.values()], float),
            np.array([line["harvest_share"] for line in lines.values()], float),
            np.array([[1.0 if month == "h" else month for month in line["season"]] for line in lines.values()]),
            np.array([[month == "h" for month in line["season"]] for line in lines.values()]),
        ),
        posts=np.array([[firms["posts"][place][line] for line in lines] for place in keys], float),
        skill=np.array(people["skill"]),
        mandarin=people["mandarin"]["share"],
        fear=np.array(people["fear"]["steps"]),
        fear_shares=np.array(people["fear"]["shares"]),
        further_km=people["further_km"],
        coast_km=people["coast_km"],
        locals_per_person=people["locals"]["per_person"],
        sizes=np.array(firms["sizes"]),
        size_shares=np.array(firms["size_shares"]),
        looked_at=np.array(firms["looked_at"]),
        pay_steps=np.array(firms["pay_steps"]),
        firms_per_agency=firms["firms_per_agency"],
        coastal_firms=firms["coastal_firms"],
    )


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = read_written(resources.files(__package__).joinpath(f"{name}.yaml"))
    return data
