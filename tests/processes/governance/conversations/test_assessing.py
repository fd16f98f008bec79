"""Each member rates the board alone; how they rated is kept nowhere; years stand beside each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.tenancy.history import History
from goldenthread.kernel.now import today
from goldenthread.processes.governance.conversations.assessing import act_on, how_many_rated, rate, results
from goldenthread.processes.governance.conversations.models import Assessment, Rater, Statement, Tally
from goldenthread.processes.governance.conversations.process import effectiveness
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import PEOPLE, client_for, let_go
from tests.world import World, owner

STATEMENTS = "We hear children\nWe challenge each other\n\nWe hear children"
MEMBERS = ("nurse", "officer", "team_manager", "lay")


def opened(world: World, year: int = 2026, **more: Any) -> Assessment:
    with world.acting("manager"):
        return open_record(
            effectiveness, partnership=world.north, lead_agency=world.office, year=year, rate_by=today(),
            statements_text=STATEMENTS, **more,
        )  # fmt: skip


def more_members(world: World, number: int) -> list[str]:
    names = [f"member{n}" for n in range(number)]
    with owner():
        for name in names:
            world.seat(name, world.health, world.north, "member")
            world.member(world.board, name, "member")
    return [*MEMBERS, *names]


def rated(world: World, row: Assessment, names: Any, rating: int = 5) -> None:
    for name in names:
        with world.acting(name):
            rate(row, dict.fromkeys(Statement.objects.filter(record=row).values_list("pk", flat=True), rating))


def closed(world: World, row: Assessment) -> Assessment:
    with world.acting("chair"):
        return take_step(row, "close")


def test_each_line_is_a_statement_once(world: World) -> None:
    row = opened(world)
    with world.acting("lay"):
        assert [str(one) for one in row.statements.all()] == ["We hear children", "We challenge each other"]


def test_a_member_rates_once_and_wholly_and_nobody_else_does(world: World) -> None:
    row = opened(world)
    with world.acting("nurse"):
        first = Statement.objects.filter(record=row).values_list("pk", flat=True)[0]
        with pytest.raises(ValidationError, match="every statement"):
            rate(row, {first: 5})
    rated(world, row, ["nurse"])
    with pytest.raises(ValidationError, match="rated already"):
        rated(world, row, ["nurse"])
    for name in ("manager", "worker", "clerk"):
        with pytest.raises(PermissionDenied):
            rated(world, row, [name])
    closed(world, row)
    with pytest.raises(ValidationError, match="closed"):
        rated(world, row, ["lay"])


def test_how_anyone_rated_is_kept_nowhere(world: World) -> None:
    row = opened(world)
    rated(world, row, ["nurse"], 1)
    rated(world, row, ["officer"], 4)
    with owner():
        assert not History.objects.filter(table=Tally._meta.db_table).exists()
        columns = {field.name for field in Tally._meta.get_fields()}
        assert columns == {"id", "statement", "rating", "people"}
        assert {field.name for field in Rater._meta.get_fields()} == {"id", "record", "partnership", "person"}
    with world.acting("lay"):
        assert not Rater.objects.exists()
    for name in world.everyone:
        with world.acting(name):
            for model in (Assessment, Statement, Rater, Tally):
                assert keys(model) == raw_keys(model), (name, model)


def test_nothing_is_shown_while_it_is_open_or_where_too_few_rated(world: World) -> None:
    row = opened(world)
    names = more_members(world, 2)
    rated(world, row, names[:4])
    with world.acting("chair"):
        assert results(row) == []
    row = closed(world, row)
    with world.acting("chair"):
        assert how_many_rated(row) == 4
        assert results(row) == []
    with pytest.raises(ValidationError, match="At least 5"):
        opened(world, 2025, least=2)


def test_years_stand_beside_each_other_by_the_words_of_the_statement(world: World) -> None:
    names = more_members(world, 8)
    before = opened(world, 2025)
    rated(world, before, names, 2)
    closed(world, before)
    row = opened(world)
    rated(world, row, names[:11], 5)
    rated(world, row, names[11:], 0)
    row = closed(world, row)
    with world.acting("lay"):
        one, _ = results(row)
        assert (one.agree, one.of, one.cannot_say, one.before) == (11, 11, 1, 0.0)
        assert one.change == "Higher, by more than chance would give"
    few = opened(world, 2027)
    rated(world, few, names[:6], 4)
    few = closed(world, few)
    with world.acting("lay"):
        assert results(few)[0].change.startswith("Too few to judge")


def test_an_action_follows_from_it(world: World) -> None:
    row = closed(world, opened(world))
    with world.acting("chair"):
        action = act_on(row, text="Hear children first at each Board", made_on=today())
        assert action.record_id == row.pk
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        act_on(row, text="Mine", made_on=today())


#                   manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "records":           "200   200   200    200   200   200    200   200       404    404",
    "open_record":       "200   200   403    403   403   403    403   403       404    404",
    "assessment":        "200   200   200    200   200   200    200   404       404    404",
    "rate_board":        "200   200   200    200   200   200    200   404       404    404",
    "assessment_action": "200   200   403    403   403   403    403   404       404    404",
}  # fmt: skip


def test_who_may_open_which_address_and_a_member_rates_by_form(world: World) -> None:
    row = opened(world)
    at = {"records": ["effectiveness"], "open_record": ["effectiveness"]}
    found = {name: reverse(name, args=["north", *at.get(name, [row.pk])]) for name in TABLE}
    for column, name in enumerate(PEOPLE):
        client = client_for(world, name)
        seen = {key: let_go(client.get(url)).status_code for key, url in found.items()}
        assert seen == {key: int(line.split()[column]) for key, line in TABLE.items()}, name
    with world.acting("nurse"):
        form = {f"s{one.pk}": 4 for one in Statement.objects.filter(record=row)}
    client = client_for(world, "nurse")
    assert client.post(found["rate_board"], {}).status_code == 422
    assert client.post(found["rate_board"], form).status_code == 302
    assert "You rated" in client.get(found["assessment"]).content.decode()
    assert client.post(found["rate_board"], form).status_code == 422
    assert client_for(world, "worker").post(found["rate_board"], form).status_code == 403
