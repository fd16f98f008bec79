"""What was promised to a meeting stands at it by itself; gaps are named; decisions and terms are listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.coming import coming_to
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.services import agree_terms
from goldenthread.core.thread.impacts import set_test
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.meetings.agenda import add_item, record_decision, say_what_it_decides
from goldenthread.processes.governance.meetings.forward import coming_here, plan_of
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, Meeting
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.meetings.planning import cancel_meeting, move_meeting
from goldenthread.processes.measures.questions.asking import ask
from goldenthread.publishing.html import to_html
from tests.analytics.figures import measure
from tests.processes.governance.table import JANUARY, JULY, MARCH, MAY, held, planned
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World


@pytest.fixture(autouse=True)
def february() -> Any:
    with time_machine.travel("2026-02-02 09:00", tick=False):
        yield


def promised(world: World, text_: str, **values: Any) -> Any:
    values = {"made_on": JANUARY, "group": world.board, "owner_agency": world.police} | values
    with world.acting("manager"):
        return add_action(partnership=world.north, text=text_, **values)


def test_everything_promised_to_the_march_meeting_is_on_its_agenda_by_itself(world: World) -> None:
    march, may = planned(world, MARCH), planned(world, MAY)
    promised(world, "Bring the audit", due_meeting=march)
    with world.acting("manager"):
        add_item(meeting=march, title="Neglect strategy")
        agree_terms(group=world.board, text="To hold to account", agreed_on=JANUARY, review_on=date(2026, 3, 1))
        advice = recommend(
            partnership=world.north, text="Ask every child alone", made_on=JANUARY, owner_group=world.board
        )
        set_test(recommendation=advice, measure="Files", review_on=date(2026, 4, 20))
        one: Measure = measure(world, group=world.board)
        question, _ = ask(one, signal="Why?")
        take_step(question, "answer", means="More", doing="Much")
        take_step(question, "decide", decided="Accepted", look_again_on=date(2026, 3, 18))
    with world.acting("lay"):
        first, second = plan_of(world.board).meetings
        assert [item.title for item in first.items] == ["Neglect strategy"]
        assert [action.text for action in first.actions] == ["Bring the audit"]
        assert [one.title for one in first.coming] == [
            "Terms of reference: look at them again", f"Look again: {question.title}",
        ]  # fmt: skip
        assert [one.title for one in second.coming] == [f"Did it work? {advice}"]
        assert [one.title for one in coming_here(march)] == [one.title for one in first.coming]
        assert [one.title for one in coming_here(may)] == [f"Did it work? {advice}"]
    page = text(client_for(world, "lay").get(reverse("meeting", args=["north", march.pk])))
    assert "Comes to this meeting by its date" in page
    assert "Terms of reference: look at them again" in page
    with world.acting("clerk"):
        pack = to_html(make_pack(march))
        assert "Terms of reference: look at them again" in pack
        assert "Did it work?" in pack  # in the forward plan, at the meeting after
        assert "Terms of reference: look at them again" not in to_html(make_pack(march, public=True))
        moved, _ = move_meeting(Meeting.objects.get(pk=march.pk), to=date(2026, 2, 20), why="Room")
        assert coming_here(moved) == []  # its day is before theirs now


def test_what_was_promised_to_no_meeting_that_will_be_held_is_named(world: World) -> None:
    over, gone, ahead = held(world, JANUARY), planned(world, MARCH), planned(world, MAY)
    late = promised(world, "Bring it in January", due_meeting=over)
    nowhere = promised(world, "Report back", due_text="to the October Board")
    stranded = promised(world, "Bring it in March", due_meeting=gone)
    with world.acting("manager"):
        cancel_meeting(Meeting.objects.get(pk=gone.pk), reason="Snow")
        agree_terms(group=world.board, text="x", agreed_on=JANUARY, review_on=date(2026, 9, 1))
        gaps = plan_of(world.board).gaps
        assert [action.pk for action in gaps.over] == [late.pk]
        assert [action.pk for action in gaps.nowhere] == [nowhere.pk]
        assert [action.pk for action in gaps.cancelled] == [stranded.pk]
        assert [one.on for one in gaps.unplaced] == [date(2026, 9, 1)]
        assert gaps.empty == (Meeting.objects.get(pk=ahead.pk),)
    client = client_for(world, "nurse")
    here = reverse("group_plan", args=["north", "board"])
    page = text(client.get(here))
    for words in ("Promised to a meeting that is over", "Promised to a meeting that is not planned", "Nothing planned",
                  "Comes after the last meeting that is planned"):  # fmt: skip
        assert words in page
    listed = client.get(f"{here}?format=csv").text
    assert "Its meeting is not planned" in listed
    assert "Nothing planned" in listed
    assert client.get(f"{here}?format=xlsx").content.startswith(b"PK")


def test_terms_that_are_due_wait_on_the_groups_agenda_until_a_new_version_is_agreed(world: World) -> None:
    with world.acting("manager"):
        agree_terms(group=world.board, text="Old", agreed_on=date(2025, 1, 1), review_on=date(2026, 1, 1))
        assert [matter.title for matter in matters_of(world.board)] == ["Terms of reference: look at them again"]
        assert [one.on for one in coming_to(world.board, date(2026, 2, 2))] == [date(2026, 1, 1)]
    client = client_for(world, "manager")
    assert (
        "Terms of reference: look at them again" in client.get(reverse("group_waiting", args=["north", "board"])).text
    )
    due = text(client.get(f"{reverse('terms_due', args=['north'])}?standing=due"))
    assert "Northshire Board" in due
    assert "Joint Review Panel" not in due
    days = {"agreed_on-day": 1, "agreed_on-month": 2, "agreed_on-year": 2026, "review_on-day": 1,
            "review_on-month": 2, "review_on-year": 2027}  # fmt: skip
    done = client.post(reverse("agree_terms", args=["north", world.board.pk]), {"text": "New", **days}, follow=True)
    assert "An earlier version" in text(done)
    with world.acting("manager"):
        assert matters_of(world.board) == []


def decided(world: World) -> list[Decision]:
    found = []
    for day, words in ((date(2025, 3, 12), "Fund the pool"), (JANUARY, "Adopt the strategy")):
        meeting = held(world, day)
        with world.acting("manager"):
            item = AgendaItem.objects.filter(record=meeting).earliest("number")
            found.append(record_decision(item=item, text=words))
            record_decision(item=item, text=f"{words}: about one worker", restricted=True)
    return found


def test_the_register_lists_what_one_may_see_by_group_meeting_year_and_words_and_what_it_decides(world: World) -> None:
    older, newer = decided(world)
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="Ask every child alone", made_on=JANUARY)
        say_what_it_decides(newer, recommendation=advice, about=None)
    here = reverse("decisions", args=["north"])
    lay, manager = client_for(world, "lay"), client_for(world, "manager")
    page = text(lay.get(here))
    assert "Fund the pool" in page
    assert advice.reference in page
    assert "about one worker" not in page
    assert "about one worker" in text(manager.get(here))
    assert "Adopt the strategy" not in text(lay.get(f"{here}?year=2025"))
    assert "Fund the pool" not in text(lay.get(f"{here}?meeting={newer.record_id}"))
    assert "Fund the pool" not in text(lay.get(f"{here}?q=strategy"))
    listed = lay.get(f"{here}?format=csv").text
    assert "Fund the pool" in listed
    assert "about one worker" not in listed
    form = reverse("decides", args=["north", older.record_id, older.pk])
    assert manager.post(form, {"recommendation": advice.pk, "about": "", "version": older.version}).status_code == 302
    assert manager.post(form, {"recommendation": "", "about": "", "version": older.version}).status_code == 409


def test_a_member_from_next_door_is_not_told_which_recommendation_a_decision_decides(world: World) -> None:
    meeting = held(world, JANUARY, world.panel)
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="Ask every child alone", made_on=JANUARY)
        made = record_decision(item=AgendaItem.objects.filter(record=meeting).earliest("number"), text="Do it")
        say_what_it_decides(made, recommendation=advice, about=None)
    page = text(client_for(world, "southerner").get(reverse("decisions", args=["north"])))
    assert "Do it" in page
    assert advice.reference not in page


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "group_plan":  "200   200   200    200   200   200    200   404       404    404",
    "decisions":   "200   200   200    200   200   200    200   200       404    404",
    "decides":     "200   403   403    403   403   403    403   404       404    404",
    "terms_due":   "200   200   200    200   200   200    200   200       404    404",
    "group_terms": "200   200   200    200   200   200    200   404       404    404",
    "agree_terms": "200   403   403    403   403   403    403   404       404    404",
    "meeting":     "200   200   200    200   200   200    200   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_and_none_asks_too_often(world: World, column: int) -> None:
    first, _ = decided(world)
    ahead = planned(world, JULY)
    with world.acting("manager"):
        agree_terms(group=world.board, text="Old", agreed_on=date(2025, 1, 1), review_on=date(2026, 1, 1))
    pages = {
        "group_plan": reverse("group_plan", args=["north", "board"]),
        "decisions": reverse("decisions", args=["north"]),
        "decides": reverse("decides", args=["north", first.record_id, first.pk]),
        "terms_due": reverse("terms_due", args=["north"]),
        "group_terms": reverse("group_terms", args=["north", world.board.pk]),
        "agree_terms": reverse("agree_terms", args=["north", world.board.pk]),
        "meeting": reverse("meeting", args=["north", ahead.pk]),
    }
    client = client_for(world, PEOPLE[column])
    client.get(pages["terms_due"])
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == int(TABLE[name].split()[column]), name
        spent = [q["sql"] for q in asked if not q["sql"].startswith(NESTING)]
        assert len(spent) <= MOST_QUERIES, (name, len(spent), [sql[:90] for sql in spent])
