"""A file of crossings: the good lines go in, or none, as asked; each bad line is told with its reason."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from sojourn.policy import Language
from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import Crossing, Document, Event, Gap, Person, Stay
from sojourn.register.refusal import NotAllowed, Refused
from sojourn.register.services import crossing_files
from sojourn.register.services.crossing_files import Delivered, Whole, deliver
from sojourn.register.vocabulary import Purpose, Role
from tests.register.border import office_at
from tests.register.city import City, stand_at

HEADING = ("document", "direction", "at", "kind", "post", "to_work")
#: A kind of bad line: its values, and which field it is about and why.
BAD: list[tuple[dict[str, str], str, str]] = [
    ({"at": "2019-02-30T08:00:00"}, "at", "not_a_moment"),
    ({"at": "yesterday"}, "at", "not_a_moment"),
    ({"at": ""}, "at", "empty"),
    ({"at": "2019-07-01T08:00:00"}, "at", "in_future"),
    ({"at": "9999-12-31T23:59:59-12:00"}, "at", "not_a_moment"),
    ({"direction": "sideways"}, "direction", "not_a_word"),
    ({"direction": ""}, "direction", "empty"),
    ({"document": ""}, "document", "empty"),
    ({"document": "T9999999"}, "document", "document_unknown"),
    ({"kind": "visa"}, "kind", "not_a_word"),
    ({"kind": "passport"}, "document", "document_unknown"),
    ({"post": "O-00000000-0"}, "post", "post_unknown"),
    ({"to_work": "maybe"}, "to_work", "not_a_word"),
]


@pytest.fixture
def city(city: City) -> City:
    """The city in June 2019."""
    stand_at(date(2019, 6, 30))
    return city


def good(people: list[Person], lines: int) -> Iterator[dict[str, str]]:
    """Lines of people who come in and go out in turn, a day each."""
    numbers = [Document.objects.get(person=person).document_number for person in people]
    for line in range(lines):
        turn, who = divmod(line, len(people))
        at = datetime(2019, 1, 1, 8) + timedelta(hours=8 * turn)
        yield {"document": numbers[who], "direction": "out" if turn % 2 else "in", "at": at.isoformat()}


def as_csv(rows: list[dict[str, str]], columns: tuple[str, ...] = HEADING) -> io.BytesIO:
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return io.BytesIO(("\n".join(lines) + "\n").encode())


def as_parquet(rows: list[dict[str, str]], columns: tuple[str, ...] = HEADING) -> io.BytesIO:
    made = io.BytesIO()
    table = pyarrow.table({name: [row.get(name) for row in rows] for name in columns})
    pyarrow.parquet.write_table(table, made, row_group_size=700)
    return io.BytesIO(made.getvalue())


def delivered(city: City, file: Any, whole: Whole = Whole.GOOD_LINES) -> Delivered:
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        return deliver(by, file, whole)


@pytest.mark.parametrize("written", [as_csv, as_parquet])
def test_the_good_lines_go_in_and_each_bad_one_is_told(
    city: City, written: Callable[[list[dict[str, str]]], io.BytesIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given 37 bad lines among good ones in several parts, then each is told with number, field, value and reason."""
    monkeypatch.setattr(crossing_files, "PART", 50)
    rows = list(good([city.person() for _ in range(4)], 200))
    wanted = {}
    for number in range(37):
        changed, field, code = BAD[number % len(BAD)]
        place = 5 * number + 1
        rows.insert(place, {**rows[place], **changed})
    for place, row in enumerate(rows):
        for changed, field, code in BAD:
            if (
                place % 5 == 1
                and place // 5 < 37
                and all(row.get(name, "") == value for name, value in changed.items())
            ):
                wanted[place + (2 if written is as_csv else 1)] = (field, next(iter(changed.values())), code)
                break
    report = delivered(city, written(rows))
    assert (report.lines, report.recorded, report.repeated, report.bad_lines) == (237, 200, 0, 37)
    found = {bad.line: (bad.field, bad.code) for bad in report.bad}
    assert found == {line: (field, code) for line, (field, _, code) in wanted.items()}
    for bad in report.bad:
        sentences = {bad.told(language) for language in Language}
        assert len(sentences) == 3
        assert all(str(bad.line) in sentence and bad.value in sentence for sentence in sentences)
    assert Crossing.objects.count() == 200
    assert events.verify() is None


def test_or_none_goes_in_where_all_or_none_is_asked(city: City) -> None:
    rows = list(good([city.person()], 10))
    before = Event.objects.count()
    report = delivered(city, as_csv([*rows, {**rows[0], "at": "never"}]), Whole.ALL_OR_NONE)
    assert (report.lines, report.recorded, report.bad_lines) == (11, 0, 1)
    assert (Crossing.objects.count(), Stay.objects.count(), Event.objects.count()) == (0, 0, before)
    report = delivered(city, as_csv(rows), Whole.ALL_OR_NONE)
    assert (report.recorded, report.bad_lines, Crossing.objects.count()) == (10, 0, 10)


@pytest.mark.parametrize("written", [as_csv, as_parquet])
def test_the_same_file_twice_changes_nothing(city: City, written: Callable[[list[dict[str, str]]], io.BytesIO]) -> None:
    rows = list(good([city.person(), city.person()], 20))
    delivered(city, written(rows))
    before = (Crossing.objects.count(), Event.objects.count(), sorted(Stay.objects.values_list()))
    report = delivered(city, written(list(reversed(rows))))
    assert (report.recorded, report.repeated) == (0, 20)
    assert (Crossing.objects.count(), Event.objects.count(), sorted(Stay.objects.values_list())) == before


def test_a_file_in_any_order_leads_to_the_same_stays(city: City) -> None:
    rows = list(good([city.person()], 12))
    delivered(city, as_csv([*rows[6:], *reversed(rows[:6])]))
    assert Stay.objects.filter(open=False, left_on__isnull=False).count() == 6
    assert not Gap.objects.filter(closed_on=None).exists()


def test_only_who_is_still_in_past_the_limit_at_the_end_of_the_file_is_flagged(city: City) -> None:
    gone, stayed = city.person(), city.person()
    rows = [*good([gone], 4), *good([stayed], 3)]
    delivered(city, as_csv(rows))
    assert list(Stay.objects.exclude(flag="").values_list("person", "flag")) == [(stayed.pk, "past")]
    assert Event.objects.filter(kind="stay.flagged").count() == 1
    assert not Event.objects.filter(kind="stay.flag_withdrawn").exists()


def test_a_line_may_name_a_post_a_permit_a_zone_and_whether_she_works(city: City) -> None:
    person = city.person()
    number = city.permit(person)
    post = office_at(city, "dongxing").office
    rows = [
        {"document": number, "direction": "in", "at": "2019-06-30T07:00:00+07:00", "post": post.number.lower()},
        {"document": number, "direction": "OUT", "at": "2019-06-30T00:30:00Z", "to_work": "no"},
    ]
    assert delivered(city, as_csv(rows)).recorded == 2
    stay = Stay.objects.get()
    assert (stay.place, stay.on_permit is not None, stay.open) == ("dongxing", True, False)


def test_moments_of_parquet_are_read_as_such(city: City) -> None:
    number = Document.objects.get(person=city.person()).document_number
    made = io.BytesIO()
    at = pyarrow.array([datetime(2019, 6, 3, 8), datetime(2019, 6, 3, 9)], pyarrow.timestamp("us"))
    table = pyarrow.table(
        {"Document": [number, number], "direction": ["in", "out"], "at": at, "to_work": [False, None], "lane": [1, 2]}
    )
    pyarrow.parquet.write_table(table, made)
    assert delivered(city, io.BytesIO(made.getvalue())).recorded == 2
    assert Stay.objects.get().left_on == date(2019, 6, 3)


def test_what_is_no_row_is_told_and_the_rest_goes_in(city: City) -> None:
    number = Document.objects.get(person=city.person()).document_number
    lines = [
        b"\xef\xbb\xbfdocument,direction,at",
        f"{number},in,2019-06-03T08:00:00".encode(),
        b"too,few",
        b"",
        f"{number},in,2019-06-03T09:00:00,too many".encode(),
        b"T\xff123,in,2019-06-03T08:00:00",
        f'"{number}"x,out,2019-06-03T10:00:00'.encode(),
        f"{number},out,2019-06-03T11:00:00".encode(),
    ]
    report = delivered(city, io.BytesIO(b"\r\n".join(lines)))
    assert [(bad.line, bad.code) for bad in report.bad] == [
        (3, "not_a_row"),
        (5, "not_a_row"),
        (6, "not_utf8"),
        (7, "not_a_row"),
    ]
    assert (report.recorded, report.lines) == (2, 6)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_columns_missing"),
        (b"document;direction;at\n", "file_columns_missing"),
        (b"document,direction,at,at\n", "file_columns_twice"),
        (b"PAR1 and then nothing", "file_unreadable"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(city: City, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        delivered(city, io.BytesIO(content))
    assert refused.value.code == code
    assert len({refused.value.told(language) for language in Language}) == 3


@pytest.mark.parametrize("rows", [crossing_files.MOST_LINES + 1, 400_000])
def test_a_file_that_unfolds_into_too_much_is_not_read(city: City, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Given a small file of very many lines, or of long ones, then what it says of itself is enough to refuse it."""
    monkeypatch.setattr(crossing_files, "MOST_UNFOLDED", 10_000_000)
    same = pyarrow.array(["T" * (1 if rows > crossing_files.MOST_LINES else 60)]).take(pyarrow.array([0] * rows))
    table = pyarrow.table({"document": same, "direction": same, "at": same})
    made = io.BytesIO()
    pyarrow.parquet.write_table(table, made, compression="zstd", use_dictionary=rows > crossing_files.MOST_LINES)
    assert len(made.getvalue()) < 200_000
    with pytest.raises(Refused) as refused:
        delivered(city, io.BytesIO(made.getvalue()))
    assert refused.value.code == "file_too_long"
    assert not Crossing.objects.exists()


def test_a_file_that_breaks_off_leaves_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing_files, "PART", 5)

    class BreaksOff(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the disk is gone")
            return super().read1(size)

    rows = list(good([city.person()], 10))
    with pytest.raises(OSError, match="gone"):
        delivered(city, BreaksOff(as_csv(rows).getvalue()))
    assert not Crossing.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENCY, Role.EMPLOYER, Role.HR_OFFICER, Role.AUDITOR])
def test_nobody_else_delivers_a_file(city: City, role: Role) -> None:
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.BORDER_CONTROL) as by:
        deliver(by, as_csv([]))


def test_an_operator_delivers_for_the_posts_that_the_lines_name(city: City) -> None:
    rows = list(good([city.person()], 2))
    post = city.of(Role.BORDER_POST).office.number
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        report = deliver(by, as_csv([{**rows[0], "post": post}, rows[1]]))
    assert (report.recorded, [(bad.field, bad.code) for bad in report.bad]) == (1, [("post", "empty")])


def test_ten_thousand_lines_of_which_37_are_bad_are_read_in_little_memory(city: City, tmp_path: Path) -> None:
    """Given a file whose bad lines are told, then none is recorded as asked, and reading holds one part at a time."""
    rows = list(good([city.person() for _ in range(50)], 9963))
    for number in range(37):
        rows.insert(270 * number, {**rows[0], **BAD[number % len(BAD)][0]})
    path = tmp_path / "crossings.csv"
    path.write_bytes(as_csv(rows).getvalue())
    tracemalloc.start()
    try:
        report = delivered(city, path, Whole.ALL_OR_NONE)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (report.lines, report.bad_lines, report.recorded) == (10000, 37, 0)
    assert not Crossing.objects.exists()
    assert most < 16_000_000
