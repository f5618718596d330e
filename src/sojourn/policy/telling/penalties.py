"""What may follow a breach, in words: fines, detention, bans and the rest with their bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..answer import Outcome, PenaltyResult, Value
from ..model import Conduct, Consequence, Penalty
from ..tree import Literal, Node
from .conditions import Conditions
from .names import Names
from .shapes import Told
from .values import Values

#: The kinds that have an amount or a length.
MEASURED = (Penalty.FINE, Penalty.DETENTION, Penalty.BAN, Penalty.DEPARTURE)


class Penalties:
    """Penalties of a programme in a language."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values
        self._say = names.say

    # ---- worked out for a case -----------------------------------------------------------------------------

    def results(self, results: Iterable[PenaltyResult], conduct: Conduct | None = None) -> tuple[Told, ...]:
        """What may follow in a case, each as a sentence; a choice among several as a heading over them."""
        return tuple(self.result(result, conduct) for result in results)

    def result(self, result: PenaltyResult, conduct: Conduct | None = None) -> Told:
        """One thing that may follow in a case."""
        if result.one_of:
            children = tuple(
                self.result(replace(one, ground=_own(one.ground, conduct)), conduct) for one in result.one_of
            )
            text = self._say("penalty.one_of")
        else:
            children = ()
            text = self.sentence(result.kind, self.bounds(result.low, result.high))
        certain = result.outcome is Outcome.YES
        note = self._names.joined(*self._notes(result.label, result.ground, conduct))
        mark = "" if certain else self._say("penalty.possible")
        if result.may and certain:
            mark = self._say("penalty.may")
        return Told(text, children, result.sources, outcome=result.outcome, mark=mark, fired=certain, note=note)

    def bounds(self, low: Value | None, high: Value | None) -> str:
        """The amount or length of a penalty, exact or in bounds; '' where it is not stated."""
        if low is None and high is None:
            return ""
        if low is None or high is None:
            known, code = (high, "value.to_number") if low is None else (low, "value.from_number")
            return self._say(code, value=self._values.value(known))
        if low == high:
            return self._values.value(low)
        if low.definite and high.definite and not low.options and low.low is not None and high.high is not None:
            return self._values.from_to(low.low, high.high, low.type)
        return self._say("penalty.uncertain", low=self._values.value(low), high=self._values.value(high))

    # ---- as the programme says it --------------------------------------------------------------------------

    def consequence(self, consequence: Consequence, conditions: Conditions, conduct: Conduct) -> Told:
        """What a conduct's version says may follow, with the condition under which it does."""
        if consequence.one_of:
            text = self._say("penalty.one_of")
            children = tuple(self.consequence(one, conditions, conduct) for one in consequence.one_of)
        else:
            amount, children = self._written(consequence.low, consequence.high, conditions)
            text = self.sentence(consequence.kind, amount)
        if consequence.condition is not None:
            condition = conditions.told(consequence.condition)
            children = (*children, conditions.under("penalty.where", condition))
        note = self._names.joined(*self._notes(consequence.label, consequence.ground, conduct))
        mark = self._say("penalty.may") if consequence.may else ""
        return Told(text, children, consequence.sources, mark=mark, note=note)

    def _written(self, low: Node | None, high: Node | None, conditions: Conditions) -> tuple[str, tuple[Told, ...]]:
        if low is None and high is None:
            return "", ()
        if low is None or high is None:
            known, code = (high, "value.to_number") if low is None else (low, "value.from_number")
            assert known is not None
            phrase = conditions.phrases.phrase(known)
            return self._say(code, value=phrase.text), phrase.notes
        if low is high:
            phrase = conditions.phrases.phrase(low)
            return phrase.text, phrase.notes
        if isinstance(low, Literal) and isinstance(high, Literal):
            least, most = low.value, high.value
            if (
                not isinstance(least, (str, bool))
                and not isinstance(most, (str, bool))
                and least is not None
                and most is not None
            ):
                return self._values.from_to(least, most, low.type), ()
        first, last = conditions.phrases.phrase(low), conditions.phrases.phrase(high)
        if first == last:
            return first.text, first.notes
        return self._say("number.to", low=first.text, high=last.text), first.notes + last.notes

    # ---- sentences -----------------------------------------------------------------------------------------

    def sentence(self, kind: Penalty | None, amount: str) -> str:
        """A penalty as a sentence."""
        if kind is None:
            return self._say("penalty.other")
        if kind in MEASURED:
            return (
                self._say(f"penalty.{kind.value}", amount=amount)
                if amount
                else self._say(f"penalty.{kind.value}_unstated")
            )
        return self._say(f"penalty.{kind.value}")

    def _notes(self, label: str, ground: str, conduct: Conduct | None) -> list[str]:
        notes = []
        if label:
            notes.append(self._names.sentence(self._names.phrase(label)))
        if ground and conduct is not None and ground == conduct.ground:
            told = self._names.text(f"conduct.{conduct.key}.ground", ground)
            notes.append(self._say("penalty.ground", ground=self._names.clause(told)))
        elif ground and conduct is not None:
            notes.append(self._say("penalty.counted_from", start=self._names.clause(self._names.phrase(ground))))
        return notes


def _own(ground: str, conduct: Conduct | None) -> str:
    """What a choice says of its own: the ground of the conduct has been told above the choices."""
    return "" if conduct is not None and ground == conduct.ground else ground
