"""Parts of a programme that are made when they are first looked at: most runs never need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from ..model import WorkedCase
from ..problems import Problems
from .folders import Folder
from .packing import unpacked


class CasesLater(Mapping[str, WorkedCase]):
    """The worked cases in a programme's folder, whose files have been read before and found without a mistake."""

    __slots__ = ("_cases", "_folder")

    def __init__(self, folder: Folder) -> None:
        files = tuple(file for file in folder.files if file.kind in ("programme", "cases"))
        self._folder = Folder(folder.key, files)
        self._cases: Mapping[str, WorkedCase] | None = None

    def __reduce__(self) -> tuple[type[CasesLater], tuple[Folder]]:
        return CasesLater, (self._folder,)

    def _read(self) -> Mapping[str, WorkedCase]:
        if self._cases is None:
            from .cases import read_cases
            from .files import read_raw

            raw = read_raw(self._folder.key, self._folder.files, Problems())
            self._cases = {} if raw is None else read_cases(raw)
        return self._cases

    def __getitem__(self, key: str) -> WorkedCase:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


class TextsLater(Mapping[str, str]):
    """The translations into a language, as `packed`: most runs speak one language."""

    __slots__ = ("_packed", "_texts")

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._texts: Mapping[str, str] | None = None

    def __reduce__(self) -> tuple[type[TextsLater], tuple[bytes]]:
        return TextsLater, (self._packed,)

    def _read(self) -> Mapping[str, str]:
        if self._texts is None:
            self._texts = cast("Mapping[str, str]", unpacked(self._packed))
        return self._texts

    def __getitem__(self, path: str) -> str:
        return self._read()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())
