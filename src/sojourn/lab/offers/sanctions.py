"""What follows for who is found: within which bounds, by law and as it is known to be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sojourn.policy import Case, Layer, Liability, Penalty, Programme, Value, add_months, consequences

from .binding import BoundBreach
from .figures import yuan


@dataclass(frozen=True, slots=True)
class Sanction:
    """What follows for one found at a breach: `low` to `high` of each, both possible; chosen anew each time.

    Fines in yuan, detention in days, bans in calendar months (see `ban_days`). `layer` is where it is said, None where
    nothing follows; `from_law` names what practice does without a known measure, so that the law's bounds stand in.
    """

    fine_low: int = 0
    fine_high: int = 0
    detention_low: int = 0
    detention_high: int = 0
    ban_months_low: int = 0
    ban_months_high: int = 0
    warning: bool = False
    removal: bool = False
    layer: Layer | None = None
    from_law: frozenset[Penalty] = field(default_factory=frozenset)

    def ban_days(self, day: date) -> tuple[int, int]:
        """The least and the most days of a ban that begins on a day; nought where there is none."""
        low, high = (add_months(day, months) for months in (self.ban_months_low, self.ban_months_high))
        return (low - day).days, (high - day).days


NOTHING = Sanction()
#: After these one is taken to the border.
_SENT_HOME = frozenset({Penalty.REMOVAL, Penalty.REPATRIATION, Penalty.EXPULSION})
_MEASURED = (Penalty.FINE, Penalty.DETENTION, Penalty.BAN)


def sanction_on(programme: Programme, case: Case, where_done: Case, breach: BoundBreach, layer: Layer) -> Sanction:
    """What follows in a case of a breach: on the layer of practice what is known to be done, else what the law has.

    `where_done` is the case from which the law's bounds are taken where something is done for which no measure is told.
    """
    done = _liability(programme, case, breach, Layer.PRACTICE) if layer is Layer.PRACTICE else None
    said = done or _liability(programme, case, breach, Layer.PAPER)
    if said is None:
        return NOTHING
    measured = {kind: _measure(said, kind) for kind in _MEASURED}
    from_law = frozenset(kind for kind, value in measured.items() if value is not None and value.high is None)
    if from_law:
        lawful = _liability(programme, where_done, breach, Layer.PAPER)
        measured.update({kind: None if lawful is None else _measure(lawful, kind) for kind in from_law})
    fine, detention, ban = (_bounds(measured[kind]) for kind in _MEASURED)
    return Sanction(
        yuan(fine[0]),
        yuan(fine[1]),
        *detention,
        *ban,
        warning=Penalty.WARNING in said.other,
        removal=bool(_SENT_HOME & set(said.other)),
        layer=Layer.PAPER if done is None else Layer.PRACTICE,
        from_law=from_law,
    )


def _liability(programme: Programme, case: Case, breach: BoundBreach, layer: Layer) -> Liability | None:
    found = consequences(programme, case, of=breach.conduct, layer=layer).liabilities
    return next((one for one in found if one.role == breach.liable), None)


def _measure(liability: Liability, kind: Penalty) -> Value | None:
    return {Penalty.FINE: liability.fine, Penalty.DETENTION: liability.detention, Penalty.BAN: liability.ban}[kind]


def _bounds(value: Value | None) -> tuple[int, int]:
    if value is None:
        return 0, 0
    low, high = (int(bound) if isinstance(bound, int | Fraction) else 0 for bound in (value.low, value.high))
    return low, max(low, high)
