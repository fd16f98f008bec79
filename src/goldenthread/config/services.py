"""What a command needs around it: the database server running, the roles in place, Django set up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import ParamSpec, TypeVar

import click
import django
import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

from goldenthread.config import databases
from goldenthread.config.installation import APP, Installation, Trouble
from goldenthread.config.postgres import Server
from goldenthread.core.sealing.keyring import SealingTrouble

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def database_running(
    installation: Installation | None = None,
    *,
    dies_with_me: bool = False,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Callable[[], None]]:
    """Have the installation's database there for the length of the block, started and stopped by us if it is ours.

    ``meanwhile`` is called while it starts. Yields what starts it again, should somebody have killed it.
    """
    here = installation or Installation.from_environment()
    if not here.embedded:
        meanwhile()
        yield lambda: None
        return
    here.prepare_folder()
    server = Server(here.data, dies_with_me=dies_with_me)
    server.start(meanwhile)
    try:
        databases.prepare_embedded(server)
        yield server.revive
    finally:
        server.leave()


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Decorate a command function so that it runs with the database there. Troubles become one plain message."""

    @wraps(command)
    def with_database(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_words(), database_running():
            return command(*args, **kwargs)

    return with_database


@contextmanager
def in_words() -> Iterator[None]:
    """Turn the troubles a person can do something about into a message and exit code 1, without a traceback."""
    try:
        yield
    except (Trouble, SealingTrouble) as trouble:
        raise click.ClickException(str(trouble)) from trouble
    except (psycopg.OperationalError, OperationalError) as trouble:
        raise click.ClickException(f"The database cannot be used: {str(trouble).strip()}") from trouble
    except PermissionError as trouble:
        raise click.ClickException(f"Not permitted: {trouble}") from trouble


def refuse_powerful_role() -> None:
    """Stop, in words, if Django's connection is one that row security would not hold."""
    with in_words():
        connection.ensure_connection()
        databases.check_app_role(connection.connection)
    connection.close()


def set_up_django(role: str) -> None:
    """Load Django's settings and applications, to connect as ``owner`` or ``app``. An explicit environment wins."""
    os.environ.setdefault("GOLDENTHREAD_DB_ROLE", role)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    django.setup()


def become_app() -> None:
    """In a process forked from one that connected as the owner: connect as the app from now on.

    No connection is brought along (the parent closed them); what is connected next is looked at as at any start.
    """
    os.environ["GOLDENTHREAD_DB_ROLE"] = APP
    settings.INSTALLATION = replace(settings.INSTALLATION, role=APP)
    settings.DATABASES[DEFAULT_DB_ALIAS] |= databases.connection_settings(settings.INSTALLATION)
    del connections[DEFAULT_DB_ALIAS]  # made anew, with these settings, when it is next asked for
