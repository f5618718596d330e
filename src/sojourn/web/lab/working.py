"""What the process of one order does: make its runs, tell how far it is, and leave what the pages show as files.

`python -m sojourn.web.lab.working` reads one line of JSON from its standard input: `order`, `folder` (of the order) and
`runs` (the folder of finished runs). When that input closes, whoever started it is gone, and it ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sojourn.lab import (
    Draws,
    Ensemble,
    Experiment,
    comparison_data,
    ensemble_data,
    frame,
    has_posterior,
    report_parts,
    run_all,
    write_report,
)
from sojourn.policy import Language

from .order import BASELINE, DIFFERENCES, SCENARIOS, TABLES, Order, write

if TYPE_CHECKING:
    import polars as pl

#: How this process ends when whoever started it is gone.
_LEFT_ALONE = 3


def work(order: Order, folder: Path, runs: Path) -> None:
    """Make the runs of an order and write `results` into its folder, whole or not at all."""
    done = 0

    def progress(run: int) -> None:
        nonlocal done
        del run
        done += 1
        write(folder / "progress.json", {"done": done})

    baseline, *scenarios = (run_all(one, keep=runs, progress=progress) for one in _experiments(order))
    new = folder / "results.new"
    new.mkdir(exist_ok=True)
    write_results(new, baseline, scenarios)
    new.rename(folder / "results")


def _experiments(order: Order) -> Iterator[Experiment]:
    draws = Draws.POSTERIOR if has_posterior() else Draws.PRIOR
    for scenario in (BASELINE, *order.compared):
        yield Experiment(
            scenarios=(scenario,),
            people=order.people,
            first=order.first,
            last=order.last,
            seed=order.seed,
            runs=order.runs,
            draws=draws,
        )


def write_results(folder: Path, baseline: Ensemble, scenarios: Sequence[Ensemble]) -> None:
    """Write what pages show and what can be taken out: told in each language, the report, data, tables."""
    for language in Language:
        write(folder / f"told.{language}.json", asdict(report_parts(baseline, scenarios, language=language)))
        write_report(folder / f"report.{language}.html", baseline, scenarios, language=language)
    data = comparison_data(baseline, scenarios) if scenarios else ensemble_data(baseline)
    data["labels"] = labels = _labels([baseline, *scenarios])
    (folder / "result.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    if scenarios:
        _write_table(folder, DIFFERENCES, _differences(data["differences"]))
    _write_table(folder, SCENARIOS, _called(labels))
    for table in TABLES:
        _write_table(folder, table, frame([baseline, *scenarios], table))


def _labels(ensembles: Sequence[Ensemble]) -> dict[str, dict[str, str]]:
    """What each scenario is called in each language, by the name that stands in data and tables."""
    return {
        "+".join(one.experiment.scenarios): dict(one.experiment.composed().scenarios[-1].label) for one in ensembles
    }


def _called(labels: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame([{"scenario": name, **label} for name, label in labels.items()])


def _differences(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """A row for each scenario and outcome, with its bands laid out in columns."""
    import polars as pl

    flat = []
    for row in rows:
        bands = {f"{what}_{end}": row[what][end] for what in ("baseline", "with_it", "change") for end in row[what]}
        flat.append(
            {name: row[name] for name in ("scenario", "outcome")}
            | bands
            | {name: row[name] for name in ("up", "down", "ratio")}
        )
    return pl.DataFrame(flat, infer_schema_length=None)


def _write_table(folder: Path, name: str, table: pl.DataFrame) -> None:
    table.write_csv(folder / f"{name}.csv")
    table.write_parquet(folder / f"{name}.parquet")


def main() -> None:
    """Read an order from the standard input and carry it out."""
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_whoever_began, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # pages come first
    work(Order.of(told["order"]), Path(told["folder"]), Path(told["runs"]))


def _end_with_whoever_began() -> None:
    sys.stdin.read()
    os._exit(_LEFT_ALONE)


if __name__ == "__main__":
    main()
