"""Real installations for the command line's tests: made once, copied for each test, looked at from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from goldenthread.config.databases import connection_parameters, prepare_embedded
from goldenthread.config.installation import OWNER, Installation
from goldenthread.config.postgres import Server

OURS = ("GOLDENTHREAD_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_")
PASSPHRASE = "a passphrase of some length"


@dataclass
class CommandLine:
    """``goldenthread`` as a person would call it, for one data folder and nothing of the tests' own environment."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return inherited | {"GOLDENTHREAD_DATA": str(self.data), "PYTHONUNBUFFERED": "1"} | self.more

    @property
    def installation(self) -> Installation:
        return Installation.from_environment(self.environment)

    def __call__(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "goldenthread.config.command", *words],
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=100,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def works(self, *words: str, **more: str) -> str:
        """Call it, insist that it succeeds, return what it said."""
        done = self(*words, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fails(self, *words: str, **more: str) -> str:
        """Call it, insist that it fails with exit code 1, return its message."""
        done = self(*words, **more)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout + done.stderr


def new_folder() -> Path:
    """A short-named folder that the server's own user can reach (pytest's own are closed to it)."""
    folder = Path(tempfile.mkdtemp(prefix="gt-"))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data folder."""
    made = new_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def migrated() -> Iterator[Path]:
    """The data folder of an installation that was migrated, once per worker. Not to be changed: copy it for that."""
    made = new_folder()
    CommandLine(made).works("migrate")
    yield made
    shutil.rmtree(made)


def copy_of(source: Path, target: Path) -> None:
    """Copy a stopped installation, owners and rights included."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


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
