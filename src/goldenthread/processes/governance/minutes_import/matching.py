"""Who and what of these minutes is known already. Offered to the clerk with how sure it is; never decided here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from goldenthread.reading.minutes.people import bare, folded

T = TypeVar("T")
LIKELY_TEXT = 0.55
SURE_TEXT = 0.9
_BRACKETS = re.compile(r"\([^)]*\)")
_SMALL = frozenset(
    ["and", "are", "for", "from", "that", "the", "their", "this", "was", "will", "with", "has", "have", "been"]
)


@dataclass(frozen=True)
class Offer(Generic[T]):
    """A known row that this may be. `sure`: nothing else fits and the words are the same."""

    row: T
    sure: bool


def person_key(name: str) -> str:
    """A name for comparing: without honorific, brackets ("(Vice Chair)"), case and dots."""
    return folded(_BRACKETS.sub(" ", name))


def words_key(text: str) -> str:
    """A title for comparing: letters and figures alone, lower case, "&" as "and"."""
    return " ".join(re.sub(r"[^\w]+", " ", text.replace("&", " and ").lower()).split())


class Named(Generic[T]):
    """Rows found by any of their names. A name that leads to two rows leads to none for sure."""

    def __init__(self, rows: Iterable[tuple[T, Sequence[str]]]) -> None:
        self._rows: dict[str, list[T]] = {}
        for row, names in rows:
            for key in {words_key(name) for name in names} - {""}:
                self._rows.setdefault(key, []).append(row)

    def find(self, text: str | None) -> Offer[T] | None:
        """By the whole text; else, less surely, by one part of it ("Public Health, County Council")."""
        if not text:
            return None
        whole = self._rows.get(words_key(text), [])
        if whole:
            return Offer(whole[0], sure=len(whole) == 1)
        parts = [part for part in re.split(r"[,/()–]| - ", text) if part.strip()]
        found = [row for part in reversed(parts) for row in self._rows.get(words_key(part), [])]
        return Offer(found[0], sure=False) if found else None


class People(Generic[T]):
    """People found by full name; by first initial and surname, less surely."""

    def __init__(self, people: Iterable[tuple[T, str]]) -> None:
        self._full: dict[str, list[T]] = {}
        self._short: dict[str, list[T]] = {}
        for row, name in people:
            key = person_key(name)
            self._full.setdefault(key, []).append(row)
            if short := _short(key):
                self._short.setdefault(short, []).append(row)

    def find(self, name: str | None) -> Offer[T] | None:
        """The one person of this name; None where no one, or several by their initial, could be meant."""
        key = person_key(name or "")
        if not key:
            return None
        if full := self._full.get(key):
            return Offer(full[0], sure=len(full) == 1)
        near = self._short.get(_short(key), [])
        written_short = len(bare(name or "").split()[0].strip(".")) == 1
        kept_short = [row for row in near if written_short or self._is_short(row)]
        return Offer(kept_short[0], sure=False) if len(kept_short) == 1 else None

    def _is_short(self, row: T) -> bool:
        """Whether the known person is the one who is written with an initial."""
        return any(row in rows and len(key.split()[0]) == 1 for key, rows in self._full.items())


def alike(first: str, second: str) -> float:
    """How much two texts say the same, 0 to 1: the share of their longer words that they have in common (Dice)."""
    a, b = _words(first), _words(second)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _words(text: str) -> set[str]:
    return {word for word in words_key(text).split() if len(word) > 2} - _SMALL


def _short(key: str) -> str:
    parts = key.split()
    return f"{parts[0][0]} {parts[-1]}" if len(parts) > 1 else ""
