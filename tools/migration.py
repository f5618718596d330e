"""The register's one migration, made anew from its models: `python -m tools.migration`.

Until there is a register whose data must be kept, its tables are made in one step. Django's own command writes each
relation, index and constraint as a step of its own, and works out the state of every model again after each of some
hundred and sixty steps, which made a first start take twenty seconds longer than it need. Here each table is one step,
after those that it points to; only a circle of tables that point to each other needs relations that are added later.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import django

APP = "register"
WHERE = Path("src/sojourn/register/migrations/0001_initial.py")


def written() -> str:
    """The text of the migration that makes the tables of the models as they are now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.apps import apps
    from django.db import migrations
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ModelState
    from django.db.migrations.writer import MigrationWriter
    from django.db.models import Model

    models: dict[str, type[Model]] = {model.__name__: model for model in apps.get_app_config(APP).get_models()}
    points: dict[str, dict[str, str]] = {}
    outside = set()
    for name, model in sorted(models.items()):
        points[name] = {}
        for field in model._meta.local_fields:
            if not field.remote_field:
                continue
            other = field.remote_field.model
            if other._meta.app_label != APP:
                outside.add(other._meta.app_label)
            elif other is not model:
                points[name][field.name] = other.__name__

    added: list[tuple[str, str]] = []
    while circle := _circle(points):
        # The relation that is left for later is one that may be empty, so that the table can stand without it.
        name, field_name = next(
            (name, field_name)
            for name in sorted(circle)
            for field_name, other_name in sorted(points[name].items())
            if other_name in circle and models[name]._meta.get_field(field_name).null
        )
        del points[name][field_name]
        added.append((name, field_name))

    operations: list[Operation] = []
    after: list[Operation] = []
    for name in TopologicalSorter({name: set(of.values()) for name, of in points.items()}).static_order():
        state = ModelState.from_model(models[name])
        later = [field_name for of, field_name in added if of == name]
        for field_name in later:
            after.append(migrations.AddField(state.name_lower, field_name, state.fields.pop(field_name)))
        # What speaks of a field that is added later comes after it.
        for kind, one_later in (("indexes", migrations.AddIndex), ("constraints", migrations.AddConstraint)):
            every = state.options.get(kind, [])
            waits = [one for one in every if any(repr(field_name) in repr(one.deconstruct()) for field_name in later)]
            state.options[kind] = [one for one in every if one not in waits]
            after += [one_later(state.name_lower, one) for one in waits]
        operations.append(
            migrations.CreateModel(
                name=state.name,
                fields=list(state.fields.items()),
                options={key: said for key, said in state.options.items() if said != []},
                bases=state.bases,
                managers=state.managers,
            )
        )
    operations += after
    initial = type(
        "Migration",
        (migrations.Migration,),
        {
            "initial": True,
            "operations": operations,
            "dependencies": [(app, "__first__") for app in sorted(outside)],
        },
    )
    return MigrationWriter(initial("0001_initial", APP), include_header=False).as_string()


def _circle(points: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Tables that point to each other in a circle; none where there is no circle."""
    try:
        TopologicalSorter({name: set(of.values()) for name, of in points.items()}).prepare()
    except CycleError as circle:
        return tuple(circle.args[1])
    return ()


def main() -> None:
    """Write it, in the project's format."""
    WHERE.write_text(written(), encoding="utf-8")
    for done in (["check", "--fix", "--select", "I"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *done, "--quiet", str(WHERE)], check=True)


if __name__ == "__main__":
    main()
