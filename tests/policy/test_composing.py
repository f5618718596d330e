"""What breaches add up to: conduct that takes the place of other conduct, or stands beside it, counts once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.policy import Consequences, Outcome, Programme, Teller, check, consequences, read_case
from sojourn.policy.checking.interview import Interview
from sojourn.policy.problems import ProgrammeError
from sojourn.policy.reading.programme import read
from sojourn.policy.words import Language

from .small_programmes import TOWN, copied

AT = date(2019, 6, 1)

#: In town it is counted in nights: the same breach, told in other facts.
NIGHTS = """
night_overstay:
  label: Too many nights in town
  overrides: overstay
  WHERE
  law_of: breach
  liable: applicant
  by: guard
  when: stay.nights > 0
  source: town
  consequences: [{fine: {each: 50 CNY, for: stay.nights}}]
"""
FACTS = "stay.nights: {label: Nights, question: How many nights too long?, type: whole, unit: day, from: 0, to: 100}\n"
ITSELF = "where: night_overstay"
IN_TOWN = "where: employer.place in mill"


def town(folder: Path, conduct: str) -> Programme:
    """The small programme that extends meadow, with conduct of its own."""
    copied(folder)
    (folder / TOWN.name / "conduct.yaml").write_text(conduct, encoding="utf-8")
    (folder / TOWN.name / "facts.yaml").write_text(FACTS, encoding="utf-8")
    return read(folder / TOWN.name)


def summed(programme: Programme, facts: dict[str, object]) -> tuple[tuple[str, ...], object, tuple[str, ...]]:
    """The breaches of the applicant, the bounds of the fine in yuan, and what is possible of the two breaches."""
    total: Consequences = consequences(programme, read_case(programme, facts, at=AT))
    mine = next((one for one in total.liabilities if one.role == "applicant"), None)
    fine = None if mine is None or mine.fine is None else (mine.fine.low, mine.fine.high)
    both = ("overstay", "night_overstay")
    return (() if mine is None else mine.breaches), fine, tuple(one for one in total.possible if one in both)


@pytest.mark.parametrize(
    ("where", "facts", "breaches", "fine", "possible"),
    [
        (ITSELF, {"stay.nights": 3, "stay.days_over": 3}, ("night_overstay",), (15000, 15000), ()),
        (ITSELF, {"stay.nights": 3}, ("night_overstay",), (15000, 15000), ()),
        (ITSELF, {"stay.nights": 0, "stay.days_over": 3}, ("overstay",), (0, 90000), ()),
        (ITSELF, {"stay.days_over": 3}, ("overstay",), (0, 90000), ("night_overstay",)),
        (ITSELF, {"stay.days_over": 0}, (), None, ("night_overstay",)),
        (
            IN_TOWN,
            {"stay.nights": 3, "stay.days_over": 3, "employer.place": "mill"},
            ("night_overstay",),
            (15000,) * 2,
            (),
        ),
        (IN_TOWN, {"stay.nights": 0, "stay.days_over": 3, "employer.place": "mill"}, (), None, ()),
        (IN_TOWN, {"stay.nights": 0, "stay.days_over": 3, "employer.place": "south"}, ("overstay",), (0, 90000), ()),
        (IN_TOWN, {"stay.nights": 0, "stay.days_over": 3}, (), None, ("overstay",)),
        ("", {"stay.nights": 0, "stay.days_over": 3}, (), None, ()),
    ],
)
def test_one_breach_is_punished_once(
    where: str,
    facts: dict[str, object],
    breaches: tuple[str, ...],
    fine: object,
    possible: tuple[str, ...],
    tmp_path: Path,
) -> None:
    """Given conduct that overrides other conduct, then the sum counts what takes the place, where it takes it, and
    the other elsewhere; what is certain counts until it is as certain that something takes its place.
    """
    programme = town(tmp_path, NIGHTS.replace("WHERE", where))
    assert summed(programme, {"stay.serious": True, **facts}) == (breaches, fine, possible)


def test_the_overridden_breach_is_answered_by_what_takes_its_place(tmp_path: Path) -> None:
    """Given conduct that overrides other conduct, when the other is asked for, then the outcome and what may follow
    are those of what takes its place.
    """
    programme = town(tmp_path, NIGHTS.replace("WHERE", ITSELF))

    def found(**facts: int) -> tuple[Outcome, list[tuple[Outcome, object]]]:
        known = {f"stay.{name}": value for name, value in facts.items()} | {"stay.serious": True}
        answer = check(programme, read_case(programme, known, at=AT), "overstay")
        fines = [(one.outcome, None if one.high is None else one.high.high) for one in answer.paper.penalties]
        return answer.paper.outcome, fines

    assert found(nights=3) == (Outcome.YES, [(Outcome.YES, 15000)])
    assert found(nights=3, days_over=7) == (Outcome.YES, [(Outcome.YES, 15000)])
    assert found(nights=0, days_over=0) == (Outcome.NO, [])
    outcome, penalties = found(days_over=7)
    assert outcome is Outcome.YES
    assert len(penalties) == 2, "what is certain keeps its place"
    assert found(nights=0, days_over=7) == (Outcome.YES, penalties)
    assert found()[0] is Outcome.NOT_KNOWN_YET


def test_conduct_beside_other_conduct_counts_once(tmp_path: Path) -> None:
    """Given conduct that stands beside other conduct, then asking for the other gives what both bring, and the sum
    counts each once.
    """
    programme = town(tmp_path, NIGHTS.replace("overrides", "alternative_to").replace("  WHERE\n", ""))
    facts = {"stay.nights": 3, "stay.days_over": 3, "stay.serious": True}
    answer = check(programme, read_case(programme, facts, at=AT), "overstay")
    assert [one.high.high for one in answer.paper.penalties if one.high is not None] == [24, 15000]
    assert summed(programme, facts) == (("overstay", "night_overstay"), (15000, 105000), ())


def test_nothing_is_asked_about_a_breach_whose_place_is_taken(tmp_path: Path) -> None:
    """Given a breach whose place another takes, then the interview asks for nothing that only the first needs."""
    programme = town(tmp_path, NIGHTS.replace("WHERE", ITSELF))
    case = read_case(programme, {"stay.nights": 3}, at=AT)
    assert "stay.days_over" not in Interview(programme, ["overstay", "night_overstay"], case).remaining()
    case = read_case(programme, {"stay.days_over": 3, "stay.serious": True}, at=AT)
    assert Interview(programme, ["night_overstay"], case).next() == "stay.nights"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (Language.EN, "Only where it holds itself, so that nothing counts twice."),
        (Language.ZH, "仅在其自身成立时适用，同一事实不重复计算。"),
        (Language.VI, "Chỉ áp dụng khi chính nó đúng, để không điều gì bị tính hai lần."),
    ],
)
def test_it_is_told_in_words(language: Language, says: str, tmp_path: Path) -> None:
    """Given conduct that takes the place of other conduct where it was committed, then its page says so."""
    programme = town(tmp_path, NIGHTS.replace("WHERE", ITSELF))
    conduct = Teller(programme, language).programme(AT).conduct
    told = next(one for one in conduct if one.key == "night_overstay")
    part = next(part for part in told.parts if part.key == "overstay")
    assert [one.text for one in part.children] == [says]


def test_a_body_that_cites_itself_is_still_a_circle(tmp_path: Path) -> None:
    """Given `where` with the entry's own name, then only there may the name stand."""
    conduct = NIGHTS.replace("WHERE", ITSELF).replace(
        "when: stay.nights > 0", "when: stay.nights > 0 and night_overstay"
    )
    with pytest.raises(ProgrammeError, match="'night_overstay' depends on itself"):
        town(tmp_path, conduct)
