"""Django's own sentences in our languages: the compiled catalogues are those of the written ones."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from tools import catalogue


@pytest.mark.parametrize("source", catalogue.written(), ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(source: Path) -> None:
    """Given a catalogue, when gettext reads what was compiled, then every sentence stands there as it is written."""
    sentences = catalogue.read(source)
    assert len(sentences) > 3
    with source.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert {one: read.gettext(one) for one in sentences if one} == {a: b for a, b in sentences.items() if a}
    assert source.with_suffix(".mo").read_bytes() == catalogue.compiled(sentences)
