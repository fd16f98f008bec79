"""What was typed is put before whom it was typed about, and is not kept for ever."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import time_machine
from django.http import QueryDict
from django.test import Client

from goldenthread.core.casework.models import Draft
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.now import now
from goldenthread.web.signin import drafts, keeping
from goldenthread.web.signin.tasks import clear_old_drafts
from tests.web.signin_steps import confirm, enter, site
from tests.world import World, owner

__all__ = ["site"]

INVITE = "/north/people/invite/"


def test_what_was_typed_to_invite_one_person_is_not_put_before_another(site: World, client: Client) -> None:
    with owner():
        nurse, chair = (
            Person.unguarded.create(partnership=site.north, agency=site.health, name=name) for name in ("One", "Other")
        )
    confirm(enter(client, site, "manager"))
    about = f"{INVITE}?person={nurse.pk}"
    page = client.get(about).content.decode()
    assert f'data-draft="/drafts/?path={quote(about, safe="")}"' in page
    client.post(f"/drafts/?path={quote(about)}", {"email": "typed@example.org"})
    assert "typed@example.org" in client.get(about).content.decode()
    assert "typed@example.org" not in client.get(f"{INVITE}?person={chair.pk}").content.decode()
    assert "typed@example.org" not in client.get(INVITE).content.decode()
    client.post("/drafts/discard/", {"path": about})
    assert "typed@example.org" not in client.get(about).content.decode()


def test_what_nobody_came_back_to_is_deleted_by_night_and_the_rest_stays(world: World) -> None:
    people = [world.users["manager"].pk, world.users["southerner"].pk]
    with time_machine.travel(now() - keeping.KEPT_FOR - timedelta(days=1), tick=False):
        for person in people:
            drafts.keep(person, "/north/old/", QueryDict("what=old"))
    for person in people:
        drafts.keep(person, "/north/new/", QueryDict("what=new"))
    assert clear_old_drafts(0) == len(people)
    with owner():
        assert set(Draft.unguarded.values_list("path", flat=True)) == {"/north/new/"}
    assert clear_old_drafts(0) == 0
