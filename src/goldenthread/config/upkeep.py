"""Bringing an installation up to date: app role, migrations (row security at their end), cache table, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from goldenthread.config import databases
from goldenthread.config.databases import APP_ROLE
from goldenthread.config.garbage import looking_seldom
from goldenthread.config.installation import Installation
from goldenthread.config.key_ring import ensure_ring
from goldenthread.config.rendering import making_few_classes
from goldenthread.core.tenancy.policies import rules_are_current


def bring_up_to_date(*, policies_again: bool = False, with_keys: bool = True) -> Iterator[str]:
    """Do what is left to do, as the owner, and yield one line for each thing done. Raises Trouble where cases are
    sealed with keys that are not here, unless it is not to look (``with_keys``).

    The end of a migrate also puts row security in place; so it is run too where only a rule has changed, and where
    ``policies_again`` asks for it.
    """
    installation: Installation = settings.INSTALLATION
    prepare_roles(installation)
    waiting = pending_migrations()
    if waiting or policies_again or not rules_are_current():
        call_command("createcachetable", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"grant select, insert, update, delete on goldenthread_cache to {APP_ROLE}")
        _migrate()
        yield f"{len(waiting)} migrations applied." if waiting else "The tables are up to date."
        yield "Row security is in place."
    else:
        yield "The database is up to date."
    if collect_static(installation):
        yield "Static files collected."
    if with_keys:
        yield from ensure_ring()


def _migrate() -> None:
    """All that waits. The short way is for an empty database: where rows could be lost Django goes its own."""
    fresh = not MigrationRecorder(connection).applied_migrations()
    with looking_seldom(), making_few_classes() if fresh else nullcontext():
        call_command("migrate", verbosity=0, interactive=False)


def prepare_roles(installation: Installation) -> None:
    """Make the app role in a server that is not ours (in ours it is made at the start)."""
    if not installation.embedded:
        databases.prepare_external(installation)


def pending_migrations() -> list[str]:
    """The names of migrations that the database has not had, in order."""
    if migration_files() <= set(MigrationRecorder(connection).applied_migrations()):
        return []  # nothing can be waiting: Django's own answer, without the half second of putting its plan together
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migration_files() -> set[tuple[str, str]]:
    """(application's label, migration's name) of every migration that the applications bring."""
    found = set()
    for application in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(application.label)
        if module is not None and find_spec(module) is not None:
            names = (name for _, name, is_package in iter_modules(import_module(module).__path__) if not is_package)
            found |= {(application.label, name) for name in names if name[0] not in "_~"}  # Django passes these over
    return found


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
