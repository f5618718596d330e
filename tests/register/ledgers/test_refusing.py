"""What an empty register does not take: told with table and row, in the reader's language, and nothing is done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sojourn.ledger import TABLES, Edition, Ledger, LedgerError, LedgerWriter, open_ledger
from sojourn.policy import Language
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.demo.generating import write_city
from sojourn.register.refusal import NotAllowed, Refused
from sojourn.register.services import complaints, ledgers
from sojourn.register.services.deciding import decide
from sojourn.register.services.ledgers import LedgerUnfit
from sojourn.register.services.ledgers.exporting import MAY_EXPORT
from sojourn.register.services.ledgers.mistakes import WORDS
from sojourn.register.vocabulary import ComplaintKind, DecisionKind, Purpose, Role
from tests.register.city import City

from .emptied import an_operator

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def small(db: None, tmp_path: Path) -> Ledger:
    """The ledger of a very small city."""
    write_city(tmp_path / "small", workers=0.02)
    return open_ledger(tmp_path / "small")


def changed(ledger: Ledger, folder: Path, change: Callable[[Rows], None], edition: Edition | None = None) -> Ledger:
    """The ledger with some rows otherwise."""
    rows: Rows = {name: ledger.table(name).to_pylist() for name in TABLES}
    change(rows)
    told = ledger.description
    with LedgerWriter(
        folder,
        edition=edition or told.edition,
        period=told.period,
        origin=told.origin,
        pseudonymised=told.pseudonymised,
    ) as writer:
        for name, found in rows.items():
            if found:
                writer.write(name, {column: [row[column] for row in found] for column in TABLES[name].schema.names})
    return open_ledger(folder)


def refused(ledger: Ledger) -> Exception:
    """Why it is not taken; and that nothing was done."""
    operator = an_operator()
    with pytest.raises((Refused, LedgerError, LedgerUnfit)) as error, acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, ledger)
    for model in (models.Person, models.Employer, models.Permit, models.LedgerRow, models.Event):
        assert not model._default_manager.exists()
    return error.value


def put(table: str, row: int, **columns: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[table][row] |= columns

    return change


@pytest.mark.parametrize(
    ("code", "table", "row", "columns"),
    [
        ("sector_unknown", "employers", 3, {"sector": "fishing"}),
        ("credit_code", "employers", 2, {"credit_code": "91451481MA5K8Q3X0A"}),
        ("credit_code", "agencies", 0, {"credit_code": "91451481MA5K8Q3X0A"}),
        ("grade_unknown", "ratings", 1, {"grade": "z"}),
        ("authority_unknown", "offices", 1, {"authority": "harbour"}),
        ("province_unknown", "persons", 4, {"home_province": "atlantis"}),
        ("nationality_unknown", "persons", 0, {"nationality": "atlantis"}),
        ("weight", "persons", 5, {"weight": 12.0}),
        ("document_unknown", "documents", 0, {"kind": "library_card"}),
        ("conduct_unknown", "violations", 0, {"conduct": "whistling"}),
        ("day_impossible", "documents", 1, {"ends_on": date(9999, 12, 31)}),
        ("day_impossible", "applications", 2, {"submitted_at": datetime(1899, 5, 1, tzinfo=UTC)}),
        ("year_impossible", "persons", 2, {"birth_year": 20190}),
        ("text_nul", "employers", 7, {"name": "a\0b"}),
        ("facts_unreadable", "findings", 1, {"facts": "[1]"}),
        ("facts_unreadable", "findings", 0, {"facts": '{"a": NaN}'}),
        ("decision_endless", "decisions", 2, {"kind": "ban", "outcome": "imposed", "ends_on": None}),
        ("twice", "employers", 1, {}),
    ],
)
def test_what_does_not_fit(
    small: Ledger, tmp_path: Path, code: str, table: str, row: int, columns: dict[str, object]
) -> None:
    """Given one row that the register cannot hold, then it is told where, in three languages, and nothing is done."""

    def change(rows: Rows) -> None:
        rows[table][row] |= columns or {"credit_code": rows[table][0]["credit_code"]}

    error = refused(changed(small, tmp_path / "changed", change))
    assert isinstance(error, LedgerUnfit)
    assert (code, table, row + 1) in [(one.code, one.table, one.row) for one in error.mistakes]
    for language in Language:
        assert table in error.told(language)
        assert str(row + 1) in error.told(language)


def test_an_unknown_place(small: Ledger, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["places"].append(
            {"id": "atlantis", "kind": "city", "name": "A", "within_id": None, "seen_by": "officials"}
        )
        rows["sites"][0]["place_id"] = "atlantis"

    error = refused(changed(small, tmp_path / "changed", change))
    assert "places, row 3: The programme knows no place 'atlantis'." in str(error)


def test_a_row_goes_by_its_number_in_the_file(small: Ledger, tmp_path: Path) -> None:
    """Given rows before it that no official sees, then a mistake is told with the row's number in the file."""

    def change(rows: Rows) -> None:
        unseen = [dict(rows["persons"][0], id=f"unseen {number}", seen_by="nobody") for number in range(3)]
        rows["persons"] = [*unseen, *rows["persons"]]
        rows["persons"][5]["weight"] = 4.0

    error = refused(changed(small, tmp_path / "changed", change))
    assert isinstance(error, LedgerUnfit)
    assert [(one.code, one.row, one.rows) for one in error.mistakes] == [("weight", 6, 1)]


def test_a_sample_is_told_how_to_become_none(small: Ledger, tmp_path: Path) -> None:
    """Given rows that stand for several people, then it is said in each language why no register is made of them."""
    error = refused(changed(small, tmp_path / "changed", put("persons", 5, weight=12.0)))
    assert isinstance(error, LedgerUnfit)
    for language, words in (
        (Language.EN, "weight 1 for each person"),
        (Language.ZH, "权重为1"),
        (Language.VI, "trọng số 1"),
    ):
        assert words in error.told(language)
        assert "12" in error.told(language)


@pytest.mark.parametrize(
    ("code", "table", "change"),
    [
        ("two_places_at_once", "stays", lambda rows: _again(rows["stays"])),
        ("stay_without_crossing", "stays", lambda rows: _out_as_in(rows)),
        ("permits_overlap", "permits", lambda rows: _sooner(rows["permits"])),
    ],
)
def test_what_cannot_be(small: Ledger, tmp_path: Path, code: str, table: str, change: Callable[[Rows], None]) -> None:
    """Given a ledger that tells of what cannot be, then each language tells where and what, and none goes in."""
    error = refused(changed(small, tmp_path / "changed", change))
    assert isinstance(error, LedgerError)
    found = [problem for problem in error.problems if problem.code == code]
    assert [problem.table for problem in found] == [table]
    assert found[0].row
    said = {found[0].text(language) for language in Language}
    assert len(said) == len(Language)


def _again(stays: list[dict[str, Any]]) -> None:
    """Have somebody begin a stay while she is in one, by the same crossing."""
    stay = next(row for row in stays if row["left_on"] is None)
    stays.append(dict(stay, id="again", entered_on=stay["entered_on"] + timedelta(days=1)))


def _out_as_in(rows: Rows) -> None:
    stay = next(row for row in rows["stays"] if row["crossing_out_id"] is not None)
    stay["crossing_in_id"] = stay["crossing_out_id"]


def _sooner(permits: list[dict[str, Any]]) -> None:
    later = next(row for row in permits if row["renewal_of_id"])
    later["begins_on"] -= timedelta(days=20)


def test_a_ledger_of_another_programme(small: Ledger, tmp_path: Path) -> None:
    error = refused(changed(small, tmp_path / "changed", lambda rows: None, Edition("shanghai", "0f" * 32)))
    assert isinstance(error, Refused)
    assert error.code == "ledger_of_other_programme"


def test_a_half_written_ledger(small: Ledger, tmp_path: Path) -> None:
    """Given a ledger that lacks bytes at the end of a file, or a file, then it is told and nothing is done."""
    file = small.folder / "permits.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    shutil.copytree(small.folder, tmp_path / "lacks")
    with pytest.raises(LedgerError):
        open_ledger(tmp_path / "lacks")
    (small.folder / "charges.parquet").unlink()
    with pytest.raises(LedgerError, match=r"charges\.parquet"):
        open_ledger(small.folder)


def test_only_an_operator_and_only_once(small: Ledger) -> None:
    """Given a register with people in it, then no ledger is taken in; and nobody else takes one in at all."""
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, small)
    people = models.Person.objects.count()
    with pytest.raises(Refused) as error, acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, small)
    assert error.value.code == "register_not_empty"
    operator.role = Role.AUDITOR
    with pytest.raises(NotAllowed), acting(operator, Purpose.AUDIT) as by:
        ledgers.import_ledger(by, small)
    assert models.Person.objects.count() == people


def test_every_mistake_can_be_told() -> None:
    for language in Language:
        assert set(WORDS.codes(language)) == set(WORDS.codes(Language.EN))
        for code in WORDS.codes(language):
            assert WORDS.template(language, code).slots == WORDS.template(Language.EN, code).slots


# ---- a full transfer -------------------------------------------------------------------------------------------------


def test_promise_17(city: City, tmp_path: Path) -> None:
    """An export is pseudonymised by default; a full transfer is encrypted, takes two officers and is logged."""
    person = city.person("Nguyễn Thị Lan", document="T7654321")
    city.permit(person)
    operator, auditor = city.of(Role.OPERATOR), city.of(Role.AUDITOR)
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.export_ledger(by, tmp_path / "plain")
    plain = open_ledger(tmp_path / "plain")
    assert plain.description.pseudonymised
    assert plain.rows("person_details") == 0
    assert plain.table("documents").column("number").to_pylist() == [None]
    recipient = ledgers.recipient_with("a phrase that nobody guesses")
    for second, code in ((operator, "two_officers_needed"), (city.of(Role.SUPERVISOR), "one_of_them_an_auditor")):
        with pytest.raises(Refused) as error, acting(operator, Purpose.OPERATION) as by:
            ledgers.transfer_ledger(by, tmp_path / "sealed", recipient, second=second)
        assert error.value.code == code
    with pytest.raises(NotAllowed), acting(operator, Purpose.OPERATION) as by:
        ledgers.transfer_ledger(by, tmp_path / "sealed", recipient, second=city.of(Role.HR_OFFICER))
    assert not (tmp_path / "sealed").exists()
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.transfer_ledger(by, tmp_path / "sealed", recipient, second=auditor)
    acts = models.Event.objects.filter(kind__startswith="ledger.transfer").order_by("sequence")
    assert [(event.kind, event.account) for event in acts] == [
        ("ledger.transferred", operator),
        ("ledger.transfer_agreed", auditor),
    ]
    looks = models.Look.objects.filter(person=person, what="ledger")
    assert {look.account for look in looks} == {operator, auditor}
    assert "Nguyễn".encode() not in (tmp_path / "sealed").read_bytes()
    ledgers.unseal(tmp_path / "sealed", tmp_path / "out", passphrase="a phrase that nobody guesses")
    whole = open_ledger(tmp_path / "out")
    assert whole.verify() == ()
    assert whole.table("person_details").column("name").to_pylist() == ["Nguyễn Thị Lan"]
    assert whole.table("documents").column("number").to_pylist() == ["T7654321"]


def test_nobody_is_two_officers(city: City, tmp_path: Path) -> None:
    """Two accounts of one person do not answer for a transfer together."""
    person, operator, auditor = city.person(), city.of(Role.OPERATOR), city.of(Role.AUDITOR)
    recipient = ledgers.recipient_with("a phrase that nobody guesses")
    operator.person = auditor.person = person
    with pytest.raises(Refused) as error, acting(operator, Purpose.OPERATION) as by:
        ledgers.transfer_ledger(by, tmp_path / "sealed", recipient, second=auditor)
    assert error.value.code == "two_officers_needed"
    auditor.person, auditor.is_active = None, False
    with pytest.raises(NotAllowed), acting(operator, Purpose.OPERATION) as by:
        ledgers.transfer_ledger(by, tmp_path / "sealed", recipient, second=auditor)
    assert not (tmp_path / "sealed").exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY_EXPORT and role is not Role.WORKER])
def test_whoever_may_not_writes_no_ledger(city: City, tmp_path: Path, role: Role) -> None:
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.OPERATION) as by:
        ledgers.export_ledger(by, tmp_path / "plain")
    assert not (tmp_path / "plain").exists()


def test_no_word_of_a_ledger_names_anybody(city: City, tmp_path: Path) -> None:
    """Whatever is written of her by hand, in any table: it stands in a transfer and in no pseudonymised ledger."""
    person = city.person("Nguyễn Thị Lan", document="T7654321")
    number = city.permit(person)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        complaints.file_complaint(by, complaints.Said(ComplaintKind.WAGES_WITHHELD, "Lan speaks of her wage"))
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        decide(
            by,
            DecisionKind.WARNING,
            person=person,
            reason="Lan was late",
            legal_basis="Plan of 2019",
            appeal_route="City government",
            ends_on=date(2019, 9, 1),
        )
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        ledgers.export_ledger(by, tmp_path / "plain")
        ledgers.transfer_ledger(
            by,
            tmp_path / "sealed",
            ledgers.recipient_with("a phrase that nobody guesses"),
            second=city.of(Role.AUDITOR),
        )
    ledgers.unseal(tmp_path / "sealed", tmp_path / "out", passphrase="a phrase that nobody guesses")
    for folder, named in (("plain", False), ("out", True)):
        ledger = open_ledger(tmp_path / folder)
        words = {
            str(value)
            for name in TABLES
            for row in ledger.table(name).to_pylist()
            for value in row.values()
            if value is not None
        }
        assert number in words
        for word in ("Nguyễn Thị Lan", "T7654321", "Lan speaks of her wage", "Lan was late"):
            assert (word in words) is named, (folder, word)
