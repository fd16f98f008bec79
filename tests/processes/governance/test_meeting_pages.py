"""The pages from which a meeting is run: who opens which, what a clerk does on them, what nobody else is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item, record_decision
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.making import ask_for_pack, make_pack_run
from goldenthread.processes.governance.meetings.minuting import agree_minutes, draft_minutes
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, PackRun
from goldenthread.processes.governance.meetings.papers import add_paper
from tests.processes.governance.table import JANUARY, MARCH, MAY, held, planned
from tests.processes.governance.test_forward import TABLE as OF_THE_PLAN
from tests.processes.governance.test_gate import TABLE as OF_THE_GATE
from tests.web.test_access import client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World

READERS = ("manager", "clerk", "chair", "nurse", "lay", "worker", "southerner", "south_manager", "outsider")


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


class Run:
    """A meeting of the open board that was held, with an open item, one closed to all but the unit, and a paper."""

    def __init__(self, world: World, group: Any = None) -> None:
        self.meeting = held(world, MARCH, group, nurse="attended", lay="apology")
        with world.acting("clerk"):
            self.open = add_item(meeting=self.meeting, title="Front door", kind="report", text="We heard the report.")
            self.closed = add_item(
                meeting=self.meeting, title="Secret matter", kind="confidential", restricted=True, text="Sealed words."
            )
            self.paper = add_paper(item=self.open, name="figures.txt", data=b"Figures for the quarter.\n")
            self.narrow = add_paper(item=self.open, name="names.txt", data=b"Narrow figures.\n", restricted=True)
            self.decision = record_decision(item=self.open, text="To look again in May")
            self.action = agree_action(meeting=self.meeting, text="Ring the hospital", item=self.open)
            self.hidden = record_decision(item=self.closed, text="Hidden choice")
            self.run, _ = ask_for_pack(self.meeting)


@pytest.fixture
def ran(world: World) -> Run:
    return Run(world)


def addresses(ran: Run, group: str = "board") -> dict[str, str]:
    pk, item = ran.meeting.pk, ran.open.pk

    def at(name: str, *more: int) -> str:
        return reverse(name, args=["north", pk, *more])

    return {
        "meeting": at("meeting"),
        "meeting_actions": at("meeting_actions"),
        "add_agenda_item": at("add_agenda_item"),
        "agenda_item": at("agenda_item", item),
        "closed_item": at("agenda_item", ran.closed.pk),
        "change_agenda_item": at("change_agenda_item", item),
        "remove_agenda_item": at("remove_agenda_item", item),
        "add_paper": at("add_paper", item),
        "change_paper": at("change_paper", ran.paper.pk),
        "remove_paper": at("remove_paper", ran.paper.pk),
        "place_action": at("place_action", ran.action.pk),
        "paper_file": at("paper_file", ran.paper.pk),
        "narrow_paper": at("paper_file", ran.narrow.pk),
        "change_decision": at("change_decision", item, ran.decision.pk),
        "move_meeting": at("move_meeting"),
        "meeting_attendance": at("meeting_attendance"),
        "meeting_packs": at("meeting_packs"),
        "group_attendance": reverse("group_attendance", args=["north", group]),
        "group_plan": reverse("group_plan", args=["north", group]),
        "your_calendar": reverse("your_calendar", args=["north"]),
    }


#                        manager clerk chair nurse lay worker southerner s_mgr outsider
TABLE = {
    "meeting":            "200    200   200   200   200 200    404        404   404",
    "meeting_actions":    "200    200   200   200   200 200    404        404   404",
    "add_agenda_item":    "200    200   403   403   403 403    404        404   404",
    "agenda_item":        "200    200   200   200   200 200    404        404   404",
    "closed_item":        "200    200   200   404   404 404    404        404   404",
    "change_agenda_item": "200    200   403   403   403 403    404        404   404",
    "remove_agenda_item": "200    200   403   403   403 403    404        404   404",
    "add_paper":          "200    200   403   403   403 403    404        404   404",
    "change_paper":       "200    200   403   403   403 403    404        404   404",
    "remove_paper":       "200    200   403   403   403 403    404        404   404",
    "place_action":       "200    200   403   403   403 403    404        404   404",
    "paper_file":         "200    200   200   200   200 200    404        404   404",
    "narrow_paper":       "200    200   200   200   200 404    404        404   404",
    "change_decision":    "200    200   403   403   403 403    404        404   404",
    "move_meeting":       "200    200   403   403   403 403    404        404   404",
    "meeting_attendance": "200    200   403   403   403 403    404        404   404",
    "meeting_packs":      "200    200   200   200   200 200    404        404   404",
    "group_attendance":   "200    200   200   200   200 200    404        404   404",
    "group_plan":         "200    200   200   200   200 200    404        404   404",
    "your_calendar":      "200    200   200   200   200 200    200        404   404",
}  # fmt: skip


def opened(client: Client, url: str) -> int:
    """The status; a file that came is read to its end, and so closed."""
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


@pytest.mark.parametrize("column", range(len(READERS)), ids=READERS)
def test_who_may_open_which_address_of_a_meeting_of_the_open_board(world: World, ran: Run, column: int) -> None:
    client = client_for(world, READERS[column])
    found = {name: opened(client, url) for name, url in addresses(ran).items()}
    assert found == {name: int(row.split()[column]) for name, row in TABLE.items()}


#: Of the joint panel, whose papers are for its members: a member of it, one of another group, one from next door.
PANEL = {
    "meeting": {"manager", "clerk", "chair", "nurse", "southerner"},
    "agenda_item": {"manager", "clerk", "chair", "nurse", "southerner"},
    "closed_item": {"manager", "clerk", "chair"},
    "paper_file": {"manager", "clerk", "chair", "nurse", "southerner"},
    "narrow_paper": {"manager", "clerk", "chair", "nurse", "southerner"},
    "meeting_packs": {"manager", "clerk", "chair", "nurse", "southerner"},
    "meeting_actions": {"manager", "clerk", "chair", "nurse", "southerner"},
}


@pytest.mark.parametrize("name", READERS)
def test_a_meeting_of_the_joint_panel_is_for_its_members_and_the_unit(world: World, name: str) -> None:
    urls = addresses(Run(world, world.panel), "panel")
    client = client_for(world, name)
    found = {page for page in PANEL if opened(client, urls[page]) == 200}
    assert found == {page for page, readers in PANEL.items() if name in readers}


def test_nobody_gets_anywhere_without_signing_in(ran: Run) -> None:
    for name, url in addresses(ran).items():
        answer = Client().get(url)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


def test_what_may_not_be_opened_may_not_be_posted_either(world: World, ran: Run) -> None:
    urls = addresses(ran) | {
        "shift_agenda_item": reverse("shift_agenda_item", args=["north", ran.meeting.pk, ran.open.pk])
    }
    refused = TABLE | {"shift_agenda_item": TABLE["move_meeting"], "agenda_item": TABLE["change_agenda_item"]}
    for column, person in enumerate(READERS):
        client = client_for(world, person)
        for name, row in refused.items():
            if (status := int(row.split()[column])) >= 400:
                assert client.post(urls[name], {"text": "x"}).status_code in {status, 405}, (name, person)


def test_every_address_of_meetings_is_proved_here(ran: Run) -> None:
    named = {p.name for p in get_resolver("goldenthread.processes.governance.meetings.urls").url_patterns}
    elsewhere = {"shift_agenda_item", "pack_file", "calendar_feed"}  # posted above; test_pages; test_meeting_pages_feed
    elsewhere |= {"restore_agenda_item", "shift_paper", "restore_paper"}  # test_papers
    elsewhere |= {"gate_verdict"}  # test_gate, under what is decided
    assert named - elsewhere <= set(TABLE) | set(OF_THE_GATE) | set(OF_THE_PLAN)


@pytest.mark.parametrize("name", ["nurse", "lay", "worker"])
def test_a_restricted_item_is_nowhere_on_the_pages_or_in_the_pack_of_those_it_is_closed_to(
    world: World, ran: Run, name: str
) -> None:
    client, urls = client_for(world, name), addresses(ran)
    for page in ("meeting", "agenda_item", "meeting_actions", "group_plan", "meeting_packs"):
        text = client.get(urls[page]).text
        for secret in ("Secret matter", "Sealed words", "Hidden choice"):
            assert secret not in text, page
    client.post(urls["meeting_packs"], {"edition": "full", "format": "html"})
    with world.acting(name):
        run = PackRun.objects.get(format="html")
    make_pack_run(run.pk, run.requested_by_id)
    pack = b"".join(client.get(reverse("pack_file", args=["north", ran.meeting.pk, run.pk])).streaming_content)
    assert b"Front door" in pack
    assert b"Secret matter" not in pack
    assert "Secret matter" in client_for(world, "chair").get(urls["meeting"]).text


def test_the_page_says_what_is_left_to_do_and_who_came(world: World, ran: Run) -> None:
    page = client_for(world, "manager").get(addresses(ran)["meeting"])
    left = {task.title: (task.status.text, bool(task.href)) for task in page.context["tasks"]}
    assert left == {
        "Set the agenda": ("Done", False),
        "Issue the papers": ("Done", False),
        "Record that it was held": ("Done", False),
        "Record attendance": ("Done", True),
        "Draft the minutes": ("To do", True),
        "Agree the minutes": ("Not yet", False),
        "Publish the minutes": ("Not yet", False),
    }
    assert "1 member, 0 deputies, 1 agency" in page.text
    assert "Not met" in page.text
    with world.acting("manager"):
        agree_minutes(draft_minutes(ran.meeting, minutes="All."))
    later = client_for(world, "chair").get(addresses(ran)["meeting"])
    assert not later.context["writes"]
    assert ("Publish the minutes", "To do", "") in [(t.title, t.status.text, t.href) for t in later.context["tasks"]]


def test_an_agenda_is_put_together_by_hand(world: World) -> None:
    meeting = planned(world, MAY)
    client = client_for(world, "clerk")

    def at(name: str, *more: int) -> str:
        return reverse(name, args=["north", meeting.pk, *more])

    client.post(at("add_agenda_item"), {"title": "Front door", "kind": "report", "presenter_name": "Ash Alder"})
    with world.acting("clerk"):
        item = AgendaItem.objects.get(title="Front door")
    assert item.number == 4
    for _ in range(2):
        client.post(at("shift_agenda_item", item.pk), {"way": "up"})
    client.post(at("shift_agenda_item", item.pk), {"way": "down"})
    with world.acting("clerk"):
        assert AgendaItem.objects.get(pk=item.pk).number == 3
    changed = {"title": "The front door", "kind": "report", "version": str(item.version), "restricted": "on"}
    assert client.post(at("change_agenda_item", item.pk), changed).status_code == 302
    assert "Restricted" in client.get(at("meeting")).text
    again = client.post(at("change_agenda_item", item.pk), {**changed, "title": "Mine"})
    assert (again.status_code, "The front door" in again.text, "Mine" in again.text) == (409, True, True)
    assert client.post(at("remove_agenda_item", item.pk)).status_code == 302
    with world.acting("clerk"):
        assert [i.number for i in AgendaItem.objects.filter(record=meeting)] == [1, 2, 3, 4]


def test_the_first_item_stays_first_when_it_is_moved_up(world: World) -> None:
    meeting = planned(world, MAY)
    with world.acting("clerk"):
        first = AgendaItem.objects.get(record=meeting, number=1)
    url = reverse("shift_agenda_item", args=["north", meeting.pk, first.pk])
    assert client_for(world, "clerk").post(url, {"way": "up"}).status_code == 302
    with world.acting("clerk"):
        assert AgendaItem.objects.get(pk=first.pk).number == 1


def test_an_item_with_a_paper_is_not_taken_off_and_the_page_says_why(world: World) -> None:
    meeting = planned(world, MAY)
    with world.acting("clerk"):
        item = add_item(meeting=meeting, title="Front door")
        add_paper(item=item, name="figures.txt", data=b"Figures.\n")
    answer = client_for(world, "clerk").post(reverse("remove_agenda_item", args=["north", meeting.pk, item.pk]))
    assert answer.status_code == 422
    assert "This item has text, papers, decisions or actions" in answer.text


def test_a_paper_goes_up_and_comes_down_as_it_was(world: World, ran: Run) -> None:
    client, urls = client_for(world, "clerk"), addresses(ran)
    sent = {"file": SimpleUploadedFile("café audit.txt", b"What the audit found.\n"), "title": "Audit"}
    assert client.post(urls["add_paper"], sent).status_code == 302
    with world.acting("clerk"):
        paper = ran.open.papers.get(title="Audit")
    assert "Paper: <a" in client.get(urls["meeting"]).text
    answer = client.get(reverse("paper_file", args=["north", ran.meeting.pk, paper.pk]))
    assert b"".join(answer.streaming_content) == b"What the audit found.\n"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_that_cannot_be_kept_is_refused_in_words(world: World, ran: Run) -> None:
    sent = {"file": SimpleUploadedFile("run.exe", b"MZ" + bytes(200)), "title": ""}
    answer = client_for(world, "clerk").post(addresses(ran)["add_paper"], sent)
    assert answer.status_code == 422
    assert "run.exe" in answer.text
    empty = client_for(world, "clerk").post(addresses(ran)["add_paper"], {"title": "Nothing"})
    assert (empty.status_code, "Choose a file" in empty.text) == (422, True)


def test_text_a_decision_and_an_action_are_written_with_one_button_and_the_page_stays(world: World, ran: Run) -> None:
    ahead = planned(world, MAY)
    client, url = client_for(world, "clerk"), addresses(ran)["agenda_item"]
    sent = {
        "version": str(ran.open.version), "text": "We heard and asked.", "decision": "To publish",
        "action": "Share the figures", "owner": f"agency-{world.police.pk}", "due_meeting": f"meeting-{ahead.pk}",
        "number": "3",
    }  # fmt: skip
    answer = client.post(url, sent, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "Action A-2026-0002 is added" in answer.text
    with world.acting("clerk"):
        action = Action.objects.get(text="Share the figures")
        assert (action.owner_agency, action.due_on, action.meeting_number) == (world.police, MAY, "3")
        assert AgendaItem.objects.get(pk=ran.open.pk).text == "We heard and asked."
        assert Decision.objects.filter(item=ran.open).count() == 2
    person = {"action": "Ask the ward", "owner": f"person-{world.person('nurse').pk}", "text": "We heard and asked."}
    assert client.post(url, person).status_code == 302
    with world.acting("clerk"):
        assert Action.objects.get(text="Ask the ward").owner_agency == world.health


def test_an_owner_without_an_action_and_two_dates_are_told_and_nothing_is_written(world: World, ran: Run) -> None:
    client, url = client_for(world, "clerk"), addresses(ran)["agenda_item"]
    answer = client.post(url, {"text": "New", "owner": f"agency-{world.police.pk}", "decision": "Yes"})
    assert (answer.status_code, "Say what is to be done" in answer.text) == (422, True)
    with world.acting("clerk"):
        assert AgendaItem.objects.get(pk=ran.open.pk).text == "We heard the report."
        assert Decision.objects.filter(item=ran.open).count() == 1


def test_two_clerks_writing_one_item_see_both_texts_and_a_decision_is_not_written_twice(world: World, ran: Run) -> None:
    url, version = addresses(ran)["agenda_item"], str(ran.open.version)
    first = client_for(world, "manager").post(url, {"version": version, "text": "Theirs."})
    client = client_for(world, "clerk")
    second = client.post(url, {"version": version, "text": "Mine.", "decision": "Agreed"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Theirs." in second.text
    assert "Mine." in second.text
    newest = str(second.context["version"])
    assert client.post(url, {"version": newest, "text": "Mine.", "decision": "Agreed"}).status_code == 302
    with world.acting("clerk"):
        assert Decision.objects.filter(text="Agreed").count() == 1


def test_an_action_agreed_on_a_restricted_item_is_not_told_to_everyone(world: World, ran: Run) -> None:
    url = addresses(ran)["closed_item"]
    sent = {"text": "Sealed words.", "action": "See the family", "owner": f"agency-{world.council.pk}"}
    assert client_for(world, "clerk").post(url, sent).status_code == 302
    page = addresses(ran)["meeting"]
    assert "See the family" in client_for(world, "worker").get(page).text  # the council answers for it
    assert "See the family" not in client_for(world, "lay").get(page).text


def test_minutes_that_are_agreed_are_read_and_no_longer_written(world: World, ran: Run) -> None:
    with world.acting("manager"):
        agree_minutes(draft_minutes(ran.meeting, minutes="All."))
    answer = client_for(world, "clerk").get(addresses(ran)["agenda_item"])
    assert "We heard the report." in answer.text
    assert "form" not in answer.context
    assert client_for(world, "clerk").post(addresses(ran)["agenda_item"], {"text": "x"}).status_code == 200
    with world.acting("clerk"):
        assert AgendaItem.objects.get(pk=ran.open.pk).text == "We heard the report."


def test_a_decision_is_corrected_on_its_own_page(world: World, ran: Run) -> None:
    client, url = client_for(world, "clerk"), addresses(ran)["change_decision"]
    assert client.post(url, {"text": "To look again in July", "version": "1"}).status_code == 302
    assert "To look again in July" in client.get(addresses(ran)["agenda_item"]).text


def test_the_log_tells_new_carried_deferred_overdue_and_closed(world: World) -> None:
    before = held(world, JANUARY, nurse="attended")
    here = held(world, MARCH, nurse="attended")
    with world.acting("clerk"):
        agree_action(meeting=before, text="Old promise", due_on=date(2026, 2, 2), made_on=date(2026, 1, 5))
        add_action(partnership=world.north, text="New promise", group=world.board, made_on=date(2026, 3, 1))
    page = client_for(world, "lay").get(reverse("meeting_actions", args=["north", here.pk])).text
    assert "1 new, 1 carried, 0 deferred, 1 overdue, 0 closed since 21 January 2026" in page
    assert "Overdue by 44 days" in page
    assert page.index("Old promise") < page.index("New promise")


@pytest.mark.parametrize("size", [1, 12])
def test_no_page_asks_the_database_more_than_fifteen_times_whatever_the_size(world: World, ran: Run, size: int) -> None:
    before = held(world, JANUARY, nurse="attended", officer="absent")
    with world.acting("clerk"):
        for n in range(size):
            item = add_item(meeting=ran.meeting, title=f"Item {n}", presenter=world.person("nurse"))
            add_paper(item=item, name=f"{n}.txt", data=f"Paper {n}.\n".encode())
            record_decision(item=item, text=f"Decision {n}")
            amend_item(item, text="Said.")
            agree_action(meeting=before, text=f"Old {n}", due_meeting=ran.meeting, owner=world.person("nurse"))
            agree_action(meeting=ran.meeting, text=f"New {n}", owner_agency=world.police)
    for week in range(1, size):
        planned(world, date(2026, 5, 4 + week))
    cost = {}
    for name, url in addresses(ran).items():
        if name in {"paper_file", "narrow_paper"}:
            continue
        client = client_for(world, "clerk")
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        cost[name] = len([q for q in asked if not q["sql"].startswith(NESTING)])
    assert {name: number for name, number in cost.items() if number > MOST_QUERIES} == {}
