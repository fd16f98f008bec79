"""Messages on their way: a real SMTP server, GOV.UK Notify's API, the demonstration's mailbox; failures, and never
twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.notices import tasks
from goldenthread.core.notices.govuk_notify import NotifyRefused
from goldenthread.core.notices.mailbox import mailbox_reader
from goldenthread.core.notices.models import Notice, SentMail
from goldenthread.core.notices.preferences import choose
from goldenthread.core.notices.selecting import unsent_notices
from goldenthread.core.notices.sending import SendFailed
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON, today
from tests.core.mail_servers import KEY, Notify, Post, notify, smtp
from tests.world import World, owner

MONDAY = datetime(2026, 3, 2, 9, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with smtp() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server


@pytest.fixture
def govuk(settings: Any) -> Iterator[Notify]:
    with notify() as server:
        settings.GOVUK_NOTIFY_API_KEY, settings.GOVUK_NOTIFY_URL = KEY, server.url
        settings.GOVUK_NOTIFY_TEMPLATE = "33333333-3333-4333-8333-333333333333"
        settings.EMAIL_BACKEND = "goldenthread.core.notices.govuk_notify.EmailBackend"
        yield server


def action(world: World, days: int, reference: str = "A-1", **values: Any) -> Action:
    values = {"text": "Train officers", "owner": world.person("nurse"), "owner_agency": world.health} | values
    due = today() + timedelta(days)
    with owner():
        return Action.unguarded.create(
            partnership=world.north, reference=reference, due_on=due, made_on=date(2026, 1, 5), **values
        )


def ids(world: World, notice: Notice) -> dict[str, int]:
    return {"partnership_id": world.north.pk, "person_id": notice.person_id, "notice_id": notice.pk}


def notice_of(world: World, kind: str = "reminder", name: str = "nurse") -> Notice:
    """Run the person's job, and take what it wrote down for them."""
    person = world.person(name)
    tasks.tell_person(partnership_id=world.north.pk, person_id=person.pk, day=today().isoformat())
    with world.acting(name):
        return Notice.objects.filter(kind=kind, person=person).order_by("pk").first()


def status(world: World, notice: Notice) -> tuple[str, str]:
    with world.acting("manager"):
        notice.refresh_from_db()
    return notice.status, notice.error


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


def test_govuk_notify_takes_the_same_message_with_a_signed_key(world: World, govuk: Notify) -> None:
    action(world, 1)
    assert tasks.send_notice(**ids(world, notice_of(world))) == 1
    (taken,) = govuk.taken
    assert taken["email_address"] == "nurse@example.org"
    assert taken["personalisation"]["subject"] == "NSCP: 1 action due soon"
    assert "A-1: Train officers" in taken["personalisation"]["body"]


@pytest.mark.parametrize(("code", "becomes"), [(429, "failed"), (500, "failed"), (503, "failed"), (400, "refused")])
def test_what_govuk_notify_answers_decides_whether_it_is_tried_again(
    world: World, govuk: Notify, code: int, becomes: str
) -> None:
    action(world, 1)
    notice = notice_of(world)
    govuk.status = code
    if becomes == "failed":
        with pytest.raises(SendFailed):
            tasks.send_notice(**ids(world, notice))
    else:
        tasks.send_notice(**ids(world, notice))
    assert status(world, notice) == (becomes, f"GOV.UK Notify answered {code}")


def test_all_other_mail_of_the_site_can_go_by_govuk_notify_too(govuk: Notify) -> None:
    assert mail.send_mail("Your link", "Sign in here", None, ["nurse@example.org"]) == 1
    govuk.status = 500
    with pytest.raises(NotifyRefused, match="500"):
        mail.send_mail("Your link", "Sign in here", None, ["nurse@example.org"])
    assert mail.send_mail("Your link", "x", None, ["nurse@example.org"], fail_silently=True) == 0
    assert len(govuk.taken) == 1


def test_a_person_who_chose_govuk_notify_gets_it_where_the_site_has_it(
    world: World, govuk: Notify, post: Post, settings: Any
) -> None:
    action(world, 1)
    with world.acting("nurse"):
        choose(world.person("nurse"), digest="never", channel="notify")
    assert tasks.send_notice(**ids(world, notice_of(world))) == 1
    assert (len(govuk.taken), len(post.taken)) == (1, 0)
    settings.GOVUK_NOTIFY_API_KEY = ""
    action(world, 1, "A-2")
    with world.acting("nurse"):
        row = Action.objects.get(reference="A-2")
    notice_of(world)
    with world.acting("nurse"):
        second = Notice.objects.get(action=row)
    assert tasks.send_notice(**ids(world, second)) == 1
    assert (len(govuk.taken), len(post.taken)) == (1, 1)


@pytest.fixture
def demonstration(world: World, settings: Any) -> None:
    settings.DEMONSTRATION = True
    settings.EMAIL_BACKEND = "goldenthread.core.notices.mailbox.EmailBackend"
    with owner():
        world.north.demonstration = True
        world.north.save()


def test_the_demonstration_sends_nothing_and_shows_what_it_would_have_sent(world: World, demonstration: None) -> None:
    action(world, 1)
    assert tasks.send_notice(**ids(world, notice_of(world))) == 1
    mail.send_mail("Your link", "Sign in here", None, ["outsider@example.org"])
    with acting_as(mailbox_reader()):
        assert list(SentMail.objects.values_list("to", "subject")) == [
            ("outsider@example.org", "Your link"),
            ("nurse@example.org", "NSCP: 1 action due soon"),
        ]
        assert "<li>" in SentMail.objects.last().html


def test_a_recipient_sees_their_own_messages_and_another_member_does_not(world: World, demonstration: None) -> None:
    mail.send_mail("Your link", "Sign in here", None, ["nurse@example.org"])
    seen = {}
    for name in ("nurse", "officer", "south_manager", "outsider"):
        with world.acting(name):
            seen[name] = SentMail.objects.count()
    assert seen == {"nurse": 1, "officer": 0, "south_manager": 0, "outsider": 0}


def test_outside_the_demonstration_there_is_no_mailbox(world: World, demonstration: None, settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(PermissionDenied):
        mailbox_reader()
    with pytest.raises(PermissionDenied):
        mail.send_mail("Your link", "Sign in here", None, ["nurse@example.org"])
    with acting_as(Actor(user=None)):
        assert SentMail.unguarded.count() == 0


def test_a_demonstration_without_a_partnership_yet_drops_mail_and_says_so(
    world: World, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMONSTRATION = True
    settings.EMAIL_BACKEND = "goldenthread.core.notices.mailbox.EmailBackend"
    with caplog.at_level(logging.WARNING):
        assert mail.send_mail("Your link", "Sign in here", None, ["nurse@example.org"]) == 0
    assert "1 messages were dropped" in caplog.text
    assert "nurse" not in caplog.text
