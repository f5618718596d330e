"""A file of crossings, CSV or Parquet: read in parts, so that its size does not matter, and recorded in one act.

Lines that cannot be recorded are given back, each with its number, field, value and reason. The others are recorded, or
none is, as asked. The same file a second time changes nothing: every crossing in it is known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from django.db import transaction
from django.db.models import Q

from sojourn.policy import Language

from .. import clock, events, reading
from ..actors import By
from ..models import Crossing, Document, Office, Permit
from ..refusal import WORDS, Listed, NotThere, Refused
from ..vocabulary import Act, Direction, DocumentKind
from . import ordinary, presence
from .crossings import Passing, carried, may_record, post_of, recorded

_Word = TypeVar("_Word", bound=StrEnum)

#: Columns a file must have, and those it may have.
NEEDED = ("document", "direction", "at")
OPTIONAL = ("kind", "post", "to_work")
#: How many lines are looked up together.
PART = 1000
#: More lines, or more bytes once it is unfolded, no file of Parquet may have: as many as the largest of CSV holds.
MOST_LINES, MOST_UNFOLDED = 1_000_000, 256_000_000
#: How many bad lines are told one by one; the others are counted.
MOST_TOLD = 1000
#: The first bytes of every Parquet file.
PARQUET = b"PAR1"
#: What stands in for bytes that are not UTF-8.
_NOT_TEXT = "\ufffd"


class Whole(StrEnum):
    """What becomes of the good lines of a file that has bad ones."""

    GOOD_LINES = "good_lines"
    ALL_OR_NONE = "all_or_none"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not recorded. `line` counts from 1, the heading of a CSV file included."""

    line: int
    field: str
    value: str
    code: str
    slots: Mapping[str, str]

    def told(self, language: Language) -> str:
        """The line, its field, its value and the reason as a sentence in a language."""
        reason = WORDS.say(language, f"line.{self.code}", **self.slots)
        return WORDS.say(language, "bad_line", line=str(self.line), field=self.field, value=self.value, reason=reason)


@dataclass(slots=True)
class Delivered:
    """What became of a file: its lines, how many were recorded, were known before, or are bad.

    `recorded` is 0 where all or none was asked and a line was bad. `bad` holds the first thousand of `bad_lines`.
    """

    lines: int = 0
    recorded: int = 0
    repeated: int = 0
    referred: int = 0
    bad_lines: int = 0
    bad: list[BadLine] = field(default_factory=list)

    def note(self, line: BadLine) -> None:
        """Count a bad line."""
        self.bad_lines += 1
        if len(self.bad) < MOST_TOLD:
            self.bad.append(line)


class _Undone(Exception):
    """Nothing of the file is recorded."""


class _Bad(Exception):
    """A value of a line that cannot be recorded."""

    def __init__(self, column: str, value: object, code: str, **slots: object) -> None:
        super().__init__(code)
        self.column, self.value, self.code = column, str(value), code
        self.slots = {name: str(slot) for name, slot in slots.items()}


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    passing: Passing
    post: str


def deliver(by: By, file: Path | IO[bytes], whole: Whole = Whole.GOOD_LINES) -> Delivered:
    """Record the crossings of a file in one transaction: of CSV in UTF-8 with a heading, or of Parquet.

    Columns: `document`, `direction` (in, out), `at` (ISO 8601; without a zone it is China's time), and perhaps `kind`
    (border_pass, passport), `post` (its number; the account's own where empty) and `to_work` (yes, no).
    Raises Refused where the file as a whole cannot be read, NotAllowed where the account records no crossings.
    """
    may_record(by)
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return deliver(by, opened, whole)
    delivered = Delivered()
    try:
        with transaction.atomic():
            events.hold()
            for part in _parts(_lines(file)):
                _record_part(by, part, delivered, whole)
            if whole is Whole.ALL_OR_NONE and delivered.bad_lines:
                raise _Undone
            if delivered.recorded:
                # Only now is it known who is still in.
                presence.flag_stays(by)
                events.record(by, "crossings.delivered", {"lines": delivered.lines, "recorded": delivered.recorded})
    except _Undone:
        delivered.recorded = delivered.repeated = delivered.referred = 0
    return delivered


# ---- Reading ---------------------------------------------------------------------------------------------------------


def _lines(file: IO[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Each line's number and values; None for a line that is no line of such a file."""
    begins = file.read(len(PARQUET))
    file.seek(0)
    return _of_parquet(file) if begins == PARQUET else _of_csv(file)


def _of_csv(file: IO[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        rows = csv.reader(text, strict=True)
        try:
            heading = [name.strip().lower() for name in next(rows, [])]
        except csv.Error as error:
            raise Refused("file_unreadable") from error
        _check_columns(heading)
        while True:
            try:
                values = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield rows.line_num, None
                continue
            if values:
                yield rows.line_num, dict(zip(heading, values, strict=True)) if len(values) == len(heading) else None
    finally:
        text.detach()


def _of_parquet(file: IO[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    import pyarrow
    import pyarrow.parquet

    try:
        opened = pyarrow.parquet.ParquetFile(file)
        groups = (opened.metadata.row_group(at) for at in range(opened.metadata.num_row_groups))
        # A small file can unfold into a large one: what it says of itself is looked at before it is unfolded.
        if opened.metadata.num_rows > MOST_LINES or sum(group.total_byte_size for group in groups) > MOST_UNFOLDED:
            raise Refused("file_too_long", most=MOST_LINES)
        heading = [name.strip().lower() for name in opened.schema_arrow.names]
        _check_columns(heading)
        columns = [name for name, read in zip(opened.schema_arrow.names, heading, strict=True) if _known(read)]
        number = 0
        for batch in opened.iter_batches(batch_size=PART, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield number, {name.strip().lower(): value for name, value in row.items()}
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise Refused("file_unreadable") from error


def _known(column: str) -> bool:
    return column in NEEDED or column in OPTIONAL


def _check_columns(heading: list[str]) -> None:
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise Refused("file_columns_missing", missing=Listed(tuple(missing)), needed=Listed(tuple(NEEDED)))
    twice = sorted({name for name in heading if heading.count(name) > 1})
    if twice:
        raise Refused("file_columns_twice", twice=Listed(tuple(twice)))


def _parts(lines: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    while part := list(islice(lines, PART)):
        yield part


# ---- Recording -------------------------------------------------------------------------------------------------------


def _record_part(by: By, part: Iterable[tuple[int, Any]], delivered: Delivered, whole: Whole) -> None:
    """Look at all lines of a part, then record the good ones, unless all or none was asked and a line was bad."""
    today = clock.today()
    read: list[_Line] = []
    for number, values in part:
        delivered.lines += 1
        try:
            read.append(_read(number, values, today))
        except _Bad as bad:
            delivered.note(BadLine(number, bad.column, bad.value, bad.code, bad.slots))
    lookup = _Lookup(by, read)
    good: list[tuple[Passing, Office, Document, Permit | None]] = []
    for line in read:
        try:
            good.append((line.passing, lookup.post(line), *lookup.document(line)))
        except _Bad as bad:
            delivered.note(BadLine(line.number, bad.column, bad.value, bad.code, bad.slots))
    if whole is Whole.GOOD_LINES or not delivered.bad_lines:
        for passing, post, document, permit in good:
            _record_line(by, passing, post, document, permit, lookup, delivered)
    delivered.bad.sort(key=lambda bad: bad.line)


def _record_line(
    by: By, passing: Passing, post: Office, document: Document, permit: Permit | None, lookup: _Lookup,
    delivered: Delivered,
) -> None:  # fmt: skip
    """Record the crossing of a good line the shortest way that leaves what the long one would, and count it."""
    at = passing.at.replace(microsecond=0)
    known = lookup.known.get((document.kind, document.document_number, passing.direction.value, at))
    if known is not None:
        reading.noted(by, "crossing", document.person_id, Act.OPEN)
        delivered.repeated += 1
        delivered.referred += known
    elif ordinary.record(by, passing, post, at, events.hold(), flag_open=False) is not None:
        delivered.recorded += 1
    else:
        done = recorded(by, passing, post, document, permit, flag_open=False)
        delivered.repeated += done.repeated
        delivered.recorded += not done.repeated
        delivered.referred += bool(done.reasons)


def _read(number: int, values: Mapping[str, Any] | None, today: date) -> _Line:
    """A line's values. Raises _Bad for the first that cannot be right."""
    if values is None:
        raise _Bad("", "", "not_a_row")
    for column in (*NEEDED, *OPTIONAL):
        if _NOT_TEXT in str(values.get(column) or ""):
            raise _Bad(column, values[column], "not_utf8")
    shown = _text(values, "document").upper()
    if not shown:
        raise _Bad("document", "", "empty")
    direction = _word(values, "direction", Direction)
    if direction is None:
        raise _Bad("direction", "", "empty")
    at = _moment(values.get("at"))
    if (day := clock.day_of(at)) > today:
        raise _Bad("at", values["at"], "in_future", day=day, today=today)
    kind = _word(values, "kind", DocumentKind)
    to_work = _word(values, "to_work", _YesNo)
    return _Line(number, Passing(shown, direction, at, kind, to_work is not _YesNo.NO), _text(values, "post").upper())


class _YesNo(StrEnum):
    YES = "yes"
    NO = "no"


def _text(values: Mapping[str, Any], column: str) -> str:
    value = values.get(column)
    return "" if value is None else str(value).strip()


def _word(values: Mapping[str, Any], column: str, words: type[_Word]) -> _Word | None:
    """The word of a column, None where it is empty."""
    value = values.get(column)
    text = ("yes" if value else "no") if isinstance(value, bool) else _text(values, column).lower()
    if not text:
        return None
    try:
        return words(text)
    except ValueError:
        raise _Bad(column, value, "not_a_word", words=", ".join(word.value for word in words)) from None


def _moment(value: object) -> datetime:
    if value is None or value == "":
        raise _Bad("at", "", "empty")
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise _Bad("at", value, "not_a_moment") from None
    try:
        zoned = value if value.tzinfo is not None else value.replace(tzinfo=clock.CHINA)
        clock.day_of(zoned)
    except OverflowError:
        raise _Bad("at", value, "not_a_moment") from None
    return zoned


class _Lookup:
    """What the numbers of some lines belong to, fetched together."""

    def __init__(self, by: By, lines: list[_Line]) -> None:
        self.by = by
        shown = {line.passing.shown for line in lines}
        self.documents: dict[str, list[Document]] = {}
        documents = Document.objects.filter(document_number__in=shown, person__erased_on=None)
        for document in documents.select_related("person"):
            self.documents.setdefault(document.document_number, []).append(document)
        left = shown - self.documents.keys()
        permits = Permit.objects.filter(number__in=left, person__erased_on=None).select_related("person")
        self.permits = {permit.number: permit for permit in permits}
        named = Office.objects.filter(number__in={line.post for line in lines if line.post})
        self.posts: dict[str, Office | None] = {office.number: office for office in named}
        self.known = self._known(lines)

    def _known(self, lines: list[_Line]) -> dict[tuple[str, str, str, datetime], bool]:
        """Crossings of these documents that were recorded before this part, and whether one was referred."""
        if not lines:
            return {}
        carried_by = {permit.person_id for permit in self.permits.values()}
        # Those seconds alone: a part that is in no order may span years of what its people did.
        seconds = {line.passing.at.replace(microsecond=0) for line in lines}
        recorded_before = Crossing.objects.filter(
            Q(document_number__in=self.documents.keys()) | Q(person__in=carried_by), at__in=seconds
        )
        columns = ("kind", "document_number", "direction", "at", "reasons")
        return {tuple(row[:4]): bool(row[4]) for row in recorded_before.values_list(*columns).iterator()}

    def post(self, line: _Line) -> Office:
        """The post of a line. Raises _Bad."""
        named = self.posts.get(line.post)
        if line.post and named is None:
            raise _Bad("post", line.post, "post_unknown")
        try:
            return post_of(self.by, named)
        except (NotThere, Refused):
            raise _Bad("post", line.post, "post_unknown" if line.post else "empty") from None

    def document(self, line: _Line) -> tuple[Document, Permit | None]:
        """The document of a line, and the permit where that was shown. Raises _Bad."""
        shown, kind = line.passing.shown, line.passing.kind
        found = [one for one in self.documents.get(shown, ()) if kind is None or one.kind == kind.value]
        if len(found) > 1:
            raise _Bad("kind", "", "document_ambiguous")
        if found:
            return found[0], None
        permit = self.permits.get(shown)
        if permit is None:
            raise _Bad("document", shown, "document_unknown")
        try:
            return carried(permit, clock.day_of(line.passing.at)), permit
        except Refused:
            raise _Bad("document", shown, "document_unknown") from None
