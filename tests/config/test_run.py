"""`goldenthread run`: up with one command, kept alive, and gone with one Ctrl-C: all of it, and nothing else."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import Empty, Queue
from threading import Thread

import psutil
import pytest

from goldenthread.config.databases import APP_ROLE
from goldenthread.config.supervisor import DEATHS_ALLOWED, Child, GaveUp, Supervisor
from tests.config.conftest import CommandLine, as_owner

PATIENCE = 60


class Run:
    """A running `goldenthread run`, seen from outside."""

    def __init__(self, goldenthread: CommandLine) -> None:
        self.port = free_port()
        self.lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "goldenthread.config.command", "run", "--port", str(self.port)],
            env=goldenthread.environment | {"GOLDENTHREAD_INSECURE_HTTP": "1", "GOLDENTHREAD_WEB_PROCESSES": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words: str) -> str:
        """Read what it says until a line has these words."""
        heard = []
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                heard.append(self.lines.get(timeout=1))
            except Empty:
                continue
            if words in heard[-1]:
                return heard[-1]
        raise AssertionError(f"never said {words!r}, but: {''.join(heard)}")

    def family(self) -> list[psutil.Process]:
        """Every process it started, and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process:
        """The child whose name has this word."""
        return next(p for p in psutil.Process(self.process.pid).children() if word in p.name())

    def healthy(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as reply:
            return bool(reply.read() == b"ok\n")

    def end(self) -> None:
        if self.process.poll() is None:
            family = self.family()
            self.process.kill()
            psutil.wait_procs(family, timeout=PATIENCE)
        self.process.wait()
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(goldenthread: CommandLine) -> Iterator[Run]:
    run = Run(goldenthread)
    try:
        yield run
    finally:
        run.end()


def eventually(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_it_serves_outlives_the_death_of_each_part_and_stops_whole(goldenthread: CommandLine) -> None:
    with subprocess.Popen(["sleep", "60"]) as bystander, running(goldenthread) as run:
        assert f"http://127.0.0.1:{run.port}/" in run.wait_for("Golden Thread is at")
        assert run.healthy()
        worker, postgres = run.child("worker"), run.child("postgres")

        worker.kill()
        assert "worker ended" in run.wait_for("starting it again")
        eventually(lambda: any("worker" in p.name() for p in run.family() if p.pid != worker.pid))

        postgres.kill()
        eventually(
            lambda: any("postgres" in p.name() for p in run.family() if p.pid != postgres.pid and p.is_running())
        )
        eventually(lambda: _answers(run))

        family = run.family()
        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(PATIENCE) == 0
        run.wait_for("Stopped.")
        assert not [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
        assert bystander.poll() is None
        bystander.kill()
    goldenthread.works("doctor")


def _answers(run: Run) -> bool:
    try:
        return run.healthy()
    except OSError:
        return False


def test_killing_it_takes_its_children_along(goldenthread: CommandLine) -> None:
    with running(goldenthread) as run:
        run.wait_for("Golden Thread is at")
        family = run.family()
        assert len(family) >= 4
        run.process.kill()
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert not alive


def test_a_taken_port_is_said_before_anything_is_started(goldenthread: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = goldenthread.fails("run", "--port", str(taken.getsockname()[1]))
    assert "another program is using it" in said
    assert "--port" in said
    assert not (goldenthread.data / "postgres" / "postmaster.pid").exists()


def test_what_serves_is_held_to_row_security_though_it_was_forked_from_the_owner(goldenthread: CommandLine) -> None:
    with running(goldenthread) as run:
        run.wait_for("Golden Thread is at")
        with as_owner(goldenthread.installation) as connection:
            users = connection.execute(
                "select distinct usename from pg_stat_activity where datname = current_database()"
                " and backend_type = 'client backend' and pid <> pg_backend_pid()"
            ).fetchall()
    assert users == [(APP_ROLE,)]


def test_a_page_or_setting_that_cannot_be_loaded_leaves_no_server_behind(goldenthread: CommandLine) -> None:
    said = goldenthread.fails("run", "--port", str(free_port()), DATABASE_URL="", GOLDENTHREAD_DATA="/dev/null/no")
    assert "cannot be made" in said
    broken = goldenthread.environment | {"GOLDENTHREAD_FILE_MB": "many"}
    words = [sys.executable, "-m", "goldenthread.config.command", "run", "--port", str(free_port())]
    done = subprocess.run(words, env=broken, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert "many" in done.stderr
    assert not (goldenthread.data / "postgres" / "postmaster.pid").exists()


def test_a_wrong_setting_of_the_web_server_is_said_and_all_is_stopped(goldenthread: CommandLine) -> None:
    said = goldenthread.fails("run", "--port", str(free_port()), GOLDENTHREAD_WEB_THREADS="some")
    assert "'some' is not a valid integer" in said
    assert "The web server ended" in said
    assert not (goldenthread.data / "postgres" / "postmaster.pid").exists()


def test_a_child_that_keeps_dying_is_given_up_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldenthread.config.supervisor.FIRST_PAUSE_SECONDS", 0.01)
    told: list[str] = []
    hopeless = Child("hopeless", partial(sys.exit, 3))
    steady = Child("steady", partial(time.sleep, 60))
    supervisor = Supervisor([hopeless, steady], told.append, also_keep=lambda: None)
    with pytest.raises(GaveUp, match=rf"hopeless ended {DEATHS_ALLOWED + 1} times .* exit code 3"):
        supervisor.run(lambda: True)
    assert len(told) == DEATHS_ALLOWED
    assert steady.process is not None
    assert steady.process.exitcode is not None
