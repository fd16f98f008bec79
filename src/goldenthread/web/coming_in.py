"""Files that come in and are checked before anything is written: what their pages have in common is one set of
templates (`web/coming_in/`), and each kind gives them its own words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """What is asked once more before something is done: the question, what it means, what the button says."""

    question: str
    meaning: str
    button: str

    @property
    def context(self) -> dict[str, str]:
        return {"question": self.question, "meaning": self.meaning, "button": self.button}


@dataclass(frozen=True)
class Words:
    """The words of one kind of file, in the order in which a person meets them."""

    list: str
    seen_by: str
    none: str
    none_yet: str
    bring: str
    how: str
    read: str
    kept: str
    undone: str
    dismiss: Asked
    undo: Asked
