"""What a column may fill, in one list: a process's declaration with what its columns say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from goldenthread.core.casework.importable import Fills, Importable
from goldenthread.core.sealing.fields import BlindIndex, SealedDate
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.reading.trackers.headings import key_of

#: The row's own number: it ties the rows of another sheet to this one, and is not kept.
OWN_NUMBER = "own number"
STATE = "state"
NUMBER_WORDS = ("ref", "reference", "ref no", "no", "number", "id", "case no", "unique id", "our ref", "s no", "row")
STATE_WORDS = ("status", "current status", "case status", "open or closed", "open closed", "state", "outcome", "stage")


@dataclass(frozen=True, eq=False)  # each is the only one of its name
class Target:
    """One thing a column may fill. `name` is a record's column, or "visits.visited_on" for a row below it.

    `choices` are (value, label); `known` is every word that is known to mean a choice: key_of(word) -> value.
    """

    name: str
    label: str
    kind: str
    needed: bool
    phrases: tuple[str, ...]
    fills: Fills
    column: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, str] | None = None
    below: str = ""
    first: bool = False  # of rows below: the one that says whether there is a row

    @property
    def chosen(self) -> bool:
        return self.kind in ("choice", "agency")


@dataclass(frozen=True)
class Vocabulary:
    """Every target of a process at one partnership, by name."""

    importable: Importable
    targets: Mapping[str, Target]

    def of_record(self) -> list[Target]:
        return [one for one in self.targets.values() if not one.below]

    def telling(self) -> list[Target]:
        """What tells cases apart: the columns of `same_when`, and those that a fingerprint among them is of."""
        found: list[Target] = []
        for name in self.importable.same_when:
            column: Any = self.importable.of.model._meta.get_field(name)
            names = column.of if isinstance(column, BlindIndex) else (name,)
            found += [self.targets[one] for one in names if one in self.targets]
        return found

    def of(self, below: str) -> list[Target]:
        return [one for one in self.targets.values() if one.below == below]


def vocabulary_of(importable: Importable, board: Partnership) -> Vocabulary:
    """What a register of this process may fill at this partnership."""
    model: Any = importable.of.model
    agencies = tuple((str(agency.pk), agency.name) for agency in board.agencies.all())
    found = [_target(fills, model, agencies) for fills in importable.fields]
    found.append(_state(importable))
    own = Fills(OWN_NUMBER, words=NUMBER_WORDS)
    found.append(
        Target(OWN_NUMBER, "The register's own number (ties sheets; not kept)", "text", False, NUMBER_WORDS, own)
    )
    for below in importable.entries:
        rows: Any = model._meta.get_field(below.entries).related_model
        for at, fills in enumerate(below.fields):
            found.append(_target(fills, rows, agencies, below=below.entries, words=below.words, first=at == 0))
    return Vocabulary(importable, {one.name: one for one in found})


def _target(
    fills: Fills,
    model: Any,
    agencies: tuple[tuple[str, str], ...],
    *,
    below: str = "",
    words: tuple[str, ...] = (),
    first: bool = False,
) -> Target:
    column = next((one for one in model._meta.get_fields() if one.name == fills.name), None)
    label = _label(fills, column)
    kind = fills.kind or _kind(column)
    choices = (
        agencies if kind == "agency" else tuple((str(v), str(t)) for v, t in getattr(column, "choices", None) or ())
    )
    needed = _needed(column) if fills.needed is None else fills.needed
    phrases = (label, fills.name.replace("_", " "), *fills.words, *(words if first else ()))
    return Target(
        name=f"{below}.{fills.name}" if below else fills.name,
        label=f"{str(model._meta.verbose_name).capitalize()}: {label[:1].lower()}{label[1:]}" if below else label,
        kind=kind,
        needed=(needed or first) if below else needed,
        phrases=tuple(dict.fromkeys(key_of(words) for words in phrases)),
        fills=fills,
        column=column,
        choices=choices,
        known=_known(choices, fills.values),
        below=below,
        first=first,
    )


def _state(importable: Importable) -> Target:
    choices = tuple((str(v), str(t)) for v, t in importable.of.model.State.choices)
    known = _known(choices, importable.states)
    return Target(STATE, "How it stands", "choice", False, STATE_WORDS, Fills(STATE), None, choices, known)


def _label(fills: Fills, column: Any) -> str:
    words = fills.label or str(getattr(column, "verbose_name", fills.name.replace("_", " ")))
    return words[:1].upper() + words[1:]


def _kind(column: Any) -> str:
    if column is None or isinstance(column, SealedDate):
        return "day"  # a day on the way: of a step that has no column of its own
    if getattr(column, "choices", None):
        return "choice"
    kinds = (
        (models.BooleanField, "yes"),
        (models.DateTimeField, "moment"),
        (models.DateField, "day"),
        ((models.IntegerField, models.DecimalField, models.FloatField), "number"),
    )
    if isinstance(column, models.ForeignKey):
        return "agency" if column.related_model is Agency else "text"
    return next((kind for type_, kind in kinds if isinstance(column, type_)), "text")  # type: ignore[arg-type]  # a tuple of types


def _needed(column: Any) -> bool:
    if column is None or column.blank or column.has_default():
        return False
    return not column.null or column.get_internal_type() == "BinaryField"  # sealed ones are null where empty


def _known(choices: tuple[tuple[str, str], ...], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    known = {key_of(value.replace("_", " ")): value for value, _ in choices} | {key_of(t): v for v, t in choices}
    return known | {key_of(word): value for value, said in words.items() for word in said}


def latest_for(target: Target, today: date) -> date:
    """The last day that a cell may say: today, or ten years on where it may lie ahead."""
    return date(today.year + 10, 12, 31) if target.fills.ahead else today
