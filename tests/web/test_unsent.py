"""A message that could not be sent is shown to the unit with why, and goes again when that is put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.notices.models import Notice
from goldenthread.core.notices.tasks import queue_notice, send_notice
from goldenthread.core.notices.unsent import send_again
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import now, today
from tests.core.mail_servers import Post
from tests.core.telling import action, ids, notice_of, post, status
from tests.web.test_access import client_for
from tests.world import World, owner

__all__ = ["post"]


@pytest.fixture
def refused(world: World, post: Post) -> Notice:
    """A reminder to the nurse whose address the mail server does not take."""
    action(world, days=7)
    notice = notice_of(world)
    with owner():
        Notice.unguarded.filter(pk=notice.pk).update(
            status="refused", error="The address was refused (550)", attempts=1
        )
    return notice


def test_the_unit_sees_who_was_not_reached_and_why_and_sends_it_again(
    world: World, refused: Notice, post: Post
) -> None:
    client, listed = client_for(world, "clerk"), reverse("admin_letters", args=["north"])
    page = client.get(listed).content.decode()
    assert "Nurse Person" in page
    assert "The address was refused (550)" in page
    again = reverse("admin_send_again", args=["north", refused.pk])
    assert again in page
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    assert client.post(again)["Location"] == listed
    job = ProcrastinateJob.objects.exclude(pk__in=before).get()
    assert (job.task_name.rpartition(".")[2], job.args) == ("send_notice", ids(world, refused))
    assert status(world, refused)[0] == "waiting"
    assert "Every message was sent" in client.get(listed).content.decode()
    assert send_notice(**ids(world, refused)) == 1
    assert status(world, refused)[0] == "sent"
    assert client.post(again).status_code == 404


def test_what_is_told_by_a_later_summary_is_not_sent_again(world: World, refused: Notice) -> None:
    with owner():
        made = Notice.unguarded.create(
            partnership=world.north, person=world.person("nurse"), kind="digest", key="yesterday", status="refused",
            day=today() - timedelta(days=1), attempts=1, made_at=now(),
        )  # fmt: skip
    page = client_for(world, "clerk").get(reverse("admin_letters", args=["north"])).content.decode()
    assert "A later summary says it anew" in page
    with world.acting("clerk"), pytest.raises(ValidationError, match="later summary"):
        send_again(Notice.objects.get(pk=made.pk), queue_notice)


def test_only_the_unit_sends_again_even_to_oneself(world: World, refused: Notice) -> None:
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        send_again(Notice.objects.get(pk=refused.pk), queue_notice)


def test_a_message_about_what_the_unit_may_not_see_is_not_listed(world: World, refused: Notice) -> None:
    with owner():
        Action.unguarded.filter(pk=refused.action_id).update(audience="named")
    page = client_for(world, "clerk").get(reverse("admin_letters", args=["north"])).content.decode()
    assert "Every message was sent" in page
