"""What templates may say: sentences, sources, the site's own files, and the answers so far as hidden fields."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..given import Given
from ..saying import say as say_in
from ..shelf import shelf, teller

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Mapping[str, Any], code: str, **slots: str | int) -> SafeString:
    """A sentence of the site in the page's language."""
    return say_in(context["language"], code, **slots)


@register.simple_tag(takes_context=True)
def layer(context: Mapping[str, Any], name: str) -> str:
    """What a layer (`paper` or `practice`) is called, in the words in which programmes are told."""
    return teller(shelf()[0], context["language"]).say(f"layer.{name}")


@register.simple_tag(takes_context=True)
def sure(context: Mapping[str, Any]) -> str:
    """What a source that is sure is called: the usual case, which lists need not repeat at every passage."""
    return teller(shelf()[0], context["language"]).say("confidence.high")


@register.simple_tag(takes_context=True)
def day(context: Mapping[str, Any], value: date) -> SafeString:
    """A day in the page's language, marked up as one."""
    words = teller(shelf()[0], context["language"]).date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag(takes_context=True)
def cites(context: Mapping[str, Any], keys: Iterable[str]) -> SafeString | str:
    """The numbers of sources in the page's list of sources, each leading there; the page's `numbers` has them."""
    numbers: Mapping[str, int] = context.get("numbers") or {}
    found = sorted({numbers[key] for key in keys if key in numbers})
    if not found:
        return ""
    links = format_html_join(
        " ",
        '<a href="#source-{0}" aria-label="{1}">{0}</a>',
        ((number, say_in(context["language"], "source.number", number=number)) for number in found),
    )
    return format_html(' <span class="cites">[{}]</span>', links)


@register.simple_tag
def asset(path: str) -> str:
    """The address of one of the site's own files; it changes when the file does."""
    return f"{static(path)}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    found = finders.find(path)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10] if found else ""


@register.simple_tag(takes_context=True)
def hidden(context: Mapping[str, Any], given: Given, *leave_out: str, asked: Iterable[str] = ()) -> SafeString:
    """The answers so far as hidden fields, without those that the page itself asks for, and the page's language."""
    fields = [("in", context["language"].value), *given.fields(leave_out=[*leave_out, *asked])]
    return format_html_join("\n", '<input type="hidden" name="{}" value="{}">', fields)


@register.simple_tag(takes_context=True)
def role_word(context: Mapping[str, Any], role: str) -> SafeString:
    """What a role of the register is called."""
    return say_in(context["language"], f"desk.role.{role}")


@register.simple_tag(takes_context=True)
def kind_word(context: Mapping[str, Any], kind: str, form: str) -> SafeString:
    """What a kind of record is called, one of them or many."""
    return say_in(context["language"], f"desk.kind.{kind}.{form}")


@register.simple_tag(takes_context=True)
def step_word(context: Mapping[str, Any], event: str) -> SafeString:
    """What a step of a case is called, as a button."""
    return say_in(context["language"], f"desk.step.{event}")


@register.simple_tag(takes_context=True)
def verdict_word(context: Mapping[str, Any], verdict: str) -> SafeString:
    """What a verdict on a permit's code is called."""
    return say_in(context["language"], f"desk.verdict.{verdict}")


@register.simple_tag(takes_context=True)
def way_word(context: Mapping[str, Any], name: str) -> SafeString:
    """What a page of the desk is called."""
    return say_in(context["language"], f"desk.way.{name}")


@register.simple_tag(takes_context=True)
def state_word(context: Mapping[str, Any], state: str) -> SafeString:
    """What the state of a case is called."""
    return say_in(context["language"], f"desk.word.{state}")


@register.simple_tag(takes_context=True)
def figures_word(context: Mapping[str, Any], name: str, part: str) -> SafeString:
    """The title of a table of statistics, or what it says."""
    return say_in(context["language"], f"desk.figures.{name}.{part}")


@register.simple_tag(takes_context=True)
def standstill_word(context: Mapping[str, Any], kind: str) -> SafeString:
    """What is to be settled while the programme stands still: permits, open cases, people inside."""
    return say_in(context["language"], f"desk.standstill.of.{kind}")
