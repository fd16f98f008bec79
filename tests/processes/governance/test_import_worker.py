"""Other processes: a worker killed -9 in the middle of an import leaves nothing twice; the command line imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.conninfo import make_conninfo

from goldenthread.config import databases
from goldenthread.config.installation import APP, OWNER, Installation
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.minutes_import.models import MinutesImport, ReadItem
from tests.processes.governance.minutes_desk import MINUTES, Desk, desk, upload, url
from tests.world import World, owner
from tests.zygote import run_program

__all__ = ["desk"]
pytestmark = pytest.mark.django_db(transaction=True)
LONG = 90


@pytest.fixture
def desk_kept(transactional_db: None, world: World, desk: Desk) -> Iterator[Desk]:
    """The desk, in a database in which what is written stays written: other processes see it."""
    yield desk
    with owner(), connection.cursor() as cursor:  # Django flushes its own tables and not these
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers cascade")


@pytest.fixture
def environment(test_installation: Installation, tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "GOLDENTHREAD_DATA": str(tmp_path),
        "GOLDENTHREAD_SECRET_KEY": "for the tests only",
        "DATABASE_URL": address(test_installation, OWNER),
        "GOLDENTHREAD_APP_DATABASE_URL": address(test_installation, APP),
        "GOLDENTHREAD_DEMO": "",
        "GOLDENTHREAD_DB_ROLE": "app",  # a command called within the tests may have left another there
    }


def address(installation: Installation, role: str) -> str:
    parameters = databases.connection_parameters(installation, role)
    return make_conninfo(**(parameters | {"dbname": connection.settings_dict["NAME"]}))


def program(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("goldenthread")), *words]


def wait_until(true: Callable[[], Any], what: str) -> None:
    give_up = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < give_up, f"never happened: {what}"
        time.sleep(0.05)


def job_state() -> str:
    with owner(), connection.cursor() as cursor:
        cursor.execute("select status from procrastinate_jobs where task_name = 'read_minutes'")
        return str(cursor.fetchone()[0])


def progress(desk: Desk) -> int:
    with desk.world.acting("manager"):
        return MinutesImport.objects.get().progress


def half_a_minute_passes() -> None:
    """What the job that looks after jobs waits for: the dead worker has been silent for half a minute."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '31 seconds'")
    with suppress(AlreadyEnqueued):  # the dead worker may have queued the same, on the minute
        app.tasks["goldenthread.config.tasks.run_stalled_jobs_again"].defer(timestamp=0)


def test_a_worker_killed_in_the_middle_of_an_import_leaves_nothing_twice(
    desk_kept: Desk, environment: dict[str, str]
) -> None:
    answer = desk_kept.browser().post(url("import_minutes"), upload(MINUTES.read_bytes()))
    assert answer.status_code == 302
    with psycopg.connect(environment["DATABASE_URL"]) as blocker:
        blocker.execute("lock table minutes_import_readitem in share mode")  # it may look, and not write yet
        doomed = subprocess.Popen(program("worker", "--jobs=1"), env=environment)
        try:
            wait_until(lambda: progress(desk_kept) == 75, "the worker has read the file and goes to write")
        finally:
            doomed.send_signal(signal.SIGKILL)
            doomed.wait(LONG)
    assert job_state() == "doing"
    with desk_kept.world.acting("manager"):
        assert (MinutesImport.objects.get().state, ReadItem.objects.count()) == ("reading", 0)
    half_a_minute_passes()
    second = subprocess.Popen(program("worker", "--jobs=1"), env=environment)
    try:
        wait_until(lambda: job_state() == "succeeded", "the job was run again")
    finally:
        second.terminate()
        second.wait(LONG)
    with desk_kept.world.acting("manager"):
        assert MinutesImport.objects.get().state == "ready"
        kinds = list(ReadItem.objects.values_list("kind", flat=True))
        assert (kinds.count("meeting"), kinds.count("attendance"), kinds.count("action")) == (1, 7, 2)


def call(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return run_program("import", "minutes", *words, environment=environment)


def test_the_command_gets_minutes_ready_and_accepts_them_once(desk_kept: Desk, environment: dict[str, str]) -> None:
    asked = call(environment, str(MINUTES))
    assert asked.returncode == 1
    assert "--partnership: north, south" in asked.stderr
    ready = call(environment, str(MINUTES), "--partnership=north")
    assert ready.returncode == 0, ready.stderr
    assert "Read. Check it at http" in ready.stdout
    assert "Warning: Action 3.2 " in ready.stdout
    accepted = call(environment, str(MINUTES), "--partnership=north", "--accept", "--json")
    assert accepted.returncode == 0, accepted.stderr
    said = json.loads(accepted.stdout)
    assert (said["state"], said["new"]) == ("accepted", False)
    assert said["written"]["actions"] == 2
    again = call(environment, str(MINUTES), "--partnership=north", "--accept")
    assert "nothing was changed" in again.stdout
    with desk_kept.world.acting("manager"):
        assert Meeting.objects.exclude(state="planned").count() == 1
        assert Action.objects.filter(meeting_number="3.1").count() == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--partnership=nowhere"], "Say which partnership"),
        (["--partnership=north", "--as=nurse@example.org"], "holds no seat"),
        (["--partnership=north", "--as=nobody@example.org"], "holds no seat"),
        (["--partnership=north", "--group=nothing"], "Its groups: board, panel"),
    ],
)
def test_the_command_says_what_is_missing(
    desk_kept: Desk, environment: dict[str, str], words: list[str], told: str
) -> None:
    done = call(environment, str(MINUTES), *words)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    with desk_kept.world.acting("manager"):
        assert not MinutesImport.objects.exists()
