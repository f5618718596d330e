"""`sojourn tell`: a programme in plain words, as it stands on a day, perhaps in one place."""

from __future__ import annotations

from datetime import date

from sojourn.policy import Programme, Teller, ToldBeside, ToldChange, ToldEntry, ToldProgramme, ToldVersion, nearest

from .errors import CallError
from .layout import BULLET, Layout
from .page import Page, Style
from .programmes import programme_named
from .session import Session

_LISTS = ("about", "places", "authorities")
_ENTRIES = ("routes", "rules", "conduct", "parameters")
_LAST = ("assumptions", "unknowns")


def tell_programme(session: Session, name: str, at: date | None, place: str, *, as_json: bool) -> None:
    """Tell a programme as it stands on a day (today unless given). Raises CallError for an unknown place."""
    programme = programme_named(name)
    if place and place not in programme.places:
        raise _no_place(programme, place)
    day = at or date.today()
    if as_json:
        from sojourn.policy import programme_json

        session.data(programme_json(programme, session.language))
    else:
        session.show(_page(session, Teller(programme, session.language).programme(day, place)))


def _no_place(programme: Programme, place: str) -> CallError:
    close = nearest(place, programme.places)
    if close:
        return CallError("no_place_near", name=place[:60], near=close)
    return CallError("no_place", name=place[:60], places=tuple(programme.places))


def _page(session: Session, told: ToldProgramme) -> Page:
    page = Page()
    layout = Layout(session, page)
    layout.know(told.sources)
    page.title(told.title)
    page.line(told.summary)
    page.line(told.asked, style=Style.QUIET)
    page.lines(told.warnings, bullet="!", style=Style.WARNING)
    for name in _LISTS:
        _listed(layout, told, name)
    for name in _ENTRIES:
        entries: tuple[ToldEntry, ...] = getattr(told, name)
        if entries:
            page.heading(told.headings[name])
        for entry in entries:
            _entry(layout, entry)
    if told.timeline:
        page.heading(told.headings["timeline"])
    for change in told.timeline:
        _change(layout, change)
    if told.beside or told.beside_note:
        page.heading(told.headings["beside"])
    for beside in told.beside:
        _beside(layout, beside)
    page.line(told.beside_note, 1)
    for name in _LAST:
        _listed(layout, told, name)
    layout.sources(told.headings["sources"])
    return page


def _listed(layout: Layout, told: ToldProgramme, name: str) -> None:
    items = getattr(told, name)
    if items:
        layout.page.heading(told.headings[name])
    for item in items:
        layout.told(item, 1)


# ---- entries ---------------------------------------------------------------------------------------------------


def _entry(layout: Layout, entry: ToldEntry) -> None:
    page = layout.page
    page.gap()
    page.line(entry.label, 1, style=Style.STRONG)
    page.line(entry.note, 2)
    page.line(entry.law, 2, style=Style.QUIET)
    for part in entry.parts:
        layout.told(part, 2)
    for version in entry.paper:
        _version(layout, version)
    page.line(entry.practice_text, 2, style=Style.QUIET)
    for version in entry.practice:
        _version(layout, version)
    for note in entry.practice_notes:
        layout.told(note, 3)


def _version(layout: Layout, version: ToldVersion) -> None:
    page = layout.page
    since = version.since
    if version.holds:
        since = layout.session.say("layout.marked", text=since, mark=layout.session.say("layout.holds"))
    page.line(since + layout.cites(version.sources), 2, bullet="»", style=Style.GOOD if version.holds else Style.QUIET)
    page.lines(version.notes, 3)
    layout.told(version.content, 3)


def _change(layout: Layout, change: ToldChange) -> None:
    said = layout.session.say("layout.dated", when=change.when, text=change.text)
    layout.page.line(said + layout.cites(change.sources), 1, bullet=BULLET)


def _beside(layout: Layout, beside: ToldBeside) -> None:
    page = layout.page
    page.line(beside.label + layout.cites(beside.sources), 1, bullet=BULLET)
    page.line(beside.paper, 2)
    page.line(beside.practice, 2)
    for note in beside.notes:
        layout.told(note, 2)
