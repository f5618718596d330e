"""What every page of the lab is put into: one HTML file, with its contents, tables and how it was made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path

from ..guangxi.experiment import Experiment
from ..speaking import sentence
from .pictures import picture_style


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: its key, which is its id on a page, its heading and what stands under it, as HTML."""

    key: str
    heading: str
    text: str


def whole_page(title: str, sections: Sequence[Section], language: str) -> str:
    """A page that needs nothing beside it; `title` is HTML. The first section stands at the top, and in no contents."""
    head = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
    )
    items = "".join(f'<li><a href="#{one.key}">{one.heading}</a></li>' for one in sections[1:])
    contents = f'<nav aria-label="{_say("contents", language)}"><ul class="contents">{items}</ul></nav>'
    top = f'<header><p class="kicker">{_say("kicker", language)}</p>\n<h1>{title}</h1>{contents}</header>\n'
    body = "\n".join(f'<h2 id="{one.key}">{one.heading}</h2>\n{one.text}' for one in sections)
    return f"{head}{top}<main>\n{body}\n</main>\n<footer></footer>\n</body>\n</html>\n"


def write_new(path: Path, text: str) -> None:
    """Write a file, whole or not at all. Raises FileExistsError where there is something at `path`, and OSError."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".new", encoding="utf-8", delete=False) as file:
        file.write(text)
    new = Path(file.name)
    try:
        os.link(new, path)  # unlike a rename, this does not take the place of what is there
        path.chmod(0o644)
    finally:
        new.unlink()


def wide_table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    """A table that lies down on a phone; `numbers` are the columns of figures."""
    right = set(numbers)
    top = "".join(
        f'<th scope="col"{" class=n" if at in right else ""}>{escape(one)}</th>' for at, one in enumerate(heads)
    )
    body = []
    for first, *others in rows:
        cells = "".join(
            f'<td data-head="{escape(heads[at])}"{" class=n" if at in right else ""}>{escape(cell)}</td>'
            for at, cell in enumerate(others, 1)
        )
        body.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return f'<table class="wide"><thead><tr>{top}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def made_list(told: Iterable[tuple[str, str]], language: str) -> str:
    """How a page was made: terms with what is said of each, as HTML."""
    terms = "".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in told)
    return f'<dl class="made">{terms}</dl>\n<p class="small quiet">{_say("made_same", language)}</p>'


def asked_of(experiment: Experiment) -> list[str]:
    """The options that ask for the people, days, seed and parameters of an experiment."""
    asked = ["--people", str(experiment.people), "--from", experiment.first.isoformat()]
    asked += ["--to", experiment.last.isoformat(), "--warm-up", str(experiment.warm_up)]
    asked += ["--seed", str(experiment.seed)]
    for name, value in experiment.given:
        asked += ["--set", f"{name}={value!r}"]
    return asked


def code(text: str) -> str:
    """Code that breaks before an option, and not within one."""
    first, *options = text.split(" --")
    told = " ".join(f"<span>{escape(one)}</span>" for one in (first, *(f"--{option}" for option in options)))
    return f"<code>{told}</code>"


def _say(what: str, language: str) -> str:
    return escape(sentence(what, language))


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8") + picture_style()
