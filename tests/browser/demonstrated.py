"""The demonstration, loaded once for the run, and served to Chromium from a copy that a file of tests has to itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page
from procrastinate.contrib.django import app
from psycopg import sql

from goldenthread.config import demonstration
from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for

PASSWORD = "a password for the tests"
HOST = "localhost"
PATIENCE = 300  # seconds for a test; the first loads the demonstration, some twenty seconds of one processor
#: Over plain HTTP, and nothing kept between the tests.
PLAIN = {
    "INSECURE": True,
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
    "SESSION_COOKIE_NAME": "sessionid",
    "CSRF_COOKIE_NAME": "csrftoken",
    "SECURE_HSTS_SECONDS": 0,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True,
    "ALLOWED_HOSTS": [HOST],
}

#: The connections that a worker's threads opened: they inherit the context of the thread that started the worker.
OPENED: ContextVar[list[Any]] = ContextVar("opened")


class Demonstrated:
    """A running site with the demonstration in it, and those who can sign in by the first part of their address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, list[dict[str, str]]] = {}

    def user(self, address: str) -> User:
        return User.objects.get(email=f"{address}@{cast.DOMAIN}")

    def acting(self, address: str) -> Any:
        """What this person may see, through the ORM: a context."""
        return acting_as(actor_for(self.user(address)))

    def sign_in(self, page: Page, address: str) -> None:
        """Give the browser the session of someone who has signed in."""
        if address not in self.cookies:
            client = Client()
            apart(lambda: client.force_login(self.user(address)))
            found = [{"name": key, "value": one.value, "url": self.url} for key, one in client.cookies.items()]
            self.cookies[address] = found
        page.context.add_cookies(self.cookies[address])  # type: ignore[arg-type]

    def let_the_worker_work(self) -> None:
        """What the worker beside the web server does: every job that waits, as the app's role."""

        def work() -> None:
            opened: list[Any] = []
            token = OPENED.set(opened)
            with app.replace_connector(app.connector.get_worker_connector()) as worker:
                worker.run_worker(wait=False, install_signal_handlers=False)
            OPENED.reset(token)
            for one in opened:  # of the worker's threads, which are gone
                one.inc_thread_sharing()
                one.close()

        apart(work)


def apart(work: Callable[[], object]) -> None:
    """Do this on a connection of its own, committed: a test's own connection is in a transaction that nobody sees."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a thread's error would otherwise be lost
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


def become_the_app(sender: Any, connection: Any, **more: Any) -> None:
    """Every connection of the site gives up the owner's rights, as the site's own connections never had them."""
    OPENED.get([]).append(connection)
    with connection.cursor() as cursor:
        cursor.execute("set role goldenthread_app")


def copy_database(source: str, target: str) -> None:
    """Copy a database of the test server, file by file. Nobody may be connected to it."""
    as_owner("create database {} template {}", target, source)


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
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def demonstration_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database with the demonstration in it; to be copied, never to be written in."""
    name = f"{connection.settings_dict['NAME']}_demonstrated"
    with django_db_blocker.unblock():
        connection.close()
        copy_database(connection.settings_dict["NAME"], name)
        with connected_to(name):
            demonstration.load(PASSWORD)
            with connection.cursor() as cursor:
                # made after the policies here; `goldenthread migrate` makes it first
                cursor.execute("grant select, insert, update, delete on goldenthread_cache to goldenthread_app")
    yield name
    as_owner("drop database {} with (force)", name)


@contextmanager
def served(database: str, blocker: Any, **values: Any) -> Iterator[Demonstrated]:
    """A site on a copy of the database, as the app's role; the copy goes with it."""
    copy = f"{database}_here"
    with ExitStack() as stack:
        stack.enter_context(blocker.unblock())
        copy_database(database, copy)
        stack.callback(as_owner, "drop database {} with (force)", copy)
        stack.enter_context(connected_to(copy))
        connection_created.connect(become_the_app)
        stack.callback(connection_created.disconnect, become_the_app)
        stack.enter_context(override_settings(**PLAIN, **values))
        server = LiveServerThread(HOST, static_handler=StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        stack.callback(server.terminate)
        with override_settings(SITE_URL=f"http://{HOST}:{server.port}"):
            cache.clear()
            yield Demonstrated(settings.SITE_URL)


@pytest.fixture(scope="module")
def demonstrated(demonstration_database: str, django_db_blocker: Any) -> Iterator[Demonstrated]:
    """The site as the demonstration is served: no second factor, and a mailbox page."""
    with served(demonstration_database, django_db_blocker, DEMONSTRATION=True, SECOND_FACTOR_REQUIRED=False) as here:
        yield here


@pytest.fixture(scope="module")
def guarded(demonstration_database: str, django_db_blocker: Any) -> Iterator[Demonstrated]:
    """The same people on a site outside demonstration mode: everyone needs a second factor."""
    with served(demonstration_database, django_db_blocker, DEMONSTRATION=False, SECOND_FACTOR_REQUIRED=True) as here:
        yield here


NewPage = Callable[..., Page]
Check = Callable[[Page], None]
