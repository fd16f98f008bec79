"""By which way a message goes: GOV.UK Notify, and the mailbox of the demonstration."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied

from goldenthread.core.notices import tasks
from goldenthread.core.notices.channels import NotifyRefused
from goldenthread.core.notices.mailbox import mailbox_reader
from goldenthread.core.notices.models import Notice, SentMail
from goldenthread.core.notices.preferences import choose
from goldenthread.core.notices.sending import SendFailed
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON
from tests.core.mail_servers import Notify, Post
from tests.core.telling import action, ids, notice_of, status
from tests.world import World, owner

MONDAY = datetime(2026, 3, 2, 9, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


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
