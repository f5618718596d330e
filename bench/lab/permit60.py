"""The benchmark model permit60: what people are like, and what everybody is offered. Its figures are made up.

People of the Vietnamese border decide once a month for five years how they live. One step is a month:

1. Somebody barred waits; when her ban is over she is home. Everybody else takes the alternative of the highest utility:
   its worth to her, a bonus for staying as she is, and Gumbel noise. Whoever wants to keep her permit when it is due
   for renewal fails with a small probability and goes on working irregularly where she is.
2. Those who want a permit and hold none apply in their cell (a zone and a sector). A cell takes no more than its cap:
   a lottery over 1,024 tickets lets in every ticket below the first that would go beyond it. Who is refused stays as
   she was.
3. Whoever works irregularly after that may be found, and is then barred for five years.

Money is in RMB a month, terms in months. This file needs NumPy only, so that peers read it too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

HOME, PERMIT, IRREGULAR, FURTHER, COAST, BARRED = range(6)
STATES: Final = 6
ALTERNATIVES: Final = 5
ORIGINS: Final = 5
CELLS: Final = 6

STEPS: Final = 60
BAN: Final = 60
TICKETS: Final = 1024
#: Utility of one unit of log income, and of staying as one is.
INCOME: Final = 2.0
HABIT: Final = 3.0
#: What an alternative is worth beside the money.
BESIDE_MONEY: Final = (0.0, -0.3, -0.6, -1.2, -2.0)
#: How far skill raises the log wage: near the border and further in, and on the coast.
SKILL: Final = 0.1
COAST_SKILL: Final = 0.2
#: What each origin lies away, in utility; further in and at the coast it counts more.
DISTANCE: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
FURTHER_DISTANCE: Final = 1.5
COAST_DISTANCE: Final = 2.0

WORKDAYS: Final = 26.0
PERMIT_WAGE: Final = (2200, 2100, 2300, 2000, 2150, 2250)
IRREGULAR_WAGE: Final = (2100, 2000, 2200, 1900, 2050, 2150)
FURTHER_WAGE: Final = 2800.0
COAST_WAGE: Final = 3600.0
PERMIT_FEE: Final = 120.0
DAYS_LOST: Final = 3.0
PERMIT_MONTHS: Final = 1

#: Probability a month of being found, by state; and of renewing a permit.
FOUND: Final = (0, 0, 0.020, 0.015, 0.010, 0)
RENEWED: Final = 0.97
#: How many permits a cell has, as a share of everybody.
CAP_SHARE: Final = 0.05

#: Log of the wage that people have at home: its mean and spread.
HOME_WAGE: Final = 1500.0
HOME_SPREAD: Final = 0.3


def population(people: int, seed: int = 1) -> tuple[Bytes, Bytes, Floats, Floats]:
    """Origin (0 to 4), cell (0 to 5), skill (standard normal) and log wage at home of each person."""
    generator = np.random.Generator(np.random.SFC64(seed))
    origin = generator.integers(0, ORIGINS, people, dtype=np.uint8)
    cell = generator.integers(0, CELLS, people, dtype=np.uint8)
    skill = generator.standard_normal(people, dtype=np.float32)
    home = generator.standard_normal(people, dtype=np.float32)
    home *= np.float32(HOME_SPREAD)
    home += np.float32(np.log(HOME_WAGE))
    return origin, cell, skill, home


def offers(permit_months: int = PERMIT_MONTHS) -> NDArray[np.float64]:
    """What each alternative but home is worth to somebody of average skill, by alternative (1 to 4), cell and origin.

    A permit costs its fee and the days lost over each renewal, spread over its months.
    """
    wage = np.array(PERMIT_WAGE) * (WORKDAYS - DAYS_LOST / permit_months) / WORKDAYS - PERMIT_FEE / permit_months
    incomes = np.log(np.stack([wage, IRREGULAR_WAGE, np.full(CELLS, FURTHER_WAGE), np.full(CELLS, COAST_WAGE)]))
    factors = np.array([1, 1, FURTHER_DISTANCE, COAST_DISTANCE])
    worth = INCOME * incomes + np.array(BESIDE_MONEY)[1:, None]
    away: NDArray[np.float64] = factors[:, None, None] * np.array(DISTANCE)
    return worth[:, :, None] - away


def cap(people: int) -> int:
    """How many permits a cell has."""
    return int(CAP_SHARE * people)
