"""What the business manager does in administration, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import CalendarEntry, ClockRun
from goldenthread.core.casework.services import open_record
from goldenthread.core.groups.models import Group, GroupLink, JointPartnership, Membership, TermsOfReference
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place
from goldenthread.kernel.now import today
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.web.test_access import client_for
from tests.world import World


@pytest.fixture
def client(world: World) -> Client:
    return client_for(world, "manager")


def day(name: str, value: date) -> dict[str, int]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def send(client: Client, name: str, /, *args: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=["north", *args]), data, follow=True)


def test_the_partnership_is_renamed_and_its_address_stays(world: World, client: Client) -> None:
    page = send(client, "admin_partnership", name="Northshire Partners", short_name="NP")
    assert "The details of Northshire Partners are saved." in page.content.decode()
    world.north.refresh_from_db()
    assert (world.north.name, world.north.slug) == ("Northshire Partners", "north")
    assert send(client, "admin_partnership", name="").status_code == 422


def test_an_agency_known_by_name_is_the_same_agency_at_one_more_table(world: World, client: Client) -> None:
    send(client, "admin_add_agency", name="southfold council", kind="other")
    send(client, "admin_add_agency", name="Northshire Fire Service", kind="fire", **day("since", date(2026, 1, 5)))
    with world.acting("manager"):
        held = {p.agency.name: p.since for p in Place.objects.filter(partnership=world.north).select_related("agency")}
    assert held["Southfold Council"] is None
    assert held["Northshire Fire Service"] == date(2026, 1, 5)
    assert Agency.objects.get(name="Southfold Council").kind == "council"
    again = send(client, "admin_add_agency", name="Northshire Fire Service", kind="fire")
    assert again.status_code == 422
    assert "is at this table already" in again.content.decode()


def test_a_place_ends_on_a_day_and_may_be_had_again(world: World, client: Client) -> None:
    with world.acting("manager"):
        place = Place.objects.get(partnership=world.north, agency=world.health)
    send(client, "admin_end_place", place.pk, **day("until", today() - timedelta(days=1)))
    with world.acting("manager"):
        assert Place.objects.get(pk=place.pk).until == today() - timedelta(days=1)
    assert send(client, "admin_add_agency", name="Northshire Health Trust", kind="health").status_code == 200
    with world.acting("manager"):
        assert Place.objects.get(pk=place.pk).until is None


def test_a_person_without_a_way_to_sign_in_is_added_changed_and_leaves_their_groups(
    world: World, client: Client
) -> None:
    send(client, "admin_add_person", name="Ada Newcome", title="Deputy Head", agency=world.council.pk, email="")
    twin = send(client, "admin_add_person", name="ada newcome", title="", agency=world.council.pk, email="")
    assert "known already" in twin.content.decode()
    with world.acting("manager"):
        person = Person.objects.get(name="Ada Newcome")
    send(client, "admin_change_person", person.pk, name="Ada Newcombe", title="Head", agency=world.council.pk, email="")
    send(client, "admin_seat", "board", person=person.pk, role="member", **day("since", today() - timedelta(days=30)))
    page = send(client, "admin_leave_person", person.pk, **day("left_on", today()))
    assert "Ada Newcombe left on" in page.content.decode()
    with world.acting("manager"):
        person.refresh_from_db()
        assert (person.title, person.left_on) == ("Head", today())
        assert Membership.objects.get(person=person).until == today()


def test_nobody_marks_themselves_as_left_or_another_before_the_day(world: World, client: Client) -> None:
    mine, nurse = world.person("manager"), world.person("nurse")
    assert (
        "You cannot mark yourself"
        in send(client, "admin_leave_person", mine.pk, **day("left_on", today())).content.decode()
    )
    ahead = send(client, "admin_leave_person", nurse.pk, **day("left_on", today() + timedelta(days=9)))
    assert ahead.status_code == 422


def group_form(**values: Any) -> dict[str, Any]:
    return {"name": "Audit Group", "short_name": "", "kind": "subgroup", "purpose": "", "quorum": 3,
            "quorum_agencies": 2, "minutes": 90, "also_serves": "", **values}  # fmt: skip


def test_a_joint_group_under_two_parents_is_founded_changed_and_ended(world: World, client: Client) -> None:
    parents = [world.board.pk, world.panel.pk]
    send(
        client,
        "admin_found_group",
        **group_form(parents=parents, also_serves="southfold safeguarding children partnership"),
    )
    with world.acting("manager"):
        group = Group.objects.get(slug="audit-group")
        assert (group.quorum, group.meets_for) == (3, timedelta(minutes=90))
        assert set(GroupLink.objects.filter(child=group).values_list("parent_id", flat=True)) == set(parents)
        assert JointPartnership.objects.get(group=group).partnership == world.south
    changed = group_form(name="Audit and Quality", parents=[world.board.pk], version=group.version)
    send(client, "admin_change_group", "audit-group", **changed)
    with world.acting("manager"):
        group.refresh_from_db()
        assert (group.name, group.slug) == ("Audit and Quality", "audit-group")
        assert not JointPartnership.objects.filter(group=group).exists()
        assert [link.parent_id for link in GroupLink.objects.filter(child=group)] == [world.board.pk]
    still = send(client, "admin_end_group", "board", **day("ended_on", today()))
    assert "still reports to it" in still.content.decode()
    send(client, "admin_end_group", "audit-group", **day("ended_on", today()))
    with world.acting("manager"):
        assert Group.objects.get(pk=group.pk).ended_on == today()


def test_a_group_cannot_report_to_one_that_reports_to_it_nor_serve_a_partnership_that_is_none(
    world: World, client: Client
) -> None:
    send(client, "admin_change_group", "panel", **group_form(name="Panel", parents=[world.board.pk], version=1))
    circle = send(
        client, "admin_change_group", "board", **group_form(name="Board", parents=[world.panel.pk], version=1)
    )
    assert "already reports to" in circle.content.decode()
    nowhere = send(client, "admin_found_group", **group_form(also_serves="Atlantis"))
    assert "no other partnership called “Atlantis”" in nowhere.content.decode()


def test_two_people_changing_a_group_are_shown_both_texts(world: World, client: Client) -> None:
    send(client, "admin_change_group", "board", **group_form(name="Board", purpose="Theirs", version=1))
    second = send(client_for(world, "clerk"), "admin_change_group", "board", **group_form(purpose="Mine", version=1))
    assert second.status_code == 409
    assert "Theirs" in second.content.decode()
    assert "Mine" in second.content.decode()


def test_seats_deputies_chairs_and_terms_each_with_their_days(world: World, client: Client) -> None:
    worker, nurse = world.person("worker"), world.person("nurse")
    wrong = send(
        client, "admin_seat", "board", person=worker.pk, role="member", stands_in_for=nurse.pk, **day("since", today())
    )
    assert "Only a deputy stands in" in wrong.content.decode()
    send(
        client, "admin_seat", "board", person=worker.pk, role="deputy", stands_in_for=nurse.pk, **day("since", today())
    )
    send(client, "admin_chair", "board", person=nurse.pk, **day("since", today()))
    send(client, "admin_terms", "board", text="What we are for", **day("agreed_on", today()))
    with world.acting("manager"):
        seat = Membership.objects.get(group=world.board, person=worker)
        assert (seat.role, seat.stands_in_for, seat.agency) == ("deputy", nurse, world.council)
        chairs = Membership.objects.filter(group=world.board, role="chair").order_by("since")
        assert [(c.person, c.until) for c in chairs] == [
            (world.person("chair"), today() - timedelta(days=1)),
            (nurse, None),
        ]
        assert TermsOfReference.objects.get(group=world.board).text == "What we are for"
    send(client, "admin_end_seat", "board", seat.pk, **day("until", today() + timedelta(days=20)))
    page = client.get(reverse("admin_group", args=["north", "board"])).content.decode()
    assert "Stands in for Nurse Person" in page
    with world.acting("manager"):
        assert Membership.objects.get(pk=seat.pk).until == today() + timedelta(days=20)


def test_a_proclaimed_holiday_moves_the_clocks_that_run_and_taking_it_away_moves_them_back(
    world: World, client: Client
) -> None:
    told = today() - timedelta(days=2)
    with world.acting("worker"):
        values = {"child_ref": "C-1", "notified_by": "school", "notified_on": told, "began_on": told}
        record = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
        due = ClockRun.objects.get(record=record).due
    extra = due.date()
    send(client, "admin_add_day", kind="holiday", name="A day of mourning", **day("since", extra))
    with world.acting("worker"):
        assert ClockRun.objects.get(record=record).due > due
    with world.acting("manager"):
        entry = CalendarEntry.objects.get(partnership=world.north)
        assert entry.until == extra
    assert "removed" in send(client, "admin_remove_day", entry.pk).content.decode()
    with world.acting("worker"):
        assert ClockRun.objects.get(record=record).due == due


def test_terms_that_overlap_are_refused(world: World, client: Client) -> None:
    first = day("since", date(2026, 9, 1)) | day("until", date(2026, 12, 18))
    second = day("since", date(2026, 12, 1)) | day("until", date(2027, 3, 1))
    assert send(client, "admin_add_day", kind="term", name="Autumn", **first).status_code == 200
    refused = send(client, "admin_add_day", kind="term", name="Winter", **second)
    assert "overlap" in refused.content.decode()
    with world.acting("manager"):
        assert CalendarEntry.objects.count() == 1


def test_every_list_says_what_to_do_when_it_is_empty(world: World) -> None:
    empty = Partnership.objects.filter(slug="south")
    assert empty.exists()
    page = client_for(world, "south_manager").get(reverse("admin_groups", args=["south"])).content.decode()
    assert "No groups yet" in page
    assert reverse("admin_found_group", args=["south"]) in page
