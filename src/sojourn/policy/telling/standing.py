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
            warnings.append(self._say("standing.suspended_when_verified", verified=self._values.date(answer.verified)))
        return tuple(dict.fromkeys([*self.scenario(), *warnings, *self.unreviewed()]))

    def of_programme(self, at: date) -> tuple[str, ...]:
        """What must be said above a programme told for a day."""
        programme = self._names.programme
        standing = standing_on(programme, at)
        warnings = self.standing(standing, at)
        if standing is Standing.NOT_VERIFIED and suspended_on(programme, at) is not Standing.IN_FORCE:
            warnings.extend(self.standing(suspended_on(programme, at), at))
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
                    for one in programme.suspensions
                    if one.start.earliest <= at and (one.end is None or at < one.end.latest)
                ]
                return found or [self._say("standing.suspended_unnamed", day=day)]
        return [self._say(f"standing.{standing.value}", day=day)]

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
