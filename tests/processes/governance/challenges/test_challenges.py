"""Who challenges whom, about what: the answer, the ladder with its clocks, the outcome, and who may read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.owning import hand_over
from goldenthread.core.casework.services import take_step
from goldenthread.core.casework.warnings import warnings_of
from goldenthread.core.groups.keeping import end_group
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.models import Place
from goldenthread.core.tenancy.services import end_place
from goldenthread.core.thread.themes import adopt_themes, merge_themes, themes_of
from goldenthread.processes.governance.challenges.models import Challenge, Tally
from goldenthread.processes.governance.challenges.tallies import by_agency, by_theme, carried_over, honest
from goldenthread.web.concerns import Worry, concerns_of
from tests.world import World, owner

from .conftest import put_by

TODAY = date(2026, 5, 18)


def runs(challenge: Challenge) -> list[tuple[str, bool]]:
    """Each clock with the part of it, and whether it was met."""
    found = ClockRun.objects.filter(record=challenge.pk).order_by("started", "pk")
    return [(f"{run.clock} {run.part}".strip(), run.met is not None) for run in found]


def answered(world: World, challenge: Challenge, text: str = "Two nurses were appointed.") -> Challenge:
    with world.acting("nurse"):
        done: Challenge = take_step(challenge, "answer", text=text)
    return done


def test_a_challenge_is_answered_by_the_agency_itself_and_closes_with_an_outcome_and_what_it_rests_on(
    world: World,
) -> None:
    challenge = put_by(world, "chair", "board", group=world.board)
    assert (challenge.rung, challenge.answer_due_on) == ("board", date(2026, 6, 2))  # ten working days, a bank holiday
    challenge = answered(world, challenge)
    with world.acting("chair"):
        given = challenge.answers.get()
        assert (given.agency, given.by, given.on) == ("Northshire Health Trust", "Nurse Person", TODAY)
        assert runs(challenge) == [("CHL-1 board", True)]
        done = take_step(challenge, "decide", outcome="promised", why="A plan with dates was shown.")
        assert (done.state, done.outcome, done.decided_on, done.closed_on) == ("closed", "promised", TODAY, TODAY)


def test_what_is_not_answered_goes_up_the_ladder_and_every_rung_keeps_its_clock(world: World) -> None:
    challenge = put_by(world, "lay", "lay", group=world.board)
    assert challenge.answer_due_on == date(2026, 6, 16)  # twenty working days
    with time_machine.travel("2026-06-17 10:00", tick=False), world.acting("lay"):
        challenge = take_step(challenge, "to_board", why="Four weeks and no word.")
        assert (challenge.rung, challenge.answer_due_on, challenge.state) == ("board", date(2026, 7, 1), "open")
        with pytest.raises(ValidationError, match="not open now"):
            take_step(challenge, "to_group", why="Down again")
        with pytest.raises(PermissionDenied):
            take_step(challenge, "to_chiefs", why="A lay member does not write to chief officers")
    with time_machine.travel("2026-07-02 10:00", tick=False), world.acting("chair"):
        challenge = take_step(challenge, "to_chiefs", why="The Board heard nothing.", due_on=date(2026, 7, 5))
        assert challenge.answer_due_on == date(2026, 7, 5)
        assert runs(challenge) == [("CHL-1 agency", False), ("CHL-1 board", False), ("CHL-1 chiefs", False)]
        with acting_as(world.actor("nurse")):
            challenge = take_step(challenge, "answer", text="We are sorry.")
        assert [met for _, met in runs(challenge)] == [True, True, True]
        assert [str(one.why) for one in challenge.rungs.all()][1:] == [
            "Four weeks and no word.",
            "The Board heard nothing.",
        ]


def test_the_formal_dispute_of_a_reviewing_officer_has_the_laws_limit_for_the_whole_of_it(world: World) -> None:
    informal, formal = put_by(world, "worker", "iro_informal"), put_by(world, "worker", "iro_formal")
    assert informal.answer_due_on == date(2026, 5, 26)
    with world.acting("worker"):
        assert runs(informal) == [("CHL-1 informal", False)]
        assert ("IRO-2", False) in runs(formal)
        whole = ClockRun.objects.get(record=formal.pk, clock="IRO-2")
        assert whole.due is not None
        assert whole.due.date() == date(2026, 6, 16)


SEES = {
    "board": {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"},
    "iro_formal": {"manager", "clerk", "chair", "worker", "team_manager", "nurse"},
}


@pytest.mark.parametrize(("source", "who"), SEES.items())
def test_officers_disputes_are_for_the_two_agencies_and_everyone_counts_them(
    world: World, source: str, who: set[str]
) -> None:
    by, group = ("chair", world.board) if source == "board" else ("worker", None)
    challenge = put_by(world, by, source, group=group)
    for name in world.everyone:
        with world.acting(name):
            assert Challenge.objects.filter(pk=challenge.pk).exists() is (name in who), name
            counted = [one.total for one in by_agency(world.north)]
            assert counted == ([1] if name in SEES["board"] else []), name


SPEAKS = {
    ("lay", "board"): "The Board's challenges",
    ("nurse", "lay"): "by a lay member",
    ("worker", "group"): "own members",
}


@pytest.mark.parametrize(("who", "words"), SPEAKS.items())
def test_nobody_challenges_in_anothers_name(world: World, who: tuple[str, str], words: str) -> None:
    name, source = who
    with pytest.raises(PermissionDenied, match=words):
        put_by(world, name, source, agency=world.police, group=world.board)


def test_a_letter_to_an_authority_without_a_seat_is_answered_by_whoever_wrote_it(world: World) -> None:
    letter = put_by(world, "worker", "letter", other_body="Fenmoor Council")
    with world.acting("officer"), pytest.raises(PermissionDenied):
        take_step(letter, "answer", text="We know nothing of it.")
    with world.acting("worker"):
        letter = take_step(letter, "answer", text="They visit from now on.")
        assert letter.answers.get().agency == "Fenmoor Council"
        take_step(letter, "decide", outcome="changed", why="Visits were seen in June.")
        assert [(one.name, one.agency) for one in by_agency(world.north)] == [("Fenmoor Council", None)]


WRONG: dict[str, dict[str, Any]] = {
    "looks like a child's NHS number": {"asks": "Ask about 943 476 5919, please."},
    "looks like a child's NHS number or date of birth": {"subject": "The boy born on 3 May 2015"},
    "or name a body": {"other_body": "Fenmoor Council"},
    "not at this table": {"agency": "southern"},
    "that lies ahead": {"due_on": date(2026, 5, 17)},
}


@pytest.mark.parametrize(("words", "values"), WRONG.items())
def test_what_does_not_hold_is_refused_by_field_and_nothing_is_half_written(
    world: World, words: str, values: dict[str, Any]
) -> None:
    values = {"agency": world.health, **values}
    values |= {"agency": world.southern} if values["agency"] == "southern" else {}
    with pytest.raises(ValidationError, match=words):
        put_by(world, "chair", "board", group=world.board, **values)
    with world.acting("manager"):
        assert (Challenge.objects.count(), Tally.objects.count()) == (0, 0)


def test_it_is_kept_in_view_carried_to_next_year_and_opened_again_each_with_its_reason(world: World) -> None:
    challenge = answered(world, put_by(world, "chair", "board", group=world.board))
    with world.acting("chair"):
        with pytest.raises(ValidationError, match="Say why"):
            take_step(challenge, "carry", note=" ")
        challenge = take_step(challenge, "carry", note="Posts are still vacant.")
        kept = take_step(challenge, "keep", note="Watched at each meeting.", look_again_on=date(2026, 6, 1))
        assert (kept.state, kept.outcome, kept.look_again_on) == ("kept", "unresolved", date(2026, 6, 1))
        assert matters_of(world.board) == []
    with time_machine.travel("2027-04-02 10:00", tick=False), world.acting("chair"):
        assert [m.reference for m in matters_of(world.board)] == [kept.reference]
        (row,) = carried_over(world.north, date(2027, 4, 1))
        assert honest(row) == "Business as usual, kept in view. Carried over again"
        closed = take_step(kept, "decide", outcome="changed", why="All posts are filled.")
        assert (closed.look_again_on, honest(closed)) == (None, "Upheld: practice changed")
        again = take_step(closed, "reopen", why="Two posts fell vacant again.")
        assert (again.state, again.outcome, again.closed_on, again.answered_on) == ("open", "", None, None)
        assert [one.outcome for one in again.judgements.all()] == ["changed"]


def test_the_database_itself_refuses_an_end_without_an_outcome_or_its_reason(world: World) -> None:
    challenge = put_by(world, "chair", "board", group=world.board)
    for values in ({"state": "closed"}, {"outcome": "changed"}, {"state": "kept"}, {"outcome_why": "Because"}):
        with owner(), pytest.raises(IntegrityError), transaction.atomic():
            Challenge.unguarded.filter(pk=challenge.pk).update(**values)


def test_only_who_challenges_and_who_oversees_say_what_came_of_it(world: World) -> None:
    challenge = answered(world, put_by(world, "lay", "lay", agency=world.health))
    with world.acting("nurse"), pytest.raises(ValidationError, match="not open now"):
        take_step(challenge, "decide", outcome="satisfied", why="We say so.")
    with world.acting("officer"), pytest.raises(ValidationError, match="not open now"):
        take_step(challenge, "withdraw", note="Not ours")
    with world.acting("lay"):
        assert take_step(challenge, "withdraw", note="Overtaken").outcome == "withdrawn"


def test_an_agency_that_leaves_and_a_group_that_ends_leave_it_answerable_and_ask_for_a_new_owner(world: World) -> None:
    challenge = put_by(world, "chair", "group", group=world.panel)
    with world.acting("manager"):
        end_place(Place.objects.get(partnership=world.north, agency=world.health), until=date(2026, 5, 1))
        (asked,) = concerns_of(world.north)[Worry.UNOWNED]
        assert [asked.total, asked.oldest[0].who] == [1, "Northshire Health Trust"]
        with pytest.raises(ValidationError, match="not at the table"):
            hand_over(challenge, lead_agency=world.health, group=world.board, why="Still theirs")
        hand_over(challenge, lead_agency=world.council, group=world.panel, why="The trust left; the council took over.")
        assert Worry.UNOWNED not in concerns_of(world.north)
        end_group(world.panel, on=date(2026, 5, 17))
        assert Worry.UNOWNED in concerns_of(world.north)
        moved = Challenge.objects.get(pk=challenge.pk)
        moved = hand_over(moved, lead_agency=world.council, group=world.board, why="The panel has ended.")
        assert [one.name for one in by_agency(world.north)] == ["Northshire County Council"]
        told = moved.events.filter(name="hand_over").last()
        assert told.label == (
            "Handed over from Northshire Health Trust, Joint Review Panel to "
            "Northshire County Council, Joint Review Panel"
        )


def test_silence_is_on_the_agenda_the_worklist_and_the_chairs_page_and_several_are_an_early_warning(
    world: World,
) -> None:
    made = [put_by(world, "chair", "board", group=world.board, subject=f"Number {n}") for n in range(2)]
    with time_machine.travel("2026-06-20 10:00", tick=False):
        with world.acting("nurse"):
            assert {i.pk for i in worklist(current_actor(), world.north, date(2026, 6, 20))} == {c.pk for c in made}
        with world.acting("chair"):
            assert len(matters_of(world.board)) == 2
            assert [c.total for c in concerns_of(world.north)[Worry.UNANSWERED]] == [2]
        with acting_as(Actor.system(world.north)):
            (sign,) = [s for s in warnings_of(world.north) if s.key.startswith("challenges")]
        assert (sign.agency, sign.since) == (world.health, date(2026, 6, 2))
        assert "2 challenges past their day on 20 June 2026" in sign.evidence
        answered(world, made[0])
        with acting_as(Actor.system(world.north)):
            assert [s for s in warnings_of(world.north) if s.key.startswith("challenges")] == []


def test_themes_are_counted_for_everyone_and_a_merge_takes_them_along(world: World) -> None:
    with world.acting("manager"):
        neglect, curiosity, *_ = adopt_themes(world.north)
    challenge = put_by(world, "worker", "iro_informal", themes=[neglect])
    with world.acting("manager"):
        merge_themes(neglect, into=curiosity)
        assert themes_of(challenge) == [curiosity]
    with world.acting("lay"):
        assert by_theme(Tally.objects.all()) == [(curiosity.name, 1)]
