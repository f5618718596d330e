"""What keeps the site from being served, so that whoever speaks to a person can say it in her language."""

from __future__ import annotations


class SiteError(Exception):
    """The site, or its database, cannot be had as things stand.

    `code` is the sentence under `unavailable` in the command line's catalogue that says why and what to do; `slots`
    fill it in, a tuple as a list. No slot ever holds a password.
    """

    def __init__(self, code: str, /, **slots: object) -> None:
        super().__init__(code, slots)
        self.code = code
        self.slots = slots
