"""Kinds of case from which learning is told that does not tell the case: briefings, early learning. Neither the case's
process nor the room that publishes knows the other.
"""

from __future__ import annotations

from .process import process_named

_KINDS: set[str] = set()


def gives_learning(kind: str) -> None:
    """Say that learning may be published from cases of a sealed kind. Called where the process is declared."""
    _KINDS.add(kind)


def has_learning(kind: str) -> bool:
    """Whether learning may come of a case of this kind: said so, declared, and sealed."""
    process = process_named(kind)
    return kind in _KINDS and process is not None and process.sealed
