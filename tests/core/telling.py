"""What the tests of sending share: an action that is due, the person's own job, the servers that messages go to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.core.notices import tasks
from goldenthread.core.notices.models import Notice
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from tests.core.mail_servers import KEY, Notify, Post, notify, smtp
from tests.world import World, owner


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
