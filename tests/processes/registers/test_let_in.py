"""Who is let in to one sealed case, at the table or a guest of one group: they read that case, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.services import let_in
from goldenthread.core.tenancy.models import Person
from goldenthread.web.pages.board import record_address
from tests.processes.registers.test_every_read_leaves_a_line import addresses
from tests.processes.registers.test_shredded import Register, allegations, deaths, fostering, reviews
from tests.web.test_access import client_for, say_why
from tests.world import World, owner

LET_IN = ("nurse", "southerner")


@pytest.mark.parametrize("made", [fostering, allegations, reviews, deaths])
def test_who_is_let_in_to_a_case_opens_every_page_of_it_or_is_refused_in_words(
    world: World, made: Callable[[World], Register]
) -> None:
    there = made(world)
    case, other = there.cases[:2]
    with owner():
        people = [Person.unguarded.get(partnership=world.north, user=world.users[name]) for name in LET_IN]
    with world.acting("worker" if made is fostering else there.keeper):
        for person in people:
            let_in(case, person=person, why="On the panel")
    for name in LET_IN:
        client = say_why(client_for(world, name), case)
        assert client.get(record_address(world.north, case.kind, case.pk)).status_code == 200, name
        assert client.get(record_address(world.north, other.kind, other.pk)).status_code == 404, name
        with world.acting(there.keeper):
            assert Reading.objects.filter(record=case.pk, user_id=world.users[name].pk).exists(), name
    client.raise_request_exception = False
    answers = {url: client.get(url).status_code for url in {*addresses(case)} if f"{case.kind}/{case.pk}/" in url}
    assert [url for url, status in answers.items() if status >= 500] == [], "to the guest"
    assert sum(status == 200 for status in answers.values()) > 2
