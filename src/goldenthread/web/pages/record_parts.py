"""What a record's pages are made of: facts, clocks, entries, what was done, every change. All from the declaration."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from goldenthread.core.casework.chronologies import has_chronology
from goldenthread.core.casework.clocks import standing
from goldenthread.core.casework.learning import has_learning
from goldenthread.core.casework.models import ClockRun, Event, Record
from goldenthread.core.casework.process import Process
from goldenthread.core.contributions.asked import asked_of
from goldenthread.core.sealing.fields import BlindIndex, Sealed, SealedField
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.now import now
from goldenthread.kernel.spans import day_of
from goldenthread.web.components import Cell, Moment, SummaryRow, Tag
from goldenthread.web.vocabulary import here

from .board import record_address
from .listing import Column, Filter, Listing, by_column

#: Columns of the shared record that the page shows elsewhere, or that mean nothing to a reader.
HIDDEN = {"record_ptr", "kind", "partnership", "reference", "title", "version", "state", "opened_by", "id"}


def plain(row: Any, name: str) -> Any:
    """A column's value as a person reads it and a spreadsheet keeps it: choice in words, date as a date."""
    column = row._meta.get_field(name)
    if column.choices:
        return str(getattr(row, f"get_{name}_display")())
    if column.is_relation:
        return _far(row, name)
    value = getattr(row, name)
    if isinstance(value, Sealed):
        return value.value()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else value


def _far(row: Any, name: str) -> str:
    """The far row in words; nothing where there is none, or it is out of the reader's sight."""
    try:
        return str(getattr(row, name) or "")
    except ObjectDoesNotExist:
        return ""


def shown(row: Any, name: str) -> Any:
    value = plain(row, name)
    if hasattr(value, "hour") and hasattr(value, "year"):
        return f"{value.astimezone():%-d %b %Y, %H:%M}"
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    return f"{value:%-d %b %Y}" if hasattr(value, "year") else value


def label_of(model: Any, name: str) -> str:
    words = str(model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def state_tag(process: Process, record: Any, board: Partnership | None = None) -> Tag:
    """How a record stands; in the words of the law at `board`, where what it stands in may speak of the body."""
    final = process.workflow.is_final(record.state)
    words = process.state_label(record.state)
    return Tag(here(board, words) if board else words, "grey" if final else "blue")


def process_listing(process: Process, board: Partnership) -> Listing:
    """The list of one process: its reference and title, the columns it declares, and those of every record."""
    related = [n for n in process.list_columns if process.model._meta.get_field(n).is_relation]
    rows = process.model.objects.filter(partnership=board)
    columns = [_reference(process, board)]
    columns += [_column(process, name, board) for name in process.list_columns]
    return Listing(
        title=process.title,
        rows=rows.select_related(*related) if related else rows,
        columns=tuple(columns),
        filters=(*(_filter(process, name, board) for name in process.filters), *_by_lateness(process)),
        searched=process.search,
        default_sort="-opened_on",
        empty=(f"No {process.title.lower()} that you may see", process.summary, "", ""),
        wide=tuple(_wide(process)),
        heads=Record.objects.filter(partnership=board, kind=process.slug),
    )


def _in_words(row: Any, name: str, board: Partnership) -> Any:
    """What a column says; a choice, which the platform declares, in the words of the law here."""
    value = shown(row, name)
    return here(board, str(value)) if row._meta.get_field(name).flatchoices and value else value


def facts(process: Process, record: Any, board: Partnership) -> list[SummaryRow]:
    fields = (f for f in process.model._meta.local_fields if not isinstance(f, BlindIndex))
    own = [f.name for f in fields if f.name not in HIDDEN]
    shared = ["lead_agency", "audience", "opened_on", "closed_on"]
    rows = [SummaryRow(label_of(record, name), _in_words(record, name, board)) for name in [*own, *shared]]
    return [row for row in rows if row.value != ""]


def rooms_of(kind: str) -> list[tuple[str, str]]:
    """Rooms of the whole house in which a case of this kind has a page: (label, url name taking board and pk)."""
    chronology = [("Chronology", "chronology")] if has_chronology(kind) else []
    learning = [("Learning from it", "case_learning")] if has_learning(kind) else []
    return [*chronology, *learning, *([("Asked of agencies", "asked_of_case")] if asked_of(kind) else [])]


def clock_lines(record: Record) -> list[ClockRun]:
    lines = list(ClockRun.objects.filter(record_id=record.pk).order_by("started", "clock"))
    for line in lines:
        line.standing = standing(line)  # type: ignore[attr-defined]  # for the template
    return lines


def moments(process: Process, record: Record, board: Partnership | None = None) -> list[Moment]:
    """The record's history, the latest first; each line in the words of the law of its day."""
    found = []

    def said(words: str, event: Event) -> str:
        return here(board, words, day_of(event.at)) if board else words

    for event in Event.objects.filter(record_id=record.pk).order_by("-at", "-pk")[:100]:
        moved = event.after and event.before != event.after and event.after in process.workflow.states
        tag = Tag(said(process.state_label(event.after), event), "blue") if moved else None
        found.append(
            Moment(event.at, said(event.label, event), event.by, event.note or str(event.sealed_note or ""), tag)
        )
    return found


def change_lines(row: models.Model, lines: Iterable[Any], names: dict[int, str]) -> list[Moment]:
    """Row history as words: each column with its value before and after, without those that the machine keeps."""
    found = []
    blind = {f.column for f in row._meta.fields if isinstance(f, BlindIndex)}
    for line in lines:
        said = {column: pair for column, pair in line.changes.items() if column not in blind and not _machine(column)}
        told = "; ".join(_told(row, column, pair) for column, pair in said.items())
        if told:
            title = {"insert": "Written", "update": "Changed", "delete": "Removed"}[line.operation]
            found.append(Moment(line.at, title, names.get(line.user_id, "Golden Thread"), told))
    return found


def _told(row: models.Model, column: str, pair: list[Any]) -> str:
    field = next((f for f in row._meta.fields if f.column == column), None)
    label = str(field.verbose_name).capitalize() if field is not None else column
    if isinstance(field, SealedField):
        return f"{label}: written, and sealed" if pair[0] is None else f"{label}: changed, and sealed"
    choices = dict(field.flatchoices) if field is not None else {}
    before, after = (choices.get(value, value) for value in pair)
    return (
        f"{label}: {after}"
        if before in (None, "")
        else f"{label}: {before} → {'nothing' if after in (None, '') else after}"
    )


def _machine(column: str) -> bool:
    return column in {
        "id",
        "version",
        "kind",
        "record_ptr_id",
        "partnership_id",
        "opened_by_id",
        "record_id",
        "register_id",
    }


def _reference(process: Process, board: Partnership) -> Column:
    def cell(row: Any) -> Cell:
        return Cell(row.reference, record_address(board, process.slug, row.pk), note=row.title)

    return Column("Reference", cell, lambda row: row.reference, "reference")


def _column(process: Process, name: str, board: Partnership) -> Column:
    if name == "state":
        return Column(
            "State",
            lambda row: Cell("", tag=state_tag(process, row, board)),
            lambda row: here(board, process.state_label(row.state)),
            "state",
        )
    field: Any = process.model._meta.get_field(name)
    sort = "" if field.is_relation else name
    label = label_of(process.model, name)
    if not field.is_relation and field.flatchoices:
        return Column(
            label, lambda row: Cell(_in_words(row, name, board)), lambda row: _in_words(row, name, board), sort
        )
    return Column(label, lambda row: Cell(shown(row, name)), lambda row: plain(row, name), sort)


def _wide(process: Process) -> list[Column]:
    """What a spreadsheet gets besides: the title and every column of the process's own."""
    shown_already = {*process.list_columns, *HIDDEN}
    rest = [
        f
        for f in process.model._meta.local_fields
        if f.name not in shown_already and not f.is_relation and not isinstance(f, (SealedField, BlindIndex))
    ]
    columns = [Column(label_of(process.model, f.name), lambda row: "", partial(plain, name=f.name)) for f in rest]
    return [Column("Title", lambda row: row.title, lambda row: row.title), *columns]


def _filter(process: Process, name: str, board: Partnership) -> Filter:
    field: Any = process.model._meta.get_field(name)
    if field.is_relation:
        rows = _rows_at(board, field.related_model)
        if field.related_model is Person:  # who is named on one of them, and not everybody
            rows = rows.filter(pk__in=process.model.objects.filter(partnership=board).values(name))
        choices = tuple((str(pk), str(row)) for pk, row in _options(rows))
        return Filter(name, label_of(process.model, name), choices, by_column(f"{name}_id"))
    return Filter(
        name,
        label_of(process.model, name),
        tuple((str(k), here(board, str(v))) for k, v in field.flatchoices),
        by_column(name),
    )


LATE = (("late", "Something is late"), ("in_time", "Nothing is late"))


def _by_lateness(process: Process) -> tuple[Filter, ...]:
    """Of sealed work, whose list shows no more than references: which cases have a clock past its day. No query."""
    return (Filter("late", "Time limits", LATE, _late),) if process.sealed and process.clocks else ()


def _late(rows: QuerySet, value: str) -> QuerySet:
    overdue = ClockRun.objects.filter(record=OuterRef("pk"), met__isnull=True, due__lt=now())
    late = Exists(overdue.exclude(direction=Direction.MINIMUM))
    return rows.filter(late) if value == "late" else rows.filter(~late)


def _rows_at(board: Partnership, model: Any) -> QuerySet:
    """The board's own rows: someone with seats at two boards is not offered the one's groups in the other's lists."""
    if model is Agency:
        return board.agencies.all()
    rows = model._default_manager.all()
    owned = any(column.name == "partnership" for column in model._meta.fields)
    return rows.filter(partnership=board) if owned else rows


def _options(rows: QuerySet) -> list[tuple[Any, Any]]:
    return [(row.pk, row) for row in rows[:300]]
