"""Translations that may have gone stale: `python -m tools.stale [COMMIT]`.

It tells the English texts of the programmes that have changed since a commit (HEAD) while their translation has not. A
changed comma is told like a changed rule: whoever changes a text looks at the list and decides. Nothing has to be kept
beside the translations for it. Texts under `phrases` cannot go stale: they are found by their English.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sojourn.policy import Programme, ProgrammeError, available
from sojourn.policy.linting.texts import LANGUAGES, texts_of
from sojourn.policy.reading.programme import read

ROOT: Final = Path(__file__).parents[1]
PROGRAMMES: Final = "src/sojourn/programmes"


def stale(before: Programme, after: Programme) -> Iterator[tuple[str, str, str]]:
    """The language, place and English of each text of a programme's own that was changed and not translated anew."""
    earlier: dict[str, set[str]] = {}
    for text in texts_of(before):
        for path in text.paths:  # a grant's label and text share one
            earlier.setdefault(path, set()).add(text.english)
    for text in texts_of(after):
        for path in text.paths if text.own and text.english else ():
            known = earlier.get(path, {""})
            if text.english in known or known == {""}:
                continue
            for language in LANGUAGES:
                old, new = (one.texts.get(language, {}).get(path) for one in (before, after))
                if new is not None and old == new:
                    yield language, str(text.where), text.english


def _programmes_of(commit: str, folder: Path) -> Path:
    """The programmes as they were at a commit, put in a folder. Raises CalledProcessError for what is no commit."""
    content = subprocess.run(["git", "archive", commit, PROGRAMMES], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")
    return folder / PROGRAMMES


def main(commit: str) -> int:
    """Tell what may be stale; 1 where there is something, 2 where the earlier programmes cannot be read."""
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            earlier = _programmes_of(commit, Path(folder))
            for key in available():
                if (earlier / key).is_dir():
                    for language, where, english in stale(read(earlier / key), read(key)):
                        print(f"{where}: {language}: {english}")
                        count += 1
        except subprocess.CalledProcessError as error:
            sys.stderr.write(error.stderr.decode("utf-8", "replace"))
            return 2
        except ProgrammeError as error:
            sys.stderr.write(f"The programmes of {commit} cannot be read by the language of today:\n{error}\n")
            return 2
    print(f"{count} translations to look at")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["HEAD"]))
