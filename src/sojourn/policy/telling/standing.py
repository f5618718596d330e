"""What stands above all else: that a programme is suspended, not begun or not verified, or its translation not read."""

from __future__ import annotations

from datetime import date

from ..answer import Answer, Standing
from ..model import Programme, Suspension
from ..words import Language
from .days import standing_on, suspended_on
from .names import Names
from .values import Values


class Warnings:
    """The warnings above an answer or a programme, in a language."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values
        self._say = names.say

    def of_answer(self, answer: Answer) -> tuple[str, ...]:
        """What must be said above an answer."""
        warnings = self.standing(answer.standing, answer.at)
        if answer.standing is Standing.NOT_VERIFIED and answer.as_verified is None:
            warnings.extend(self._when_verified())
        return tuple(dict.fromkeys([*self.scenario(), *warnings, *self.unreviewed()]))

    def of_programme(self, at: date) -> tuple[str, ...]:
        """What must be said above a programme told for a day."""
        programme = self._names.programme
        standing = standing_on(programme, at)
        warnings = self.standing(standing, at)
        if standing is Standing.NOT_VERIFIED:
            warnings.extend(self._when_verified())
        return tuple(dict.fromkeys([*self.scenario(), *warnings, *self.unreviewed()]))

    def scenario(self) -> list[str]:
        """That this exists nowhere, where it is a scenario: above everything else."""
        programme = self._names.programme
        if not programme.scenario:
            return []
        return [self._say("standing.scenario", programme=self._names.programme_title(programme.chain[-2]))]

    def standing(self, standing: Standing, at: date) -> list[str]:
        """That a programme cannot speak for a day, or only with care; nothing while it is in force."""
        programme = self._names.programme
        day = self._values.date(at)
        match standing:
            case Standing.IN_FORCE:
                return []
            case Standing.NOT_VERIFIED:
                return [self._say("standing.not_verified", verified=self._values.date(programme.verified), day=day)]
            case Standing.SUSPENDED | Standing.MAY_BE_SUSPENDED:
                found = [
                    self._say(
                        f"standing.{standing.value}",
                        day=day,
                        label=self._suspension(one),
                        since=self._values.since(one.start),
                    )
                    for one in self._suspensions(at)
                ]
                return found or [self._say("standing.suspended_unnamed", day=day)]
        return [self._say(f"standing.{standing.value}", day=day)]

    def _when_verified(self) -> list[str]:
        """That the programme was, or may have been, suspended on the last day for which the sources speak: all that is
        known of a later day. Nothing where it was in force.
        """
        verified = self._names.programme.verified
        standing = suspended_on(self._names.programme, verified)
        if standing is Standing.IN_FORCE:
            return []
        code = f"standing.{standing.value}_when_verified"
        day = self._values.date(verified)
        return [self._say(code, verified=day, label=self._suspension(one)) for one in self._suspensions(verified)]

    def _suspensions(self, at: date) -> list[Suspension]:
        """The suspensions that hold, or may hold, on a day."""
        return [
            one
            for one in self._names.programme.suspensions
            if one.start.earliest <= at and (one.end is None or at < one.end.latest)
        ]

    def _suspension(self, suspension: Suspension) -> str:
        number = self._names.programme.suspensions.index(suspension) + 1
        return self._names.sentence(self._names.text(f"programme.suspensions.{number}.label", suspension.label))

    def unreviewed(self) -> list[str]:
        """That no lawyer has read the translation, where none has."""
        if self._names.language is Language.EN or is_reviewed(self._names.programme, self._names.language):
            return []
        return [self._say("standing.unreviewed")]


def is_reviewed(programme: Programme, language: Language) -> bool:
    """Whether a lawyer has read a programme's texts in a language. English is what it was written in."""
    return language is Language.EN or programme.reviewed.get(language.value, False)
