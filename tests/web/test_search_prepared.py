"""A question kept on a connection: read and planned once, answered for whoever asks as though it were asked anew."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from goldenthread.web.search.finding import find
from goldenthread.web.search.kept import Blank, Part
from goldenthread.web.search.prepared import asked
from tests.core.rows import Rows
from tests.world import World, owner


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from pg_prepared_statements where name like 'search_%%' order by name", [])
        return [name for (name,) in cursor.fetchall()]


def test_the_tenth_search_is_answered_by_the_plan_of_the_first_and_still_for_its_own_reader(world: World) -> None:
    with owner():
        there = Rows(world).open
    before, answers = kept(), []
    for _ in range(5):  # PostgreSQL keeps one plan for all from the sixth time on
        for name in ("manager", "outsider"):
            with world.acting(name):
                answers.append({(one.kind, one.pk) for one in find(world.north, "open")})
    assert len(kept()) - len(before) <= 1
    assert ("record", there.pk) in answers[0]
    assert answers == [answers[0], set()] * 5


@pytest.mark.parametrize("value", [["a", "b"], [1, 2], 4, 0.5, "it's 100%", None, [], ["100%", "it's"]])
def test_what_is_asked_comes_back_as_it_was(world: World, value: object) -> None:
    question = Part(
        "select %s as it, %s as again, '100%%' as per_cent, %s as said", (Blank("it"), Blank("it"), "it's %s")
    )
    with world.acting("manager"):
        assert asked(question, it=value) == [(value, value, "100%", "it's %s")]


def test_what_it_has_no_type_for_is_an_error(world: World) -> None:
    with world.acting("manager"), pytest.raises(TypeError, match="cannot ask for a date"):
        asked(Part("select %s", (Blank("on"),)), on=date(2026, 3, 3))
