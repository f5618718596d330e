"""Runs what the documentation shows, and compares what comes out: `python -m tools.examples [--write] [PAGE ...]`.

Three kinds of fenced blocks on a page take part, from top to bottom, in a folder of their own:

    ```yaml title="mine/orchard/facts.yaml"    a file, written as shown
    ```diff title="mine/orchard/facts.yaml"    lines of a file that change: `-` goes, `+` comes in its place
    ```console                                 commands behind `$ `, each with what it prints

A line `...` in what a command prints stands for any lines that are left out, and `...` within a line for anything that
will be otherwise tomorrow. Every other block is only read. With
`--write` the pages are brought up to what the commands print now; the lines shown stay those that were chosen.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
#: What the commands remember of programmes; not the user's own, which it would fill with the made-up ones.
CACHE: Final = ROOT / "build/examples"
LEFT_OUT: Final = "..."
LONGEST: Final = 60

_BLOCK: Final = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command on a page, and the lines it is said to print."""

    line: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Different:
    """A command that printed something else than its page says."""

    page: str
    command: str
    shown: str
    printed: str

    def __str__(self) -> str:
        return f"{self.page}: $ {self.command}\n--- shown\n{self.shown}\n--- printed\n{self.printed}"


def pages() -> list[Path]:
    """The pages that show commands."""
    return [page for page in sorted((ROOT / "docs").rglob("*.md")) if "```console" in page.read_text(encoding="utf-8")]


def differences(page: Path) -> list[Different]:
    """Every command of a page that prints something else than shown."""
    return list(_Page(page).differences())


def rewritten(page: Path) -> str:
    """The page with what its commands print now.

    Raises ValueError where lines chosen to be shown are gone, or a command broke off: that is nothing to show.
    """
    return _Page(page).rewritten()


class _Page:
    def __init__(self, page: Path) -> None:
        self.name = page.name
        self.text = page.read_text(encoding="utf-8")

    def differences(self) -> Iterator[Different]:
        for command, printed in self.run():
            if not matches(command.shown, printed):
                yield Different(self.name, command.line, "\n".join(command.shown), "\n".join(printed))

    def rewritten(self) -> str:
        text = self.text
        for command, printed in self.run():
            if any(line.startswith("Traceback") for line in printed):
                raise ValueError("\n".join([f"{self.name}: $ {command.line}", *printed]))
            if not matches(command.shown, printed):
                before, after = (
                    _written(command.line, lines) for lines in (command.shown, chosen(command.shown, printed))
                )
                text = text.replace(before, after, 1)
        return text

    def run(self) -> Iterator[tuple[Command, list[str]]]:
        """Each command of the page with what it prints, run where the files of the page lie."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for linked in (".venv", "src"):
                (folder / linked).symlink_to(ROOT / linked)
            for kind, title, body in _BLOCK.findall(self.text):
                if kind == "console":
                    for command in commands(body):
                        yield command, _printed(command.line, folder)
                elif kind == "diff" and title:
                    _change(folder / title, body)
                elif title:
                    (folder / title).parent.mkdir(parents=True, exist_ok=True)
                    (folder / title).write_text(body, encoding="utf-8")


def commands(body: str) -> list[Command]:
    """The commands of a console block; one that goes on in the next line ends with a backslash."""
    found: list[Command] = []
    line, shown = "", list[str]()
    for one in body.splitlines():
        if line.endswith("\\"):
            line = f"{line}\n{one}"
        elif one.startswith("$ "):
            if line:
                found.append(Command(line, tuple(shown)))
            line, shown = one[2:], []
        else:
            shown.append(one)
    if line:
        found.append(Command(line, tuple(shown)))
    return found


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the lines printed are those shown; `...` stands for any, and within a line for anything."""
    pattern = "\n".join("(?:.*\n)*?.*" if line == LEFT_OUT else _pattern(line) for line in shown)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.split(LEFT_OUT)))


def chosen(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """What to show of the lines printed: as many as before of each stretch, from the line it began with or one like it.

    Raises ValueError where nothing like it is printed.
    """
    if LEFT_OUT not in shown:
        return [*_kept(shown, printed), *printed[len(shown) :]]
    found: list[str] = []
    position = 0
    for stretch in _stretches(shown):
        if stretch:
            start = _start(stretch[0], printed, position)
            position = start + len(stretch)
            found.extend(_kept(stretch, printed[start:position]))
        found.append(LEFT_OUT)
    return found[:-1]


def _kept(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The lines printed, those that are still right as they were written."""
    return [was if matches([was], [now]) else now for was, now in zip(shown, printed, strict=False)]


def _start(line: str, printed: Sequence[str], position: int) -> int:
    """Where a line is printed, from a position on; if it is not, the line most like it."""
    for index in range(position, len(printed)):
        if matches([line], [printed[index]]):
            return index
    close = get_close_matches(line, printed[position:], n=1)
    if not close:
        raise ValueError(f"no line like {line!r} is printed any more")
    return printed.index(close[0], position)


def _stretches(shown: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(line)
    return found


def _written(line: str, printed: Sequence[str]) -> str:
    return "\n".join([f"$ {line}", *printed]) + "\n"


def _printed(line: str, folder: Path) -> list[str]:
    """What a command prints on both outputs, without colours, in English."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("COLUMNS", "FORCE_COLOR", "LC_ALL", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    }
    environment |= {"LANG": "C.UTF-8", "NO_COLOR": "1", "XDG_CACHE_HOME": str(CACHE)}
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return [one.rstrip() for one in done.stdout.rstrip("\n").splitlines()]


def _change(file: Path, body: str) -> None:
    """Put each run of `+` lines in the place of the `-` lines before it, which must stand in the file just once."""
    text = file.read_text(encoding="utf-8")
    for gone, come in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", body, re.MULTILINE):
        before, after = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (gone, come))
        if text.count(before) != 1:
            raise ValueError(f"{file.name} has this {text.count(before)} times, not once:\n{before}")
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Compare pages with what their commands print, or write them anew; gives the exit code."""
    write = "--write" in arguments
    named = [Path(one).resolve() for one in arguments if one != "--write"]
    failed = False
    for page in named or pages():
        if write:
            text = rewritten(page)
            if text != page.read_text(encoding="utf-8"):
                page.write_text(text, encoding="utf-8")
                print(f"written: {page.relative_to(ROOT)}")
            continue
        for one in differences(page):
            failed = True
            print(one)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
