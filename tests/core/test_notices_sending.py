"""Messages on their way through a real SMTP server: what arrives, what fails and is tried again, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.notices import tasks
from goldenthread.core.notices.models import Notice
from goldenthread.core.notices.preferences import choose
from goldenthread.core.notices.selecting import unsent_notices
from goldenthread.core.notices.sending import SendFailed
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON, today
from tests.core.mail_servers import Post
from tests.core.telling import action, ids, notice_of, status
from tests.world import World, owner

MONDAY = datetime(2026, 3, 2, 9, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_a_reminder_arrives_as_text_and_html_at_its_owner_and_nowhere_else(world: World, post: Post) -> None:
    action(world, 1)
    notice = notice_of(world)
    assert tasks.send_notice(**ids(world, notice)) == 1
    (message,) = post.taken
    assert (message["To"], message["Subject"]) == ("nurse@example.org", "NSCP: 1 action due soon")
    assert message["Auto-Submitted"] == "auto-generated"
    assert "A-1: Train officers" in message.get_body(("plain",)).get_content()
    assert "<li>" in message.get_body(("html",)).get_content()
    assert status(world, notice) == ("sent", "")


def test_several_reminders_are_one_message(world: World, post: Post) -> None:
    for number in range(3):
        action(world, 1, f"A-{number}")
    assert tasks.send_notice(**ids(world, notice_of(world))) == 3
    (message,) = post.taken
    assert message["Subject"] == "NSCP: 3 actions due soon"


def test_the_digest_arrives_with_what_is_late_and_due(world: World, post: Post) -> None:
    action(world, -3)
    assert tasks.send_notice(**ids(world, notice_of(world, "digest"))) == 1
    (message,) = post.taken
    assert message["Subject"] == "NSCP: 1 late"


def test_a_job_that_is_run_again_after_it_was_done_sends_nothing(world: World, post: Post) -> None:
    action(world, 1)
    notice = notice_of(world)
    assert [tasks.send_notice(**ids(world, notice)) for _ in range(3)] == [1, 0, 0]
    assert len(post.taken) == 1


def test_what_changed_before_it_was_sent_is_withdrawn(world: World, post: Post) -> None:
    """Closed since, put off since, or made secret since."""
    for changes in (
        {"status": "closed", "reason": "overtaken", "closed_on": today()},
        {"due_on": today() + timedelta(days=90)},
        {"audience": "named", "owner": None},
    ):
        row = action(world, 1, f"A-{len(changes)}-{changes.get('audience')}")
        notice = notice_of(world)
        with world.acting("nurse"):
            notice = Notice.objects.get(action=row)
        with owner():
            Action.unguarded.filter(pk=row.pk).update(**changes)
        assert tasks.send_notice(**ids(world, notice)) == 0
        with world.acting("nurse"):
            notice.refresh_from_db()
        assert notice.status == "withdrawn"
    assert post.taken == []


def test_who_turned_email_off_since_gets_none(world: World, post: Post) -> None:
    action(world, 1)
    notice = notice_of(world)
    with world.acting("nurse"):
        choose(world.person("nurse"), digest="daily", email=False)
    assert tasks.send_notice(**ids(world, notice)) == 0
    assert (post.taken, status(world, notice)[0]) == ([], "shown")


def test_who_left_since_gets_none(world: World, post: Post) -> None:
    action(world, 1)
    notice = notice_of(world)
    with owner():
        world.users["nurse"].is_active = False
        world.users["nurse"].save()
    assert tasks.send_notice(**ids(world, notice)) == 0
    assert post.taken == []


def test_a_digest_of_another_day_is_not_sent_late(world: World, post: Post, frozen: Any) -> None:
    action(world, -3)
    notice = notice_of(world, "digest")
    frozen.shift(timedelta(days=1))
    assert tasks.send_notice(**ids(world, notice)) == 0
    assert (post.taken, status(world, notice)[0]) == ([], "withdrawn")


def test_a_server_that_is_down_is_seen_and_tried_again_until_it_is_up(world: World, post: Post, settings: Any) -> None:
    action(world, 1)
    notice = notice_of(world)
    settings.EMAIL_PORT = 1
    with pytest.raises(SendFailed):
        tasks.send_notice(**ids(world, notice))
    with world.acting("manager"):
        (seen,) = unsent_notices(world.north)
    assert (seen.pk, seen.status) == (notice.pk, "failed")
    assert seen.error == "The mail server cannot be reached (ConnectionRefusedError)"
    settings.EMAIL_PORT = post.port
    assert tasks.send_notice(**ids(world, notice)) == 1
    assert status(world, notice) == ("sent", "")
    with world.acting("manager"):
        assert unsent_notices(world.north) == []


def test_what_could_not_be_sent_all_day_is_sent_the_next_working_day(
    world: World, post: Post, settings: Any, frozen: Any
) -> None:
    action(world, 5)
    notice = notice_of(world)
    settings.EMAIL_PORT = 1
    with pytest.raises(SendFailed):
        tasks.send_notice(**ids(world, notice))
    settings.EMAIL_PORT = post.port
    frozen.shift(timedelta(days=1))
    with owner():
        before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    notice_of(world)
    with owner():
        queued = [job.args["notice_id"] for job in ProcrastinateJob.objects.exclude(pk__in=before)]
    assert notice.pk in queued
    assert tasks.send_notice(**ids(world, notice)) == 1
    assert status(world, notice) == ("sent", "")


@pytest.mark.parametrize(
    ("step", "answer", "becomes", "again"),
    [
        ("to_rcpt", "451 Try later", "failed", True),
        ("to_rcpt", "550 No such person", "refused", False),
        ("to_data", "452 Mailbox full", "failed", True),
        ("to_data", "554 We do not like it", "refused", False),
    ],
)
def test_what_the_server_answers_decides_whether_it_is_tried_again(
    world: World, post: Post, step: str, answer: str, becomes: str, again: bool
) -> None:
    action(world, 1)
    notice = notice_of(world)
    setattr(post, step, answer)
    if again:
        with pytest.raises(SendFailed) as failed:
            tasks.send_notice(**ids(world, notice))
        assert "nurse" not in str(failed.value)
    else:
        assert tasks.send_notice(**ids(world, notice)) == 0
    found, error = status(world, notice)
    assert found == becomes
    assert answer[:3] in error
    assert "@" not in error


def test_a_message_that_was_cut_off_while_it_was_handed_over_is_never_sent_again(world: World, post: Post) -> None:
    """As after a kill -9 between handing over and writing down that it went: better once too few than twice."""
    action(world, 1)
    notice = notice_of(world)
    with world.acting("nurse"):
        Notice.objects.filter(pk=notice.pk).update(status="sending")
    assert tasks.send_notice(**ids(world, notice)) == 0
    assert (post.taken, status(world, notice)) == ([], ("unsure", "The worker stopped while sending"))
    with world.acting("manager"):
        assert unsent_notices(world.north) == [notice]


def test_a_failed_job_waits_longer_each_time_and_carries_ids_only(world: World, post: Post) -> None:
    action(world, 1)
    notice_of(world)
    with owner():
        jobs = list(ProcrastinateJob.objects.all())
    assert {job.task_name.rpartition(".")[2] for job in jobs} == {"send_notice"}
    assert {type(value) for job in jobs for value in job.args.values()} == {int}
    job = app.tasks["goldenthread.core.notices.tasks.send_notice"]
    waits = []
    for attempt in range(6):
        row = type("Job", (), {"attempts": attempt})()
        waits.append(job.retry_strategy.get_retry_decision(exception=SendFailed("x"), job=row))
    assert all(waits)
    assert job.retry_strategy.get_retry_decision(exception=ValueError("a bug"), job=row) is None
