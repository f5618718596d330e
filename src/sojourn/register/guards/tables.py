"""Which tables are guarded, and how: read off the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps

#: Tables that are a record themselves, or no record of anything.
_NOT_AUDITED = frozenset({"auditrow", "look", "event", "chainhead", "request", "today", "finding"})
_KEPT_FOR_GOOD = ("register_auditrow", "register_look", "register_event")


@dataclass(frozen=True, slots=True)
class Audited:
    """A table whose changes are noted: its key, the columns whose values are noted, and those whose values are not."""

    name: str
    key: str
    columns: tuple[str, ...]
    personal: tuple[str, ...]


def audited(connection: Any) -> list[Audited]:
    """Every audited table, in the order of the models."""
    found: list[Audited] = []
    for model in apps.get_app_config("register").get_models():
        if model._meta.model_name in _NOT_AUDITED:
            continue
        personal: frozenset[str] = getattr(getattr(model, "Personal", None), "columns", frozenset())
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        key = str(model._meta.pk.column)
        found.append(
            Audited(
                model._meta.db_table,
                key,
                tuple(column for name, column in columns.items() if name not in personal and column != key),
                tuple(column for name, column in columns.items() if name in personal),
            )
        )
    return found


def kept_for_good() -> tuple[str, ...]:
    """Tables to which rows are only added."""
    return _KEPT_FOR_GOOD


def decision_columns() -> tuple[str, ...]:
    """The columns of a decision that nobody changes, retention included."""
    model = apps.get_model("register", "Decision")
    return tuple(str(field.column) for field in model._meta.concrete_fields if field.name not in model.Personal.columns)
