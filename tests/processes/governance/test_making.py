"""A pack is made in the background once, whatever happens to the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Seat
from goldenthread.kernel.now import now
from goldenthread.processes.governance.meetings import making
from goldenthread.processes.governance.meetings.making import make_pack_run
from goldenthread.processes.governance.meetings.models import Meeting, PackRun
from goldenthread.processes.governance.meetings.tasks import forget_expired_packs, queue_pack
from tests.processes.governance.table import MARCH, planned
from tests.world import World, owner

PATIENCE = 60


def asked(world: World, name: str = "nurse", **values: Any) -> PackRun:
    planned(world, MARCH)
    with world.acting(name):
        return queue_pack(Meeting.objects.get(), **values)


def pack_jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name__endswith="make_pack_job"))


def standing(world: World, run: PackRun, name: str = "nurse") -> PackRun:
    with world.acting(name):
        return PackRun.objects.get(pk=run.pk)


def test_a_pack_asked_for_twice_is_queued_and_made_once(world: World) -> None:
    run = asked(world)
    with world.acting("nurse"):
        assert queue_pack(Meeting.objects.get()).pk == run.pk
    assert len(pack_jobs()) == 1
    assert make_pack_run(run.pk, run.requested_by_id) is True
    done = standing(world, run)
    assert (done.state, done.progress, done.name) == ("done", "Ready", "pack-northshire-board-18-march-2026.pdf")
    assert bytes(done.content or b"").startswith(b"%PDF-")
    assert make_pack_run(run.pk, run.requested_by_id) is False
    assert standing(world, run).attempts == 1
    with world.acting("nurse"):
        assert queue_pack(Meeting.objects.get()).pk != run.pk  # once it is there, another may be asked for


def test_a_pack_is_made_with_the_sight_of_whoever_asked_and_not_once_they_have_lost_it(world: World) -> None:
    run = asked(world)
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(until=MARCH.replace(year=2020))
        Membership.unguarded.filter(person=world.person("nurse")).update(until=MARCH.replace(year=2020))
    assert make_pack_run(run.pk, run.requested_by_id) is False
    with owner():
        assert PackRun.unguarded.get().content is None


def test_files_past_their_week_go_by_night_also_those_of_readers_who_left(world: World) -> None:
    kept, gone = asked(world), []
    for name in ("officer", "manager"):
        with world.acting(name):
            gone.append(queue_pack(Meeting.objects.get(), edition="public"))
    for run in (kept, *gone):
        assert make_pack_run(run.pk, run.requested_by_id) is True
    with owner():
        PackRun.unguarded.filter(pk__in=[run.pk for run in gone]).update(finished_at=now() - timedelta(days=8))
        Seat.unguarded.filter(user=world.users["officer"]).update(until=MARCH.replace(year=2020))
    assert forget_expired_packs(0) == len(gone)
    with owner():
        assert PackRun.unguarded.get().pk == kept.pk


def test_a_worker_thought_dead_that_comes_second_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked(world)
    finish = making.finish

    def overtaken(*values: Any) -> Any:
        monkeypatch.setattr(making, "finish", finish)
        assert make_pack_run(run.pk, run.requested_by_id) is True
        return making.Finished("second.pdf", b"second")

    monkeypatch.setattr(making, "finish", overtaken)
    assert make_pack_run(run.pk, run.requested_by_id) is False
    assert standing(world, run).name == "pack-northshire-board-18-march-2026.pdf"


def test_a_pack_that_cannot_be_made_says_so_and_lets_the_job_fail(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(world)

    def broken(*values: Any) -> Any:
        raise RuntimeError("no paper")

    monkeypatch.setattr(making, "finish", broken)
    with pytest.raises(RuntimeError, match="no paper"):
        make_pack_run(run.pk, run.requested_by_id)
    failed = standing(world, run)
    assert (failed.state, failed.content) == ("failed", None)
    assert "could not be made" in failed.progress


def test_a_pack_that_takes_the_worker_down_each_time_is_given_up(world: World) -> None:
    run = asked(world)
    with world.acting("nurse"):
        PackRun.objects.filter(pk=run.pk).update(attempts=making.MOST_ATTEMPTS, state="running")
    assert make_pack_run(run.pk, run.requested_by_id) is False
    assert standing(world, run).state == "failed"


@pytest.fixture
def committed(transactional_db: None, world: World) -> World:
    """A world that other processes see."""
    return world


def work() -> subprocess.Popen[bytes]:
    """A worker of its own on the test database, as the app's role, that ends when the queue is empty."""
    told = connection.settings_dict
    where = psycopg.conninfo.make_conninfo(
        host=told["HOST"], port=told["PORT"] or None, dbname=told["NAME"], user=told["USER"], password=told["PASSWORD"]
    )
    program = (
        "from tests.clock import begin; begin()\n"
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from django.db.backends.signals import connection_created\n"
        "def become(sender, connection, **kwargs):\n"
        "    with connection.cursor() as cursor: cursor.execute('set role goldenthread_app')\n"
        "connection_created.connect(become)\n"
        "from procrastinate.contrib.django import app\n"
        "with app.replace_connector(app.connector.get_worker_connector()) as worker:\n"
        "    worker.run_worker(queues=['packs'], wait=False, install_signal_handlers=False)\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
        "DATABASE_URL": where,
        "GOLDENTHREAD_APP_DATABASE_URL": where,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen([sys.executable, "-c", program], env=environment)


def until(met: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_its_job_is_run_again_to_one_pack(committed: World) -> None:
    run = asked(committed)
    told = connection.get_connection_params()
    allowed = {name: told[name] for name in ("host", "port", "dbname", "user", "password") if told.get(name)}
    with psycopg.connect(**allowed) as other:
        other.execute("lock table meetings_agendaitem in access exclusive mode")  # so that the job waits half-way
        worker = work()
        until(lambda: standing(committed, run).state == "running")
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(PATIENCE) == -signal.SIGKILL
    half = standing(committed, run)
    assert (half.state, half.content, half.attempts) == ("running", None, 1)
    (stalled,) = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=0)
    # at once by the database's clock too, which is not the tests'
    async_to_sync(app.job_manager.retry_job)(stalled, retry_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert work().wait(PATIENCE) == 0
    done = standing(committed, run)
    assert (done.state, done.attempts) == ("done", 2)
    assert bytes(done.content or b"").startswith(b"%PDF-")
    with committed.acting("nurse"):
        assert PackRun.objects.count() == 1
    assert [job.status for job in pack_jobs()] == ["succeeded"]


def test_packs_of_two_days_are_two_packs_and_each_says_its_day(world: World) -> None:
    run = asked(world, known_on=date(2026, 3, 1))
    with world.acting("nurse"):
        assert queue_pack(Meeting.objects.get(), known_on=date(2026, 3, 1)).pk == run.pk
        assert queue_pack(Meeting.objects.get()).pk != run.pk
    assert str(run).endswith(", figures as known on 1 March 2026")
    assert make_pack_run(run.pk, run.requested_by_id) is True


@pytest.mark.parametrize(
    ("edition", "day", "told"),
    [("members", date(2126, 1, 1), "lies ahead"), ("public", date(2026, 3, 1), "carries no scorecards")],
)
def test_a_pack_is_of_no_day_to_come_and_only_of_an_edition_with_figures(
    world: World, edition: str, day: date, told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        asked(world, edition=edition, known_on=day)
    with world.acting("nurse"):
        assert not PackRun.objects.exists()
