"""Sentences of Django that its catalogues lack in our languages: `python -m tools.catalogue` makes what it reads.

Whoever translates changes a `django.po` under `src/sojourn/web/locale`; the compiled file beside it is made from that.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "src/sojourn/web/locale"


def main() -> None:
    """Compile every catalogue."""
    for source in written():
        source.with_suffix(".mo").write_bytes(compiled(read(source)))


def written() -> list[Path]:
    """The catalogues that are translated by hand."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(source: Path) -> dict[str, str]:
    """What stands for what; the sentence '' stands for the catalogue's own head."""
    found: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    part = ""
    for line in [*source.read_text(encoding="utf-8").splitlines(), ""]:
        name, _, rest = line.partition(" ")
        if name in ("msgid", "msgstr"):
            part = name
            said[part] = [rest]
        elif line.startswith('"'):
            said[part].append(line)
        elif not line and "msgstr" in said:
            one, other = ("".join(ast.literal_eval(text) for text in said[name]) for name in ("msgid", "msgstr"))
            found[one], said = other, {}
    return found


def compiled(sentences: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it: a head, two tables of lengths and places, then the sentences, in order."""
    pairs = sorted((one.encode(), other.encode()) for one, other in sentences.items())
    tables = 28
    at = tables + 16 * len(pairs)
    places, text = [], b""
    for column in (0, 1):
        for pair in pairs:
            places.append((len(pair[column]), at + len(text)))
            text += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), tables, tables + 8 * len(pairs), 0, at)
    return head + b"".join(struct.pack("<2I", *place) for place in places) + text


if __name__ == "__main__":
    main()
