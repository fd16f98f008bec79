"""What waits on sealed cases without a clock, of every kind in one question: a kind more costs the list no question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership

from .worklist import WorkItem, days_left, register_source, urgency_of


@dataclass(frozen=True)
class Waiting:
    """One row that waits: the record's key and reference, `about` (what of it waits, as the kind codes it), the day
    since or until when, whose it is (key of a person), and the key of a row below the record.
    """

    pk: int
    reference: str
    about: str
    day: date | None
    person: int | None = None
    key: int | None = None


#: A query, and the names of its columns in the order of `Waiting`.
Asked = tuple["QuerySet[Any, Any]", tuple[str, ...]]
Asks = Callable[[Actor, Partnership, date], Iterable[Asked]]
Tells = Callable[[Waiting, Actor, Partnership, date], WorkItem | None]
_kinds: dict[str, tuple[Asks, Tells]] = {}


def register_waiting(name: str, asks: Asks, tells: Tells) -> None:
    """Have a kind of case add what waits. `asks` gives queries made by `waits`; `tells` says each row in words.

    The same name again replaces the one before. No title of a sealed case is among the columns: it has none.
    """
    _kinds[name] = asks, tells


def waits(
    rows: QuerySet[Any, Any], *, about: Any, day: Any, pk: str = "pk", reference: str = "reference",
    person: str | None = None, key: str | None = None,
) -> Asked:  # fmt: skip
    """Rows in the columns of `Waiting`. `about` and `day` are expressions; the others names of columns."""
    nobody = Cast(Value(None), BigIntegerField())
    told = rows.order_by().annotate(
        waits_about=Cast(about, TextField()), waits_day=day,
        **{} if person else {"waits_person": nobody}, **{} if key else {"waits_key": nobody},
    )  # fmt: skip
    return told, (pk, reference, "waits_about", "waits_day", person or "waits_person", key or "waits_key")


def what_waits(actor: Actor, partnership: Partnership, on: date) -> Iterator[WorkItem]:
    """What waits for the actor, of every kind that says so. One query, or none where no kind asks."""
    asked = [
        rows.values_list(Value(name), *columns)
        for name, (asks, _) in _kinds.items()
        for rows, columns in asks(actor, partnership, on)
    ]
    for name, *told in asked[0].union(*asked[1:], all=True) if asked else ():
        found = _kinds[name][1](Waiting(*told), actor, partnership, on)
        if found is not None:
            yield found


def case_item(
    row: Waiting, *, kind: str, title: str, why: str, on: date, link: str = "", due: bool = False
) -> WorkItem:
    """A line of the list for a sealed case: by reference, since it has no title that others may read.

    `due`: the row's day is one by which it must be done. Otherwise it waits since then, and is not late.
    """
    day = row.day if due else None
    return WorkItem(
        kind="record",
        pk=row.pk,
        reference=row.reference,
        title=title,
        due=day,
        why=why,
        urgency=urgency_of(day, on),
        days_left=days_left(day, on),
        record_kind=kind,
        link=link,
        since=None if due else row.day,
    )


register_source("waiting", what_waits)
