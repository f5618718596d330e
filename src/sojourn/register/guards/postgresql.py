"""The guards in PostgreSQL's words."""

from __future__ import annotations

from collections.abc import Iterable

from .tables import Audited, decision_columns

_ACTOR = "coalesce(current_setting('sojourn.actor', true), '')"
_PURPOSE = "coalesce(current_setting('sojourn.purpose', true), '')"
_KEPT = """CREATE OR REPLACE FUNCTION register_kept_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'kept_for_good'; END $$"""
_SOMEBODY = f"""CREATE OR REPLACE FUNCTION register_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_ACTOR} = '' OR {_PURPOSE} = '' THEN RAISE EXCEPTION 'no_actor_or_purpose'; END IF;
    RETURN NULL;
END $$"""


def put_up(tables: Iterable[Audited], kept: Iterable[str]) -> list[str]:
    """Statements that put the guards up."""
    tables, kept = list(tables), list(kept)
    statements = [*take_down(tables, kept), _KEPT, _SOMEBODY]
    for table in tables:
        statements += _audit(table)
    for name in kept:
        statements.append(
            f"CREATE TRIGGER {name}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION register_kept_for_good()"
        )
    same = " AND ".join(f'OLD."{column}" IS NOT DISTINCT FROM NEW."{column}"' for column in decision_columns())
    statements += [
        "CREATE TRIGGER register_decision_kept BEFORE DELETE OR TRUNCATE ON register_decision "
        "FOR EACH STATEMENT EXECUTE FUNCTION register_kept_for_good()",
        "CREATE TRIGGER register_decision_changed BEFORE UPDATE ON register_decision FOR EACH ROW "
        f"WHEN (NOT ({_PURPOSE} = 'retention' AND {same})) EXECUTE FUNCTION register_kept_for_good()",
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "ALTER TABLE register_permit ADD CONSTRAINT permit_no_overlap EXCLUDE USING gist (person_id WITH =, "
        "route WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (state = 'valid')",
    ]
    return statements


def take_down(tables: Iterable[Audited], kept: Iterable[str]) -> list[str]:
    """Statements that take the guards down."""
    statements = []
    for table in tables:
        for name in ("somebody", "insert", "update", "delete"):
            statements.append(f"DROP TRIGGER IF EXISTS {table.name}_{name} ON {table.name}")
    statements += [f"DROP TRIGGER IF EXISTS {name}_kept ON {name}" for name in kept]
    statements += [
        "DROP TRIGGER IF EXISTS register_decision_kept ON register_decision",
        "DROP TRIGGER IF EXISTS register_decision_changed ON register_decision",
        "ALTER TABLE register_permit DROP CONSTRAINT IF EXISTS permit_no_overlap",
    ]
    return statements


def _audit(table: Audited) -> list[str]:
    """A table's audit: inserts are noted a statement at a time, for there may be many."""
    name = table.name
    noted = (
        f'INSERT INTO register_auditrow (at, actor, purpose, "table", "row", operation, before, after) '
        f"SELECT clock_timestamp(), {_ACTOR}, {_PURPOSE}, '{name}', "
    )
    changed = [
        (f"{column} changed", f'old_row."{column}" IS DISTINCT FROM new_row."{column}"') for column in table.personal
    ]
    statements = [
        f"CREATE TRIGGER {name}_somebody BEFORE INSERT OR UPDATE OR DELETE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION register_somebody()"
    ]
    bodies = {
        "insert": f"{noted} new_row.{table.key}::text, 'insert', NULL::jsonb, NULL::jsonb FROM new_rows new_row",
        "update": f"{noted} new_row.{table.key}::text, 'update', {_row(table, 'old_row')}, "
        f"{_row(table, 'new_row', changed)} FROM new_rows new_row JOIN old_rows old_row USING ({table.key})",
        "delete": f"{noted} old_row.{table.key}::text, 'delete', {_row(table, 'old_row')}, NULL::jsonb "
        "FROM old_rows old_row",
    }
    seen = {
        "insert": "REFERENCING NEW TABLE AS new_rows",
        "update": "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows",
        "delete": "REFERENCING OLD TABLE AS old_rows",
    }
    for operation, body in bodies.items():
        # The plan of a function is made when it first runs, perhaps for one row, and kept: a nested loop over the rows
        # before and after would later take hours for many.
        setting = "SET enable_nestloop = off" if operation == "update" else ""
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}_{operation}() RETURNS trigger LANGUAGE plpgsql {setting} AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$",
            f"CREATE TRIGGER {name}_{operation} AFTER {operation.upper()} ON {name} {seen[operation]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_{operation}()",
        ]
    return statements


def _row(table: Audited, row: str, more: Iterable[tuple[str, str]] = ()) -> str:
    pairs = [(column, f'{row}."{column}"') for column in table.columns] + list(more)
    if not pairs:
        return "'{}'::jsonb"
    # A call takes at most 100 arguments.
    parts = [pairs[start : start + 40] for start in range(0, len(pairs), 40)]
    built = ["jsonb_build_object(" + ", ".join(f"'{name}', {value}" for name, value in part) + ")" for part in parts]
    return "(" + " || ".join(built) + ")"
