"""What ``doctor`` finds: each line says what is so and, where something is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a finding stands. Only WRONG makes ``doctor`` fail; a NOTE is a choice somebody should know was made."""

    OK = "OK"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One line of ``doctor``. ``cure`` is a sentence to act on, empty when all is well."""

    what: str
    state: State
    words: str
    cure: str = ""

    def __str__(self) -> str:
        line = f"{self.state.value:<6} {self.what}: {self.words}"
        return f"{line}\n       {self.cure}" if self.cure else line


def ok(what: str, words: str) -> Finding:
    """A finding with nothing to do."""
    return Finding(what, State.OK, words)


def note(what: str, words: str, cure: str = "") -> Finding:
    """Works, but somebody should know."""
    return Finding(what, State.NOTE, words, cure)


def wrong(what: str, words: str, cure: str) -> Finding:
    """Does not work, and what to do."""
    return Finding(what, State.WRONG, words, cure)
