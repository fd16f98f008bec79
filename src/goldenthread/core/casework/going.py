"""What hangs from a record goes with it, by the database's own cascade, when the register it came in is taken back.

The application's role may delete no row of these tables by itself. It may delete a record alone, and a trigger (a
migration of casework makes it) lets one go only while all of its history is that it was brought in.
"""

from __future__ import annotations

from typing import Any

from django.db import connection as default_connection

from .importable import registers_taken
from .models import ClockRun, Event

_LINK = """
select c.conname from pg_constraint c
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
 where c.contype = 'f' and c.conrelid = %s::regclass and c.confrelid = %s::regclass and a.attname = %s
   and c.confdeltype <> 'c'"""


def going_with_records() -> list[Any]:
    """The links that must let a row go with its record: its history and clocks, and of every process that takes
    registers in its own table and the rows below it.
    """
    models: list[Any] = [importable.of.model for importable in registers_taken()]
    below = [
        model._meta.get_field(entries.entries).remote_field
        for model, importable in zip(models, registers_taken(), strict=True)
        for entries in importable.entries
    ]
    own = [model._meta.pk for model in models]
    return [Event._meta.get_field("record"), ClockRun._meta.get_field("record"), *own, *below]


def let_go_with_records(connection: Any = default_connection) -> None:
    """Put the cascade on each of these links that has none. Run as the owner; safe to run again."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for link in going_with_records():
            table, target = link.model._meta.db_table, link.related_model._meta
            if not {table, target.db_table} <= tables:
                continue
            cursor.execute(_LINK, [table, target.db_table, link.column])
            for (name,) in cursor.fetchall():
                cursor.execute(
                    f'alter table "{table}" drop constraint "{name}", add constraint "{name}" '
                    f'foreign key ("{link.column}") references "{target.db_table}" ("{target.pk.column}") '
                    "on delete cascade deferrable initially deferred"
                )


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    if using == default_connection.alias:
        let_go_with_records(default_connection)
