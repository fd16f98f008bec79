"""A process package declares one Process. Nothing else in the system is told about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models

from goldenthread.core.sealing.fields import BlindIndex, SealedField
from goldenthread.core.tenancy.roles import roles
from goldenthread.kernel.clocks import Clock
from goldenthread.kernel.workflow import Step, Workflow

from .models import Audience, Record

_registered: dict[str, Process] = {}
#: What the verbs take for themselves, so that no column of such a name could be filled: take_step; and open_record with
#: amend_record, which fill what opening asks for. A test holds them against the verbs' own arguments.
OF_A_STEP = frozenset({"record", "name", "note", "expected_version", "on"})
OF_OPENING = frozenset({"process", "partnership", "lead_agency", "opened_on", "record", "note", "expected_version"})


@dataclass(frozen=True)
class Keeping:
    """How long a case is kept: a part of its kind (as retention rules name it) and the day the years count from."""

    part: str
    counted_from: date


def _title(record: Record) -> str:
    return record.title


@dataclass(frozen=True)
class Process:
    """One kind of work.

    `opened_by` names roles in one string. `opening_fields`, `list_columns`, `filters` and `search` name columns of
    the model;
    `entries` the related names of its Entry rows that the record's page shows. `describe` makes the title that lists
    and links show.
    """

    slug: str
    title: str
    singular: str
    prefix: str
    model: Any  # the process's own Record class, with its State
    workflow: Workflow
    opened_by: str
    opening_fields: tuple[str, ...]
    summary: str = ""
    clocks: tuple[Clock, ...] = ()
    audience: Audience = Audience.AGENCIES
    describe: Callable[[Any], str] = _title
    list_columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ("reference", "title")
    #: Sealed work is never searched: neither its records, nor findings and files that hang from them.
    searchable: bool = True
    #: Sealed: it stands in a register that named people keep; identity and free text are sealed columns (start-up
    #: refuses others, but for those that `in_the_clear` names); it has no title; its files and notes are sealed too.
    sealed: bool = False
    in_the_clear: tuple[str, ...] = ()
    #: Of a closed case: the day until which it is kept, before the sealed part is destroyed. Of sealed work only.
    kept_until: Callable[[Any], Keeping | None] | None = None
    entries: tuple[str, ...] = ()
    amended_by: str = ""
    #: The url name (board, pk) of a page of its own that stands in front of the generic record page.
    front: str = ""
    #: States in which what it says is no longer given out: its words are not searched, and whoever may not amend it is
    #: led from the generic page to the one in front, which says so.
    recalled: tuple[str, ...] = ()
    #: The part of the site it stands in, beside others of its kind: the words shown in the navigation.
    section: str = "Registers"
    #: Url names (board) of further pages that belong to it: what lies below them is shown as part of it.
    also_at: tuple[str, ...] = ()
    #: Pages of its own that the record's page links to: (label, url name taking board and pk, roles or "" for all).
    pages: tuple[tuple[str, str, str], ...] = ()
    #: Pages of the whole kind that its list leads to: (label, url name taking the board), and where not everybody who
    #: sees the list may open one, whether the actor may at that board.
    beside: tuple[tuple[str, str] | tuple[str, str, Callable[[Any], bool]], ...] = ()
    #: Within a step, before the record is checked and saved, with the step's name and its note: columns that follow
    #: from what the step did, so that the database's own rules hold at every moment.
    before: Callable[[Any, str, str], None] | None = None
    #: Which of a step's fields are asked of this record, by the law of its day; all of them, where nothing is said.
    asked: Callable[[Any, Step], tuple[str, ...]] | None = None
    #: What a step on this record cannot go without: its form does not call it optional.
    needed: Callable[[Any, Step], Collection[str]] | None = None
    #: Of a column that a step asks for, the codes there are to choose from on this record; nothing where it is all.
    offered: Callable[[Any, Step, str], Collection[str] | None] | None = None
    #: After a step, in its transaction: for what the step means elsewhere (a cancelled meeting, the actions due there).
    after: Callable[[Any, str], None] | None = None
    on_open: Callable[[Any], None] | None = None
    #: What a button says that opens one: `Put a challenge` ("Open challenge" reads as opening one that is there).
    open_label: str = ""
    #: The url name (board) of a page of its own on which one is opened.
    open_at: str = ""
    #: May the worker open one, without a person (a figure that asks for an answer, a return that falls due)?
    by_itself: bool = False
    opened_on: Callable[[dict[str, Any]], Any] | None = field(default=None)

    def __post_init__(self) -> None:
        if self.sealed:
            object.__setattr__(self, "audience", Audience.NAMED)
            object.__setattr__(self, "searchable", False)
            object.__setattr__(self, "describe", lambda _record: "")
        _check(self)
        _registered[self.slug] = self

    @property
    def may_open(self) -> frozenset[str]:
        return roles(self.opened_by)

    @property
    def may_amend(self) -> frozenset[str]:
        return roles(self.amended_by or self.opened_by)

    @property
    def opening_words(self) -> str:
        """What is done to have one more, in the process's own verb."""
        what = f"{self.singular[:1].lower()}{self.singular[1:]}"
        return self.open_label or f"Add {'an' if what[0] in 'aeiou' else 'a'} {what}"

    def fields_of(self, step: Step, record: Any) -> tuple[str, ...]:
        """What a step asks of a record."""
        return self.asked(record, step) if self.asked else step.fields

    def state_label(self, state: str) -> str:
        return str(self.model.State(state).label)


def _check(process: Process) -> None:
    """Refuse a declaration that cannot work, when the program starts and not when a user meets it."""
    problems = []
    states = set(process.model.State.values)
    if states != set(process.workflow.states):
        apart = sorted(states ^ set(process.workflow.states))
        problems.append(f"its model and its workflow disagree about states: {apart}")
    if process.slug in _registered:
        problems.append("is declared twice")
    if set(process.recalled) - states or (process.recalled and not process.front):
        problems.append(f"{process.recalled} are no states of it, or no page of its own says that it is recalled")
    problems += _columns_it_lacks(process)
    problems += _taken_by_the_verbs("opening one", process.opening_fields, OF_OPENING)
    problems += _words_in_the_clear(process) if process.sealed else _sealed_outside_a_register(process)
    for step in process.workflow.steps:
        problems += _problems_of(process, step)
    if problems:
        raise ImproperlyConfigured(f"The process {process.slug!r}: " + "; ".join(problems))


def _columns_it_lacks(process: Process) -> list[str]:
    columns = {f.name for f in process.model._meta.get_fields()}
    named = (*process.opening_fields, *process.list_columns, *process.filters, *process.search, *process.entries)
    return [f"its model has no {name!r}" for name in named if name.split("__")[0] not in columns]


def tables_of(process: Process) -> Iterator[Any]:
    """The process's own tables: its record's, and those of what hangs from it."""
    own = process.model
    yield own
    for relation in own._meta.related_objects:
        far = relation.related_model
        if far._meta.app_label == own._meta.app_label and far.governed_by == relation.field.name:
            yield far


def _own_columns(process: Process) -> Iterator[Any]:
    for model in tables_of(process):
        yield from model._meta.local_fields


def _words_in_the_clear(process: Process) -> list[str]:
    """Columns of sealed work into which anything can be written, and that are not sealed."""
    free = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [
        f"{column.model.__name__}.{column.name} takes free text and is not sealed"
        for column in _own_columns(process)
        if isinstance(column, free)
        and not (isinstance(column, BlindIndex) or column.choices or column.name in process.in_the_clear)
    ]


def _sealed_outside_a_register(process: Process) -> list[str]:
    sealed = [c for c in _own_columns(process) if isinstance(c, SealedField)]
    return [f"{c.model.__name__}.{c.name} is sealed, and the process is not" for c in sealed]


def _problems_of(process: Process, step: Step) -> list[str]:
    try:
        target: Any = process.model._meta.get_field(step.adds).related_model if step.adds else process.model
        roles(" ".join(step.by))
    except (FieldDoesNotExist, ValueError) as error:
        return [f"the step {step.name!r}: {error}"]
    known = {f.name for f in target._meta.get_fields()}
    return _taken_by_the_verbs(f"the step {step.name!r}", step.fields, OF_A_STEP) + [
        f"the step {step.name!r} asks for {name!r}, which {target.__name__} lacks"
        for name in step.fields
        if name not in known
    ]


def _taken_by_the_verbs(where: str, names: tuple[str, ...], taken: frozenset[str]) -> list[str]:
    """What is asked for under a name that the verb takes for itself: it would never reach the row."""
    return [
        f"{where} asks for {name!r}, which the verb takes for itself: give the column another name"
        for name in names
        if name in taken
    ]


def process_for(record: Record) -> Process:
    return _registered[record.kind]


def process_named(slug: str) -> Process | None:
    return _registered.get(slug)


def all_processes() -> list[Process]:
    return list(_registered.values())
