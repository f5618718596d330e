"""A call that cannot be carried out as it stands."""

from __future__ import annotations


class CallError(Exception):
    """The call is wrong (exit code 2).

    `code` is the sentence under `wrong` in the catalogue that says how; `slots` fill it in, a tuple as a list.
    """

    def __init__(self, code: str, /, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots
