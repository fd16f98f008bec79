"""A partnership moves on a date: what follows by itself, what stays, what is refused, what is undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.casework.clocks import project_clocks
from goldenthread.core.casework.models import ClockRun, Record
from goldenthread.core.casework.services import open_record
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.services import agree_terms
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.courses import course_of, word_at
from goldenthread.core.tenancy.history import history_of
from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.now import LONDON, today
from goldenthread.law.changing import change_to
from goldenthread.law.eras import LSCP_2018
from goldenthread.processes.governance.law_change.ahead import look_ahead
from goldenthread.processes.governance.law_change.holding import end_holder, filled_on, name_holder
from goldenthread.processes.governance.law_change.models import OfficeHolder
from goldenthread.processes.governance.law_change.moving import (
    give_another_day,
    plan_move,
    withdraw_move,
    write_down_move,
)
from goldenthread.processes.governance.law_change.tables import parts_of
from goldenthread.processes.governance.linked.process import linked
from goldenthread.processes.governance.plans.process import plans
from goldenthread.web.overview import overview_of
from tests.core.rows import record
from tests.core.test_access import keys, raw_keys
from tests.world import World, owner

NOW, DAY = date(2019, 6, 3), date(2019, 9, 17)
WHY = "Agreed by the three partners on 20 May 2019"


def at(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 10, tzinfo=LONDON), tick=False)


@pytest.fixture(autouse=True)
def june(world: World) -> Iterator[None]:
    """North is a board under the law of 2015, and it is June 2019."""
    with at(NOW):
        with owner():
            Partnership.objects.filter(pk=world.north.pk).update(era="LSCB_2015")
        world.north.refresh_from_db()
        yield


def planned(world: World, on: date = DAY, **values: Any) -> Move:
    with world.acting("manager"):
        return plan_move(**({"partnership": world.north, "era": "LSCP_2018", "on": on, "why": WHY} | values))


def body(world: World, on: date) -> str:
    with world.acting("nurse"):
        return word_at(world.north, "body_short", on)


def test_on_the_day_everything_follows_by_itself_and_history_stays_as_it_was(world: World) -> None:
    planned(world)
    assert (body(world, NOW), body(world, DAY - timedelta(days=1)), body(world, DAY)) == ("LSCB", "LSCB", "LSCP")
    for later in (DAY, date(2026, 1, 1)):
        with at(later):
            assert (body(world, NOW), body(world, today())) == ("LSCB", "LSCP")
    with world.acting("nurse"):
        assert course_of(world.north).keys_on(DAY) == {"LSCP_2018", "CDR_2018"}
    with world.acting("southerner"):  # known at the north, with no seat there: the words are the same
        assert word_at(world.north, "body_short", DAY) == "LSCP"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"on": date(2018, 6, 1)}, "has gone by. To plan a move on it would rewrite .* LSCB 2015. .* write it down"),
        ({"on": date(2025, 6, 1)}, "more than five years ahead. Check the year"),
        ({"era": "LSCP_2023"}, "LSCP 2023 is law from 15 December 2023.* Give 15 December 2023 or a later day"),
        ({"era": "LSCP_2023", "on": date(2024, 1, 8)}, "has not moved to LSCP 2018 yet, which comes first"),
        ({"era": "LSCB_2015"}, "Choose one of the frameworks"),
        ({"era": "LSCB_1066"}, "Choose one of the frameworks"),
        ({"why": ""}, "cannot be blank"),
        ({"published_on": DAY + timedelta(days=1)}, "Arrangements are published before the day"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure_and_nothing_is_written(
    world: World, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        planned(world, **wrong)
    with world.acting("manager"):
        assert not Move.objects.exists()


def test_moves_keep_their_order_and_each_is_written_down_once(world: World) -> None:
    planned(world)
    with pytest.raises(ValidationError, match="written down for 17 September 2019"):
        planned(world, DAY + timedelta(days=3))
    with at(date(2024, 3, 1)):
        planned(world, date(2024, 11, 4), era="LSCP_2023")
        with world.acting("manager"):
            first, second = Move.objects.filter(era__startswith="LSCP").order_by("on")
        with at(date(2024, 12, 2)), world.acting("manager"):
            with pytest.raises(ValidationError, match="It works under LSCP 2023 from 4 November 2024"):
                give_another_day(first, on=date(2024, 11, 4), because="x")
            with pytest.raises(ValidationError, match="rests on this one"):
                withdraw_move(first, because="x")
            withdraw_move(second, because="The council asked for time")
            assert course_of(world.north).next_body().key == "LSCP_2023"


def test_a_planned_move_is_moved_or_cancelled_with_a_reason_and_all_of_it_is_kept(world: World) -> None:
    with world.acting("manager"):
        before = course_of(world.north)
    move = planned(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="Say why"):
            give_another_day(move, on=DAY + timedelta(days=7), because=" ")
        with pytest.raises(ValidationError, match="its day already"):
            give_another_day(move, on=DAY, because="x")
        later = give_another_day(move, on=DAY + timedelta(days=7), because="Elections", expected_version=1)
        with pytest.raises(StaleEdit):
            give_another_day(move, on=DAY, because="x", expected_version=1)
        assert later.why == WHY
        assert later.instead_of_id == move.pk
        withdraw_move(later, because="The force withdrew", expected_version=1)
        with pytest.raises(ValidationError, match="was withdrawn"):
            withdraw_move(later, because="again")
        assert course_of(world.north) == before
        assert [(row.on, row.withdrawn_because) for row in Move.objects.order_by("pk")] == [
            (DAY, "Elections"), (DAY + timedelta(days=7), "The force withdrew"),
        ]  # fmt: skip
        assert [line.operation for line in history_of(move)] == ["update", "insert"]


def test_afterwards_it_is_corrected_only_with_a_reason_and_both_are_kept(world: World) -> None:
    move = planned(world)
    with at(date(2019, 12, 2)), world.acting("manager"):
        with pytest.raises(ValidationError, match="has not come yet"):
            give_another_day(move, on=date(2020, 1, 1), because="x")
        with pytest.raises(ValidationError, match="Say why"):
            give_another_day(move, on=date(2019, 9, 25), because="")
        corrected = give_another_day(move, on=date(2019, 9, 25), because="The arrangements say the 25th")
        assert body(world, date(2019, 9, 20)) == "LSCB"
        assert corrected.made_on == date(2019, 12, 2)
        assert Move.objects.count() == 2
        move.refresh_from_db()
        assert move.withdrawn_because == "The arrangements say the 25th"
    with world.acting("manager"), pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.filter(pk=corrected.pk).update(withdrawn_because="No day")


def test_a_move_that_nobody_wrote_down_is_written_down_later(world: World) -> None:
    with at(date(2026, 1, 5)), world.acting("manager"):
        with pytest.raises(ValidationError, match="write it down as a move that has happened"):
            plan_move(partnership=world.north, era="LSCP_2018", on=DAY, why=WHY)
        with pytest.raises(ValidationError, match="LSCP 2018 could be worked under until 31 December 2024"):
            write_down_move(partnership=world.north, era="LSCP_2018", on=date(2025, 2, 3), why=WHY)
        with pytest.raises(ValidationError, match="Plan the move instead"):
            write_down_move(partnership=world.north, era="LSCP_2018", on=date(2026, 2, 3), why=WHY)
        write_down_move(partnership=world.north, era="LSCP_2018", on=DAY, why="Set up here in 2026")
        write_down_move(partnership=world.north, era="CDR_2018", on=date(2019, 9, 25), why="Set up here in 2026")
    assert body(world, DAY) == "LSCP"
    with world.acting("nurse"):
        assert word_at(world.north, "child_death_response", date(2019, 9, 20)) == "rapid response"


@pytest.mark.parametrize("name", ["chair", "nurse", "south_manager", "outsider"])
def test_the_business_unit_alone_says_when(world: World, name: str) -> None:
    with world.acting(name), pytest.raises(PermissionDenied):
        plan_move(partnership=world.north, era="LSCP_2018", on=DAY, why=WHY)


# ------------------------------------------------------------------------------------------- clocks

BOTH = (clock("SCR-4", start="opened_on"), clock("RR-1", start="opened_on"), clock("CP-2", start="opened_on"))


def counted(world: World, row: Record) -> list[tuple[Any, ...]]:
    with world.acting("manager"):
        row = Record.objects.get(pk=row.pk)
        project_clocks(row, BOTH)
        return list(ClockRun.objects.filter(record=row).order_by("clock").values_list("clock", "started", "due"))


def ids(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in rows]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 110), st.integers(1, 110), st.integers(-60, 110))
def test_what_began_before_the_day_keeps_its_clocks_whatever_day_is_planned(
    world: World, planned_in: int, instead_in: int, begun_in: int
) -> None:
    first, instead, begun = (NOW + timedelta(days=n) for n in (planned_in, instead_in, begun_in))
    with transaction.atomic():
        with owner():
            row = record(world, "case", "partnership", opened_on=begun)
        untouched = counted(world, row)
        move = planned(world, first)
        once = counted(world, row)
        if instead != first:
            with world.acting("manager"):
                move = give_another_day(move, on=instead, because="Moved")
        again = counted(world, row)
        if begun < min(first, instead):
            assert untouched == once == again
            assert ids(again) == ["CP-2", "SCR-4"]
        elif begun >= max(first, instead):
            assert ids(once) == ids(again) == ["CP-2", "RR-1"]
        with world.acting("manager"):
            withdraw_move(move, because="Cancelled")
        assert counted(world, row) == untouched
        transaction.set_rollback(True)


# -------------------------------------------------------------------------------------- what is ahead


def test_before_it_happens_it_lists_the_law_and_what_is_touched_here(world: World) -> None:
    with owner():
        case = record(world, "Baby A", "partnership", opened_on=NOW)
        sealed = record(world, "Sealed", "named", opened_on=NOW)
    counted(world, case)
    with world.acting("manager"):
        agree_terms(
            group=world.board, text="The Independent Chair of the LSCB decides on each scrutiny.", agreed_on=NOW
        )
        open_record(linked, partnership=world.north, lead_agency=world.office, name="Adults Board", board_kind="adults",
                    group=world.board, every_months=6, next_due=DAY)  # fmt: skip
        open_record(plans, partnership=world.north, lead_agency=world.office, title="Plan 2019", opened_on=NOW,
                    since=NOW, until=date(2020, 5, 31), purpose="Learn from each serious case review.")  # fmt: skip
    planned(world)
    with world.acting("nurse"):
        ahead = look_ahead(world.north, change_to(course_of(world.north), LSCP_2018, DAY))
        parts = {part.key: [row.plain for row in part.rows] for part in parts_of(ahead)}
    told = " ".join(str(row) for rows in parts.values() for row in rows)
    assert sealed.reference not in told
    assert any("Baby A: SCR-4" in what and "Keeps it: finished under the old law, until 29 September 2020." in becomes
               for _, what, _, becomes in parts["records"])  # fmt: skip
    ((_, group, _, says),) = parts["terms"]
    assert group == "Northshire Board"
    assert "LSCB (in its terms of reference)" in says
    assert "Independent Chair" in says
    assert [row[3] for row in parts["spoken"]] == [
        "Says serious case review: amend it.", "Tell them who answers from that day.",
    ]  # fmt: skip
    people = [row[1] for row in parts["people"]]
    assert people == [
        "Chair Person: Independent Chair",
        "Lay Person: lay member",
        "Chair Person chairs Northshire Board",
    ]
    roles = {row[1]: row[3] for row in parts["roles"] if row[0] == "Begins"}
    assert roles["Safeguarding partner: the police"] == "Nobody is named. To be filled by Twinshires Police."
    assert "“serious case review” becomes “local child safeguarding practice review”" in told
    assert any(row[0] == "Falls away" and "read in a source" in row[2] for row in parts["clocks"])


def test_roles_are_filled_by_the_agency_that_the_law_names_and_holes_are_counted(world: World) -> None:
    officer, nurse = world.person("officer"), world.person("nurse")
    with world.acting("manager"):
        with pytest.raises(ValidationError, match=r"Nurse Person is of Northshire Health Trust. .* the police"):
            name_holder(partnership=world.north, office="partner_police", person=nurse, since=DAY)
        with pytest.raises(ValidationError, match="one of the roles"):
            name_holder(partnership=world.north, office="king", person=nurse, since=DAY)
        with pytest.raises(ValidationError, match="belongs to another partnership"):
            name_holder(
                partnership=world.north, office="partner_police", person=world.person("officer", world.south), since=DAY
            )
        held = name_holder(partnership=world.north, office="partner_police", person=officer, since=DAY)
        with pytest.raises(ValidationError, match="from this day already"):
            name_holder(partnership=world.north, office="partner_police", person=officer, since=DAY)
    planned(world)
    with world.acting("manager"):
        course = course_of(world.north)
        named = {one.office.key: [str(h.person) for h in one.holders] for one in filled_on(world.north, course, DAY)}
        assert named["partner_police"] == ["Officer Person"]
        assert named["partner_council"] == []
        assert not any(one.holders for one in filled_on(world.north, course, NOW))
        with pytest.raises(ValidationError, match="cannot end before it begins"):
            end_holder(held, until=NOW)
        assert end_holder(held, until=DAY, expected_version=1).until == DAY
        with pytest.raises(StaleEdit):
            end_holder(held, until=DAY, expected_version=1)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        name_holder(partnership=world.north, office="partner_health", person=nurse, since=DAY)


def test_it_is_on_the_boards_agenda_and_the_front_page_until_the_day(world: World) -> None:
    planned(world)
    with world.acting("manager"):
        told = [one.title for one in matters_of(world.board) if one.kind == "law_change"]
        assert told == ["Change of law to LSCP 2018"]
        assert not [one for one in matters_of(world.panel) if one.kind == "law_change"]
        assert [row.value for row in overview_of(world.north) if row.key == "Change of law"] == [
            "LSCP 2018 from 17 September 2019"
        ]
    with at(DAY), world.acting("manager"):
        assert not [one for one in matters_of(world.board) if one.kind == "law_change"]


def test_raw_sql_shows_what_the_managers_show_of_who_fills_a_role(world: World) -> None:
    with world.acting("manager"):
        name_holder(partnership=world.north, office="partner_police", person=world.person("officer"), since=DAY)
    tables = [model for model in governed_models() if model._meta.app_label == "law_change"]
    shown = {}
    for name in world.everyone:
        with world.acting(name):
            shown[name] = keys(OfficeHolder)
            assert [raw_keys(model) for model in tables] == [shown[name]]
            assert bool(shown[name]) is (name not in {"southerner", "south_manager", "outsider"}), name
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert keys(OfficeHolder) == shown[name], name
