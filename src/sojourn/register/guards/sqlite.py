"""The guards in SQLite's words."""

from __future__ import annotations

from collections.abc import Iterable

from .tables import Audited, decision_columns

_NOBODY = "coalesce(sojourn_actor(), '') = '' OR coalesce(sojourn_purpose(), '') = ''"
_OVERLAP = """SELECT RAISE(ABORT, 'permit_no_overlap') WHERE NEW.state = 'valid' AND EXISTS (
    SELECT 1 FROM register_permit other WHERE other.person_id = NEW.person_id AND other.route = NEW.route
    AND other.state = 'valid' AND other.id <> NEW.id
    AND other.valid_from <= NEW.valid_to AND other.valid_to >= NEW.valid_from);"""


def put_up(tables: Iterable[Audited], kept: Iterable[str]) -> list[str]:
    """Statements that put the guards up."""
    tables, kept = list(tables), list(kept)
    statements = take_down(tables, kept)
    for table in tables:
        for operation, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            statements.append(
                f"CREATE TRIGGER {table.name}_{operation.lower()} AFTER {operation} ON {table.name} BEGIN "
                f"SELECT RAISE(ABORT, 'no_actor_or_purpose') WHERE {_NOBODY}; "
                'INSERT INTO register_auditrow (at, actor, purpose, "table", "row", operation, before, after) VALUES ('
                "strftime('%Y-%m-%d %H:%M:%f', 'now'), sojourn_actor(), sojourn_purpose(), "
                f"'{table.name}', CAST({row}.{table.key} AS TEXT), '{operation.lower()}', "
                f"{_before(table, operation)}, {_after(table, operation)}); END"
            )
    for name in kept:
        for operation in ("UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {name}_kept_{operation.lower()} BEFORE {operation} ON {name} "
                "BEGIN SELECT RAISE(ABORT, 'kept_for_good'); END"
            )
    same = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in decision_columns())
    statements += [
        "CREATE TRIGGER register_decision_kept_delete BEFORE DELETE ON register_decision "
        "BEGIN SELECT RAISE(ABORT, 'kept_for_good'); END",
        "CREATE TRIGGER register_decision_kept_update BEFORE UPDATE ON register_decision "
        f"WHEN NOT (coalesce(sojourn_purpose(), '') = 'retention' AND {same}) "
        "BEGIN SELECT RAISE(ABORT, 'kept_for_good'); END",
        f"CREATE TRIGGER register_permit_apart_insert AFTER INSERT ON register_permit BEGIN {_OVERLAP} END",
        f"CREATE TRIGGER register_permit_apart_update AFTER UPDATE ON register_permit BEGIN {_OVERLAP} END",
    ]
    return statements


def take_down(tables: Iterable[Audited], kept: Iterable[str]) -> list[str]:
    """Statements that take the guards down."""
    names = [f"{table.name}_{operation}" for table in tables for operation in ("insert", "update", "delete")]
    names += [f"{name}_kept_{operation}" for name in kept for operation in ("update", "delete")]
    names += ["register_decision_kept_update", "register_decision_kept_delete"]
    names += ["register_permit_apart_insert", "register_permit_apart_update"]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _before(table: Audited, operation: str) -> str:
    return "NULL" if operation == "INSERT" else _row(table, "OLD")


def _after(table: Audited, operation: str) -> str:
    if operation != "UPDATE":
        return "NULL"
    changed = [(f"{column} changed", f'OLD."{column}" IS NOT NEW."{column}"') for column in table.personal]
    return _row(table, "NEW", changed)


def _row(table: Audited, row: str, more: Iterable[tuple[str, str]] = ()) -> str:
    pairs = [(column, f'{row}."{column}"') for column in table.columns] + list(more)
    return "json_object(" + ", ".join(f"'{name}', {value}" for name, value in pairs) + ")"
