"""`sojourn facts`: what can be known of a case, by name, with what each fact takes and how it is asked for."""

from __future__ import annotations

from sojourn.policy import Programme, Teller

from .describing import Describer, entry_fields, names_of
from .page import Page, Style
from .programmes import programme_named
from .session import Session


def list_facts(session: Session, name: str, *, as_json: bool) -> None:
    """List everything that can be known of a case of a programme."""
    programme = programme_named(name)
    if as_json:
        from sojourn.policy import facts_json

        session.data(facts_json(programme, session.language))
    else:
        session.show(_page(session, programme))


def _page(session: Session, programme: Programme) -> Page:
    page = Page()
    teller = Teller(programme, session.language)
    page.title(session.say("facts.title", programme=teller.title))
    page.line(session.say("facts.about"))
    describer = Describer(session, programme, teller)
    for group, names in _groups(programme, teller).items():
        page.heading(group or session.say("facts.other"))
        for name in names:
            _fact(page, describer, name)
    return page


def _groups(programme: Programme, teller: Teller) -> dict[str, list[str]]:
    """The names by the group their questions stand in, those without one last."""
    groups: dict[str, list[str]] = {}
    for name in names_of(programme):
        groups.setdefault(teller.group(name) if name in programme.facts else "", []).append(name)
    groups[""] = groups.pop("", [])
    return {group: names for group, names in groups.items() if names}


def _fact(page: Page, describer: Describer, name: str) -> None:
    session, teller = describer.session, describer.teller
    fact = describer.programme.facts.get(name)
    page.line(name, 1, style=Style.STRONG)
    page.line(teller.question(name) if fact is None or fact.question else teller.label(name), 2)
    takes = describer.fact(name)
    page.line(describer.kind(takes, name), 2, style=Style.QUIET)
    if takes.type.kind != "yes_no":
        _choices(page, takes.choices, 3)
    if fact is None:
        return
    for part in entry_fields(fact) if takes.type.kind == "list" else ():
        taken = describer.field(fact, part)
        text = session.say(
            "facts.field", name=part, label=teller.field_label(name, part), kind=describer.kind(taken, f"{name}.{part}")
        )
        page.line(text, 3, bullet="•")
        if taken.type.kind != "yes_no":
            _choices(page, taken.choices, 5)
    if fact.only_if is not None:
        page.line(session.say("facts.only_if", condition=teller.condition(fact.only_if)), 2, style=Style.QUIET)
    for code, others in (("facts.not_before", fact.not_before), ("facts.no_more_than", fact.no_more_than)):
        if others:
            page.line(session.say(code, others=", ".join(others)), 2, style=Style.QUIET)
    if fact.decided_by:
        page.line(session.say("facts.decided_by", by=teller.label(fact.decided_by)), 2, style=Style.QUIET)


def _choices(page: Page, choices: tuple[tuple[str, str], ...], depth: int) -> None:
    page.grid((), choices, depth)
