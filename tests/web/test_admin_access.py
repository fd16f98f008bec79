"""Every address of administration against every person: the unit may, members may not, others are told nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import CalendarEntry
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.notices.models import Notice
from goldenthread.core.tenancy.models import Place
from goldenthread.kernel.now import now, today
from goldenthread.web.pages.admin.urls import urlpatterns
from tests.web.test_access import client_for
from tests.world import World, owner

PEOPLE = {
    "manager": 200, "clerk": 200, "chair": 403, "worker": 403, "nurse": 403, "officer": 403, "lay": 403,
    "southerner": 403, "south_manager": 404, "outsider": 404,
}  # fmt: skip


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    with owner():
        day = date(2026, 1, 1)
        entry = CalendarEntry.unguarded.create(partnership=world.north, kind="holiday", since=day, until=day)
        place = Place.unguarded.get(partnership=world.north, agency=world.health)
        seat = Membership.unguarded.get(group=world.board, person=world.person("nurse"))
        person = world.person("nurse")
        letter = Notice.unguarded.create(
            partnership=world.north, person=person, kind="digest", key="digest", day=today(), status="refused",
            error="The address was refused (550)", attempts=1, made_at=now(),
        )  # fmt: skip
    further = {
        "admin_end_place": [place.pk], "admin_change_person": [person.pk], "admin_leave_person": [person.pk],
        "admin_remove_day": [entry.pk], "admin_group": ["board"], "admin_change_group": ["board"],
        "admin_end_group": ["board"], "admin_seat": ["board"], "admin_end_seat": ["board", seat.pk],
        "admin_chair": ["board"], "admin_terms": ["board"],
        "admin_send_again": [letter.pk],
    }  # fmt: skip
    return {p.name: reverse(p.name, args=["north", *further.get(p.name, [])]) for p in urlpatterns}


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_or_post_to_administration(world: World, addresses: dict[str, str], person: str) -> None:
    client, status = client_for(world, person), PEOPLE[person]
    assert {name: client.get(url).status_code for name, url in addresses.items()} == dict.fromkeys(addresses, status)
    if status != 200:
        posted = {name: client.post(url, {"name": "X"}).status_code for name, url in addresses.items()}
        assert posted == dict.fromkeys(addresses, status)


def test_nobody_gets_in_without_signing_in(world: World, addresses: dict[str, str]) -> None:
    for url in addresses.values():
        assert Client().get(url)["Location"].startswith(reverse("account_login"))


def test_another_partnerships_rows_are_not_there_even_for_its_own_manager(
    world: World, addresses: dict[str, str]
) -> None:
    """The southern manager under the southern slug, with the northern rows' numbers."""
    client = client_for(world, "south_manager")
    own = {name: url.replace("/north/", "/south/") for name, url in addresses.items()}
    plain = {"admin", "admin_partnership", "admin_agencies", "admin_add_agency", "admin_people", "admin_add_person",
             "admin_calendar", "admin_add_day", "admin_groups", "admin_found_group", "admin_letters",
             "admin_reminders"}  # fmt: skip
    assert {name: client.get(url).status_code for name, url in own.items()} == {
        name: 200 if name in plain else 404 for name in own
    }


def test_a_joint_groups_partner_cannot_change_it(world: World, addresses: dict[str, str]) -> None:
    client = client_for(world, "south_manager")
    assert client.get(reverse("admin_change_group", args=["south", "panel"])).status_code == 404


def test_the_way_in_is_shown_to_the_unit_alone(world: World, addresses: dict[str, str]) -> None:
    for person in ("manager", "clerk", "chair", "nurse"):
        page = client_for(world, person).get(reverse("home", args=["north"])).content
        assert (b"Administration" in page) is (PEOPLE[person] == 200), person


#: A test's own transaction around the request: a savepoint, its release, and who acted before restored.
NESTING = 3


def test_no_page_asks_more_than_fifteen_questions_of_the_database(
    world: World, addresses: dict[str, str], django_assert_max_num_queries: object
) -> None:
    client = client_for(world, "manager")
    with owner():
        Group.unguarded.bulk_create(Group(partnership=world.north, name=f"G{n}", slug=f"g{n}") for n in range(30))
    for url in addresses.values():
        client.get(url)
        with django_assert_max_num_queries(15 + NESTING):  # type: ignore[operator]  # a fixture
            client.get(url)
