"""What a ledger says of itself: the file `ledger.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from .columns import SCHEMA_VERSION
from .enumerations import OriginKind
from .problems import LedgerError, LedgerProblem, problem

#: The name of the file that makes a folder a ledger.
DESCRIPTION: Final = "ledger.json"

#: Nothing larger is taken for a description.
MOST_BYTES: Final = 10_000_000

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Edition:
    """The programme, and the fingerprint of the edition of its files that was in use."""

    programme: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day that the ledger tells of. Rows may reach back before it, as a job begun earlier."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from: a lab run and a demo are made again by their seed and parameters."""

    kind: OriginKind
    seed: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a ledger: its name, how many rows it has, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Description:
    """All that `ledger.json` says. `files` are by table; a table without a file has no rows."""

    edition: Edition
    period: Period
    origin: Origin
    pseudonymised: bool
    files: Mapping[str, File] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


def mistakes_in(description: Description) -> tuple[LedgerProblem, ...]:
    """What is wrong with what a ledger says of itself, beside its files."""
    found = []
    if not re.fullmatch(r"[a-z][a-z0-9_]*", description.edition.programme):
        found.append(problem("programme_key", file=DESCRIPTION, value=description.edition.programme))
    if not _SHA256.fullmatch(description.edition.fingerprint):
        found.append(problem("programme_fingerprint", file=DESCRIPTION, value=description.edition.fingerprint))
    if description.period.first > description.period.last:
        first, last = description.period.first.isoformat(), description.period.last.isoformat()
        found.append(problem("period_order", file=DESCRIPTION, first=first, last=last))
    seeded = description.origin.kind in (OriginKind.LAB, OriginKind.DEMO)
    if seeded and description.origin.seed is None:
        found.append(problem("seed_missing", file=DESCRIPTION, kind=description.origin.kind.value))
    if not seeded and description.origin.seed is not None:
        found.append(problem("seed_given", file=DESCRIPTION, kind=description.origin.kind.value))
    return tuple(found)


# ---- as JSON ------------------------------------------------------------------------------------------------


def written(description: Description) -> str:
    """The text of `ledger.json`: the same for the same description."""
    made = {
        "schema_version": description.schema_version,
        "programme": {"key": description.edition.programme, "fingerprint": description.edition.fingerprint},
        "period": {"from": description.period.first.isoformat(), "to": description.period.last.isoformat()},
        "origin": {
            "kind": description.origin.kind.value,
            "seed": description.origin.seed,
            "parameters": description.origin.parameters,
        },
        "pseudonymised": description.pseudonymised,
        "files": {
            table: {"file": file.name, "rows": file.rows, "sha256": file.sha256}
            for table, file in description.files.items()
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read(text: bytes) -> Description:
    """What `ledger.json` says; raises LedgerError where it is no description this version understands."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LedgerError([problem("description_broken", file=DESCRIPTION, why=str(error))]) from None
    version = given.get("schema_version") if isinstance(given, dict) else None
    if type(version) is not int:
        raise LedgerError([problem("version_missing", file=DESCRIPTION)])
    if version > SCHEMA_VERSION:
        raise LedgerError([problem("version_newer", file=DESCRIPTION, version=version, known=SCHEMA_VERSION)])
    if version < 1:
        raise LedgerError([problem("version_unknown", file=DESCRIPTION, version=version, known=SCHEMA_VERSION)])
    reader = _Reader()
    made = reader.description(given, version)
    if made is None or reader.problems:
        raise LedgerError(reader.problems)
    wrong = mistakes_in(made)
    if wrong:
        raise LedgerError(wrong)
    return made


class _Reader:
    """Reads values out of JSON and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[LedgerProblem] = []

    def description(self, given: Mapping[str, Any], version: int) -> Description | None:
        known = ("schema_version", "programme", "period", "origin", "pseudonymised", "files")
        self._keys(given, "", known)
        programme = self._mapping(given, "programme", ("key", "fingerprint"))
        period = self._mapping(given, "period", ("from", "to"))
        origin = self._mapping(given, "origin", ("kind", "seed", "parameters"))
        files = self._mapping(given, "files")
        edition = Edition(self._text(programme, "programme.key"), self._text(programme, "programme.fingerprint"))
        first, last = self._day(period, "period.from"), self._day(period, "period.to")
        kind = self._text(origin, "origin.kind")
        if kind not in tuple(OriginKind):
            self._wrong("origin.kind", " | ".join(OriginKind))
        seed = origin.get("seed")
        if seed is not None and type(seed) is not int:
            self._wrong("origin.seed", "a whole number or null")
        if not isinstance(origin.get("parameters", {}), dict):
            self._wrong("origin.parameters", "{ }")
        pseudonymised = given.get("pseudonymised")
        if not isinstance(pseudonymised, bool):
            self._wrong("pseudonymised", "true | false")
        listed = {table: self._file(files, table) for table in files}
        if self.problems or first is None or last is None:
            return None
        made = Origin(OriginKind(kind), seed, origin.get("parameters", {}))
        return Description(edition, Period(first, last), made, pseudonymised is True, listed, version)

    def _file(self, files: Mapping[str, Any], table: str) -> File:
        at = f"files.{table}"
        given = files[table] if isinstance(files[table], dict) else {}
        self._keys(given, f"{at}.", ("file", "rows", "sha256"))
        name, rows, digest = self._text(given, f"{at}.file"), given.get("rows"), self._text(given, f"{at}.sha256")
        # A name with a folder in it could lead out of the ledger.
        if name != f"{table}.parquet":
            self._wrong(f"{at}.file", f"{table}.parquet")
        if type(rows) is not int or rows < 0:
            self._wrong(f"{at}.rows", "0, 1, 2, ...")
        if not _SHA256.fullmatch(digest):
            self._wrong(f"{at}.sha256", "64 x 0-9a-f")
        return File(name, rows if isinstance(rows, int) else 0, digest)

    def _mapping(self, given: Mapping[str, Any], at: str, keys: tuple[str, ...] = ()) -> Mapping[str, Any]:
        found = given.get(at)
        if not isinstance(found, dict):
            self._wrong(at, "{ }")
            return {}
        if keys:
            self._keys(found, f"{at}.", keys)
        return found

    def _keys(self, given: Mapping[str, Any], at: str, known: tuple[str, ...]) -> None:
        for name in given:
            if name not in known:
                self.problems.append(
                    problem("description_key", file=DESCRIPTION, key=f"{at}{name}", known=", ".join(known))
                )

    def _text(self, given: Mapping[str, Any], at: str) -> str:
        found = given.get(at.rpartition(".")[2])
        if not isinstance(found, str):
            self._wrong(at, '" "')
            return ""
        return found

    def _day(self, given: Mapping[str, Any], at: str) -> date | None:
        try:
            return date.fromisoformat(self._text(given, at))
        except ValueError:
            self._wrong(at, "2019-05-15")
            return None

    def _wrong(self, at: str, wanted: str) -> None:
        self.problems.append(problem("description_value", file=DESCRIPTION, key=at, wanted=wanted))
