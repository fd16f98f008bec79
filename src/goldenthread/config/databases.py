"""Which database, as whom: the owner migrates, the app serves people and may be held to row-level security.

The owner owns the database. The app role logs in, owns nothing, is no superuser and cannot bypass row security: what
``check_app_role`` makes sure of before anything is served.
"""

from __future__ import annotations

import secrets
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from goldenthread.config.installation import OWNER, Installation, Trouble
from goldenthread.config.postgres import Server

DATABASE = "goldenthread"
OWNER_ROLE = "goldenthread_owner"
APP_ROLE = "goldenthread_app"
APP_PASSWORD = "app_role_password"  # noqa: S105 - the name of a secret, not its value
KEEP_CONNECTION_SECONDS = 60
OLDEST_SERVER = 15  # Debian 12's; what we are tried on


class RoleTrouble(Trouble):
    """The database roles are not as they must be. The message says what to do."""


def connection_settings(installation: Installation, role: str | None = None) -> dict[str, Any]:
    """Django's settings of one database connection, for that role (the installation's own unless told)."""
    parameters = connection_parameters(installation, role or installation.role)
    host, port = parameters.pop("host", ""), parameters.pop("port", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters.pop("dbname", DATABASE),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": host,
        "PORT": str(port),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parameters,
    }


def connection_parameters(installation: Installation, role: str) -> dict[str, Any]:
    """The libpq parameters of a connection as ``owner`` or ``app``."""
    if installation.database_url is None:
        sockets = Server(installation.data).socket_folder
        return {"host": str(sockets), "dbname": DATABASE, "user": OWNER_ROLE if role == OWNER else APP_ROLE}
    owner = conninfo_to_dict(installation.database_url)
    if role == OWNER:
        return owner
    if installation.app_database_url is not None:
        return conninfo_to_dict(installation.app_database_url)
    return owner | {"user": APP_ROLE, "password": installation.read_secrets().get(APP_PASSWORD, "")}


def prepare_embedded(server: Server) -> None:
    """Make the two roles and the database in our own server: the only thing its superuser is ever used for."""
    with server.connect() as connection:
        refuse_old_server(connection.info.server_version)
        _one_at_a_time(connection)
        _make_role(connection, OWNER_ROLE, "LOGIN NOSUPERUSER CREATEROLE CREATEDB NOBYPASSRLS")
        _make_role(connection, APP_ROLE, "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS")
        _let_owner_become_app(connection, OWNER_ROLE)
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            words = "create database {} owner {}"
            connection.execute(sql.SQL(words).format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))


def prepare_external(installation: Installation, *, to_serve: bool = True) -> None:
    """Make the app role in the server that DATABASE_URL names, if it is missing and we may.

    Raises RoleTrouble with the words an administrator needs when we may not, or when another installation made it and
    we are ``to_serve`` (tests are not: they become the app by SET ROLE, and need no password of it).
    """
    with psycopg.connect(autocommit=True, **connection_parameters(installation, OWNER)) as connection:
        refuse_old_server(connection.info.server_version)
        _one_at_a_time(connection)
        owner = connection.info.user
        exists = connection.execute("select 1 from pg_roles where rolname = %s", [APP_ROLE]).fetchone()
        unknown = installation.app_database_url is None and APP_PASSWORD not in installation.read_secrets()
        if exists and to_serve and unknown:
            raise RoleTrouble(_someone_elses_role(installation))
        if not exists:
            _create_app_role(connection, installation)
        _let_owner_become_app(connection, owner)


def refuse_old_server(version: int) -> None:
    """Raises RoleTrouble for a server older than what we are tried on (its number as libpq gives it: 150004)."""
    major = version // 10000
    if major < OLDEST_SERVER:
        raise RoleTrouble(f"PostgreSQL {major} is too old. Use PostgreSQL {OLDEST_SERVER} or newer (docs/install.md).")


def check_app_role(connection: psycopg.Connection[Any]) -> None:
    """Refuse a serving connection that row security would not hold: superuser, BYPASSRLS, or owner of the tables.

    Raises RoleTrouble, in words.
    """
    wrong = app_role_faults(connection)
    if wrong:
        raise RoleTrouble(
            f"The database user {connection.info.user} {' and '.join(wrong)}, so row-level security would not hold. "
            f"Nothing is served with it. Run `goldenthread migrate`, or set GOLDENTHREAD_APP_DATABASE_URL to a user "
            f"that is a member of {APP_ROLE}."
        )


def app_role_faults(connection: psycopg.Connection[Any]) -> list[str]:
    """What is wrong with the connection's user as an app role; empty when nothing is."""
    row = connection.execute(
        "select r.rolsuper, r.rolbypassrls,"
        " exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        "         where c.relkind in ('r', 'p') and n.nspname = 'public' and pg_has_role(c.relowner, 'MEMBER')),"
        " exists (select 1 from pg_database d where d.datname = current_database() and pg_has_role(d.datdba, 'MEMBER'))"
        " from pg_roles r where r.rolname = current_user"
    ).fetchone()
    if row is None:
        return ["is unknown to the server"]
    superuser, bypasses, owns_tables, owns_database = row
    if superuser:
        return ["is a superuser"]
    faults = ["may bypass row security"] if bypasses else []
    return [*faults, "owns the tables or the database"] if owns_tables or owns_database else faults


def _one_at_a_time(connection: psycopg.Connection[Any]) -> None:
    """Two commands at once must not both find a role or database missing. Let go when the connection ends."""
    connection.execute("select pg_advisory_lock(hashtext('goldenthread: prepare'))")


def _make_role(connection: psycopg.Connection[Any], name: str, attributes: str) -> None:
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    verb = "alter role" if exists else "create role"
    words: Any = f"{verb} {{}} {attributes}"
    connection.execute(sql.SQL(words).format(sql.Identifier(name)))


def _create_app_role(connection: psycopg.Connection[Any], installation: Installation) -> None:
    password = secrets.token_urlsafe(32)
    try:
        _make_role(connection, APP_ROLE, "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB")
        _set_password(connection, password)
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise RoleTrouble(
            f"The database user {connection.info.user} may not create roles. Ask the server's administrator to run\n"
            f"  create role {APP_ROLE} login password '...';\n  grant {APP_ROLE} to {connection.info.user};\n"
            "and set GOLDENTHREAD_APP_DATABASE_URL to a URL with that user and password."
        ) from refusal
    installation.keep_secret(APP_PASSWORD, password)


def _someone_elses_role(installation: Installation) -> str:
    """The role's password is not ours to know and never changed: another installation may use it."""
    return (
        f"The server already has a role {APP_ROLE}, made by another installation or an administrator, and its password "
        f"is not in {installation.secrets_file}. Set GOLDENTHREAD_APP_DATABASE_URL to a URL with that user and its "
        "password (or any other login role that is a member of it)."
    )


def _set_password(connection: psycopg.Connection[Any], password: str) -> None:
    words = sql.SQL("alter role {} password {}")
    connection.execute(words.format(sql.Identifier(APP_ROLE), sql.Literal(password)))


def _let_owner_become_app(connection: psycopg.Connection[Any], owner: str) -> None:
    """The owner may SET ROLE to the app (tests and checks do): membership that way round gives the app nothing."""
    row = connection.execute(
        "select rolsuper or exists (select 1 from pg_auth_members m where m.roleid = %s::regrole and m.member = r.oid"
        " and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) from pg_roles r where rolname = %s",
        [APP_ROLE, owner],
    ).fetchone()
    if row is None or not row[0]:
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(APP_ROLE), sql.Identifier(owner)))
