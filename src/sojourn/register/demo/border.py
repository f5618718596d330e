"""The workers of the city at the border: who they are there, when they came in and when they went out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .. import programme
from ..vocabulary import DocumentKind, OfficeKind
from . import asking
from .bodies import Agency, Bodies, Firm
from .drawing import Drawing, Row, at


@dataclass
class Life:
    """One worker as the telling goes on."""

    id: str
    plan: str
    rng: Random
    firm: Firm
    agency: Agency
    province: str
    document: str
    job: str = ""
    permits: list[str] = field(default_factory=list)
    #: The last day of the permit at hand, and the permit.
    runs_to: date | None = None
    #: When she came in last, by the crossing; none while she is out.
    entered: tuple[str, date] | None = None


class Border:
    """Tells who crosses, up to a day."""

    def __init__(self, drawing: Drawing, bodies: Bodies, last: date) -> None:
        self.drawing = drawing
        self.bodies = bodies
        self.last = last

    def comes_in(self, life: Life, day: date, permit_to: date | None) -> None:
        """She comes in: on a permit that runs to a day, or on her pass alone."""
        crossing = self._crossing(life, "in", day, 450 + life.rng.randrange(180))
        limit = asking.leave_by(programme.bound().place, day)
        leave_by = max(filter(None, (limit, permit_to)), default=None)
        flagged = leave_by is not None and leave_by < self.last and permit_to is None
        self.drawing.add(
            "stays",
            person_id=life.id,
            document_kind=DocumentKind.BORDER_PASS.value,
            document_id=life.document,
            place_id=programme.bound().place,
            crossing_in_id=crossing,
            entered_on=day,
            limit_days=(limit - day).days + 1 if limit is not None and permit_to is None else None,
            leave_by=leave_by,
            flagged_on=leave_by + timedelta(days=1) if flagged and leave_by is not None else None,
        )
        life.entered = (crossing, day)

    @property
    def stay_row(self) -> Row:
        """The stay told last."""
        return self.drawing.rows["stays"][-1]

    def goes_out(self, life: Life, day: date, *, home: bool = True) -> None:
        """She goes out; `home` to renew her permit."""
        stay = self.stay_row
        stay["crossing_out_id"] = self._crossing(life, "out", day, 900 + life.rng.randrange(240))
        self.drawing.rows["crossings"][-1]["permit_id"] = stay.get("permit_id")
        stay["left_on"] = day
        life.entered = None
        if home:
            self.drawing.add(
                "absences", person_id=life.id, permit_id=life.permits[-1], job_id=life.job or None, left_on=day
            )

    def returns(self, life: Life, day: date) -> None:
        """She is back from the journey that a renewal asks for."""
        absence = self.drawing.rows["absences"][-1]
        if absence["person_id"] == life.id:
            absence["returned_on"] = day

    def _crossing(self, life: Life, direction: str, day: date, minutes: int) -> str:
        return self.drawing.add(
            "crossings",
            person_id=life.id,
            document_kind=DocumentKind.BORDER_PASS.value,
            document_id=life.document,
            direction=direction,
            at=at(day, minutes),
            sequence=0,
            post=life.rng.choice(self.bodies.offices[OfficeKind.BORDER_POST]),
            place_id=programme.bound().place,
            verdict="admitted",
        )
