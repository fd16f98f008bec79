"""Registers kept in spreadsheets, taken in as their cases truly stand; what is not taken is said by cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.casework.bringing_in import take_records_back
from goldenthread.core.casework.models import ClockRun, Event, Keeper, Record
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import amend_record, take_step
from goldenthread.core.thread.learning import raise_finding
from goldenthread.processes.registers.private_fostering.models import Arrangement, Visit
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.processes.registers.register_import.checking import Checked
from goldenthread.processes.registers.register_import.models import HeldFile, RegisterImport, RememberedWay
from goldenthread.processes.registers.register_import.taking import book_of, checked, take_register_in
from goldenthread.processes.registers.register_import.undoing import hindrances, undo_register
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.register_import.trackers import PLAIN, plain, printed, received, saying, two_sheets
from tests.world import World, owner


def looked_at(world: World, one: RegisterImport, data: bytes) -> Checked:
    with world.acting("worker"):
        return checked(one, open_tracker(data))


def taken_in(world: World, data: bytes, **options: Any) -> RegisterImport:
    one = received(world, data)
    with world.acting("worker"):
        return take_register_in(one, open_tracker(data), **options)


def by_ref(world: World) -> dict[str, Arrangement]:
    with world.acting("worker"):
        return {said(row, "child_ref"): row for row in Arrangement.objects.order_by("pk")}


def said(row: Any, name: str) -> str:
    """What a sealed column says, to someone who reads the case."""
    with reading(Record.objects.get(pk=getattr(row, "record_id", row.pk)), purpose="case", what="a test"):
        return str(getattr(row, name))


def test_each_case_arrives_as_it_truly_stands(world: World) -> None:
    taken_in(world, plain())
    rows = by_ref(world)
    ended, new, suitable = rows["C-101"], rows["C-102"], rows["C-103"]
    assert (ended.state, ended.ended_on, ended.closed_on, ended.opened_on) == (
        "ended", date(2024, 9, 30), date(2024, 9, 30), date(2024, 4, 3),
    )  # fmt: skip
    assert (new.state, new.notified_by, new.notified_on, new.began_on) == (
        "notified", "health", date(2024, 5, 12), date(2024, 5, 1),
    )  # fmt: skip
    assert (suitable.state, suitable.notified_on, suitable.reference) == ("suitable", date(2024, 6, 1), "PF-2024-0003")
    with world.acting("worker"):
        visits = list(Visit.objects.order_by("visited_on").values_list("visited_on", "child_seen_alone"))
    assert visits == [
        (date(2024, 4, 10), True), (date(2024, 5, 20), False), (date(2024, 5, 20), False), (date(2024, 6, 10), True),
    ]  # fmt: skip


def test_clocks_run_from_the_days_of_the_register(world: World) -> None:
    taken_in(world, plain())
    with world.acting("worker"):
        runs = ClockRun.objects.filter(record__reference="PF-2024-0001").order_by("started", "clock")
        found = [(run.clock, run.started.astimezone().date(), run.met and run.met.astimezone().date()) for run in runs]
    assert found == [("PF-3", date(2024, 4, 3), date(2024, 4, 10)), ("PF-4", date(2024, 4, 10), date(2024, 5, 20))]


def test_its_history_says_who_brought_it_in_from_which_row_and_what_happened_when(world: World) -> None:
    taken_in(world, plain())
    with world.acting("worker"):
        events = list(Event.objects.filter(record__reference="PF-2024-0001").order_by("at"))
    assert [(e.name, e.before, e.after, e.at.astimezone().date()) for e in events[:2]] == [
        ("bring_in", "notified", "suitable", date(2024, 5, 1)),
        ("bring_in", "suitable", "ended", date(2024, 9, 30)),
    ]
    assert (events[2].by, events[2].after) == ("Worker Person", "ended")
    with world.acting("worker"):
        assert "register.xlsx, Sheet 'Cases', row 2" in said(events[2], "sealed_note")


def test_a_printed_register_is_read_past_titles_merged_headings_years_totals_and_struck_rows(world: World) -> None:
    data = printed()
    one = received(world, data)
    found = looked_at(world, one, data)
    assert found.counts == {"rows": 7, "taken": 3, "refused": 0, "here": 0, "aside": 0, "no_case": 4}
    assert [(row.case.values["child_ref"], len(row.case.below.get("visits", []))) for row in found.rows] == [
        ("C-201", 2), ("C-202", 1), ("C-203", 0),
    ]  # fmt: skip
    assert sorted(left.why for left in found.left_out) == ["heading", "heading", "struck", "total"]
    assert any("row 10 is hidden" in note for row in found.rows for note in row.case.notes)


def test_visits_on_a_sheet_of_their_own_hang_from_the_case_whose_number_they_have(world: World) -> None:
    data = two_sheets()
    one = received(world, data)
    found = looked_at(world, one, data)
    assert [len(row.case.below["visits"]) for row in found.rows] == [2, 1]
    assert [(p.code, p.place) for p in found.loose] == [("no_case", "Sheet 'Visits', cell A5")]
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="1 row was not taken"):
            take_register_in(one, open_tracker(data))
        take_register_in(one, open_tracker(data), without_refused=True)
        assert said(Visit.objects.get(visited_on=date(2024, 9, 9)), "what_was_seen") == "Settled.\nLikes the school."


WRONG: dict[str, tuple[Any, str]] = {
    "an age": (14, "age"),
    "an age shown as a date": (date(1900, 1, 14), "age"),
    "no such day": ("31/02/2024", "no_such_day"),
    "the month first": ("04/25/2024", "month_first"),
    "no year": ("3/4", "no_year"),
    "no day": ("April 2024", "no_day"),
    "two dates": ("3/4/24 and 5/5/24", "several"),
    "words": ("spoke to school", "not_a_date"),
    "words beside a date": ("3/4/2024 by phone", "not_a_date"),
    "a day to come": ("3 April 2031", "too_late"),
    "nothing": (None, "needed"),
    "nothing in words": ("TBC", "needed"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_day_is_refused_by_its_cell_with_the_cure(world: World, what: str) -> None:
    typed, code = WRONG[what]
    row: list[Any] = list(PLAIN[1])
    row[2] = typed
    data = plain(rows=[PLAIN[0], row])
    problems = looked_at(world, received(world, data), data).problems
    assert [(p.code, p.place) for p in problems] == [(code, "Sheet 'Cases', cell C3")]
    assert len(problems[0].why) > 20, "it says what is wrong and what to do"


def test_a_word_that_nobody_explained_is_refused_until_it_is_said_and_then_remembered(world: World) -> None:
    row = list(PLAIN[1])
    row[1] = "CFWD"
    data = plain(rows=[row])
    one = received(world, data)
    assert [p.code for p in looked_at(world, one, data).problems] == ["unknown_word"]
    one = saying(world, one, notified_by={"cfwd": "social_care"})
    with world.acting("worker"):
        take_register_in(one, open_tracker(data))
    following = plain(rows=[["C-900", *row[1:]]])
    assert looked_at(world, received(world, following), following).counts["taken"] == 1
    with world.acting("worker"):
        assert "cfwd" not in str(RememberedWay.objects.get().values).lower()


def test_a_case_that_contradicts_itself_is_refused_where_it_does(world: World) -> None:
    row = list(PLAIN[0])
    row[6] = "Open"
    early = ["C-777", *PLAIN[0][1:]]
    early[5] = date(2024, 3, 1)
    data = plain(rows=[row, early])
    problems = looked_at(world, received(world, data), data).problems
    assert [(p.code, p.place) for p in problems] == [
        ("state", "Sheet 'Cases', cell G2"), ("holds", "Sheet 'Cases', cell F3"),
    ]  # fmt: skip
    assert "Mend one of the two" in problems[0].why
    assert "cannot end before it began" in problems[1].why


def test_what_is_here_already_is_not_written_again_and_the_sum_holds(world: World) -> None:
    taken_in(world, plain())
    data = plain(["C-104", "School", "1/10/2024", "1/10/2024"], ["C-104", "School", "2/10/2024", "1/10/2024"])
    found = looked_at(world, received(world, data), data)
    assert found.counts == {"rows": 5, "taken": 1, "refused": 1, "here": 3, "aside": 0, "no_case": 0}
    assert [p.code for p in found.problems] == ["twice"]
    assert found.rows[0].same == "PF-2024-0001"


def test_nothing_is_written_while_a_row_is_refused_and_nobody_said_that_it_may_be_left_out(world: World) -> None:
    data = plain(["C-105", "School", "soon", "1/10/2024"])
    one = received(world, data)
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="1 row was not taken"):
            take_register_in(one, open_tracker(data))
        assert not Arrangement.objects.exists()
        assert RegisterImport.objects.get().state == "ready"
        with pytest.raises(ValidationError, match="has changed since"):
            take_register_in(one, open_tracker(data), seen="what I saw", without_refused=True)
        done = take_register_in(one, open_tracker(data), without_refused=True, aside=frozenset({1}))
    assert done.counts == {"rows": 4, "taken": 2, "refused": 1, "here": 0, "aside": 1, "no_case": 0}
    assert set(by_ref(world)) == {"C-102", "C-103"}


def test_no_text_of_a_cell_stays_outside_the_records(world: World) -> None:
    one = taken_in(world, plain(["C-105", "Auntie Zelda", "soon", "1/10/2024"]), without_refused=True)
    kept = str([one.way, one.counts, one.verdicts, one.written])
    assert not any(text in kept for text in ("C-105", "Zelda", "soon", "C-101"))
    assert "not_a_date" in kept
    with owner():
        assert not HeldFile.unguarded.exists(), "the file of a sealed register goes when it is taken in"


def test_next_years_register_maps_by_itself(world: World) -> None:
    taken_in(world, plain())
    with world.acting("worker"):
        way = RememberedWay.objects.get()
        way.columns = {key: "began_on" if name == "began_on" else name for key, name in way.columns.items()}
    following = received(world, plain(rows=[["C-500", *PLAIN[1][1:]]]), name="next year.xlsx")
    assert following.way["main"]["columns"]["3"] == "began_on"
    assert following.way["values"] == {}


def test_it_is_taken_back_whole_with_its_visits_clocks_and_history(world: World) -> None:
    one = taken_in(world, plain())
    with world.acting("worker"):
        undone = undo_register(one)
        assert undone.state == "undone"
        for model in (Record, Arrangement, Visit, ClockRun, Event):
            assert not model.objects.exists()
        again = taken_in(world, plain())
    assert min(int(row.reference[-4:]) for row in by_ref(world).values()) == 4, "no reference is given twice"
    assert again.pk != one.pk


def test_it_is_not_taken_back_once_anything_was_done(world: World) -> None:
    one = taken_in(world, plain())
    rows = by_ref(world)
    with world.acting("worker"):
        take_step(rows["C-102"], "visit", visited_on=date(2024, 6, 1))
        amend_record(rows["C-103"], child_ref="C-303")
    with world.acting("manager"):
        raise_finding(source=rows["C-101"], text="Visits come late.")
    with world.acting("worker"):
        told = hindrances(one)
        assert [line for line in told if "worked on" in line] == [
            "PF-2024-0002 was worked on since", "PF-2024-0003 was worked on since",
        ]  # fmt: skip
        assert any(line.startswith("Findings hang on them") for line in told)
        with pytest.raises(ValidationError):
            undo_register(one)
        assert Arrangement.objects.count() == 3


def test_the_database_itself_lets_no_record_go_that_was_not_brought_in_or_was_worked_on(world: World) -> None:
    taken_in(world, plain())
    rows = by_ref(world)
    with world.acting("worker"):
        take_step(rows["C-102"], "visit", visited_on=date(2024, 6, 1))
        with pytest.raises(ValidationError, match="hangs on these records"):
            take_records_back(private_fostering, world.north, [rows["C-101"].pk, rows["C-102"].pk])
        assert Arrangement.objects.count() == 3


@pytest.mark.parametrize("who", ["nurse", "chair", "officer", "southerner"])
def test_only_who_may_open_such_a_record_or_keeps_the_register_may_bring_one_in(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        received(world, plain(), who=who)


def test_who_keeps_the_register_brings_theirs_in_and_takes_it_back_without_a_role_that_opens_cases(
    world: World,
) -> None:
    with world.acting("chair"):
        register = register_of(world.north, "private-fostering")
        appoint_keeper(register, world.person("nurse"), why="Looks who read", capacity=Keeper.Capacity.REVIEWER)
    with pytest.raises(PermissionDenied, match="or keep its register"):
        received(world, plain(), who="nurse")
    one = received(world, plain(), who="team_manager")
    with world.acting("team_manager"):
        assert take_register_in(one, open_tracker(plain())).state == "accepted"
        assert Arrangement.objects.count() == 3
        undo_register(RegisterImport.objects.get(pk=one.pk))
        assert not Arrangement.objects.exists()


def test_the_file_is_held_for_whoever_brought_it_and_nobody_else(world: World) -> None:
    one = received(world, plain())
    with world.acting("worker"):
        assert book_of(one) is not None
    for who in ("team_manager", "manager", "chair", "southerner"):
        with world.acting(who):
            assert not RegisterImport.objects.exists()
            assert not HeldFile.objects.exists()
