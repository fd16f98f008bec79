"""Kinds of case from which learning is told that does not tell the case: briefings, early learning. Neither the case's
process nor the room that publishes knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .models import Record
from .process import process_named

_KINDS: set[str] = set()
Known = Callable[[Record], Iterable[str]]
_KNOWN: list[Known] = []


def gives_learning(kind: str) -> None:
    """Say that learning may be published from cases of a sealed kind. Called where the process is declared."""
    _KINDS.add(kind)


def has_learning(kind: str) -> bool:
    """Whether learning may come of a case of this kind: said so, declared, and sealed."""
    process = process_named(kind)
    return kind in _KINDS and process is not None and process.sealed


def knows_names(provider: Known) -> Known:
    """Register a function that says what else a room knows of a case's people and places: texts in which names stand.
    It is called within a reading of the case.
    """
    if provider not in _KNOWN:
        _KNOWN.append(provider)
    return provider


def known_texts(record: Record) -> list[str]:
    """What rooms know besides the case's own columns, for the guard that holds back what would name someone."""
    return [text for provider in _KNOWN for text in provider(record)]
