"""The addresses of groups where a partnership's own meet joint ones of its neighbours."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldenthread.core.groups.addresses import group_called, slug_at
from goldenthread.core.groups.models import Group, JointPartnership, Membership
from goldenthread.core.tenancy.models import Partnership, Person
from tests.web.test_access import client_for
from tests.world import LONG_AGO, World, owner


@pytest.fixture
def namesake(world: World) -> Group:
    """South founds a panel of its own, named as the joint one that North runs for both."""
    with owner():
        return Group.unguarded.create(
            partnership=world.south, name="Southfold Panel", slug="panel", kind="panel", open_to_partnership=True
        )


def test_an_own_group_and_a_joint_one_of_the_same_name_each_have_a_page(world: World, namesake: Group) -> None:
    client = client_for(world, "southerner")
    page = client.get(reverse("groups", args=["south"])).content.decode()
    for path, name in (
        ("/south/groups/panel/", "Southfold Panel"),
        ("/south/groups/panel--north/", "Joint Review Panel"),
    ):
        assert path in page
        answer = client.get(path)
        assert answer.status_code == 200
        assert f"{name}</h1>" in answer.content.decode().replace("\n", "")


@pytest.mark.parametrize("below", ["", "attendance/", "plan/"])
def test_what_hangs_from_a_group_is_found_at_both_addresses(world: World, namesake: Group, below: str) -> None:
    client = client_for(world, "southerner")
    for slug in ("panel", "panel--north"):
        assert client.get(f"/south/groups/{slug}/{below}").status_code == 200
    assert client.get(f"/south/groups/panel--south/{below}").status_code == 404


def test_an_address_sent_out_before_still_leads_to_a_joint_group_that_alone_has_it(world: World) -> None:
    assert client_for(world, "southerner").get("/south/groups/panel/").status_code == 200


def test_two_neighbours_groups_of_one_name_are_told_apart_and_never_guessed_at(world: World) -> None:
    with owner():
        east = Partnership.objects.create(name="Eastmere Safeguarding Children Partnership", slug="east")
        other = Group.unguarded.create(partnership=east, name="Eastmere Panel", slug="panel", kind="panel")
        JointPartnership.unguarded.create(group=other, partnership=world.south)
        for group in (other, world.panel):
            known = Person.unguarded.create(
                partnership=group.partnership,
                user=world.users["south_manager"],
                name="South Manager",
                agency=world.southern,
            )
            Membership.unguarded.create(
                group=group, partnership=group.partnership, person=known, role="member", since=LONG_AGO
            )
    with world.acting("south_manager"):
        assert slug_at(world.south, other) == "panel--east"
        assert group_called(world.south, "panel--east") == other
        assert group_called(world.south, "panel--north") == world.panel
        with pytest.raises(Group.DoesNotExist):
            group_called(world.south, "panel")
