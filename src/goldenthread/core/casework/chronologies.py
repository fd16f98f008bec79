"""Kinds of case of which the agencies' chronologies are gathered. Neither the case's process nor the room knows the
other.
"""

from __future__ import annotations

from .process import process_named

_KINDS: set[str] = set()


def wants_chronology(kind: str) -> None:
    """Say that cases of a sealed kind have a merged chronology. Called where the process is declared."""
    _KINDS.add(kind)


def has_chronology(kind: str) -> bool:
    """Whether a case of this kind has one: said so, declared, and sealed."""
    process = process_named(kind)
    return kind in _KINDS and process is not None and process.sealed
