"""Long questions that differ only in what is asked and by whom: prepared once on each connection, so that they are read
and planned once. A search asks three dozen tables under their policies: planning that took longer than answering it.

A plan that is kept still holds rows to the policies of whoever asks: they look at the actor as the plan runs, and
PostgreSQL makes it anew when the role of the connection, a policy or a table changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import sql

from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.held import Claimed

from .kept import Blank, Part

Slot = Blank | Claimed

#: The names of what each connection has prepared; they go with it.
_PREPARED: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Question:
    """SQL with $1 and so on for its slots: what stands in one is sent once, however often it is used."""

    name: str
    text: str
    slots: tuple[Slot, ...]


def asked(part: Part, **blanks: Any) -> list[tuple[Any, ...]]:
    """The rows that the database answers with, for the actor, with the blanks filled in.

    Raises NoActor where no one is acting, KeyError for a blank that is not filled, and TypeError for what is no text,
    whole number, share, or list of those.
    """
    types = tuple((name, _type_of(value)) for name, value in blanks.items())
    with connection.cursor() as cursor:
        question = _question(part, types)
        there = _PREPARED.setdefault(connection.connection, set())
        if question.name not in there:
            cursor.execute(f"prepare {question.name} as {question.text}")
            there.add(question.name)
        filled = ", ".join(["%s"] * len(question.slots))
        cursor.execute(f"execute {question.name}({filled})", list(_filled(question, current_actor(), blanks)))
        return list(cursor.fetchall())


def _filled(question: Question, actor: Actor, blanks: dict[str, Any]) -> Iterator[Any]:
    for slot in question.slots:
        yield list(actor.ids(slot.claim)) if isinstance(slot, Claimed) else blanks[slot.name]


@lru_cache(maxsize=200)
def _question(part: Part, types: tuple[tuple[str, str], ...]) -> Question:
    """What is the same whoever asks is written into the text; the slots are numbered as they first come."""
    type_of, slots = dict(types), dict[Slot, int]()
    first, *after = part.sql.replace("%%", "\0").split("%s")
    said = [first]
    for value, text in zip(part.params, after, strict=True):
        if isinstance(value, Slot):
            wanted = "bigint[]" if isinstance(value, Claimed) else type_of[value.name]
            said += [f"${slots.setdefault(value, len(slots) + 1)}::{wanted}", text]
        else:
            said += [sql.Literal(value).as_string(connection.connection), text]
    whole = "".join(said).replace("\0", "%")
    return Question(f"search_{hashlib.sha256(whole.encode()).hexdigest()[:24]}", whole, tuple(slots))


def _type_of(value: Any) -> str:
    if isinstance(value, list):
        return "text[]" if any(isinstance(one, str) for one in value) else "bigint[]"
    if value is None or isinstance(value, str):
        return "text"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"A search cannot ask for a {type(value).__name__}.")
    return "bigint" if isinstance(value, int) else "real"
