"""A worker that is killed -9 with a message in its hands: the job is run again, and nobody is told twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.conninfo import make_conninfo

from goldenthread.config import databases
from goldenthread.config.installation import APP, OWNER, Installation
from goldenthread.core.notices import tasks
from goldenthread.core.notices.models import Notice
from goldenthread.core.notices.preferences import choose
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from tests.core.mail_servers import Post, smtp
from tests.world import World, owner

pytestmark = pytest.mark.django_db(transaction=True)

SUBJECT = "NSCP: 1 action due soon"
LONG = 60


@pytest.fixture
def notice(transactional_db: None, world: World) -> Iterator[Notice]:
    """A reminder for the nurse, written down, with its job in the queue."""
    nurse = world.person("nurse")
    with owner():
        Action.unguarded.create(
            partnership=world.north,
            reference="A-1",
            text="Train officers",
            owner=nurse,
            made_on=date(2026, 1, 5),
            due_on=today() + timedelta(days=1),
        )
    with world.acting("nurse"):
        choose(nurse, digest="never")  # so that nothing else is sent, whatever day this runs on
    tasks.tell_person(partnership_id=world.north.pk, person_id=nurse.pk, day=today().isoformat())
    with world.acting("nurse"):
        written = Notice.objects.get(kind="reminder")
    yield written
    with owner(), connection.cursor() as cursor:  # Django flushes its own tables and not these
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers cascade")


@pytest.fixture
def environment(test_installation: Installation, tmp_path: Path) -> Callable[[int], dict[str, str]]:
    def for_port(port: int) -> dict[str, str]:
        return os.environ | {
            "GOLDENTHREAD_DATA": str(tmp_path),
            "GOLDENTHREAD_SECRET_KEY": "for the tests only",
            "DATABASE_URL": address(test_installation, OWNER),
            "GOLDENTHREAD_APP_DATABASE_URL": address(test_installation, APP),
            "GOLDENTHREAD_DB_ROLE": "app",  # a command called within the tests may have left another there
            "GOLDENTHREAD_SMTP_HOST": "127.0.0.1",
            "GOLDENTHREAD_SMTP_PORT": str(port),
            "GOLDENTHREAD_SMTP_PLAIN": "1",
            "GOLDENTHREAD_DEMO": "",
        }

    return for_port


def address(installation: Installation, role: str) -> str:
    parameters = databases.connection_parameters(installation, role)
    return make_conninfo(**(parameters | {"dbname": connection.settings_dict["NAME"]}))


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([Path(sys.executable).with_name("goldenthread"), "worker", "--jobs=1"], env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(LONG)


def wait_until(true: Callable[[], Any], what: str) -> None:
    give_up = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < give_up, f"never happened: {what}"
        time.sleep(0.05)


def jobs(state: str) -> int:
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name like '%%.send_notice' and status = %s", [state]
        )
        return cursor.fetchone()[0]


def status_of(world: World, notice: Notice) -> str:
    with world.acting("nurse"):
        notice.refresh_from_db()
    return notice.status


def half_a_minute_passes() -> None:
    """What the job that looks after jobs waits for: the dead worker has been silent for half a minute."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '31 seconds'")
    with suppress(AlreadyEnqueued):  # the dead worker may have queued the same, on the minute
        app.tasks["goldenthread.config.tasks.run_stalled_jobs_again"].defer(timestamp=0)


def reminders(post: Post) -> int:
    return sum(message["Subject"] == SUBJECT for message in post.taken)


def test_killed_before_the_message_was_handed_over_it_is_sent_once_by_the_next_worker(
    world: World, notice: Notice, environment: Callable[[int], dict[str, str]]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never says hello
        port = silent.getsockname()[1]
        with worker(environment(port)) as doomed:
            silent.settimeout(LONG)
            call, _ = silent.accept()
            doomed.send_signal(signal.SIGKILL)
            doomed.wait(LONG)
            call.close()
    assert (jobs("doing"), status_of(world, notice)) == (1, "waiting")
    half_a_minute_passes()
    with smtp() as post, worker(environment(post.port)):
        wait_until(lambda: jobs("succeeded"), "the job was run again")
        assert reminders(post) == 1
    assert status_of(world, notice) == "sent"


def test_killed_while_the_server_had_the_message_it_is_run_again_and_not_sent_twice(
    world: World, notice: Notice, environment: Callable[[int], dict[str, str]]
) -> None:
    with smtp() as post:
        with worker(environment(post.port)) as doomed:
            post.before_answer = lambda: os.kill(doomed.pid, signal.SIGKILL)
            doomed.wait(LONG)
        post.before_answer = lambda: None
        assert (reminders(post), jobs("doing"), status_of(world, notice)) == (1, 1, "sending")
        half_a_minute_passes()
        with worker(environment(post.port)):
            wait_until(lambda: jobs("succeeded"), "the job was run again")
        assert reminders(post) == 1
    assert status_of(world, notice) == "unsure"
