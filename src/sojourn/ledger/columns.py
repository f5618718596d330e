"""What a table of a ledger is made of: columns with their meaning, and the laws its rows keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import pyarrow as pa

from .enumerations import SeenBy

#: The version of the tables. It grows when a column or table is added, and when one changes its meaning.
SCHEMA_VERSION: Final = 1

#: Yuan with two decimals, up to 999,999,999,999.99.
MONEY: Final = pa.decimal128(14, 2)


class ColumnKind(StrEnum):
    """What a column holds, in the reader's words."""

    ID = "id"
    REFERENCE = "reference"
    KEY = "key"
    CHOICE = "choice"
    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "yes or no"


_TYPES: Final[Mapping[ColumnKind, Any]] = {
    ColumnKind.ID: pa.string(),
    ColumnKind.REFERENCE: pa.string(),
    ColumnKind.KEY: pa.dictionary(pa.int32(), pa.string()),
    ColumnKind.CHOICE: pa.dictionary(pa.int8(), pa.string()),
    ColumnKind.TEXT: pa.string(),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.INSTANT: pa.timestamp("ms", tz="UTC"),
    ColumnKind.MONEY: MONEY,
    ColumnKind.WHOLE: pa.int32(),
    ColumnKind.NUMBER: pa.float64(),
    ColumnKind.FLAG: pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and a sentence that says what it means.

    `options` are the words of a choice, `refers_to` the table whose ids a reference holds. A `personal` column is empty
    in a ledger whose persons are pseudonymised. No number lies below `least`. `since` is the version that brought it.
    """

    name: str
    kind: ColumnKind
    text: str
    optional: bool = False
    unit: str = ""
    options: tuple[str, ...] = ()
    refers_to: str = ""
    personal: bool = False
    least: int | None = None
    since: int = 1

    @property
    def type(self) -> Any:
        """The Arrow type."""
        return _TYPES[self.kind]

    @property
    def field(self) -> Any:
        """The Arrow field, with the column's meaning in its metadata."""
        told = {
            "description": self.text,
            "unit": self.unit,
            "options": " ".join(self.options),
            "refers_to": self.refers_to,
            "personal": "yes" if self.personal else "",
        }
        metadata = {name: value for name, value in told.items() if value}
        return pa.field(self.name, self.type, nullable=self.optional, metadata=metadata)


# ---- laws ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InOrder:
    """Where both are given, the first day or instant does not lie after the second."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Together:
    """Both are given, or neither."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `when` is given, or is yes, `column` is given too; `code` names the breach."""

    column: str
    when: str
    code: str


@dataclass(frozen=True, slots=True)
class Named:
    """Of the columns in `by`, the one that belongs to the word in `kind` is given."""

    kind: str
    by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Disjoint:
    """Rows that are alike in `by` do not overlap in time.

    `begins` and `ends` are the days; no end means open. With `touching` two may share a day, as a stay that ends and
    the next that begins. `cut` names a pair (how it ended, when) that ends a row early unless the word is `runs_out`;
    the next may begin on that very day.
    """

    by: tuple[str, ...]
    begins: str
    ends: str
    code: str
    touching: bool = False
    cut: tuple[str, str] | None = None
    runs_out: str = ""


@dataclass(frozen=True, slots=True)
class Agrees:
    """The row that `reference` names agrees with this one.

    `same` are columns of equal name that are equal where given here; `having` gives the words one of which a column
    over there has ('' for none). `code` names the breach.
    """

    reference: str
    code: str
    same: tuple[str, ...] = ()
    having: tuple[str, tuple[str, ...]] | None = None


Law = InOrder | Together | Needs | Named | Disjoint | Agrees


# ---- tables -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its columns in order, and the laws its rows keep.

    Every table begins with `id` and ends with `seen_by`. A `personal` table has no row in a ledger whose persons are
    pseudonymised.
    """

    name: str
    text: str
    own: tuple[Column, ...]
    laws: tuple[Law, ...] = ()
    personal: bool = False
    id_text: str = "Stays the same within the ledger."
    since: int = 1
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        identity = Column("id", ColumnKind.ID, self.id_text)
        object.__setattr__(self, "columns", (identity, *self.own, _SEEN_BY))

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError where there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that hold ids of other rows."""
        return tuple(column for column in self.columns if column.refers_to)

    @cached_property
    def schema(self) -> Any:
        """The Arrow schema."""
        return pa.schema([column.field for column in self.columns], metadata={"description": self.text})

    def batch(self, columns: Mapping[str, Iterable[object]]) -> Any:
        """A record batch from Python values by column: days, datetimes with a zone, decimals, words; None for nothing.

        Optional columns may be left out. Raises LedgerError with every value that does not fit.
        """
        from .checking import made_of  # the check knows the tables

        return made_of(self, columns)


_SEEN_BY: Final = Column(
    "seen_by",
    ColumnKind.CHOICE,
    "Who could know of this row: `officials` (an authority saw it or holds a paper on it), `parties` (only those who "
    "took part), `nobody` (only the one who did it). What officials see never rests on what they do not.",
    options=tuple(SeenBy),
)


# ---- writing columns down -----------------------------------------------------------------------------------


def reference(name: str, table: str, text: str, *, optional: bool = False) -> Column:
    """An id of a row in `table`."""
    return Column(name, ColumnKind.REFERENCE, text, optional, refers_to=table)


def key(name: str, text: str, *, optional: bool = False) -> Column:
    """A word of the programme or of the register: letters, digits and `_ . : -`, never a sentence."""
    return Column(name, ColumnKind.KEY, text, optional)


def choice(name: str, options: type[StrEnum], text: str, *, optional: bool = False) -> Column:
    """One of a closed list of words."""
    return Column(name, ColumnKind.CHOICE, text, optional, options=tuple(options))


def text(name: str, text: str, *, optional: bool = False, personal: bool = False) -> Column:
    """Free text."""
    return Column(name, ColumnKind.TEXT, text, optional or personal, personal=personal)


def day(name: str, text: str, *, optional: bool = False, personal: bool = False) -> Column:
    """A day of the calendar, where it happened."""
    return Column(name, ColumnKind.DAY, text, optional or personal, personal=personal)


def instant(name: str, text: str, *, optional: bool = False) -> Column:
    """A moment, in UTC to the millisecond."""
    return Column(name, ColumnKind.INSTANT, text, optional)


def money(name: str, text: str, *, optional: bool = False, unit: str = "CNY") -> Column:
    """An amount of yuan, never negative."""
    return Column(name, ColumnKind.MONEY, text, optional, unit=unit, least=0)


def whole(name: str, text: str, *, optional: bool = False, unit: str = "", least: int = 0) -> Column:
    """A whole number."""
    return Column(name, ColumnKind.WHOLE, text, optional, unit=unit, least=least)


def number(name: str, text: str, *, optional: bool = False, unit: str = "") -> Column:
    """A number, never negative."""
    return Column(name, ColumnKind.NUMBER, text, optional, unit=unit, least=0)


def flag(name: str, text: str, *, optional: bool = False) -> Column:
    """Yes or no; empty where it is not known."""
    return Column(name, ColumnKind.FLAG, text, optional)
