"""Counting sealed work for people who may see none of it. What comes out is numbers: the caller puts them under
disclosure control before anybody reads them, and gives out no row, no reference and no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from goldenthread.core.sealing.opened import shut
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership

from .models import Register


@contextmanager
def counting(partnership: Partnership, *, of: Iterable[int] | None = None) -> Iterator[None]:
    """Within, the rows of every register of the partnership can be counted, and nothing sealed can be read: whoever
    counts is nobody by name, so that `reading` refuses them, and what was open to the reader before is shut. For those
    who know that there are registers, everyone at the table: others count nothing. `of`: keys of the registers instead,
    from something of theirs that its reader was given.
    """
    known = Register.objects.filter(partnership=partnership).values_list("pk", flat=True) if of is None else of
    registers = frozenset(known)
    held = {"partnerships": frozenset({partnership.pk}), "oversight": frozenset({partnership.pk})}
    with acting_as(Actor(user=None, held={**held, "registers": registers})), shut():
        yield
