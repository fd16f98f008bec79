"""Every address of the thread against every person; and what one sees of a thread whose finding one may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.services import open_record
from goldenthread.core.thread.impacts import record_impact, set_test
from goldenthread.core.thread.learning import raise_finding, recommend
from goldenthread.core.thread.repeats import say_repeats
from goldenthread.core.thread.services import add_action, add_evidence
from goldenthread.core.thread.themes import keep_theme
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.web.test_access import client_for, readable
from tests.world import World

DAY = date(2026, 3, 2)
PEOPLE = (
    "manager", "chair", "worker", "team_manager", "nurse", "officer", "lay", "southerner", "south_manager", "outsider",
)  # fmt: skip
SECRET, TOLD, KEPT = "Nobody asked the boy in Alder Lane", "Ask every child alone", "Night rota for Ward 9"


class Thread:
    """A finding from the council's record on a child; the whole partnership reads the recommendation it led to."""

    def __init__(self, world: World) -> None:
        with world.acting("worker"):
            values = {"child_ref": "C-77", "notified_by": "school", "notified_on": DAY, "began_on": DAY}
            self.record = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
            self.finding = raise_finding(source=self.record, text=SECRET, found_on=DAY)
        with world.acting("manager"):
            self.advice = recommend(
                partnership=world.north, text=TOLD, findings=[self.finding], made_on=DAY, owner_group=world.board
            )
            self.closed = recommend(partnership=world.north, text="Write a leaflet", made_on=DAY)
            say_repeats(self.advice, self.closed)
            self.action = add_action(
                partnership=world.north, text="Train the duty team", made_on=DAY, recommendation=self.advice
            )
            self.narrow = add_action(
                partnership=world.north, text=KEPT, made_on=DAY, audience="agencies", owner_agency=world.health,
                recommendation=self.advice,
            )  # fmt: skip
            add_evidence(action=self.narrow, summary=f"Signed: {KEPT}", effective_on=DAY)
            self.look = record_impact(
                recommendation=self.advice, result="partly", found="Six of ten files", measure="Files", looked_on=DAY
            )
            self.theme = keep_theme(partnership=world.north, name="Neglect")
            self.planned = set_test(recommendation=self.advice, measure="Files again", review_on=date(2026, 9, 1))


@pytest.fixture
def thread(world: World) -> Thread:
    return Thread(world)


OVER_ALL = (
    "recommendations", "add_recommendation", "findings", "coverage", "ledger", "chair", "themes", "add_theme",
    "adopt_themes", "asked_before",
)  # fmt: skip


def addresses(thread: Thread) -> dict[str, str]:
    advice, finding = thread.advice.pk, thread.finding.pk
    of_advice = (
        "recommendation", "change_recommendation", "close_recommendation", "reopen_recommendation",
        "recommendation_history", "thread", "link_finding", "recommendation_action", "plan_look", "record_impact",
        "place_recommendation", "audit_questions", "say_repeats",
    )  # fmt: skip
    of_finding = ("finding", "finding_themes", "change_finding", "answer_finding", "finding_history", "finding_thread")
    of_theme = ("theme", "change_theme", "merge_theme", "retire_theme")
    return {
        **{name: reverse(name, args=["north"]) for name in OVER_ALL},
        **{name: reverse(name, args=["north", thread.theme.pk]) for name in of_theme},
        "record_themes": reverse("record_themes", args=["north", "private-fostering", thread.record.pk]),
        **{name: reverse(name, args=["north", advice]) for name in of_advice},
        "unlink_finding": reverse("unlink_finding", args=["north", advice, finding]),
        "unsay_repeats": reverse("unsay_repeats", args=["north", advice, thread.closed.pk]),
        "take_look": reverse("take_look", args=["north", advice, thread.planned.pk]),
        "change_impact": reverse("change_impact", args=["north", advice, thread.look.pk]),
        **{name: reverse(name, args=["north", finding]) for name in of_finding},
        "raise_finding": reverse("raise_finding", args=["north", "private-fostering", thread.record.pk]),
    }


#                           manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "recommendations":        "200   200   200    200   200   200    200   200       404    404",
    "add_recommendation":     "200   200   403    403   403   403    403   403       404    404",
    "asked_before":           "200   200   200    200   200   200    200   200       404    404",
    "say_repeats":            "200   200   403    403   403   403    403   403       404    404",
    "unsay_repeats":          "200   200   403    403   403   403    403   403       404    404",
    "findings":               "200   200   200    200   200   200    200   200       404    404",
    "coverage":               "200   200   200    200   200   200    200   200       404    404",
    "ledger":                 "200   200   200    200   200   200    200   200       404    404",
    "chair":                  "200   200   200    200   200   200    200   403       404    404",
    "themes":                 "200   200   200    200   200   200    200   200       404    404",
    "theme":                  "200   200   200    200   200   200    200   404       404    404",
    "add_theme":              "200   403   403    403   403   403    403   403       404    404",
    "adopt_themes":           "200   403   403    403   403   403    403   403       404    404",
    "change_theme":           "200   403   403    403   403   403    403   403       404    404",
    "merge_theme":            "200   403   403    403   403   403    403   403       404    404",
    "retire_theme":           "200   403   403    403   403   403    403   403       404    404",
    "finding_themes":         "200   200   200    200   404   404    404   404       404    404",
    "record_themes":          "200   200   200    200   404   404    404   404       404    404",
    "place_recommendation":   "200   200   403    403   403   403    403   403       404    404",
    "audit_questions":        "200   200   403    403   403   403    403   403       404    404",
    "recommendation":         "200   200   200    200   200   200    200   404       404    404",
    "change_recommendation":  "200   200   403    403   403   403    403   403       404    404",
    "close_recommendation":   "200   200   403    403   403   403    403   403       404    404",
    "reopen_recommendation":  "200   200   403    403   403   403    403   403       404    404",
    "recommendation_history": "200   200   200    200   200   200    200   404       404    404",
    "thread":                 "200   200   200    200   200   200    200   404       404    404",
    "link_finding":           "200   200   403    403   403   403    403   403       404    404",
    "recommendation_action":  "200   200   403    403   403   403    403   403       404    404",
    "plan_look":              "200   200   403    403   403   403    403   403       404    404",
    "record_impact":          "200   200   403    403   403   403    403   403       404    404",
    "unlink_finding":         "200   200   403    403   403   403    403   403       404    404",
    "take_look":              "200   200   403    403   403   403    403   403       404    404",
    "change_impact":          "200   200   403    403   403   403    403   403       404    404",
    "finding":                "200   200   200    200   404   404    404   404       404    404",
    "change_finding":         "200   200   200    200   404   404    404   404       404    404",
    "answer_finding":         "200   200   403    403   403   403    403   403       404    404",
    "finding_history":        "200   200   200    200   404   404    404   404       404    404",
    "finding_thread":         "200   200   200    200   404   404    404   404       404    404",
    "raise_finding":          "200   200   200    200   404   404    404   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_may_open_or_post_to_which_address_of_the_thread(world: World, thread: Thread, column: int) -> None:
    client, expected = (
        client_for(world, PEOPLE[column]),
        {name: int(row.split()[column]) for name, row in TABLE.items()},
    )
    urls = addresses(thread)
    assert {name: client.get(url).status_code for name, url in urls.items()} == expected
    sent: dict[str, Any] = {"text": "x", "finding": thread.finding.pk, "recommendation": thread.closed.pk}
    refused = {name: url for name, url in urls.items() if expected[name] != 200}
    assert {name: client.post(url, sent).status_code for name, url in refused.items()} == {
        name: expected[name] for name in refused
    }


def test_nobody_gets_anywhere_without_signing_in(world: World, thread: Thread) -> None:
    for name, url in addresses(thread).items():
        assert Client().get(url)["Location"].startswith(reverse("account_login")), name


def test_the_board_reads_a_recommendation_without_the_case_it_came_from(world: World, thread: Thread) -> None:
    """No page of the thread, nor an export, shows a finding, its record, or an action to someone who may not see it."""
    urls = addresses(thread)
    for person in PEOPLE[:8]:
        client, sees = client_for(world, person), person in ("manager", "chair", "worker", "team_manager")
        keeps = person in ("manager", "chair", "nurse")
        pages = {name: client.get(urls[name]) for name in ("recommendation", "thread", "recommendation_history")}
        lists = [client.get(urls[name], {"format": kind}) for name in ("recommendations", "findings")
                 for kind in ("csv", "xlsx")]  # fmt: skip
        exported = b"".join(readable(kind, one.content) for one, kind in zip(lists, ("csv", "xlsx") * 2, strict=True))
        shown = b"".join(page.content for page in pages.values())
        seated = person != "southerner"
        assert (TOLD.encode() in shown, TOLD.encode() in exported) == (seated, seated), person
        for text in (SECRET, "C-77", thread.record.reference):
            if not sees:
                assert text.encode() not in shown + exported, (person, text)
        assert (SECRET.encode() in shown, SECRET.encode() in exported) == (sees, sees), person
        assert (KEPT.encode() in shown) is keeps, person


def test_a_search_for_a_findings_words_finds_nothing_for_those_who_may_not_see_it(world: World, thread: Thread) -> None:
    for person, lines in (("worker", b"1 line"), ("nurse", b"0 lines"), ("lay", b"0 lines")):
        page = client_for(world, person).get(reverse("findings", args=["north"]), {"q": "Alder"})
        assert lines in page.content, person


def test_a_form_offers_no_finding_that_its_reader_may_not_see(world: World, thread: Thread) -> None:
    """Those who keep a register see what was found in it; the unit's other people are not offered it."""
    with world.acting("worker"):
        values = {"child_ref": "C-78", "notified_by": "school", "notified_on": DAY, "began_on": DAY}
        sealed = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
        raise_finding(source=sealed, text="Seen by who keeps it", found_on=DAY)
    page = client_for(world, "manager").get(reverse("link_finding", args=["north", thread.closed.pk]))
    assert b"Seen by who keeps it" in page.content
    clerk = client_for(world, "clerk").get(reverse("link_finding", args=["north", thread.closed.pk]))
    assert clerk.status_code == 200
    assert b"Seen by who keeps it" not in clerk.content
    hidden = client_for(world, "manager").get(reverse("link_finding", args=["south", thread.closed.pk]))
    assert hidden.status_code == 404


def test_a_thread_is_not_found_under_another_partnerships_slug(world: World, thread: Thread) -> None:
    client = client_for(world, "officer")  # who sits at both boards
    for name, url in addresses(thread).items():
        if name not in OVER_ALL:
            assert client.get(url.replace("/north/", "/south/")).status_code in (403, 404), name
    south = client.get(reverse("recommendations", args=["south"]))
    assert TOLD.encode() not in south.content
