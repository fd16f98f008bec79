"""Bringing an installation up to date: app role, migrations (row security at their end), cache table, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from goldenthread.config import databases
from goldenthread.config.databases import APP_ROLE
from goldenthread.config.installation import Installation


def bring_up_to_date(*, policies_again: bool = False) -> Iterator[str]:
    """Do what is left to do, as the owner, and yield one line for each thing done.

    The end of a migrate also puts row security in place; ``policies_again`` asks for it where no migration is waiting.
    """
    installation: Installation = settings.INSTALLATION
    prepare_roles(installation)
    waiting = pending_migrations()
    if waiting or policies_again:
        call_command("createcachetable", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"grant select, insert, update, delete on goldenthread_cache to {APP_ROLE}")
        call_command("migrate", verbosity=0, interactive=False)
        yield f"{len(waiting)} migrations applied." if waiting else "The tables are up to date."
        yield "Row security is in place."
    else:
        yield "The database is up to date."
    if collect_static(installation):
        yield "Static files collected."


def prepare_roles(installation: Installation) -> None:
    """Make the app role in a server that is not ours (in ours it is made at the start)."""
    if not installation.embedded:
        databases.prepare_external(installation)


def pending_migrations() -> list[str]:
    """The names of migrations that the database has not had, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def collect_static(installation: Installation) -> bool:
    """Collect static files into the data folder, unless they are the same as last time. True if they were collected."""
    if static_is_current(installation):
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    installation.static.mkdir(parents=True, exist_ok=True)
    _static_mark(installation).write_text(static_fingerprint())
    return True


def static_is_current(installation: Installation) -> bool:
    """Whether what was collected last is what the applications bring now."""
    mark = _static_mark(installation)
    return mark.exists() and mark.read_text() == static_fingerprint()


def static_fingerprint() -> str:
    """A hash over the name, size and time of every static file that the applications bring, and our version."""
    digest = hashlib.sha256(version("goldenthread").encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_mark(installation: Installation) -> Path:
    return installation.static / ".collected"
