"""What a reader says when a file cannot be read."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """The file cannot be read, for a reason the person who chose it can act on.

    ``code`` is a short stable word for programs; ``message`` is plain English that names what is wrong, where, and
    the cure.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
