"""What the demonstration makes up where a pseudonymised ledger says nothing: who people are and what was said.

The same ids give the same names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from ..models import PersonDetails
from . import names

#: What officers wrote, by the key of their reason.
_REASONS: Final = {
    "workers_at_another_site": "At an unannounced visit, workers registered here were found at another firm's site.",
    "a_year_without_complaint": "A year without a complaint or a breach.",
    "papers_kept": "Workers said that the agency kept their border passes, and it did.",
    "fees_taken_from_workers": "Took fees from workers again after the warning.",
    "farm_taken_in_before_the_notice": "The zone has announced that farms are taken in; the notice is not out yet.",
    "worked_at_another_site": "Was met at work on a site that the permit does not name.",
    "home_not_in_the_border_area": "The permanent home is not in a border commune.",
    "the_firm_may_not_hire": "The firm does not fulfil what the programme asks of one of its kind.",
    "past_the_limit_of_the_pass": "Was in past the last day that the border pass allows.",
    "at_work_without_a_permit": "Was found at work without a permit.",
    "nothing_new": "The appeal brings nothing that was not looked at before.",
}
_COMPLAINTS: Final = {
    "wages_withheld": "Lương tháng trước tôi chưa được trả đủ.",
    "unequal_pay": "Cùng một việc nhưng người địa phương được trả cao hơn.",
    "papers_kept": "Công ty môi giới giữ giấy thông hành của tôi.",
    "recruitment_fee": "Tôi phải trả tiền để được nhận vào làm.",
    "injury": "Tôi bị thương nhưng không ai báo bảo hiểm.",
    "other": "Chỗ ở không có nước nóng.",
}


class Invented:
    """Names, numbers of papers and words, drawn from a seed."""

    def __init__(self, seed: int, day: date) -> None:
        self._seed = seed
        self._day = day

    def details(self, person: Mapping[str, Any]) -> PersonDetails | None:
        """A Vietnamese border resident."""
        rng = self._rng(person)
        year = person["birth_year"]
        born = date(int(str(year or self._day.year - 30)), 1, 1) + timedelta(days=rng.randrange(365))
        return PersonDetails(
            name=names.person(rng, person["sex"]),
            birth_date=born,
            home=f"{rng.choice(names.COMMUNES)}, Lạng Sơn",
            phone=f"+84 9{rng.randrange(10**8):08d}",
            language=str(person["language"] or "vi"),
        )

    def document_number(self, document: Mapping[str, Any]) -> str:
        """A number in the shape of a border pass's or passport's; no two rows have the same."""
        number = (
            int(str(document["id"])[2:]) if str(document["id"])[2:].isdigit() else self._rng(document).randrange(10**7)
        )
        return f"{'T' if document['kind'] == 'border_pass' else 'C'}{1_200_000 + number:07d}"

    def reason(self, decision: Mapping[str, Any]) -> str:
        """What the officer wrote."""
        return _REASONS.get(str(decision["reason"]), "")

    def appeal_route(self, decision: Mapping[str, Any]) -> str:
        """To whom to appeal."""
        return "Administrative reconsideration by the city government, within 60 days"

    def complaint(self, complaint: Mapping[str, Any]) -> str:
        """What the worker said."""
        return _COMPLAINTS.get(str(complaint["kind"]), "")

    def injury(self, claim: Mapping[str, Any]) -> str:
        """What happened."""
        return "Bị máy bóc gỗ cắt vào tay."

    def grounds(self, appeal: Mapping[str, Any]) -> str:
        """Why she appeals."""
        return "Tôi chỉ ở lại vì con ốm, và tôi không làm việc ở đó."

    def _rng(self, row: Mapping[str, Any]) -> Random:
        return Random(f"{self._seed} {row['id']}")
