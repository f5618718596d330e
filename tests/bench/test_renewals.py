"""The figures on renewals: measured on a database of their own, each part told, and every row written."""

from __future__ import annotations

from bench.renewals import Engine, measured
from bench.renewing import PARTS


def test_every_part_of_a_filing_is_measured() -> None:
    """Given a small filing, then the parts add up to the whole, and both other ways were measured in the same run."""
    found = measured(Engine("sqlite"), 40, 10)
    assert set(PARTS.values()) <= set(found["parts"])
    assert abs(sum(found["parts"].values()) - found["whole"]) < 1e-6
    assert all(seconds > 0 for seconds in (found["whole"], found["copied"], found["saved"]))
