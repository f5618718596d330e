"""Notices: a code and its slots, said whole in three languages to the one they are for, and to nobody else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import sojourn.register
from sojourn.policy import Language
from sojourn.register import clock, known, reading
from sojourn.register.actors import acting
from sojourn.register.models import AuditRow, Notice, Stay, Violation
from sojourn.register.refusal import WORDS, NotAllowed, NotThere
from sojourn.register.services.notices import mark_read, sentence, tell, to_officer
from sojourn.register.vocabulary import NoticeCode, Purpose, Role
from tests.register.city import City, stand_at

ROOM = Path(str(sojourn.register.__file__)).parent
_TO = {"person", "employer", "agency", "account"}


def _told() -> Iterator[tuple[str, frozenset[str]]]:
    """Each notice in the services: its code and the slots it is given."""
    for file in sorted((ROOM / "services").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "tell_people") and node.args:
                code = node.args[0]
                if isinstance(code, ast.Attribute):
                    given = {str(one.arg) for one in node.keywords if one.arg is not None}
                    # Of many people told at once the firm or agency is a slot, by its name.
                    to = _TO if getattr(node.func, "id", "") == "tell" else set()
                    yield NoticeCode[code.attr].value, frozenset(given - to)


@pytest.mark.parametrize("language", list(Language))
def test_every_notice_is_a_sentence_with_the_slots_the_code_gives_it(language: Language) -> None:
    told = dict(_told())
    for code in NoticeCode:
        assert WORDS.knows(language, f"notice.{code.value}")
        slots = WORDS.template(language, f"notice.{code.value}").slots
        assert slots == WORDS.template(Language.EN, f"notice.{code.value}").slots
        if code.value in told:
            assert slots == told[code.value], code
    # The two outcomes of an appeal are told by one call that is given the code.
    assert set(NoticeCode) - set(told) == {NoticeCode.APPEAL_ALLOWED, NoticeCode.APPEAL_DISMISSED}


def test_it_is_seen_by_whom_it_is_for_and_the_day_of_reading_is_kept(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION):
        notice = tell(NoticeCode.AGENCY_GRADE, agency=city.agency, grade="C", decision="D-00000000-0")
    with acting(city.of(Role.AGENCY), Purpose.PLACEMENT) as by:
        row = reading.opened(by, "notice", notice.number)
        assert row["slots"] == {"grade": "C", "decision": "D-00000000-0"}
        assert row["read_on"] is None
        stand_at(date(2019, 3, 5))
        mark_read(by, notice.number)
        assert reading.opened(by, "notice", notice.number)["read_on"] == date(2019, 3, 5)
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by, pytest.raises(NotThere):
        mark_read(by, notice.number)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by, pytest.raises(NotAllowed):
        reading.listing(by, "notice")


def test_an_officer_reads_her_own(city: City) -> None:
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION):
        notice = tell(NoticeCode.PAUSED_CASE, account=city.of(Role.HR_OFFICER), violation="V-00000000-0")
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        assert to_officer(by) == [notice]
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        assert to_officer(by) == []
    assert "V-00000000-0" in sentence(notice.code, notice.slots, Language.ZH)


def test_what_it_says_stands_in_no_audit_trail(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION):
        tell(NoticeCode.SANCTION_PAUSED, person=person, violation="V-00000000-0", who="Unmistakable")
    assert Notice.objects.get().slots["who"] == "Unmistakable"
    assert "Unmistakable" not in str(list(AuditRow.objects.values_list("before", "after")))


def test_what_the_register_knows_of_a_flagged_stay_is_a_fact_of_the_breach(city: City) -> None:
    person = city.person()
    stay = Stay(kind="border_pass", place="pingxiang", entered_on=date(2019, 3, 2))
    violation = Violation(conduct="pass_overstay", person=person, stay=stay, breach_on=clock.today())
    facts = known.breach_facts(violation)
    assert facts["applicant.document"] == "border_pass"
    assert (facts["entry"], facts["stay.exit"], facts["stay.pass_place"]) == ("2019-03-02", "2019-03-04", "pingxiang")
