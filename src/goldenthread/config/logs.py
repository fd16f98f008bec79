"""How a log line is written: of an exception its type and where it happened, never its words."""

from __future__ import annotations

import copy
import logging
import re
import traceback
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

#: The secret in the address of a letter's link: whoever reads the log could follow it.
SECRET = re.compile(r"(/by-link/)[^/\s]+")


class WithoutWords(logging.Formatter):
    """Prints an exception as its type and its frames, and so each that led to it.

    What an exception says may quote minutes or a name, and logs are read by more people than records are. To see the
    words, run with GOLDENTHREAD_LOG_LEVEL=DEBUG.
    """

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another handler may have left it there, words and all
        return SECRET.sub(r"\1...", super().format(record))

    def formatException(self, ei: Raised) -> str:  # logging's own name
        return "\n".join(_told(ei[1], set())) if ei[1] else ""


def _told(error: BaseException, seen: set[int]) -> list[str]:
    """The lines of an exception: first what led to it, then its frames, then its type; of a group, each in it."""
    seen.add(id(error))
    lines: list[str] = []
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in seen:
        lines += [*_told(earlier, seen), "", "which led to:", ""]
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    lines += ["Traceback (most recent call last):", frames, f"{type(error).__module__}.{type(error).__qualname__}"]
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        lines += ["", "in this group:", *_told(inner, seen)]
    return lines
