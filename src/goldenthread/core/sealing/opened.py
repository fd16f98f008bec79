"""Which cases are being read just now, by whoever acts. Outside of a reading every sealed value says only "Sealed"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from .envelope import CaseKey

_open: ContextVar[Mapping[int, CaseKey]] = ContextVar("cases being read", default=MappingProxyType({}))


@contextmanager
def opened(case_id: int, key: CaseKey) -> Iterator[None]:
    """Within, this case's sealed values can be read. Called by the verb that writes the line of who reads, only."""
    token = _open.set({**_open.get(), case_id: key})
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def shut() -> Iterator[None]:
    """Within, nothing sealed can be read, whatever was being read before: for what must not hold a sealed word."""
    token = _open.set({})
    try:
        yield
    finally:
        _open.reset(token)


def key_if_open(case_id: int | None) -> CaseKey | None:
    return _open.get().get(case_id) if case_id is not None else None
