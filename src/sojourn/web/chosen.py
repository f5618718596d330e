"""The day and place for which a page of a programme is told, chosen in its address: nothing in it is about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from sojourn.policy import Language, Programme, typed_text

from .dates import date_parts
from .questions import Part, day_parts
from .saying import say
from .shelf import teller


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A day and a place ('' for everywhere), as a form shows them, or what was wrong with the day."""

    name: str
    day: date
    place: str
    place_label: str
    parts: tuple[Part, ...]
    places: tuple[PlaceOption, ...]
    error: str = ""

    @property
    def errors(self) -> tuple[str, ...]:
        """What was wrong, for the list of errors."""
        return (self.error,) if self.error else ()

    @property
    def first(self) -> str:
        """The id of the first control."""
        return self.parts[0].id


def chosen_of(
    asked: QueryDict, programme: Programme, language: Language, name: str = "on", default: date | None = None
) -> Chosen:
    """The day and place chosen under a name (`on:year`, `on:place`): `default` (today) and everywhere unless chosen."""
    typed = [typed_text(asked.get(f"{name}:{part}", ""), 20) for part in ("year", "month", "day")]
    day, error = default or timezone.localdate(), ""
    if any(typed):
        try:
            day = date(*(int(part) for part in typed))
        except ValueError:
            error = say(language, "errors.day")
    words = teller(programme.key, language)
    place = typed_text(asked.get(f"{name}:place", ""), 80)
    place = place if place in programme.places else ""
    places = [PlaceOption(key, words.label(key), key == place) for key in programme.places]
    return Chosen(
        name,
        day,
        place,
        words.label(place) if place else say(language, "choice.everywhere"),
        day_parts(language, name, typed if error else date_parts(day.isoformat())),
        tuple(sorted(places, key=lambda option: option.label)),
        error,
    )
