"""Lines broken by a typewriter or a PDF, put together again into paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*(?:[\u2022\u25aa\u25cf\u25e6\u2023\uf0b7\u00b7*\u25a0\u27a2]|[-\u2013]\s)")
_START = re.compile(
    r"^\s*(?:\(?\d{1,3}(?:[./]\d{1,3}){0,3}[.):]?\s|\(?[a-z][.)]\s|\(?[ivx]{1,5}[.)]\s"
    r"|[A-Z][\w /&'-]{1,40}:|ACTIONS?\b|RESOLVED\b|AGREED\b|<"
    r"|Actions?\s+(?:point\s+|no\.?\s*)?[A-Z]{0,3}\d[\w./]*\s*(?:\([^)]{1,40}\)\s*)?[:.\u2013-])"
)
_PERSON = re.compile(r"^\s*(?:[A-Z][\w.'\u2019-]*\s+){1,4}[A-Z][\w'\u2019-]+\s*(?:\([^)]*\)|,|\s[-\u2013]\s|;)")
#: A line that ends so has not said what it was about to say, however short it is.
_HANGING = re.compile(
    r"\b(?:the|of|to|by|and|with|for|from|in|at|an|that|will|Mr|Mrs|Ms|Dr|Cllr"
    r"|(?:by|on|until|before|the)\s+\d{1,2}(?:st|nd|rd|th)?)$"
)
_ENDS = (".", "?", "!", ":", ";")


def is_bullet(text: str) -> bool:
    """Whether the line starts with a bullet."""
    return bool(_BULLET.match(text))


def joined(first: str, second: str) -> str:
    """Two lines as one; a word broken by a hyphen at the line's end is left with its hyphen."""
    return f"{first}{second}" if first.endswith("-") and not first.endswith(" -") else f"{first} {second}"


def fills(first: str, second: str, width: int) -> bool:
    """Whether ``second`` goes on with ``first``: its first word had no room left in a line ``width`` letters wide."""
    if second[:1].islower() and not first.endswith(_ENDS):
        return True
    return len(first) + 1 + len(second.split(" ", 1)[0]) > width * 0.85


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How wide this text's lines were set: 0 when they are not wrapped (one line is one paragraph)."""

    width: int

    @classmethod
    def of(cls, lines: list[str]) -> Wrapping:
        """Judge from the lines themselves: wrapped text has many lines near one greatest length."""
        lengths = sorted(len(line) for line in lines if line.strip() and "\t" not in line)
        if not lengths or lengths[-1] > 200:
            return cls(0)
        width = lengths[int(len(lengths) * 0.97)] if len(lengths) > 30 else lengths[-1]
        near = sum(1 for length in lengths if length >= width * 0.85)
        return cls(width if width >= 40 and near >= 3 else 0)

    def _goes_on(self, first: str, second: str, start: str) -> bool:
        if is_bullet(second) or _START.match(second):
            return False
        # Two lines that each begin "Name Surname (NS)" or "Name Surname, ..." are a list of people, however wide.
        if _PERSON.match(second) and _PERSON.match(start):
            return False
        if (second[:1].islower() or second[:1] == "(" or _HANGING.search(first)) and not first.endswith(_ENDS):
            return True
        if first.endswith(",") and start.count(",") > 2:  # a list that runs on
            return True
        if not self.width:
            return False
        word = second.split(" ", 1)[0]
        return len(first) + 1 + len(word) > self.width * 0.88

    def group(self, lines: list[str]) -> list[list[int]]:
        """The indexes of lines that make one paragraph, for each paragraph."""
        groups: list[list[int]] = []
        for index, line in enumerate(lines):
            if groups and self._goes_on(lines[index - 1], line, lines[groups[-1][0]]):
                groups[-1].append(index)
            else:
                groups.append([index])
        return groups
