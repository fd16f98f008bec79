"""Doctor's checks of the database and of what hangs on it. Imported once Django is set up."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
from django.db import connection

from goldenthread.config import upkeep
from goldenthread.config.databases import APP_ROLE, OLDEST_SERVER, app_role_faults, connection_parameters
from goldenthread.config.findings import Finding, ok, wrong
from goldenthread.config.installation import APP, OWNER, Installation
from goldenthread.config.key_ring import check_ring
from goldenthread.core.tenancy.policies import rules_are_current, ungoverned_tables

MIGRATE = "Run: goldenthread migrate"


def check_database(installation: Installation) -> Iterator[Finding]:
    """The server, both roles, the tables and their protection. Stops at the first thing the rest stands on."""
    try:
        with psycopg.connect(connect_timeout=5, **connection_parameters(installation, OWNER)) as raw:
            yield check_server(raw)
    except psycopg.OperationalError as trouble:
        cure = "Check DATABASE_URL, and that the server runs and lets us in."
        yield wrong("Database", f"cannot be reached as its owner ({one_line(trouble)})", cure)
        return
    yield check_app_role(installation)
    waiting = upkeep.pending_migrations()
    if waiting:
        yield wrong("Tables", f"{len(waiting)} migrations are waiting, from {waiting[0]}", MIGRATE)
        return
    yield ok("Tables", "every migration is applied")
    yield check_letters()
    yield check_row_security()
    yield check_static(installation)
    yield check_ring(installation)


def check_server(raw: psycopg.Connection[object]) -> Finding:
    """The server's version is one we are tested on."""
    major = raw.info.server_version // 10000
    if major < OLDEST_SERVER:
        cure = f"Use PostgreSQL {OLDEST_SERVER} or newer."
        return wrong("Database", f"PostgreSQL {major} is too old", cure)
    return ok("Database", f"PostgreSQL {major} answers, as {raw.info.user}")


def check_app_role(installation: Installation) -> Finding:
    """The app's user can sign in to the database, and row security holds it."""
    try:
        with psycopg.connect(connect_timeout=5, **connection_parameters(installation, APP)) as raw:
            faults = app_role_faults(raw)
            user = raw.info.user
    except psycopg.OperationalError as trouble:
        cure = f"{MIGRATE} - or set GOLDENTHREAD_APP_DATABASE_URL to a user that is a member of {APP_ROLE}."
        return wrong("App's database user", f"cannot connect ({one_line(trouble)})", cure)
    if faults:
        cure = f"Set GOLDENTHREAD_APP_DATABASE_URL to a user that is only a member of {APP_ROLE}."
        return wrong("App's database user", f"{user} {' and '.join(faults)}", cure)
    return ok("App's database user", f"{user} is held to row security")


def one_line(trouble: Exception) -> str:
    """The driver's message without its line breaks."""
    return " ".join(str(trouble).split())


def check_row_security() -> Finding:
    """Every governed table has its policy in force."""
    bare = ungoverned_tables(connection)
    if bare:
        return wrong("Row security", f"not in force on {', '.join(sorted(bare))}", f"{MIGRATE} --policies")
    if not rules_are_current(connection):
        return wrong("Row security", "in force, but with the rules of another version", f"{MIGRATE} --policies")
    return ok("Row security", "in force on every governed table")


def check_letters() -> Finding:
    """PostgreSQL's own extensions for likeness by letters and for words by partnership: search stands on them."""
    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        there = {name for (name,) in cursor.fetchall()}
    missing = [name for name in ("pg_trgm", "btree_gin") if name not in there]
    if not missing:
        return ok("Search", "the extensions pg_trgm and btree_gin are there")
    made = "; ".join(f"create extension {name}" for name in missing)
    cure = f"As the database's owner: {made}. They come with PostgreSQL (Debian: postgresql-contrib)."
    return wrong("Search", f"missing: {', '.join(missing)}", cure)


def check_static(installation: Installation) -> Finding:
    """Static files were collected, and from this version."""
    if upkeep.static_is_current(installation):
        return ok("Static files", "collected")
    return wrong("Static files", "not collected, or from another version", MIGRATE)
