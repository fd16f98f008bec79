"""An installation made by the program itself, once in a run, and copied: for the command line's tests, which look at it
from outside, and for the server of all the others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.config.installation import Installation
from goldenthread.config.postgres import Server
from tests.kept import made_with_what_is_kept
from tests.sharing import first, shared
from tests.zygote import ROOT, run_program

OURS = ("GOLDENTHREAD_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_")


@dataclass
class CommandLine:
    """``goldenthread`` as a person would call it, for one data folder and nothing of the tests' own environment."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        own = {"GOLDENTHREAD_DATA": str(self.data), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT / "src")}
        return inherited | own | self.more

    @property
    def installation(self) -> Installation:
        return Installation.from_environment(self.environment)

    def __call__(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        done = run_program(*words, environment=self.environment | more)
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


def installed() -> Path:
    """The data folder of an installation that was migrated and is stopped. Not to be changed: copy it for that."""
    folder = shared() / "installed"
    with first("installed") as we_are:
        if we_are:
            shutil.rmtree(folder, ignore_errors=True)  # what another left who failed
            folder.mkdir()
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
            made_with_what_is_kept(folder, lambda: CommandLine(folder).works("migrate"))
    return folder


def copy_of(source: Path, target: Path) -> None:
    """Copy a stopped installation, owners and rights included."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def copy_cluster(source: Path, target: Path) -> None:
    """Copy the database server's files of a stopped installation into the data folder of another, which has none."""
    here, there = Server(source).home, Server(target).home
    there.prepare()
    copy_of(here.cluster, there.cluster)
