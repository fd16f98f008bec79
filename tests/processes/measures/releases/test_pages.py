"""The pages of releases: who may open which, what they say, and how many questions they ask of the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.processes.measures.releases.making import run_job
from goldenthread.processes.measures.releases.models import Job, Release, ReleaseTable
from tests.web.test_access import client_for, let_go
from tests.world import World, owner

from .made import QUARTERS, audited, begun, counted, let_out

AT_THE_TABLE = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}
SEE_DRAFTS = {"manager", "clerk", "chair"}
KEEP = {"manager", "clerk"}


def test_each_address_against_each_person(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    draft, out = begun(world, [one]), let_out(world, audited(world, begun(world, [one], name="Out")))
    with owner():
        table = ReleaseTable.unguarded.get(record=draft.pk).pk
    for name in world.everyone:
        client = client_for(world, name)

        def status(url: str, *parts: object, post: bool = False, client: object = client) -> int:
            address = reverse(url, args=["north", *parts])
            return let_go(client.post(address) if post else client.get(address)).status_code  # type: ignore[attr-defined]  # a test client's

        known = 200 if name in AT_THE_TABLE else 404
        guest = {"southerner"}  # of a joint group: known here, without a seat
        turned_away = 403 if name in AT_THE_TABLE | guest else 404
        assert status("new_release") == (200 if name in KEEP else turned_away), name
        assert status("release", draft.pk) == (200 if name in SEE_DRAFTS else 404), name
        assert status("release", out.pk) == known, name
        assert status("release_file", out.pk, "pdf") == known, name
        assert status("release_file", draft.pk, "pdf") == (403 if name in SEE_DRAFTS else 404), name
        keeps = 200 if name in KEEP else 403 if name in SEE_DRAFTS else 404
        assert status("add_release_table", draft.pk) == keeps, name
        assert status("order_release_tables", draft.pk) == keeps, name
        if name not in KEEP:
            assert status("correct_release", out.pk, post=True) == (403 if name in AT_THE_TABLE else 404), name
            assert status("order_release_tables", draft.pk, post=True) == keeps, name
            assert status("audit_release", draft.pk, post=True) == keeps, name
            assert status("take_out_release_table", draft.pk, table, post=True) == keeps, name


def test_a_release_is_put_together_on_its_pages_and_shows_only_what_is_frozen(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    client = client_for(world, "manager")
    begun_at = client.post(
        reverse("new_release", args=["north"]),
        {"name": "Children missing", "kind_of_release": "public", "profile": "local"},
    )
    assert begun_at.status_code == 302
    with world.acting("manager"):
        release = Release.objects.get()
    table = {"title": "Episodes", "measures": [one.pk], "since-day": "1", "since-month": "4", "since-year": "2025",
             "until-day": "31", "until-month": "3", "until-year": "2026", "totals": "on"}  # fmt: skip
    added = client.post(reverse("add_release_table", args=["north", release.pk]), table)
    assert added.status_code == 302, added.content.decode()
    assert client.post(reverse("audit_release", args=["north", release.pk])).status_code == 302
    assert "Waiting for its turn" in client.get(begun_at.url).content.decode()
    with world.acting("manager"):
        job = Job.objects.get()
    assert run_job(job.pk, world.users["manager"].pk)
    page = client.get(begun_at.url).content.decode()
    figures = [re.sub(r"<.*?>", " ", one).split()[-1] for one in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S)]
    assert figures[:4] == ["9", "c", "11", "8"]
    assert "Withheld so that nobody can be identified" in page


@pytest.mark.parametrize("name", ["manager", "nurse"])
def test_a_page_asks_at_most_fifteen_questions(world: World, name: str) -> None:
    release = let_out(world, audited(world, begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])))
    client = client_for(world, name)
    address = reverse("release", args=["north", release.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(address)
    assert page.status_code == 200
    asked = [q["sql"] for q in queries if not q["sql"].lower().startswith(("savepoint", "release savepoint"))]
    assert len(asked) <= 15, "\n".join(asked)


def test_a_withdrawn_release_gives_out_nothing_more(world: World) -> None:
    release = let_out(world, audited(world, begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])))
    manager, nurse = client_for(world, "manager"), client_for(world, "nurse")
    step = reverse("step", args=["north", "releases", release.pk, "withdraw"])
    assert manager.post(step, {"note": "A figure was wrong", "version": ""}).status_code == 302
    page = nurse.get(reverse("release", args=["north", release.pk])).content.decode()
    assert "no longer given out" in page
    assert "A figure was wrong" in page
    assert "<td" not in page
    assert nurse.get(reverse("release_file", args=["north", release.pk, "pdf"])).status_code == 403
