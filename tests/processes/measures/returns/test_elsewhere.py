"""One return, several boards: an agency answers once, and where two boards count differently it is shown and asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.analytics.defining import redefine, take_from_catalogue
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.measures.entry import Kind, MeasureEntry
from goldenthread.processes.measures.returns.answering import Given, give_answers
from goldenthread.processes.measures.returns.elsewhere import answered_elsewhere, take_over
from goldenthread.processes.measures.returns.models import Form
from goldenthread.processes.measures.returns.opening import open_due
from goldenthread.processes.measures.returns.scheduling import make_schedule
from tests.web.test_access import client_for
from tests.world import World

ENTRIES = [
    MeasureEntry(code=code, title=code.title(), question="?", numerator=f"{code} of children", kind=Kind.FLOW)
    for code in ("arrests", "searches")
]


def plan(world: World, who: str, board: Partnership, **other: Any) -> Form:
    """The board asks the police for both measures; with `other`, it counts searches otherwise."""
    with world.acting(who):
        measures = take_from_catalogue(board, ENTRIES)
        if other:
            redefine(measures[1], since=date(2026, 1, 1), **other)
        make_schedule(
            partnership=board, title="Police", every="quarter", since=date(2026, 1, 1), measures=measures,
            agencies=[world.police],
        )  # fmt: skip
    with acting_as(Actor.system(board)):
        (made,) = open_due(board)
        form: Form = made.form
    return form


@pytest.fixture
def forms(world: World) -> tuple[Form, Form]:
    """North's, and the one that was answered: South's, which counts searches otherwise."""
    north = plan(world, "manager", world.north)
    south = plan(world, "south_manager", world.south, numerator="searches of children under 16")
    with world.acting("officer"):
        given = {line.pk: Given(value=Decimal(7 + n)) for n, line in enumerate(south.lines.all())}
        assert give_answers(south, given).ok
    return north, south


def test_the_same_question_is_answered_once_and_a_different_one_is_asked(
    world: World, forms: tuple[Form, Form]
) -> None:
    north, _ = forms
    with world.acting("officer"):
        lines = {line.code: line for line in north.lines.all()}
        found = answered_elsewhere(north, list(lines.values()))
        assert found[lines["arrests"].pk].same
        (differs,) = found[lines["searches"].pk].differences
        assert (differs.here, differs.there) == ("searches of children", "searches of children under 16")
        assert take_over(north)[0] == 1
        assert [line.value for line in north.lines.all()] == [7, None]
        assert take_over(north, agreed=True)[0] == 1
        taken = north.lines.get(code="searches")
        assert taken.value == 8
        assert "counted otherwise there" in taken.note
        with pytest.raises(ValidationError):
            take_over(north)


def test_only_those_who_hold_both_places_learn_that_it_was_answered_elsewhere(
    world: World, forms: tuple[Form, Form]
) -> None:
    north, _ = forms
    for who in ("manager", "chair"):
        with world.acting(who):
            assert answered_elsewhere(north, list(north.lines.all())) == {}
    with world.acting("manager"), pytest.raises(PermissionDenied):
        take_over(north, agreed=True)
    address = reverse("return_elsewhere", args=["north", north.record_id])
    expected = {"officer": 200, "manager": 404, "chair": 404, "nurse": 404, "south_manager": 404, "outsider": 404}
    assert {who: client_for(world, who).get(address).status_code for who in expected} == expected


def test_by_the_page_they_stand_side_by_side(world: World, forms: tuple[Form, Form]) -> None:
    north, _ = forms
    client = client_for(world, "officer")
    assert (
        "answered to another board" in client.get(reverse("return", args=["north", north.record_id])).content.decode()
    )
    address = reverse("return_elsewhere", args=["north", north.record_id])
    shown = client.get(address).content.decode()
    assert "Southfold" in shown
    assert "under 16" in shown
    assert client.post(address, {"take": "yes"}).status_code == 302
    with world.acting("officer"):
        assert [line.value for line in north.lines.all()] == [7, None]
        searches = north.lines.get(code="searches")
    assert "Take “Searches” all the same" in client.get(address).content.decode()
    assert client.post(address, {f"agreed_{searches.pk}": "on"}).status_code == 302
    with world.acting("officer"):
        assert [line.value for line in north.lines.all()] == [7, 8]
    assert client.get(address).status_code == 404  # nothing is left to take over
