"""The databases of a run, each made once and copied, file by file, for whoever wants one of their own.

Three are made when first asked for, whichever worker asks, and not written in again: one that is migrated and empty,
one with the two boards of tests/world.py in it, one with the demonstration. A worker has copies of the first two to
itself, and the demonstration is copied for each file of tests that looks at it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from goldenthread.config import demonstration
from goldenthread.config.databases import DATABASE
from goldenthread.config.rendering import making_few_classes
from tests.sharing import first, shared

#: The password of everyone in the demonstration.
PASSWORD = "a password for the tests"


def named(what: str) -> str:
    """The name of a test database beside the one that we were told of."""
    return f"{connection.settings_dict['TEST']['NAME']}_{what}"


def once(what: str, make: Callable[[str], None]) -> str:
    """The name of a database that is made by whoever is first; the others wait for it."""
    name = named(what)
    with first(what) as we_are:
        if we_are:
            make(name)
            (shared() / f"{what}.database").write_text(name)
    return name


def migrated() -> str:
    """Everything but rows: in our own server, as the installation has it that the server is a copy of."""
    if not os.environ.get("DATABASE_URL"):
        return DATABASE
    return once("migrated", _migrate)


def demonstrated() -> str:
    """The demonstration, loaded as the owner."""
    return once("demonstrated", lambda name: copy_and(migrated(), name, _load))


def what_was_said() -> list[str]:
    """What the command printed when the demonstration was loaded."""
    demonstrated()
    return _said().read_text().splitlines()


def _load() -> None:
    _said().write_text("\n".join(demonstration.load(PASSWORD)))
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # the copies ask as a site does that has run for a while


def _said() -> Path:
    return shared() / "demonstrated.txt"


def copy_and(source: str, target: str, work: Callable[[], object]) -> None:
    """Copy a database and do this in the copy."""
    copy_database(source, target)
    with connected_to(target):
        work()


def _migrate(name: str) -> None:
    drop_database(name)
    as_owner("create database {}", name)
    with connected_to(name):  # as `goldenthread migrate` does it
        call_command("createcachetable", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("grant select, insert, update, delete on goldenthread_cache to goldenthread_app")
        with making_few_classes():
            call_command("migrate", verbosity=0, interactive=False)


def copy_database(source: str, target: str) -> None:
    """Copy a database of the test server, file by file, in place of one left by a run that broke off. Nobody may be
    connected to the source.
    """
    drop_database(target)
    as_owner("create database {} template {} strategy file_copy", target, source)


def drop_database(name: str) -> None:
    as_owner("drop database if exists {} with (force)", name)


def drop_what_was_shared(url: str) -> None:
    """After the run, on a server that stays."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as outside:
        for made in shared().glob("*.database"):
            outside.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(made.read_text())))


def as_owner(statement: str, *names: str) -> None:
    """Run a statement about whole databases, from outside all of them."""
    told = connection.settings_dict
    parameters = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    given = {name: value for name, value in parameters.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as outside:
        outside.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """In this block Django's database, in every thread, is this one."""
    before = connection.settings_dict["NAME"]
    connect_to(name)
    try:
        yield
    finally:
        connect_to(before)


@contextmanager
def a_copy_of_the_demonstration() -> Iterator[None]:
    """In this block Django's database is the demonstration, to be written in: a copy, which goes with the block."""
    copy = named(f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_demonstrated")
    copy_database(demonstrated(), copy)
    with connected_to(copy):
        yield
    drop_database(copy)


def connect_to(name: str) -> None:
    """From now on Django's database, in every thread, is this one."""
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
