"""What comes in with a list or with minutes is held by itself against what was asked for before; a person decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.thread.bringing import Wanted, bring_in
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Recommendation, Repeats, Resemblance
from goldenthread.core.thread.resembling import decide, look_for_earlier
from goldenthread.kernel.now import today
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_bringing import URL, sent, upload
from tests.world import World

LIST = "Recommendations\n\n1. Make sure a worker who visits sees each child alone.\n2. Buy chairs for the canteen.\n"
URL_OF = "like_earlier"


@pytest.fixture
def earlier(world: World) -> Recommendation:
    """Made some years before; and one made since, that the list cannot repeat."""
    with world.acting("manager"):
        for words in ("Train staff on neglect", "Write minutes within ten days"):
            recommend(partnership=world.north, text=words, made_on=date(2023, 1, 9))
        recommend(partnership=world.north, text="At every visit see each child alone", made_on=date(2026, 9, 1))
        made: Recommendation = recommend(
            partnership=world.north, text="See every child alone on each visit", made_on=date(2024, 5, 1)
        )
        return made


def brought(world: World, who: str = "manager") -> Any:
    return client_for(world, who).post(reverse(URL, args=["north"]), sent(upload(world, LIST, person=who)), follow=True)


def waiting(world: World, who: str) -> list[str]:
    with world.acting(who):
        return [one.title for one in worklist(current_actor(), world.north, today()) if one.kind == "resemblance"]


def test_what_came_in_stands_beside_what_it_is_like_until_whoever_brought_it_has_decided(
    world: World, earlier: Recommendation
) -> None:
    page = text(brought(world))
    assert "2 recommendations brought in" in page
    assert "Make sure a worker who visits sees each child alone" in page
    assert earlier.reference in page
    assert "canteen" not in page  # like nothing
    assert "At every visit see each child alone" not in page  # made later
    assert waiting(world, "manager") == ["1 recommendation you brought in may have been made before"]
    assert waiting(world, "chair") == waiting(world, "lay") == []
    manager = client_for(world, "manager")
    assert "may have been made before" in text(manager.get(reverse("home", args=["north"])))
    with world.acting("manager"):
        one = Resemblance.objects.get()
    at = reverse(URL_OF, args=["north"])
    assert manager.post(at, {f"say_{one.pk}": ""}, follow=True).status_code == 200  # later
    assert waiting(world, "manager") != []
    done = text(manager.post(at, {f"say_{one.pk}": "repeats"}, follow=True))
    assert "1 likeness decided" in done
    assert "Nothing that came in waits" in done
    assert waiting(world, "manager") == []
    with world.acting("lay"):
        assert Repeats.objects.get().earlier == earlier
        assert not Resemblance.objects.exists()  # for those who may decide


def test_said_to_be_something_else_nothing_is_tied_and_it_is_not_asked_again(
    world: World, earlier: Recommendation
) -> None:
    brought(world)
    with world.acting("manager"):
        one = Resemblance.objects.get()
    with world.acting("chair"):
        assert decide(world.north, {one.pk: "not"}) == 1
        assert decide(world.north, {one.pk: "repeats"}) == 0  # decided once, by whoever was first
        assert not Repeats.objects.exists()
        assert (Resemblance.objects.get().by, Resemblance.objects.get().decision) == ("Chair Person", "not")
        assert look_for_earlier(world.north, [one.recommendation]) is not None
        assert Resemblance.objects.count() == 1
    assert waiting(world, "manager") == []


def test_what_is_no_decision_or_no_right_of_theirs_changes_nothing(world: World, earlier: Recommendation) -> None:
    brought(world)
    with world.acting("manager"):
        one = Resemblance.objects.get()
        with pytest.raises(ValidationError, match="no such decision"):
            decide(world.north, {one.pk: "perhaps"})
    for who in ("lay", "nurse", "team_manager"):
        with world.acting(who), pytest.raises(PermissionDenied):
            decide(world.north, {one.pk: "not"})
    bad = client_for(world, "manager").post(reverse(URL_OF, args=["north"]), {f"say_{one.pk}": "perhaps"})
    assert bad.status_code == 422
    assert waiting(world, "manager") != []


def test_of_a_list_each_line_is_held_against_what_was_before_and_not_against_its_neighbours(
    world: World, earlier: Recommendation
) -> None:
    with world.acting("manager"):
        twice = [Wanted("See each child alone at every visit"), Wanted("At each visit see every child alone")]
        bring_in(partnership=world.north, kind="review", title="A review", made_on=date(2025, 1, 6), rows=twice)
        assert {one.earlier for one in Resemblance.objects.select_related("earlier")} == {earlier}
        assert Resemblance.objects.count() == 2


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {"like_earlier": "200   200   403    403   403   403    403   403       404    404"}


def test_who_may_open_it(world: World, earlier: Recommendation) -> None:
    brought(world)
    for column, name in enumerate(PEOPLE):
        found = client_for(world, name).get(reverse(URL_OF, args=["north"])).status_code
        assert found == int(TABLE[URL_OF].split()[column]), name
