"""The unit sets when people are reminded, on a page; what it types wrong is said in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldenthread.core.notices.preferences import timing_of
from tests.web.test_access import client_for
from tests.world import World

ADDRESS = "/north/admin/reminders/"
SENT = {"remind_days": "2 and 14, 14", "agency_after": "5", "chair_after": "10", "version": "0"}


def test_the_days_are_set_and_shown_again(world: World) -> None:
    client, url = client_for(world, "clerk"), ADDRESS
    assert 'value="7, 1"' in client.get(url).text
    assert client.post(url, SENT)["Location"] == reverse("admin", args=["north"])
    with world.acting("nurse"):
        timing = timing_of(world.north)
        assert (timing.remind_days, timing.agency_after, timing.chair_after) == ([14, 2], 5, 10)
    assert 'value="14, 2"' in client.get(url).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"remind_days": "a week"}, "“a” is not a number of days"),
        ({"remind_days": "90"}, "A reminder comes from 1 to 60 days before."),
        ({"remind_days": "9" * 40}, "A reminder comes from 1 to 60 days before."),
        ({"agency_after": "0"}, "must be 1 or more"),
        ({"agency_after": "12"}, "The agency&#x27;s lead is told first"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_nothing_is_kept(
    world: World, typed: dict[str, str], said: str
) -> None:
    page = client_for(world, "manager").post(ADDRESS, SENT | typed)
    assert page.status_code == 422
    assert said in page.text
    with world.acting("nurse"):
        assert timing_of(world.north).remind_days == [7, 1]


def test_a_second_editor_is_told(world: World) -> None:
    url = ADDRESS
    assert client_for(world, "clerk").post(url, SENT).status_code == 302
    page = client_for(world, "manager").post(url, SENT | {"agency_after": "6"})
    assert page.status_code != 302
    with world.acting("nurse"):
        assert timing_of(world.north).agency_after == 5


def test_nobody_is_reminded_beforehand_where_no_day_is_given(world: World) -> None:
    assert client_for(world, "clerk").post(ADDRESS, SENT | {"remind_days": ""}).status_code == 302
    with world.acting("nurse"):
        assert timing_of(world.north).remind_days == []
