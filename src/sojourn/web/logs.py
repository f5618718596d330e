"""Lines of the log: what failed and where, and nothing of what was in the database's rows."""

from __future__ import annotations

import logging
import re
from types import TracebackType

#: How PostgreSQL tells which row was in the way: its values are somebody's.
_OF_A_ROW = re.compile(r"^(DETAIL|CONTEXT|Key|Failing row)\b.*$", re.MULTILINE)
_Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """A line with its traceback, from which the database's details of a row are taken."""

    def formatException(self, ei: _Told) -> str:  # noqa: N802 (the name that logging gives it)
        """The traceback."""
        return _OF_A_ROW.sub("(left out)", super().formatException(ei))
