"""Loads the demonstration partnership and tells who can sign in to it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

DEMONSTRATION = "goldenthread.config.demonstration"


def prepare_demonstration() -> list[str]:
    """Load the demonstration, unless it is there; return the lines that tell who can sign in."""
    if find_spec(DEMONSTRATION) is None:
        return []
    loaded: list[str] | None = import_module(DEMONSTRATION).load()
    return loaded or []
