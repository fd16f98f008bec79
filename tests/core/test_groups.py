"""Groups: a tree with several parents and no circles, seats from day to day, one chair after another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.groups.models import Group, GroupLink, JointPartnership, Membership
from goldenthread.core.groups.services import (
    agree_terms,
    appoint_chair,
    end_membership,
    found_group,
    report_to,
    seat_member,
    serve_also,
    stop_reporting,
)
from goldenthread.core.groups.tree import (
    ancestors,
    chair_on,
    chairs_of,
    descendants,
    members_on,
    terms_on,
    terms_to_review,
)
from goldenthread.core.tenancy.seats import actor_for
from tests.world import World

DAY = date(2026, 3, 2)


def found(world: World, name: str, **values: Any) -> Group:
    return found_group(partnership=world.north, name=name, **values)


def test_a_group_may_report_to_several_and_is_heard_by_all_above_them(world: World) -> None:
    with world.acting("manager"):
        executive = found(world, "Executive", kind="executive", parents=[world.board])
        learning = found(world, "Learning Group", parents=[executive, world.panel])
        assert [group.name for group in ancestors(learning)] == ["Executive", "Joint Review Panel", "Northshire Board"]
        assert [group.name for group in descendants(world.board)] == ["Executive", "Learning Group"]
        stop_reporting(learning, executive)
        assert [group.name for group in ancestors(learning)] == ["Joint Review Panel"]
    assert learning.slug == "learning-group"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=14))
def test_no_order_of_placing_groups_closes_a_circle(world: World, links: list[tuple[int, int]]) -> None:
    with world.acting("manager"):
        GroupLink.objects.all().delete()
        groups = list(Group.objects.filter(partnership=world.north).order_by("pk"))
        groups += [found(world, f"Group {Group.objects.count()} {n}") for n in range(5 - len(groups))]
        for child, parent in links:
            try:
                report_to(groups[child], groups[parent])
            except ValidationError:
                assert child == parent or groups[child] in ancestors(groups[parent])
        assert all(group not in ancestors(group) for group in groups)


def test_a_joint_group_serves_further_partnerships_and_never_its_own_twice(world: World) -> None:
    with world.acting("manager"):
        joint = found(world, "Risk Group", also_serves=[world.south])
        assert JointPartnership.objects.filter(group=joint).count() == 1
        with pytest.raises(ValidationError, match="belongs to"):
            serve_also(joint, world.north)


@pytest.mark.parametrize("name", ["nurse", "chair", "lay", "worker"])
def test_only_the_business_unit_changes_groups(world: World, name: str) -> None:
    with world.acting(name):
        for doing in (
            lambda: found(world, "Mine"),
            lambda: report_to(world.panel, world.board),
            lambda: seat_member(group=world.board, person=world.person(name)),
            lambda: appoint_chair(group=world.board, person=world.person(name)),
            lambda: agree_terms(group=world.board, text="Mine"),
        ):
            with pytest.raises(PermissionDenied, match="business unit"):
                doing()


def test_a_member_sits_for_their_agency_from_the_day_they_are_asked(world: World) -> None:
    with world.acting("clerk"):
        seat = seat_member(group=world.panel, person=world.person("officer"), since=DAY)
        assert seat.agency == world.police
        assert not members_on(world.panel, DAY - timedelta(days=1)).filter(pk=seat.pk).exists()
        assert members_on(world.panel, DAY).filter(pk=seat.pk).exists()
        end_membership(seat, until=DAY + timedelta(days=9))
        assert members_on(world.panel, DAY + timedelta(days=9)).filter(pk=seat.pk).exists()
        assert not members_on(world.panel, DAY + timedelta(days=10)).filter(pk=seat.pk).exists()
    held = actor_for(world.users["officer"], on=DAY + timedelta(days=9)).claim("groups")
    assert world.panel.pk in held
    assert world.panel.pk not in actor_for(world.users["officer"], on=DAY + timedelta(days=10)).claim("groups")


def test_a_seat_is_not_held_twice_at_once(world: World) -> None:
    with world.acting("clerk"):
        seat = seat_member(group=world.panel, person=world.person("officer"), since=DAY, until=DAY)
        with pytest.raises(ValidationError, match="holds this seat already"):
            seat_member(group=world.panel, person=world.person("officer"), since=DAY)
        again = seat_member(group=world.panel, person=world.person("officer"), since=DAY + timedelta(days=1))
        assert again.pk != seat.pk
        with pytest.raises(ValidationError):
            end_membership(again, until=DAY)


def test_a_deputy_stands_in_for_someone_and_nobody_else_does(world: World) -> None:
    with world.acting("clerk"):
        deputy = seat_member(
            group=world.board, person=world.person("worker"), role="deputy", stands_in_for=world.person("team_manager")
        )
        assert deputy.stands_in_for == world.person("team_manager")
        with pytest.raises(ValidationError, match="Only a deputy"):
            seat_member(group=world.panel, person=world.person("worker"), stands_in_for=world.person("nurse"))


def test_chairs_follow_each_other_without_a_day_between_and_all_are_remembered(world: World) -> None:
    with world.acting("manager"):
        appoint_chair(group=world.board, person=world.person("nurse"), since=DAY)
        with pytest.raises(ValidationError, match="takes the chair from"):
            appoint_chair(group=world.board, person=world.person("officer"), since=DAY - timedelta(days=3))
        spans = [(str(seat.person), seat.since, seat.until) for seat in chairs_of(world.board)]
        before, after = chair_on(world.board, DAY - timedelta(days=1)), chair_on(world.board, DAY)
    assert [span[2] for span in spans] == [DAY - timedelta(days=1), None]
    assert before is not None
    assert after is not None
    assert (before.person_id, after.person_id) == (world.person("chair").pk, world.person("nurse").pk)
    assert Membership.Role.CHAIR in Membership.COUNTED


def test_terms_of_reference_keep_their_versions_and_fall_due(world: World) -> None:
    with world.acting("manager"):
        first = agree_terms(group=world.board, text="One", agreed_on=DAY, review_on=DAY + timedelta(days=365))
        second = agree_terms(group=world.board, text="Two", agreed_on=DAY + timedelta(days=30))
        assert terms_on(world.board, DAY) == first
        assert terms_on(world.board, DAY + timedelta(days=30)) == second
        assert terms_to_review(world.north, DAY + timedelta(days=400)) == []
        third = agree_terms(group=world.panel, text="Panel", agreed_on=DAY, review_on=DAY + timedelta(days=1))
        assert terms_to_review(world.north, DAY + timedelta(days=400)) == [third]
        with pytest.raises(ValidationError, match="after they were agreed"):
            agree_terms(group=world.board, text="x", agreed_on=DAY, review_on=DAY)
