"""How long a test waits for what has to come: no measure of speed; so long after it, a machine is taken to hang."""

from __future__ import annotations

from typing import Final

#: Seconds. What comes is seen as it comes, so that patience costs nothing; a machine that does much else may need it.
PATIENCE: Final = 120.0
