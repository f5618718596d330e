"""A visit: where a visitor is, what she pressed, and what she has said. It lives as long as one request."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

from sojourn.policy import Goal, Language, Programme, Teller

from .askable import type_of
from .casework import goal_named
from .days import WhichDay, which_day
from .given import Given
from .posted import read_given, without_entry
from .shelf import programme, teller


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a visitor is: programme, goal and language.

    `pressed` is the button with what it is `about` (`add`, `HISTORY`); `asked` the fact asked on the page the form came
    from; `when` the day and `given` the answers so far.
    """

    programme: Programme
    goal: Goal
    language: Language
    pressed: str
    about: str
    asked: str
    when: WhichDay
    given: Given

    @property
    def teller(self) -> Teller:
        """Who tells the programme in the visitor's language."""
        return teller(self.programme.key, self.language)

    @property
    def goal_label(self) -> str:
        """What the visitor wants to know."""
        return self.teller.text(f"programme.goals.{self.goal.key}.label", self.goal.label)

    def at(self, name: str) -> str:
        """The address of a page of this interview (`ask`, `all`, `answer`)."""
        return reverse(name, kwargs={"language": self.language, "key": self.programme.key, "goal": self.goal.key})

    def with_given(self, given: Given) -> Visit:
        """The same visit with other answers."""
        return replace(self, given=given)

    def blanks(self, name: str) -> int:
        """How many empty entries a history is shown with: one to begin with, one more for "add another"."""
        if not self.given.history(name).entries:
            return 1
        return int(self.pressed == "add" and self.about == name)


def visit(request: HttpRequest, language: Language, key: str, goal: str) -> Visit:
    """The visit that a request belongs to. Raises Http404 where programme or goal is unknown."""
    chosen = programme(key)
    pressed, _, about = request.POST.get("do", "next").partition(":")
    if request.POST.get("change"):
        pressed, about = "change", request.POST["change"]
    posted = without_entry(request.POST, about) if pressed == "remove" else request.POST
    when = which_day(posted, chosen, language)
    asked = posted.get("ask", "")
    return Visit(
        programme=chosen,
        goal=goal_named(chosen, goal),
        language=language,
        pressed=pressed,
        about=about.partition(":")[0],
        asked=asked if asked == "at" or type_of(chosen, asked) is not None else "",
        when=when,
        given=read_given(posted, chosen, when.at),
    )
