"""The gate: what needs it has no place on the agenda until it was passed, or waived with a reason; all is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.groups.gates import end_gate, gate_of, set_gate
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.models import Group
from goldenthread.core.groups.services import report_to
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.processes.governance.meetings.agenda import record_decision, restore_item
from goldenthread.processes.governance.meetings.gate import offer_item, pass_item, turn_item_back, waive_gate
from goldenthread.processes.governance.meetings.models import AgendaItem, GateVerdict, Meeting, Paper
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.processes.governance.meetings.planning import cancel_meeting
from goldenthread.publishing.html import to_html
from tests.processes.governance.table import MARCH, MAY, held, planned
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World, owner


@pytest.fixture(autouse=True)
def april() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


class Gated:
    """The board meets in May; a business group keeps its gate, and met in March."""

    def __init__(self, world: World) -> None:
        with owner():
            self.keeper = Group.unguarded.create(
                partnership=world.north, name="Business Group", slug="business-group", kind="executive"
            )
            world.member(self.keeper, "nurse", "chair")
        with world.acting("manager"):
            report_to(self.keeper, world.board)
            set_gate(world.board, self.keeper)
        self.world, self.board = world, planned(world, MAY)
        self.kept = held(world, MARCH, self.keeper)

    def offer(self, title: str = "Neglect strategy", **values: Any) -> AgendaItem:
        with self.world.acting("clerk"):
            return offer_item(meeting=self.board, title=title, **values)

    def agenda(self, name: str = "clerk") -> list[str]:
        with self.world.acting(name):
            return list(AgendaItem.objects.filter(record=self.board).order_by("number").values_list("title", flat=True))


@pytest.fixture
def gated(world: World) -> Gated:
    return Gated(world)


def test_what_needs_the_gate_has_no_place_until_it_passed_and_then_stands_before_any_other_business(
    world: World, gated: Gated
) -> None:
    item = gated.offer()
    assert "Neglect strategy" not in gated.agenda()
    with world.acting("clerk"):
        with pytest.raises(ValidationError) as refused:
            restore_item(item)
        (words,) = refused.value.messages
        assert words == (
            "“Neglect strategy” has not passed Business Group, so it cannot come to Northshire Board, 20 May 2026. "
            "Record that Business Group passed it at one of its meetings, or ask the chair to waive the gate with a "
            "reason."
        )
        with pytest.raises(IntegrityError, match="agenda_off_until_through_the_gate"), transaction.atomic():
            AgendaItem.with_taken_off.filter(pk=item.pk).update(number=9)
        decision = record_decision(item=gated.kept.items.first(), text="Let it through")
        pass_item(item, at=gated.kept, decision=decision)
    assert gated.agenda()[-2:] == ["Neglect strategy", "Any other business"]
    with world.acting("lay"):
        verdict = GateVerdict.objects.get()
        assert (verdict.verdict, verdict.on, verdict.by) == ("passed", MARCH, "Clerk Person")


def test_the_chair_alone_waives_and_says_why_and_the_reason_stays(world: World, gated: Gated) -> None:
    item = gated.offer()
    for name in ("manager", "nurse", "lay"):  # the keeper's own chair does not waive its gate
        with world.acting(name), pytest.raises(PermissionDenied, match="waived by the chair alone"):
            waive_gate(item, why="No time")
    with world.acting("chair"):
        with pytest.raises(ValidationError, match="Say why"):
            waive_gate(item, why=" ")
        waive_gate(item, why="The inspectorate comes before the next Business Group")
    assert "Neglect strategy" in gated.agenda()
    with world.acting("officer"):
        assert GateVerdict.objects.get().why.startswith("The inspectorate")
    with world.acting("chair"), pytest.raises(ValidationError, match="not held at the gate"):
        waive_gate(item, why="Again")


def test_the_keepers_chair_turns_it_back_with_a_reason_and_it_can_pass_later(world: World, gated: Gated) -> None:
    item = gated.offer()
    with world.acting("nurse"):
        with pytest.raises(ValidationError, match="Say why"):
            turn_item_back(item, at=gated.kept, why="")
        turn_item_back(item, at=gated.kept, why="No figures in it")
        with pytest.raises(StaleEdit):
            pass_item(item, at=gated.kept, expected_version=1)
        assert [one.stands for one in matters_of(gated.keeper)] == [
            "Turned back at the gate, on its way to Northshire Board, 20 May 2026."
        ]
    with world.acting("clerk"), pytest.raises(ValidationError, match="was turned back by Business Group"):
        restore_item(item)
    with world.acting("nurse"):
        pass_item(item, at=gated.kept)
        assert [row.verdict for row in GateVerdict.objects.all()] == ["passed", "turned_back"]
        assert matters_of(gated.keeper) == []


def test_a_verdict_is_given_at_a_meeting_of_the_keeper_that_was_held(world: World, gated: Gated) -> None:
    item = gated.offer()
    ahead, gone = planned(world, date(2026, 6, 1), gated.keeper), planned(world, date(2026, 6, 8), gated.keeper)
    with world.acting("clerk"):
        cancel_meeting(gone, reason="Too few")
        gone = Meeting.objects.get(pk=gone.pk)
        for at, words in (
            (gated.board, "Choose a meeting of Business Group"),
            (ahead, "not been held"),
            (gone, "cancelled"),
        ):
            with pytest.raises(ValidationError, match=words):
                pass_item(item, at=at)
        stranger = record_decision(item=gated.board.items.first(), text="Ours")
        with pytest.raises(ValidationError, match="another meeting"):
            pass_item(item, at=gated.kept, decision=stranger)
    with world.acting("officer"), pytest.raises(PermissionDenied):
        pass_item(item, at=gated.kept)


def test_a_gate_is_kept_by_a_group_that_reports_and_one_at_a_time(world: World, gated: Gated) -> None:
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="does not report to"):
            set_gate(world.board, world.panel)
        gate = gate_of(world.board)
        assert gate is not None
        assert set_gate(world.board, gated.keeper) == gate
        report_to(world.panel, world.board)
        assert set_gate(world.board, world.panel).keeper == world.panel
        with pytest.raises(ValidationError, match="has no gate"):
            offer_item(meeting=gated.kept, title="X")
        now = gate_of(world.board)
        assert now is not None
        with pytest.raises(StaleEdit):
            end_gate(now, expected_version=9)
        end_gate(now)
        with pytest.raises(ValidationError, match="has no gate"):
            offer_item(meeting=gated.board, title="X")
    with world.acting("chair"), pytest.raises(PermissionDenied):
        set_gate(world.board, gated.keeper)


def test_it_waits_on_the_keepers_agenda_and_in_its_pack_but_a_restricted_one_in_no_members_edition(
    world: World, gated: Gated
) -> None:
    gated.offer()
    gated.offer("About one worker", kind="confidential", restricted=True, open_to_members=True)
    ahead = planned(world, date(2026, 6, 1), gated.keeper)
    with world.acting("manager"):
        assert {one.title for one in matters_of(gated.keeper)} == {
            "For the gate: Neglect strategy", "For the gate: About one worker",
        }  # fmt: skip
        pack = to_html(make_pack(ahead))
        assert "For the gate: Neglect strategy" in pack
        assert "About one worker" not in pack
        assert "About one worker" in to_html(make_pack(ahead, edition="full"))
        assert "Neglect strategy" not in to_html(make_pack(ahead, public=True))
        assert "Neglect strategy" not in to_html(make_pack(gated.board, public=True))


def test_it_has_papers_while_it_waits_and_is_not_among_what_was_taken_off(world: World, gated: Gated) -> None:
    item = gated.offer()
    with world.acting("clerk"):
        add_paper(item=item, name="strategy.txt", data=b"Neglect is seen early.")
        assert Paper.objects.get().item_id == item.pk
        assert not AgendaItem.objects.taken_off().exists()
    page = client_for(world, "clerk").get(reverse("meeting", args=["north", gated.board.pk])).text
    assert "Held back at the gate" in page
    assert "Put back" not in page


@given(moves=st.lists(st.sampled_from(["pass", "turn", "waive", "restore", "waive_no_reason"]), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_brings_it_to_the_agenda_without_a_verdict_that_lets_it_through(gated: Gated, moves: list[str]) -> None:
    """Whatever is tried in whatever order: on the agenda, its last verdict is passed, or waived for a reason."""
    world, mark = gated.world, transaction.savepoint()
    item = gated.offer()
    for move in moves:
        with world.acting("chair" if move.startswith("waive") else "manager"):
            try:
                with transaction.atomic():
                    {
                        "pass": lambda: pass_item(item, at=gated.kept),
                        "turn": lambda: turn_item_back(item, at=gated.kept, why="Not yet"),
                        "waive": lambda: waive_gate(item, why="Urgent"),
                        "waive_no_reason": lambda: waive_gate(item, why=""),
                        "restore": lambda: restore_item(item),
                    }[move]()
            except (ValidationError, AgendaItem.DoesNotExist):
                continue
    with world.acting("manager"):
        now = AgendaItem.with_taken_off.get(pk=item.pk)
        last = GateVerdict.objects.filter(item=item).order_by("-pk").first()
        through = last is not None and (last.verdict == "passed" or (last.verdict == "waived" and last.why != ""))
        assert (now.number is not None) == through
    transaction.savepoint_rollback(mark)


def pages(gated: Gated, item: AgendaItem) -> dict[str, str]:
    here = ["north", gated.board.pk]
    return {
        "gate_item": reverse("gate_item", args=[*here, item.pk]),
        "group_gate": reverse("group_gate", args=["north", "board"]),
        "offer_item": reverse("offer_item", args=here),
        "set_gate": reverse("set_gate", args=["north", "board"]),
        "pass": reverse("gate_verdict", args=[*here, item.pk, "pass"]),
        "waive": reverse("gate_verdict", args=[*here, item.pk, "waive"]),
    }


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "gate_item":  "200   200   200    200   200   200    200   404       404    404",
    "group_gate": "200   200   200    200   200   200    200   404       404    404",
    "offer_item": "200   403   403    403   403   403    403   404       404    404",
    "set_gate":   "200   403   403    403   403   403    403   404       404    404",
    "pass":       "200   403   403    403   200   403    403   404       404    404",
    "waive":      "403   200   403    403   403   403    403   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_of_the_gate(world: World, gated: Gated, column: int) -> None:
    item, client = gated.offer(), client_for(world, PEOPLE[column])
    for name, address in pages(gated, item).items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == int(TABLE[name].split()[column]), name
        assert len([q for q in asked if not q["sql"].startswith(NESTING)]) <= MOST_QUERIES, name


def test_from_the_offer_to_the_agenda_by_forms_alone(world: World, gated: Gated) -> None:
    clerk = client_for(world, "clerk")
    here = ["north", gated.board.pk]
    page = text(
        clerk.post(reverse("offer_item", args=here), {"title": "Neglect strategy", "kind": "decision"}, follow=True)
    )
    assert "has not passed Business Group" in page
    with world.acting("clerk"):
        item = AgendaItem.objects.at_the_gate().get()
    verdict = reverse("gate_verdict", args=[*here, item.pk, "waive"])
    chair = client_for(world, "chair")
    assert chair.post(verdict, {"why": " ", "version": 1}).status_code == 422
    done = text(chair.post(verdict, {"why": "The inspectorate asked for it", "version": 1}, follow=True))
    assert "Gate waived by the chair" in done
    history = text(client_for(world, "lay").get(reverse("group_gate", args=["north", "board"])))
    assert "The inspectorate asked for it" in history
    answer = clerk.post(reverse("set_gate", args=["north", "board"]), {"keeper": "", "version": 1}, follow=True)
    assert "No group keeps a gate before this one" in text(answer)


def test_a_restricted_item_at_the_gate_is_hidden_from_those_who_may_not_read_it(world: World, gated: Gated) -> None:
    item = gated.offer("About one worker", kind="confidential", restricted=True)
    for name in ("worker", "lay", "southerner"):
        client = client_for(world, name)
        assert client.get(reverse("gate_item", args=["north", gated.board.pk, item.pk])).status_code == 404
        for address in ("group_gate", "meeting"):
            args = ["north", "board"] if address == "group_gate" else ["north", gated.board.pk]
            assert "About one worker" not in client.get(reverse(address, args=args)).text
