"""A person's own calendar, fetched by a program that cannot sign in; and the pack from the command line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.core import signing
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from goldenthread.config.commands.pack import command, read_as
from goldenthread.config.installation import Trouble
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.meetings.agenda import add_item
from goldenthread.processes.governance.meetings.models import CalendarFeed
from goldenthread.processes.governance.meetings.planning import cancel_meeting
from tests.processes.governance.table import JULY, MAY, planned
from tests.web.test_access import client_for
from tests.world import World, owner


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


def address_of(world: World, name: str, board: str = "north") -> str:
    """What the page shows once when its button is pressed."""
    page = client_for(world, name).post(reverse("your_calendar", args=[board]), {"do": "open"}).text
    found = re.search(rf"/{board}/calendar/[^<\s]+\.ics", page)
    assert found
    return found[0]


def events(url: str) -> list[Any]:
    answer = Client().get(url)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def titles(url: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(url)]


def test_a_calendar_holds_what_its_person_may_see_and_no_words_that_matter(world: World) -> None:
    meeting = planned(world, MAY, link="https://meet.example.org/secret-room")
    panel = planned(world, JULY, world.panel)
    with world.acting("clerk"):
        add_item(meeting=meeting, title="Secret matter", kind="confidential", restricted=True)
        mine = add_action(
            partnership=world.north, text="Names a child", owner=world.person("nurse"), due_on=date(2026, 6, 1)
        )
        cancel_meeting(panel, reason="The chair is ill")
    url = address_of(world, "nurse")
    assert titles(url) == ["Northshire Board meeting", f"Action {mine.reference} is due", "Joint Review Panel meeting"]
    assert [str(event["STATUS"]) for event in events(url)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    words = Client().get(url).text
    for secret in ("Secret matter", "Names a child", "secret-room", "ill"):
        assert secret not in words.replace("\r\n ", ""), secret
    assert titles(address_of(world, "southerner")) == ["Joint Review Panel meeting"]
    assert titles(address_of(world, "manager")) == []


def test_an_address_of_one_board_tells_nothing_of_another(world: World) -> None:
    planned(world, MAY)
    north, south = address_of(world, "officer"), address_of(world, "officer", "south")
    assert titles(north) == ["Northshire Board meeting"]
    assert titles(south) == []
    assert Client().get(north.replace("/north/", "/south/")).status_code == 404


def test_a_new_address_ends_the_one_before_and_ending_it_ends_it_at_once(world: World) -> None:
    first = address_of(world, "nurse")
    second = address_of(world, "nurse")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client, page = client_for(world, "nurse"), reverse("your_calendar", args=["north"])
    assert second not in client.get(page).text
    client.post(page, {"do": "end"})
    assert Client().get(second).status_code == 404


def test_who_left_or_may_no_longer_sign_in_has_no_calendar(world: World) -> None:
    planned(world, MAY)
    nurse, lay = address_of(world, "nurse"), address_of(world, "lay")
    with owner():
        Person.unguarded.filter(pk=world.person("nurse").pk).update(left_on=date(2026, 3, 1))
        world.users["lay"].is_active = False
        world.users["lay"].save()
    assert (Client().get(nurse).status_code, Client().get(lay).status_code) == (404, 404)


def test_a_calendar_loses_what_its_person_may_no_longer_see(world: World) -> None:
    planned(world, JULY, world.panel)
    url = address_of(world, "nurse")
    assert titles(url) == ["Joint Review Panel meeting"]
    with owner():
        mine = Membership.unguarded.filter(person=world.person("nurse"), group=world.panel)
        mine.update(until=date(2026, 3, 31))
    assert titles(url) == []
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(until=date(2026, 3, 31))
    assert Client().get(url).status_code == 404


def test_the_secret_is_kept_only_as_its_hash_and_a_forged_signature_opens_nothing(world: World) -> None:
    url = address_of(world, "nurse")
    token = url.rsplit("/", 1)[1].removesuffix(".ics")
    user, person, secret = signing.loads(token, salt="goldenthread.calendar")
    with owner():
        kept = CalendarFeed.unguarded.get(person_id=person)
    assert secret not in kept.secret_hash
    guessed = signing.dumps([user, person, "guess"], salt="goldenthread.calendar")
    other_salt = signing.dumps([user, person, secret], salt="goldenthread.draft")
    for wrong in (guessed, other_salt, token[:-1], "x", "9" * 5000):
        assert Client().get(reverse("calendar_feed", args=["north", wrong])).status_code == 404, wrong


def test_misses_are_counted_and_hits_are_not(world: World) -> None:
    url = address_of(world, "nurse")
    for _ in range(40):
        assert Client().get(url).status_code == 200
    miss = reverse("calendar_feed", args=["north", "x"])
    assert [Client().get(miss).status_code for _ in range(31)] == [404] * 30 + [429]
    assert Client().get(url).status_code == 200


def test_a_calendar_is_read_and_never_written(world: World) -> None:
    assert Client().post(address_of(world, "nurse")).status_code == 405


def test_a_signed_in_browser_gets_the_calendar_of_the_address_and_not_its_own(world: World) -> None:
    planned(world, MAY)
    url = address_of(world, "nurse")
    answer = client_for(world, "south_manager").get(url)
    assert b"Northshire Board meeting" in answer.content
    assert "no-store" not in answer["Cache-Control"]


def test_the_command_reads_as_the_person_named_and_leaves_out_what_they_may_not_see(world: World) -> None:
    meeting = planned(world, MAY)
    with world.acting("clerk"):
        add_item(meeting=meeting, title="Secret matter", kind="confidential", restricted=True)
    full = read_as("manager@example.org", "north", meeting.reference, "full")
    assert "Secret matter" in repr(full)
    assert "Secret matter" not in repr(read_as("NURSE@example.org", "north", meeting.reference.lower(), "full"))
    assert "Secret matter" not in repr(read_as("manager@example.org", "north", meeting.reference, "public"))


@pytest.mark.parametrize(
    ("email", "slug", "reference", "words"),
    [
        ("nobody@example.org", "north", "M-2026-0001", "Nobody signs in as"),
        ("nurse@example.org", "west", "M-2026-0001", "There are: north, south"),
        ("nurse@example.org", "north", "M-2026-0099", "no meeting M-2026-0099"),
        ("south_manager@example.org", "north", "M-2026-0001", "may see"),
    ],
)
def test_the_command_says_in_words_what_is_wrong(
    world: World, email: str, slug: str, reference: str, words: str
) -> None:
    planned(world, MAY)
    with pytest.raises(Trouble, match=words):
        read_as(email, slug, reference, "members")


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("word", b"PK"), ("html", b"<!")])
def test_the_command_writes_the_file_in_each_format(
    world: World, tmp_path: Path, kind: str, begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = planned(world, MAY)
    file = tmp_path / "pack"
    asked = [meeting.reference, "--partnership", "north", "--as", "nurse@example.org", "--format", kind]
    unwrapped = command.callback.__wrapped__  # type: ignore[union-attr]  # the test's own database is there already
    monkeypatch.setattr(command, "callback", unwrapped)
    result = CliRunner().invoke(command, [*asked, "-o", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_bytes().lower().startswith(begins.lower())
    refused = CliRunner().invoke(command, [*asked, "-o", str(tmp_path / "nowhere" / "pack")])
    assert (refused.exit_code, "There is no folder" in refused.output) == (1, True)
