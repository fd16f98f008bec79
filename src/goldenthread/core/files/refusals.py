"""What is said when a file is not taken, or cannot be given back."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):
    """The file is not stored. `code` is a short stable word; the message names what is wrong, where, and the cure."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)


class FileGone(Exception):
    """The row is there and its content is not: destroyed on purpose, or missing or altered on disk. The message says
    which.
    """
