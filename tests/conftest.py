"""A real PostgreSQL for the tests: ours, started when first needed and shared by all workers; or DATABASE_URL's.

And a day for them (tests/clock.py).
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from goldenthread.config import databases
from goldenthread.config.installation import OWNER, Installation
from goldenthread.config.postgres import Server
from goldenthread.core.sealing.keyring import KeyRing, write_ring
from tests.clock import begin
from tests.databases import (
    connect_to,
    connected_to,
    copy_database,
    drop_database,
    drop_what_was_shared,
    migrated,
    named,
)
from tests.installing import copy_cluster, installed
from tests.sharing import TEST_DATA, first
from tests.world import two_boards

COMMITTING = {"transactional_db", "live_server"}
PROGRAMS = {"folder", "migrated", "server"}
CLOCK = pytest.StashKey[time_machine.travel]()
# Nothing here must outlive the tests, so nothing waits for a disk.
FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "max_connections": "100",
}  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process makes the folder; xdist's workers inherit its name and share the server in it."""
    config.stash[CLOCK] = begin()
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="goldenthread-tests-"))
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        os.environ[TEST_DATA] = str(folder)
        write_ring(KeyRing.new(), folder / "sealing.json")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(Path(os.environ[TEST_DATA]) / "files")
    settings.SEALING_KEYRING = str(Path(os.environ[TEST_DATA]) / "sealing.json")
    static = Path(os.environ[TEST_DATA]) / "static"
    static.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there, and warnings are errors
    settings.STATIC_ROOT = str(static)
    settings.SECURE_SSL_REDIRECT = False


def pytest_unconfigure(config: pytest.Config) -> None:
    """Everything the tests kept on disk goes with the controlling process, and what they left in a server not ours."""
    config.stash[CLOCK].stop()
    if not hasattr(config, "workerinput"):
        if os.environ.get("DATABASE_URL"):
            drop_what_was_shared(os.environ["DATABASE_URL"])
        shutil.rmtree(os.environ.pop(TEST_DATA), ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that start programs go last: one worker then begins with tests of plain Python, while the other makes the
    databases.
    """
    items.sort(key=lambda item: bool(PROGRAMS & {*getattr(item, "fixturenames", ())}))


def pytest_collection_finish() -> None:
    """What is here now, some thousand tests and all that they import, stays: nothing to look through for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def test_installation() -> Iterator[Installation]:
    """An installation whose server runs: the roles are there, and its owner may make test databases."""
    installation = Installation(
        data=Path(os.environ[TEST_DATA]), database_url=os.environ.get("DATABASE_URL") or None, role=OWNER
    )
    if not installation.embedded:
        databases.prepare_external(installation, to_serve=False)
        yield installation
        return
    with first("server") as we_are:
        if we_are:
            copy_cluster(installed(), installation.data)
    with Server(installation.data, extra=FAST) as server:
        databases.prepare_embedded(server)
        yield installation


@pytest.fixture(scope="session")
def django_db_modify_db_settings(test_installation: Installation) -> None:
    """Tests connect as the owner, who makes the schema; one that acts as a person sets the role to the app's."""
    wanted = databases.connection_settings(test_installation, OWNER)
    settings.DATABASES["default"].update({name: wanted[name] for name in wanted if name != "OPTIONS"})
    settings.DATABASES["default"]["OPTIONS"] = wanted["OPTIONS"]
    settings.DATABASES["default"]["TEST"]["NAME"] = f"test_{wanted['NAME']}"


@dataclass(frozen=True)
class Own:
    """This worker's own copies: of the empty database, and of the one with the two boards of tests/world.py."""

    empty: str
    two_boards: str


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[Own]:
    """Databases made once in the run and copied, where pytest-django would migrate one for each worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    own = Own(named(worker), named(f"{worker}_two_boards"))
    with django_db_blocker.unblock():
        copy_database(migrated(), own.empty)
        copy_database(two_boards(), own.two_boards)
    with connected_to(own.empty):
        yield own
    for name in (own.empty, own.two_boards):
        drop_database(name)


@pytest.fixture
def the_right_database(request: pytest.FixtureRequest, django_db_setup: Own) -> None:
    """A test of the two boards begins where they are. Not if others are to see its rows, committed: such a test begins
    in an empty database and empties it. A test of the demonstration stays where it is.
    """
    if connection.settings_dict["NAME"] not in {django_db_setup.empty, django_db_setup.two_boards}:
        return
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & {*request.fixturenames})
    connect_to(django_db_setup.two_boards if "world" in request.fixturenames and not commits else django_db_setup.empty)


@pytest.fixture
def _django_db_helper(the_right_database: None, _django_db_helper: None) -> None:
    """pytest-django's, on the right database."""
