"""The tables of what hangs from a record: one for each kind of entry its process shows, in one query each."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.process import Process
from goldenthread.core.groups.models import Group
from goldenthread.core.sealing.fields import BlindIndex
from goldenthread.core.tenancy.models import Agency, Person
from goldenthread.web.components import Cell, Table
from goldenthread.web.components import Column as Heading

from .record_parts import label_of, shown

MOST = 500
#: What the page says elsewhere: whose row it is, and in which capacity a person came.
HIDDEN = {"record", "partnership", "group", "membership", "version"}


def entry_tables(process: Process, record: Any) -> list[tuple[str, Table | None]]:
    """A table of each kind of entry the process shows; None where there is no row yet.

    A query for each, and one for each link that leads neither to a person, an agency or a group, nor to another entry.
    """
    tables: list[tuple[str, Table | None]] = []
    rows: dict[Any, list[Any]] = {}
    for name in process.entries:
        model: Any = process.model._meta.get_field(name).related_model
        further = [f.name for f in _links(model) if f.related_model not in (*KNOWN, *rows)]
        found = list(getattr(record, name).select_related(*known_links(model)).prefetch_related(*further)[:MOST])
        _tie(found, rows)
        rows[model] = found
        if len(found) < MOST:
            _hold(record, name, found)
        tables.append(_table(model, found))
    return tables


def _hold(record: Any, name: str, found: list[Any]) -> None:
    """What was read stands on the record, as what is prefetched does: a room that draws it does not ask again."""
    query = getattr(record, name).all()
    query._result_cache = found
    record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = query


#: Known to everyone who may see what names them.
KNOWN = (Person, Agency, Group)


def known_links(model: Any) -> list[str]:
    """The people, agencies and groups that a row names: to be read with it."""
    return [f.name for f in _links(model) if f.related_model in KNOWN]


def _links(model: Any) -> list[Any]:
    return [f for f in model._meta.local_fields if f.many_to_one and f.name not in HIDDEN]


def _tie(found: list[Any], rows: dict[Any, list[Any]]) -> None:
    """Follow links to entries that were read for the tables before. One that is not among them is out of sight."""
    for link in _links(type(found[0])) if found else []:
        far = rows.get(link.related_model)
        if far is not None and len(far) < MOST:
            by_key = {row.pk: row for row in far}
            for row in found:
                link.set_cached_value(row, by_key.get(getattr(row, link.attname)))


def _table(model: Any, found: list[Any]) -> tuple[str, Table | None]:
    fields = (f for f in model._meta.local_fields if not (f.primary_key or isinstance(f, BlindIndex)))
    columns = [f.name for f in fields if f.name not in HIDDEN]
    columns = [c for c in columns if any(shown(row, c) not in ("", "No") for row in found)]
    rows = tuple(tuple(Cell(shown(row, c)) for c in columns) for row in found)
    title = str(model._meta.verbose_name_plural).capitalize()
    headings = tuple(Heading(label_of(model, c)) for c in columns)
    return title, Table(title, headings, rows, True) if rows else None
