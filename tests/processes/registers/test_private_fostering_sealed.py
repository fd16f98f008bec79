"""Private fostering sealed: nothing that says who somebody is stands in the clear; who sees what, in which state."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from goldenthread.config.garbage import looking_seldom
from goldenthread.config.rendering import making_few_classes
from goldenthread.core.casework.models import Keeper, Participant, Reading, Record
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import amend_record, let_in, open_record, take_step
from goldenthread.core.sealing.fields import SealedField
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.private_fostering.models import Arrangement, Requirement
from goldenthread.processes.registers.private_fostering.process import NOTICE, private_fostering
from goldenthread.processes.registers.private_fostering.requiring import settle, vary
from goldenthread.processes.registers.private_fostering.testing import same_child, verdict
from tests.web.test_access import client_for, say_why
from tests.world import World, owner

TOLD = date(2026, 4, 13)
BORN = date(2014, 6, 2)
SEALED = [f.name for f in Arrangement._meta.local_fields if isinstance(f, SealedField)]
WORDS = {name: f"Marker-{name}" for name in SEALED if name != "born_on"}


def opened(world: World, **values: Any) -> Arrangement:
    asked = {"child_ref": "C-1", "notified_by": "school", "notified_on": TOLD, "began_on": TOLD} | values
    with world.acting("worker"):
        return open_record(private_fostering, partnership=world.north, lead_agency=world.council, **asked)


def full(world: World) -> Arrangement:
    """One with a marker in each sealed column of its own and of everything that hangs from it."""
    pf = opened(world, **{n: w for n, w in WORDS.items() if n not in (*NOTICE, "moved_to")}, born_on=BORN, sex="male")
    moment = datetime(2026, 4, 14, 9, tzinfo=LONDON)
    with world.acting("worker"):
        take_step(pf, "write_down", **{name: WORDS[name] for name in NOTICE})
        take_step(pf, "visit", visited_on=TOLD, what_was_seen="Marker-visit")
        take_step(pf, "assess", matter="wishes", grade="good", looked_on=TOLD, words="Marker-matter")
        take_step(pf, "notice", of="changed", by="carer", happened_at=moment, told_at=moment, words="Marker-notice")
        take_step(pf, "disqualify", who="carer", found_on=TOLD, consent="asked", words="Marker-disqualified")
    with world.acting("team_manager"):
        take_step(pf, "require", of="home", imposed_on=TOLD, due_on=date(2026, 6, 1), words="Marker-requirement")
        take_step(pf, "suit_with_requirements", note="Marker-decision")
        take_step(pf, "prohibit", note="Marker-prohibition")
        take_step(pf, "end", ended_on=date(2026, 5, 1), ended_because="moved", moved_to=WORDS["moved_to"])
    with world.acting("worker"):
        return Arrangement.objects.get(pk=pf.pk)


def everything_stored() -> str:
    with owner(), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'select t::text from "{table}" t')
            found += [line for (line,) in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_sealed_is_in_any_table_or_log_and_a_reading_shows_it_and_leaves_a_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pf = full(world)
    with world.acting("worker"):
        let_in(pf, person=world.person("nurse"), why="Marker-name is her patient")
    client = client_for(world, "worker")
    search = client.get(reverse("records", args=["north", "private-fostering"]), {"q": "Marker"}).content.decode()
    assert "0 lines" in search
    stored = everything_stored()
    for text in ("Marker", BORN.isoformat(), b"Marker-visit".hex()):
        assert text not in stored
        assert text not in caplog.text
    shut = client.get(reverse("private_fostering_case", args=["north", pf.pk])).content.decode()
    assert "Marker" not in shut
    with world.acting("worker"):
        before = Reading.objects.filter(record=pf).count()
        assert str(pf.child_name) == "Sealed"
        with reading(pf, purpose="case", what="A test"):
            assert {name: str(getattr(pf, name)) for name in WORDS} == WORDS
            assert pf.born_on.value() == BORN
        assert Reading.objects.filter(record=pf).count() == before + 1
    say_why(client, pf)
    shown = client.get(reverse("private_fostering_case", args=["north", pf.pk])).content.decode()
    for text in ("Marker-matter", "Marker-notice", "Marker-disqualified", "Marker-prohibition"):
        assert text in shown
    assert "Marker-child_name" in client.get(reverse("record", args=["north", pf.kind, pf.pk])).content.decode()


STATES = ("notified", "suitable", "requirements", "prohibited", "not_fostering", "ended")
KEEPERS, OTHERS = ("worker", "team_manager"), ("nurse", "officer", "lay", "clerk", "southerner", "south_manager")


def brought_to(world: World, state: str, pf: Arrangement | None = None) -> Arrangement:
    pf = pf or opened(world, child_name="Marker-name")
    steps = {
        "notified": (), "suitable": ("find_suitable",), "prohibited": ("prohibit",), "ended": ("end",),
        "not_fostering": ("not_fostering",), "requirements": ("require", "suit_with_requirements"),
    }[state]  # fmt: skip
    more: dict[str, Any] = {
        "require": {"of": "care", "imposed_on": TOLD, "due_on": TOLD, "words": "Marker"},
        "end": {"ended_on": TOLD},
    }
    with world.acting("team_manager"):
        for name in steps:
            pf = take_step(pf, name, note="" if name in more else "Marker-why", **more.get(name, {})) or pf
        return Arrangement.objects.get(pk=pf.pk)


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_keepers_read_each_field_and_nobody_else_sees_even_the_row(world: World, state: str) -> None:
    pf = brought_to(world, state)
    assert pf.state == state
    for name in KEEPERS:
        with world.acting(name):
            row = Arrangement.objects.get(pk=pf.pk)
            assert all(str(getattr(row, field)) in ("Sealed", "None") for field in SEALED)
            with reading(row, purpose="case", what="A test"):
                assert str(row.child_name) == "Marker-name"
    for name in OTHERS:
        with world.acting(name):
            assert not Arrangement.objects.exists(), name
            assert not Record.objects.filter(pk=pf.pk).exists(), name
            with pytest.raises(Record.DoesNotExist), reading(pf, purpose="case", what="A test"):
                pass


def test_the_worker_it_is_allocated_to_sees_it_and_the_one_before_no_longer(world: World) -> None:
    with owner():
        for name in ("first", "second"):
            world.seat(name, world.council, world.north, "social_worker")
    pf = opened(world)
    for name, other in (("first", "second"), ("second", "first")):
        with world.acting("team_manager"):
            take_step(pf, "allocate", allocated_to=world.person(name))
        with world.acting(name):
            assert Arrangement.objects.get(pk=pf.pk).allocated_to == world.person(name)
            take_step(pf, "visit", visited_on=TOLD)
        with world.acting(other):
            assert not Arrangement.objects.exists()


def test_whoever_does_not_keep_the_register_opens_nothing_in_it(world: World) -> None:
    with owner():
        world.seat("stranger", world.council, world.north, "social_worker")
    with world.acting("stranger"), pytest.raises(PermissionDenied, match="opened by those who keep it"):
        open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C", notified_by="school",
            notified_on=TOLD, began_on=TOLD,
        )  # fmt: skip


def test_the_same_child_is_found_under_two_spellings_without_a_reading(world: World) -> None:
    one = opened(world, child_ref="A-1", child_name="Ottoline Fenwright", born_on=BORN)
    two = opened(world, child_ref="B 2", child_name="OTTOLINE  FEN-WRIGHT", born_on=BORN)
    three = opened(world, child_ref="b2", child_name="Somebody Else", born_on=BORN)
    with world.acting("worker"):
        rows = {row.pk: row for row in Arrangement.objects.all()}
        assert same_child(rows[one.pk]) == [two]
        assert same_child(rows[two.pk]) == [one, three]


def test_the_tests_of_the_law_are_shown_while_it_is_read_and_the_decision_keeps_its_reason(world: World) -> None:
    pf = opened(world, born_on=BORN, carer_is="aunt_uncle")
    with world.acting("worker"):
        assert verdict(Arrangement.objects.get(pk=pf.pk), TOLD) is None
        with reading(pf, purpose="case", what="A test"):
            found = verdict(pf, TOLD)
            assert found is not None
            assert not found.is_private_fostering
            assert "close relative" in found.because
    with world.acting("team_manager"):
        done = take_step(pf, "not_fostering", not_because="relative", note="The mother's sister")
        assert (done.state, done.not_because) == ("not_fostering", "relative")
        assert done.closed_on is not None
        assert not done.clock_runs.exists()


def test_a_prohibition_is_kept_with_its_appeal_when_it_is_lifted(world: World) -> None:
    pf = opened(world)
    with world.acting("team_manager"):
        take_step(pf, "prohibit", decided_on=date(2026, 4, 20), note="Not safe")
        take_step(pf, "appeal", appeal="made")
        take_step(pf, "lift_prohibition", decided_on=date(2026, 6, 1), appeal="allowed", note="The court allowed it")
        (kept,) = Arrangement.objects.get(pk=pf.pk).prohibitions.all()
        assert (kept.since, kept.lifted_on, kept.appeal) == (date(2026, 4, 20), date(2026, 6, 1), "allowed")
        with reading(pf, purpose="case", what="A test"):
            assert str(kept.reasons) == "Not safe"


def test_suitable_with_requirements_needs_one_and_each_is_varied_with_a_reason_and_settled_once(world: World) -> None:
    pf = opened(world)
    with world.acting("team_manager"):
        with pytest.raises(ValidationError, match="not open now"):
            take_step(pf, "suit_with_requirements", note="Why")
        take_step(pf, "require", of="home", imposed_on=TOLD, due_on=date(2026, 6, 1), words="A smoke alarm")
        take_step(pf, "suit_with_requirements", note="Once it hangs")
        row = Requirement.objects.get(record=pf)
        with pytest.raises(ValidationError, match="Say why"):
            vary(row, due_on=date(2026, 7, 1), why=" ")
        assert vary(row, due_on=date(2026, 7, 1), why="The shop was shut").varied == 1
        assert settle(row, standing="met", on=date(2026, 6, 20)).settled_on == date(2026, 6, 20)
        with pytest.raises(ValidationError, match="met already"):
            settle(row, standing="lifted", on=date(2026, 6, 21))


@pytest.mark.parametrize(
    ("arranged", "began", "told", "late"),
    [
        (date(2024, 1, 2), date(2024, 2, 29), date(2024, 1, 18), False),  # six weeks before a leap day
        (date(2024, 1, 2), date(2024, 2, 29), date(2024, 1, 19), True),
        (date(2026, 4, 1), date(2026, 4, 20), date(2026, 4, 1), False),  # short notice: at once
        (date(2026, 4, 1), date(2026, 4, 20), date(2026, 4, 2), True),
    ],
)
def test_the_council_is_told_six_weeks_before_or_at_once(
    world: World, arranged: date, began: date, told: date, late: bool
) -> None:
    pf = opened(world, arranged_on=arranged, began_on=began, notified_on=told)
    with world.acting("worker"):
        run = pf.clock_runs.get(clock="PF-1")
        assert (run.met > run.due) is late


def test_a_notice_is_due_in_48_hours_over_a_weekend_and_to_the_minute(world: World) -> None:
    pf = opened(world)
    happened = datetime(2026, 4, 24, 17, 30, tzinfo=LONDON)  # a Friday
    with world.acting("worker"):
        for minutes in (0, 1):
            told = happened + timedelta(hours=48, minutes=minutes)
            take_step(pf, "notice", of="moved_in", by="carer", happened_at=happened, told_at=told)
        runs = pf.clock_runs.filter(clock="PF-2").order_by("met")
        assert [run.met <= run.due for run in runs] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_arrangements_from_before_are_sealed_where_they_stand(world: World) -> None:
    """The old tables with rows in them, migrated: references stay, what stood in the clear is nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        with looking_seldom(), making_few_classes():
            call_command("migrate", "private_fostering", "0001", verbosity=0, interactive=False)
        cursor.execute("drop trigger sight on private_fostering_arrangement")  # it names a column that is not there yet
        worker, council = world.users["worker"].pk, world.council.pk
        cursor.execute(
            """insert into casework_record (kind, partnership_id, lead_agency_id, audience, reference, title, opened_on,
                                            opened_by_id, version)
               values ('private-fostering', %s, %s, 'agencies', 'PF-2017-0001', 'Child Marker-1', '2017-04-10', %s, 1)
               returning id""",
            [world.north.pk, council, worker],
        )
        (pk,) = cursor.fetchone()
        cursor.execute(
            """insert into private_fostering_arrangement (record_ptr_id, state, child_ref, notified_by, notified_on,
                 began_on) values (%s, 'suitable', 'Marker-1', 'school', '2017-04-10', '2017-04-01')""", [pk],
        )  # fmt: skip
        cursor.execute(
            """insert into private_fostering_visit (record_id, visited_on, child_seen_alone, what_was_seen)
               values (%s, '2017-04-18', true, 'Marker-2')""", [pk],
        )  # fmt: skip
        cursor.execute(
            """insert into casework_event (record_id, name, label, user_id, by, at, before, after, note)
               values (%s, 'find_suitable', 'Decide', %s, 'Somebody', now(), 'notified', 'suitable', 'Marker-3')""",
            [pk, worker],
        )
        cursor.execute(
            """insert into casework_participant (record_id, partnership_id, agency_id, why, added_at)
               values (%s, %s, %s, '', now())""", [pk, world.north.pk, world.health.pk],
        )  # fmt: skip
        cursor.execute("delete from casework_keeper")
    with looking_seldom(), making_few_classes():
        call_command("migrate", verbosity=0, interactive=False)
    assert "Marker" not in everything_stored()
    with connection.cursor() as cursor:
        cursor.execute("set role goldenthread_app")
    with owner():
        assert list(Participant.unguarded.values_list("person__user", flat=True)) == [worker]
        assert list(Keeper.unguarded.values_list("person__user", flat=True)) == [world.users["team_manager"].pk]
    for name in ("worker", "team_manager"):
        with world.acting(name):
            row = Arrangement.objects.get(reference="PF-2017-0001")
            visit, event = row.visits.get(), row.events.get(name="find_suitable")
            with reading(row, purpose="case", what="A test"):
                assert [str(x) for x in (row.child_ref, visit.what_was_seen, event.sealed_note)] == [
                    "Marker-1", "Marker-2", "Marker-3",
                ]  # fmt: skip
    with world.acting("nurse"):
        assert not Arrangement.objects.exists()


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_the_worker_it_is_allocated_to_reads_every_field_and_the_one_before_none(
    world: World, state: str
) -> None:
    with owner():
        for name in ("first", "second"):
            world.seat(name, world.council, world.north, "social_worker")
    pf = full_of_words(world)
    with world.acting("team_manager"):
        for name in ("second", "first"):
            take_step(pf, "allocate", allocated_to=world.person(name))
    pf = brought_to(world, state, pf)
    assert pf.state == state
    with world.acting("first"):
        row = Arrangement.objects.get(pk=pf.pk)
        assert {str(getattr(row, name)) for name in SEALED} == {"Sealed"}
        with reading(row, purpose="case", what="A test"):
            assert {name: getattr(row, name).value() for name in SEALED} == {**WORDS, "born_on": BORN}
    with world.acting("second"):
        assert not Arrangement.objects.filter(pk=pf.pk).values_list(*SEALED)
        with pytest.raises(Record.DoesNotExist), reading(pf, purpose="case", what="A test"):
            pass


def full_of_words(world: World) -> Arrangement:
    """One whose every sealed field says something."""
    pf = opened(world, **{n: w for n, w in WORDS.items() if n not in (*NOTICE, "moved_to")}, born_on=BORN)
    with world.acting("worker"):
        pf = amend_record(pf, moved_to=WORDS["moved_to"])
        return take_step(pf, "write_down", **{name: WORDS[name] for name in NOTICE})
