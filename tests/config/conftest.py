"""Real installations for the command line's tests: made once (tests/installing.py), copied for each test that changes
one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from goldenthread.config.databases import connection_parameters, prepare_embedded
from goldenthread.config.installation import OWNER, Installation
from goldenthread.config.postgres import Server
from tests.installing import CommandLine, copy_of, installed, new_folder

__all__ = ["CommandLine", "copy_of", "new_folder"]  # what the tests here take from it

PASSPHRASE = "a passphrase of some length"


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data folder."""
    made = new_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def migrated() -> Iterator[Path]:
    """The data folder of a migrated installation, this worker's own. Not to be changed: copy it for that."""
    made = new_folder()
    copy_of(installed(), made)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def untouched(migrated: Path) -> CommandLine:
    """The command line of the shared installation, for a test that changes nothing in it."""
    return CommandLine(migrated)


@pytest.fixture
def goldenthread(migrated: Path, folder: Path) -> CommandLine:
    """The command line of a migrated installation of the test's own."""
    copy_of(migrated, folder)
    return CommandLine(folder)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A running server with the two roles, of whose superuser a test may make use."""
    made = new_folder()
    with Server(made, extra={"fsync": "off"}) as running:
        prepare_embedded(running)
        yield running
    shutil.rmtree(made)


def as_owner(installation: Installation) -> psycopg.Connection:
    """A connection to the installation's database as its owner; its server must be running."""
    return psycopg.connect(autocommit=True, **connection_parameters(installation, OWNER))
