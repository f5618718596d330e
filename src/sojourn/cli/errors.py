"""A call that cannot be carried out as it stands."""

from __future__ import annotations


class CallError(Exception):
    """The call is wrong (exit code 2): `code` is a sentence under `wrong` in the catalogue, `slots` fill it in."""

    def __init__(self, code: str, /, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots
