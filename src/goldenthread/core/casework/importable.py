"""What a register's spreadsheet may fill: each process that takes one in says so here, and the import reads it.

Declared beside the process, at start-up::

    takes_registers(Importable(
        process="private-fostering",
        fields=(Fills("child_ref", words=said("case number, id")), Fills("ended_on", reaches="ended"), ...),
        entries=(FillsEntries("visits", (Fills("visited_on"),), words=said("visit")),),
        same_when=("child_ref", "began_on"),
    ))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured

from .process import Process, process_named

#: The Children Act 1989 in England and Wales: no register of ours begins long before it.
LONG_AGO = date(1991, 10, 14)
#: One row of an example: the name of a field -> what its cell says; the name of entries -> their rows.
Row = Mapping[str, Any]
_registered: dict[str, Importable] = {}


def said(words: str) -> tuple[str, ...]:
    """Words and phrases from one text with commas between: "end date, date closed, ceased"."""
    return tuple(word.strip() for word in words.split(",") if word.strip())


@dataclass(frozen=True)
class Fills:
    """One thing that a column may fill: a column of the record (or of the row below it), or a day on the way.

    words: headings that people use for it besides its own name, in small letters.
    values: a choice -> words that people write for it. Choices' own words are known without saying.
    kind: text, day, moment, choice, yes, number or agency; by the column itself where not said.
    needed: must a row have it? By the column itself where not said.
    reaches: the state that the record is in once this is filled. The later of a process's fields counts first.
    step: the step whose day this is; the record's history gets a line of it on that day. It needs no column of its own.
    ahead: may the day lie ahead of today? Else a later day is refused as a slip.
    """

    name: str
    words: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""
    needed: bool | None = None
    reaches: str = ""
    step: str = ""
    label: str = ""
    earliest: date = LONG_AGO
    ahead: bool = False


@dataclass(frozen=True)
class FillsEntries:
    """Rows below a record (its visits): in columns "Visit 1", "Visit 2", or on a sheet of their own.

    The first of `fields` says whether there is one. `words` name one of them in headings. `always` is what each has
    where the register does not say it.
    """

    entries: str
    fields: tuple[Fills, ...]
    words: tuple[str, ...] = ()
    always: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Importable:
    """A process whose records a register may bring. `fields` in the order of a case's way.

    same_when: columns that say that two rows, or a row and a record here, are the same case.
    same_else: those that say it where one of the two lacks a part of `same_when` (a date of birth that is not known).
    states: a state -> words that registers use for it.
    holds: a last look at a row's values: (name of a field, what is wrong and the cure) for what cannot be.
    before: the values of a row and its state, once more before it is written: columns that follow from others.
    stands: the state by a row's values (with the register's own word for it as "state"), where the days that it
        reached do not say it.
    closes: a state in which a case is closed though steps lead out of it -> the fields whose day closed it, the first
        that is given. (In a final state it is closed by the day that reaches it.)
    example: rows of an invented register, as people fill one in; each comes in as it stands.
    """

    process: str
    fields: tuple[Fills, ...]
    same_when: tuple[str, ...]
    same_else: tuple[str, ...] = ()
    entries: tuple[FillsEntries, ...] = ()
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holds: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]] | None = None
    before: Callable[[dict[str, Any], str], dict[str, Any]] | None = None
    stands: Callable[[Mapping[str, Any]], str] | None = None
    closes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    example: tuple[Row, ...] = ()

    @property
    def of(self) -> Process:
        found = process_named(self.process)
        if found is None:
            raise ImproperlyConfigured(f"A register is taken in for {self.process!r}, which is no process.")
        return found

    def fill(self, name: str) -> Fills:
        """The field of that name. Raises KeyError where there is none."""
        return next((one for one in self.fields if one.name == name), None) or _lacking(name)

    def below(self, name: str) -> FillsEntries:
        """The entries of that name. Raises KeyError where there are none."""
        return next((one for one in self.entries if one.entries == name), None) or _lacking(name)


def takes_registers(importable: Importable) -> None:
    """Let registers of a process be taken in. Raises ImproperlyConfigured for what its model does not have."""
    process = importable.of
    same = (*importable.same_when, *importable.same_else)
    problems = [f"its model has no {name!r}" for name in same if not _has(process.model, name)]
    problems += [
        f"{one.name!r} is neither a column nor the day of a step"
        for one in importable.fields
        if not _has(process.model, one.name) and not one.step
    ]
    states = set(process.model.State.values)
    named = {one.reaches for one in importable.fields if one.reaches} | {*importable.states, *importable.closes}
    problems += [f"there is no state {state!r}" for state in sorted(named - states)]
    for below in importable.entries:
        problems += _problems_below(process, below)
    if problems:
        raise ImproperlyConfigured(f"The register of {importable.process!r}: " + "; ".join(problems))
    _registered[importable.process] = importable


def importable_for(slug: str) -> Importable | None:
    """What a register of this process may fill; nothing where none is taken in."""
    return _registered.get(slug)


def registers_taken() -> list[Importable]:
    """Every process that takes registers in, in the order of their titles."""
    return sorted(_registered.values(), key=lambda one: one.of.title)


def _problems_below(process: Process, below: FillsEntries) -> list[str]:
    if not _has(process.model, below.entries):
        return [f"its model has no {below.entries!r}"]
    model: Any = process.model._meta.get_field(below.entries).related_model
    return [f"{model.__name__} has no {one.name!r}" for one in below.fields if not _has(model, one.name)]


def _has(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _lacking(name: str) -> Any:
    raise KeyError(name)
