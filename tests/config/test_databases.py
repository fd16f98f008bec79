"""The two database users: made where they can be, explained where they cannot, and never the wrong one serving."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from goldenthread.config.database_checks import check_server
from goldenthread.config.databases import (
    APP_PASSWORD,
    APP_ROLE,
    OWNER_ROLE,
    RoleTrouble,
    check_app_role,
    connection_parameters,
    connection_settings,
    prepare_embedded,
    prepare_external,
    refuse_old_server,
)
from goldenthread.config.findings import State
from goldenthread.config.installation import APP, OWNER, Installation
from goldenthread.config.postgres import Server


def url(server: Server, database: str, user: str) -> str:
    return make_conninfo(host=str(server.socket_folder), dbname=database, user=user)


@pytest.fixture
def external(server: Server, folder: Path) -> Installation:
    """An installation whose DATABASE_URL names a fresh database, owned by a user who may make roles."""
    with server.connect() as connection:
        connection.execute("drop database if exists theirs")
        connection.execute("drop role if exists their_admin")
        connection.execute("create role their_admin login createrole")
        connection.execute("create database theirs owner their_admin")
    return Installation(data=folder, database_url=url(server, "theirs", "their_admin"), role=OWNER)


def test_in_our_own_server_the_app_is_held_to_row_security_and_the_owner_is_not_served_with(server: Server) -> None:
    with server.connect("goldenthread", APP_ROLE) as connection:
        check_app_role(connection)
    with server.connect("goldenthread", OWNER_ROLE) as connection, pytest.raises(RoleTrouble, match="owns"):
        check_app_role(connection)
    with server.connect("goldenthread") as connection, pytest.raises(RoleTrouble, match="superuser"):
        check_app_role(connection)


def test_a_user_that_may_bypass_row_security_is_refused(server: Server) -> None:
    with server.connect("goldenthread") as connection:
        connection.execute("create role sly login bypassrls")
        connection.execute(f"grant {APP_ROLE} to sly")
    with server.connect("goldenthread", "sly") as connection, pytest.raises(RoleTrouble, match="bypass"):
        check_app_role(connection)


def test_a_user_that_is_a_member_of_the_owner_is_refused(server: Server) -> None:
    with server.connect("goldenthread") as connection:
        connection.execute("create role close_friend login")
        connection.execute(f"grant {OWNER_ROLE} to close_friend")
    with server.connect("goldenthread", "close_friend") as connection, pytest.raises(RoleTrouble, match="owns"):
        check_app_role(connection)


def test_the_owner_can_become_the_app_but_not_the_other_way_round(server: Server) -> None:
    with server.connect("goldenthread", OWNER_ROLE) as connection:
        connection.execute(f"set role {APP_ROLE}")
        assert connection.execute("select current_user").fetchone() == (APP_ROLE,)
    with (
        server.connect("goldenthread", APP_ROLE) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"set role {OWNER_ROLE}")


def test_preparing_again_changes_nothing_and_fails_nothing(server: Server) -> None:
    prepare_embedded(server)
    with server.connect() as connection:
        owner = connection.execute("select pg_get_userbyid(datdba) from pg_database where datname = 'goldenthread'")
        assert owner.fetchone() == (OWNER_ROLE,)


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(folder: Path) -> None:
    with Server(folder / "server") as server:
        with server.connect() as connection:
            connection.execute("create role meek login")
            connection.execute("create database theirs owner meek")
        with pytest.raises(RoleTrouble, match=f"create role {APP_ROLE}"):
            prepare_external(Installation(data=folder, database_url=url(server, "theirs", "meek"), role=OWNER))


def test_on_a_server_of_theirs_the_app_role_is_made_with_a_password_kept_here(folder: Path) -> None:
    with Server(folder / "server") as server:
        with server.connect() as connection:
            connection.execute("create role their_admin login createrole")
            connection.execute("create database theirs owner their_admin")
        here = Installation(data=folder, database_url=url(server, "theirs", "their_admin"), role=OWNER)
        prepare_external(here)
        prepare_external(here)
        parameters = connection_parameters(here, APP)
        assert parameters["password"] == here.read_secrets()[APP_PASSWORD]
        with psycopg.connect(**parameters) as connection:
            check_app_role(connection)
        with psycopg.connect(**connection_parameters(here, OWNER)) as connection:
            connection.execute(f"set role {APP_ROLE}")


def test_another_installations_app_role_keeps_its_password(external: Installation) -> None:
    with pytest.raises(RoleTrouble, match="GOLDENTHREAD_APP_DATABASE_URL"):
        prepare_external(external)
    assert APP_PASSWORD not in external.read_secrets()


def test_a_url_becomes_djangos_settings_with_everything_it_says(folder: Path) -> None:
    here = Installation(
        data=folder, database_url="postgresql://ann:p%40ss@db.example:5433/board?sslmode=require", role=OWNER
    )
    settings = connection_settings(here)
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "ann",
        "p@ss",
        "db.example",
        "5433",
        "board",
    )
    assert settings["OPTIONS"] == {"sslmode": "require"}
    assert connection_settings(here, APP)["USER"] == APP_ROLE
    assert connection_settings(here, APP)["PASSWORD"] == ""


def test_an_explicit_app_url_is_what_the_app_connects_with(folder: Path) -> None:
    here = Installation(
        data=folder, database_url="postgresql://ann@db/board", app_database_url="postgresql://bob@db/board", role=APP
    )
    assert connection_settings(here)["USER"] == "bob"
    assert connection_settings(here, OWNER)["USER"] == "ann"


def test_a_server_that_is_too_old_is_refused_by_name_and_doctor_says_so() -> None:
    refuse_old_server(150004)
    with pytest.raises(RoleTrouble, match=r"PostgreSQL 14 is too old\. Use PostgreSQL 15 or newer"):
        refuse_old_server(140011)
    old: Any = SimpleNamespace(info=SimpleNamespace(server_version=140011, user="thread"))
    found = check_server(old)
    assert (found.state, found.words) == (State.WRONG, "PostgreSQL 14 is too old")
