"""A year of sealed work counted again: what is other than when it was first counted, and because of which cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now
from goldenthread.kernel.periods import Stretch

from .bringing_in import BROUGHT_IN
from .models import CountedYear, Event, Register
from .registering import keeps

#: (key, words, number) of what was counted.
Cells = Iterable[tuple[str, str, int]]
#: Lines of history that change no number.
NO_CHANGE = frozenset(
    {
        "let_in", "let_go", "hold", "lift_hold", "destroy", "sample", "grade", "store_file", "shred_file", "chronology",
        "chronology_out", "learning", "paper",
    }
)  # fmt: skip
#: With no state before it, the line of a case that comes here.
ENTERED = frozenset({"open", BROUGHT_IN})


@dataclass(frozen=True)
class Changed:
    """One figure that is other than it was. Nothing: it was not counted then, or is not now."""

    words: str
    was: int | None
    is_now: int | None

    @property
    def by(self) -> int:
        return (self.is_now or 0) - (self.was or 0)


@dataclass(frozen=True)
class Because:
    """A case of which something was entered since: its reference and key, what was done, when, by whom."""

    pk: int
    reference: str
    opened_on: date
    at: datetime
    what: str
    by: str


@dataclass(frozen=True)
class Recounted:
    """The year against its first count. `entered`: cases that were not here then; `corrected`: changed since, or with
    something of the year entered since.
    """

    first: CountedYear
    changed: tuple[Changed, ...]
    entered: tuple[Because, ...]
    corrected: tuple[Because, ...]


def keep_count(partnership: Partnership, kind: str, year: Stretch, cells: Cells) -> CountedYear:
    """Keep a year's count for those who keep the register. The same again is not kept twice.

    Raises PermissionDenied for who does not keep it.
    """
    register = Register.objects.filter(partnership=partnership, kind=kind).first()
    if register is None or not keeps(register):
        raise PermissionDenied("The year is counted by those who keep the register: they see all of it.")
    counted = [list(cell) for cell in cells]
    last = CountedYear.objects.filter(register=register, first=year.first, last=year.last).last()
    if last and last.cells == counted:
        return last
    made: CountedYear = CountedYear.objects.create(
        register=register, partnership=partnership, first=year.first, last=year.last, counted_at=now(),
        by=current_actor().name, cells=counted,
    )  # fmt: skip
    return made


def first_counts(partnership: Partnership, kind: str) -> Mapping[date, CountedYear]:
    """Of each year that was counted its first count, by the year's first day; of those in sight."""
    found: dict[date, CountedYear] = {}
    for one in CountedYear.objects.filter(partnership=partnership, register__kind=kind):
        found.setdefault(one.first, one)
    return found


def recounted(first: CountedYear, cells: Cells) -> Recounted:
    """What is other now, and the cases it may be because of. Three queries."""
    was = {key: (words, number) for key, words, number in first.cells}
    current = {key: (words, number) for key, words, number in cells}
    changed = [
        Changed((current.get(key) or was[key])[0], _number(was, key), _number(current, key))
        for key in {**was, **current}
        if _number(was, key) != _number(current, key)
    ]
    entered, corrected = _because(first)
    return Recounted(first, tuple(changed), entered, corrected)


def _because(first: CountedYear) -> tuple[tuple[Because, ...], tuple[Because, ...]]:
    """Cases opened up to the year's end of which something was entered since it was counted: new ones, and others."""
    lines = (
        Event.objects.filter(record__register=first.register, record__opened_on__lte=first.last)
        .filter(at__gt=first.counted_at)
        .exclude(name__in=NO_CHANGE)
        .order_by("record__opened_on", "record_id", "at", "pk")
        .values_list("record_id", "record__reference", "record__opened_on", "at", "name", "before", "label", "by")
    )
    entered, corrected = {}, []
    for pk, reference, opened_on, at, name, before, label, by in lines:
        line = Because(pk, reference, opened_on, at, label, by)
        if name in ENTERED and not before:
            entered[pk] = line
        else:
            corrected.append(line)
    return tuple(entered.values()), tuple(line for line in corrected if line.pk not in entered)


def _number(cells: Mapping[str, tuple[str, int]], key: str) -> int | None:
    return cells[key][1] if key in cells else None
