"""A real PostgreSQL for the tests: ours, started when first needed and shared by all workers; or DATABASE_URL's.

And a day for them (tests/clock.py).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from goldenthread.config import databases
from goldenthread.config.installation import OWNER, Installation
from goldenthread.config.postgres import Server
from tests.clock import begin

TEST_DATA = "GOLDENTHREAD_TEST_DATA"
CLOCK = pytest.StashKey[time_machine.travel]()
# Nothing here must outlive the tests, so nothing waits for a disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process makes the folder; xdist's workers inherit its name and share the server in it."""
    config.stash[CLOCK] = begin()
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="goldenthread-tests-"))
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        os.environ[TEST_DATA] = str(folder)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(Path(os.environ[TEST_DATA]) / "files")
    static = Path(os.environ[TEST_DATA]) / "static"
    static.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there, and warnings are errors
    settings.STATIC_ROOT = str(static)
    settings.SECURE_SSL_REDIRECT = False


def pytest_unconfigure(config: pytest.Config) -> None:
    """Everything the tests kept on disk goes with the controlling process."""
    config.stash[CLOCK].stop()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(TEST_DATA), ignore_errors=True)


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
    with Server(installation.data, extra=FAST) as server:
        databases.prepare_embedded(server)
        yield installation


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    test_installation: Installation, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Tests connect as the owner, who makes the schema; one that acts as a person sets the role to the app's."""
    wanted = databases.connection_settings(test_installation, OWNER)
    settings.DATABASES["default"].update({name: wanted[name] for name in wanted if name != "OPTIONS"})
    settings.DATABASES["default"]["OPTIONS"] = wanted["OPTIONS"]
