"""The demonstration (tests/databases.py), served to Chromium from a copy that a file of tests has to itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

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

from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for
from tests.databases import a_copy_of_the_demonstration

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


@contextmanager
def served(blocker: Any, **values: Any) -> Iterator[Demonstrated]:
    """A site on a copy of the demonstration, as the app's role; the copy goes with it."""
    with ExitStack() as stack:
        stack.enter_context(blocker.unblock())
        stack.enter_context(a_copy_of_the_demonstration())
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
def demonstrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demonstrated]:
    """The site as the demonstration is served: no second factor, and a mailbox page."""
    with served(django_db_blocker, DEMONSTRATION=True, SECOND_FACTOR_REQUIRED=False) as here:
        yield here


@pytest.fixture(scope="module")
def guarded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demonstrated]:
    """The same people on a site outside demonstration mode: everyone needs a second factor."""
    with served(django_db_blocker, DEMONSTRATION=False, SECOND_FACTOR_REQUIRED=True) as here:
        yield here


NewPage = Callable[..., Page]
Check = Callable[[Page], None]
