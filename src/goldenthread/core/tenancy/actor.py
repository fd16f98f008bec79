"""Who is acting. Set once per request or job; read by the managers and, through set_config, by PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction

from .roles import OVERSIGHT

if TYPE_CHECKING:
    from .models import Partnership

#: Every claim a rule may name. PostgreSQL sees each as the setting `app.<claim>`: ids joined by commas.
CLAIMS = (
    "users", "persons", "partnerships", "known_at", "oversight", "places", "groups", "registers", "reviewed",
    "invitations", "links",
)  # fmt: skip


class NoActor(RuntimeError):
    """Governed rows were asked for and no one was acting. Wrap the call in `acting_as(...)`."""


def place_key(partnership_id: int, agency_id: int) -> int:
    """One number for "this agency at this table": an agency held at one board says nothing about another."""
    return (partnership_id << 32) | agency_id


@dataclass(frozen=True)
class Actor:
    """A person (or the system) with what they hold today.

    `seats` is a set of (partnership id, agency id, role). `held` carries further claims by name (see `CLAIMS`).
    """

    user: int | None
    seats: frozenset[tuple[int, int, str]] = frozenset()
    held: Mapping[str, frozenset[int]] = field(default_factory=dict, hash=False)
    name: str = ""
    _sorted: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def partnerships(self) -> frozenset[int]:
        return frozenset(partnership for partnership, _, _ in self.seats)

    @property
    def agencies(self) -> frozenset[int]:
        return frozenset(agency for _, agency, _ in self.seats if agency)

    def roles(self, partnership_id: int) -> frozenset[str]:
        return frozenset(role for held_at, _, role in self.seats if held_at == partnership_id)

    def agencies_at(self, partnership_id: int) -> frozenset[int]:
        return frozenset(agency for held_at, agency, _ in self.seats if held_at == partnership_id and agency)

    def oversees(self, partnership_id: int) -> bool:
        return partnership_id in self.claim("oversight")

    def claim(self, name: str) -> frozenset[int]:
        """The ids behind one claim. A claim that is not one of `CLAIMS` is a programming error (KeyError)."""
        derived: dict[str, Callable[[], Iterable[int]]] = {
            "users": lambda: [self.user] if self.user else [],
            "partnerships": lambda: self.partnerships,
            "known_at": lambda: self.partnerships | self.held.get("partnerships", frozenset()),
            "oversight": lambda: (p for p, _, role in self.seats if role in OVERSIGHT),
            "places": lambda: (place_key(p, a) for p, a, _ in self.seats if a),
            "persons": lambda: (),
            "groups": lambda: (),
            "registers": lambda: (),
            "reviewed": lambda: (),
            "invitations": lambda: (),
            "links": lambda: (),
        }
        return frozenset(derived[name]()) | self.held.get(name, frozenset())

    def ids(self, name: str) -> list[int]:
        """The same in order, put together once: queries ask for them by the dozen."""
        if name not in self._sorted:
            self._sorted[name] = sorted(self.claim(name))
        return self._sorted[name]

    @classmethod
    def system(cls, partnership: Partnership, name: str = "Golden Thread") -> Actor:
        """Jobs for one partnership (reminders, imports begun by a person keep that person instead). Sees nothing
        sealed.
        """
        return cls(
            user=None,
            held={"partnerships": frozenset({partnership.pk}), "oversight": frozenset({partnership.pk})},
            name=name,
        )


_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor:
    if (actor := _current.get()) is None:
        raise NoActor("no one is acting: wrap this in acting_as(...)")
    return actor


def actor_or_none() -> Actor | None:
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run a block as `actor`, in one transaction; the actor before (or no one) is restored on the way out."""
    if connection.in_atomic_block and _current.get() == actor:  # already so, and in a transaction
        yield actor
        return

    def tell() -> Actor:
        tell_postgres(actor)
        return actor

    with becoming(tell):
        yield actor


@contextmanager
def becoming(told: Callable[[], Actor]) -> Iterator[Actor]:
    """Run a block, in one transaction, as the actor that `told` returns once it has told PostgreSQL of them.

    While `told` runs no one is acting, whoever was before; they are restored on the way out.
    """
    before = _current.get()
    nested = connection.in_atomic_block
    token = _current.set(None)
    try:
        with transaction.atomic():
            actor = told()
            _current.set(actor)
            yield actor
            # a rolled-back savepoint undoes set_config, a released one does not; a commit forgets it anyway
            if nested and not connection.needs_rollback:
                tell_postgres(before)
    finally:
        _current.reset(token)


@contextmanager
def growing_into(actor: Actor) -> Iterator[None]:
    """Within `acting_as`: go on as the same person, now that more of what they hold is known. Costs no savepoint."""
    token = _current.set(actor)
    try:
        tell_postgres(actor)
        yield
    finally:
        _current.reset(token)


def tell_postgres(actor: Actor | None) -> None:
    """One statement; `true` = until the end of the transaction, so that a pooled connection forgets."""
    values = [",".join(map(str, actor.ids(claim))) if actor else "" for claim in CLAIMS]
    calls = ", ".join(f"set_config('app.{claim}', %s, true)" for claim in CLAIMS)
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", values)
