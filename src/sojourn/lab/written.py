"""The files that come with the lab, which are written as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: Every run starts with seven of these files; in Python alone, reading them takes ten times as long.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_written(file: Traversable) -> Any:
    """What a file says, as plain values. Raises yaml.YAMLError, OSError."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (either makes plain values only)
