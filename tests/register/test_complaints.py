"""Complaints: seen by her, the office and the auditor; invisible to whom they name; and feeding no enforcement."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sojourn.register
from sojourn.policy import Language, Outcome
from sojourn.register import reading
from sojourn.register.actors import acting
from sojourn.register.models import (
    Account,
    Application,
    AuditRow,
    Complaint,
    Decision,
    Event,
    Look,
    Notice,
    Permit,
    Person,
    Stay,
    Violation,
)
from sojourn.register.objects import KINDS
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.rights import all_rights
from sojourn.register.services.claims import Injury, file_claim
from sojourn.register.services.complaints import Said, answer, close, file_complaint, take_up, wage_beside
from sojourn.register.services.notices import sentence
from sojourn.register.vocabulary import Act, ComplaintKind, ComplaintState, Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import JUNE

TEXT = "Three months without pay, Unmistakable"
ROOM = Path(str(sojourn.register.__file__)).parent
#: Who may know of a complaint: she, the office it went to, and the auditor.
MAY_KNOW = (Role.WORKER, Role.HR_OFFICER, Role.AUDITOR)


def _filed(city: City, person: Person, kind: ComplaintKind = ComplaintKind.WAGES_WITHHELD) -> Complaint:
    with acting(person.account, Purpose.OWN_RECORD) as by:
        return file_complaint(by, Said(kind, TEXT, about_employer=city.employer, about_agency=city.agency))


def _all_of(account: Account, shown: str) -> list[tuple[str, str, Any]]:
    """Everything that comes out for an account: each object, act and purpose of its rights."""
    found: list[tuple[str, str, Any]] = []
    for (role, name), right in sorted(all_rights().items()):
        if role is not Role(account.role):
            continue
        for purpose in right.purposes:
            with acting(account, purpose) as by:
                for act in sorted(right.acts & {Act.LIST, Act.SEARCH}):
                    found += [(name, act, dict(row.values)) for row in reading.listing(by, name, act=act)]
                if Act.EXPORT in right.acts:
                    found += [(name, "export", dict(row.values)) for row in reading.exported(by, name)]
                if Act.OPEN in right.acts:
                    kind = KINDS[name]
                    for number in kind.model._default_manager.values_list(kind.number, flat=True):
                        try:
                            found.append((name, "open", dict(reading.opened(by, name, number, shown=shown).values)))
                        except NotThere:
                            continue
    return found


def test_from_filing_to_the_answer(city: City) -> None:
    person = city.person()
    city.permit(person)
    number = _filed(city, person).number
    officer = city.of(Role.HR_OFFICER)
    with acting(officer, Purpose.COMPLAINT) as by:
        assert reading.opened(by, "complaint", number)["text"] == TEXT
        with pytest.raises(Refused):
            answer(by, number, "Not so fast")
        take_up(by, number)
        with pytest.raises(Refused):
            answer(by, number, " ")
        answer(by, number, "The firm has paid")
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert reading.opened(by, "complaint", number)["answer"] == "The firm has paid"
        assert close(by, number).state == ComplaintState.CLOSED
    notice = Notice.objects.get()
    assert (notice.person, number in sentence(notice.code, notice.slots, Language.VI)) == (person, True)


@pytest.mark.parametrize("kind", list(ComplaintKind))
@pytest.mark.parametrize("role", [role for role in Role if role not in MAY_KNOW])
def test_whom_it_names_sees_the_same_before_and_after(city: City, kind: ComplaintKind, role: Role) -> None:
    person = city.person(document="T7654321")
    city.permit(person)
    account = city.of(role)
    before = _all_of(account, "T7654321")
    complaint = _filed(city, person, kind)
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT) as by:
        take_up(by, complaint.number)
        answer(by, complaint.number, "Unmistakable too")
    assert _all_of(account, "T7654321") == before
    if role in (Role.EMPLOYER, Role.AGENCY, Role.EXIT_ENTRY_OFFICER, Role.BORDER_POST):
        assert {name for name, _, _ in before} >= {"person", "permit"}
    assert not Notice.objects.exclude(person=person).exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_reading_of_any_role_it_is_not_for_gives_it_away(city: City, data: st.DataObject) -> None:
    if not Complaint.objects.exists():
        person = city.person(document="T7654321")
        city.permit(person)
        _filed(city, person)
        with acting(person.account, Purpose.OWN_RECORD) as by:
            file_claim(by, Injury(person, JUNE.replace(month=3, day=4), "Unmistakable"))
    role = data.draw(st.sampled_from([role for role in Role if role not in MAY_KNOW]))
    name = data.draw(st.sampled_from(sorted(KINDS)))
    purpose = data.draw(st.sampled_from(list(Purpose)))
    kind = KINDS[name]
    with acting(city.of(role), purpose) as by:
        for act in (Act.LIST, Act.SEARCH, Act.EXPORT):
            try:
                rows = reading.exported(by, name) if act is Act.EXPORT else reading.listing(by, name, act=act).rows
            except NotAllowed:
                continue
            assert name not in ("complaint", "claim")
            assert "Unmistakable" not in str([row.values for row in rows])
        for number in kind.model._default_manager.values_list(kind.number, flat=True):
            try:
                row = reading.opened(by, name, number, shown=data.draw(st.sampled_from(["", "T7654321"])))
            except (NotAllowed, NotThere):
                continue
            assert name not in ("complaint", "claim")
            assert "Unmistakable" not in str(row.values)


def test_nor_does_the_ledger_or_the_audit_trail_say_what_it_is_about(city: City) -> None:
    person = city.person()
    city.permit(person)
    _filed(city, person)
    said = str(list(Event.objects.values_list("facts", flat=True))) + str(
        list(AuditRow.objects.filter(table="register_complaint").values_list("before", "after"))
    )
    assert "Unmistakable" not in said
    assert "wages_withheld" not in said
    event = Event.objects.get(kind="complaint.filed")
    assert set(event.facts) == {"complaint"}
    assert event.commitment


def test_the_person_sees_every_look_at_her_complaint(city: City) -> None:
    person = city.person()
    city.permit(person)
    number = _filed(city, person).number
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        reading.opened(by, "complaint", number)
    assert Look.objects.get(person=person, what="complaint").account == city.of(Role.AUDITOR)


# ---- Never fed into enforcement --------------------------------------------------------------------------------------

#: What marks a module as one of enforcement, and what it must never speak of.
ENFORCES = {"Violation", "note_violation", "Breach", "Sanction", "flagged_on"}
NEVER = {"Complaint", "Claim", "Insurance", "complaints", "claims", "insurances", "complaint", "claim", "insurance"}


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield name.rpartition(".")[2]
            case ast.ImportFrom(module=str() as module):
                yield module.rpartition(".")[2]
            case ast.Constant(value=str() as text) if text.isidentifier() or "__" in text:
                yield from text.split("__")
            case ast.keyword(arg=str() as name):
                yield from name.split("__")


def test_no_module_of_enforcement_speaks_of_complaints_claims_or_insurance() -> None:
    found = {}
    for file in sorted(
        [*(ROOM / "services").glob("*.py"), ROOM / "penalties.py", ROOM / "force.py", ROOM / "known.py"]
    ):
        names = set(_names(ast.parse(file.read_text())))
        # Retention takes the words of both when their time is up, and decides nothing.
        if (names & ENFORCES or file.stem in ("penalties", "force")) and file.stem != "retention":
            found[file.stem] = names & NEVER
    assert {"violations", "sanctions", "inspections", "ratings", "qualifications", "known"} <= found.keys()
    assert not {module: names for module, names in found.items() if names}


def test_and_neither_complaints_nor_claims_speak_of_enforcement() -> None:
    for module in ("complaints", "claims"):
        names = set(_names(ast.parse((ROOM / "services" / f"{module}.py").read_text())))
        assert not names & (ENFORCES | {"Decision", "decide", "Stay", "Crossing", "CheckIn", "banned"}), module


def test_filing_one_starts_no_check_of_her(city: City) -> None:
    person = city.person()
    city.permit(person)
    # Her permit has run out: if anything looked at her now it would have something to find.
    stand_at(JUNE)
    before = {
        model: list(model._default_manager.order_by("pk").values())
        for model in (Violation, Decision, Stay, Application, Permit, Look)
    }
    _filed(city, person)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        file_claim(by, Injury(person, JUNE, "A log fell"))
    for model, rows in before.items():
        assert list(model._default_manager.order_by("pk").values()) == rows, model
    assert {event.kind for event in Event.objects.filter(day=JUNE)} == {"complaint.filed", "claim.filed"}


# ---- Pay -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "enough"),
    [(Decimal(3000), Outcome.YES), (Decimal("3000.01"), Outcome.NO), (None, Outcome.NOT_KNOWN_YET)],
)
def test_the_promised_wage_against_the_local_one(city: City, local: Decimal | None, enough: Outcome) -> None:
    person = city.person()
    city.permit(person)
    number = _filed(city, person, ComplaintKind.UNEQUAL_PAY).number
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT) as by:
        found = wage_beside(by, number, local)
    assert (found.promised, found.local, found.enough) == (Decimal("3000.00"), local, enough)


def test_only_the_office_it_went_to_acts_on_it(city: City) -> None:
    person = city.person()
    number = _filed(city, person).number
    for role in (Role.EMPLOYER, Role.AGENCY, Role.EXIT_ENTRY_OFFICER, Role.SUPERVISOR):
        with acting(city.of(role), Purpose.COMPLAINT) as by, pytest.raises(NotAllowed):
            take_up(by, number)
    other = city.person(document="T1111111")
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises(NotThere):
        close(by, number)
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by, pytest.raises(NotAllowed):
        file_complaint(by, Said(ComplaintKind.OTHER, TEXT))


def test_an_empty_complaint_is_none(city: City) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as refused:
        file_complaint(by, Said(ComplaintKind.OTHER, " "))
    assert refused.value.field == "text"
