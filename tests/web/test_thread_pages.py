"""A thread as people walk it on the pages: a finding raised, answered, acted on, shown, looked at, and read as one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.impacts import record_impact, set_test
from goldenthread.core.thread.learning import amend_finding, raise_finding, recommend
from goldenthread.core.thread.models import Action, Finding, Impact, Recommendation
from goldenthread.core.thread.services import add_action, add_evidence
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.web.components import Link
from goldenthread.web.pages.impact_tests import show_beside_impacts
from tests.web.signin_steps import text
from tests.web.test_access import client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.web.test_versions import day
from tests.world import World, owner

DAY = date(2026, 3, 2)
KIND = "private-fostering"


def opened(world: World, **more: Any) -> Any:
    values = {"child_ref": "C-1", "notified_by": "school", "notified_on": DAY, "began_on": DAY}
    with world.acting("worker"):
        return open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values, **more)


def test_from_a_finding_to_what_changed_by_forms_alone(world: World) -> None:
    record = opened(world)
    worker, manager = client_for(world, "worker"), client_for(world, "manager")
    at = reverse("record", args=["north", KIND, record.pk])
    assert "Raise a finding" in text(worker.get(at))
    raised = worker.post(
        reverse("raise_finding", args=["north", KIND, record.pk]),
        {"text": "Nobody asked the boy alone", **day("found_on", DAY)}, follow=True,
    )  # fmt: skip
    assert "Nobody asked the boy alone" in text(raised)
    assert "Make a recommendation" not in text(raised)  # a social worker's seat does not recommend
    with world.acting("worker"):
        finding = Finding.objects.get()

    ask = f"{reverse('add_recommendation', args=['north'])}?finding={finding.pk}"
    form = manager.get(ask)
    assert "Leave out whose case it comes from" in text(form)
    assert f'value="{finding.pk}"' in form.content.decode()
    made = manager.post(
        ask,
        {"text": "Ask every child alone", "findings": [finding.pk], "owner_agency": world.council.pk,
         **day("made_on", DAY), **day("due_on", date(2027, 1, 5))},
        follow=True,
    )  # fmt: skip
    assert "Nobody asked the boy alone" in text(made)
    with world.acting("manager"):
        advice = Recommendation.objects.get()
    assert f"Answered by {advice.reference}" in text(worker.get(at))

    sent = {"text": "Change the visit form", "audience": "partnership", "owner_agency": world.council.pk}
    acted = manager.post(reverse("recommendation_action", args=["north", advice.pk]), sent, follow=True)
    assert "Answers the recommendation" in text(acted)
    with world.acting("manager"):
        action = Action.objects.get()
        add_evidence(action=action, summary="The new form, in use", effective_on=DAY)
    close = {"reason": "done_no_evidence", "text": "We said so", "version": action.version}
    manager.post(reverse("action_move", args=["north", action.pk, "close"]), close)

    look = {"found": "Seven of ten files say what the child wished", "result": "partly", "measure": "Files",
            "means": "audit", **day("looked_on", DAY), **day("look_again_on", date(2027, 3, 1))}  # fmt: skip
    manager.post(reverse("record_impact", args=["north", advice.pk]), look)
    page = text(manager.get(reverse("recommendation", args=["north", advice.pk])))
    assert "1 done, impact unknown" in page
    assert "The new form, in use" in page
    page = text(client_for(world, "worker").get(reverse("thread", args=["north", advice.pk])))
    thread = page.partition("The same as text")[2]
    said = ["Nobody asked the boy alone", "Ask every child alone", "Change the visit form", "Done, impact unknown",
            "The new form, in use", "Partly embedded. Seven of ten files",
            "To be looked at on 1 March 2027"]  # fmt: skip
    places = [thread.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)


def test_a_recommendation_closed_as_done_with_no_look_reads_so_in_the_list_and_the_export(world: World) -> None:
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="Write a leaflet", made_on=DAY)
    client = client_for(world, "manager")
    url = reverse("close_recommendation", args=["north", advice.pk])
    sent = {"reason": "done", "text": "It is printed", **day("on", DAY), "version": 1}
    assert client.post(url, sent).status_code == 302
    listed = reverse("recommendations", args=["north"])
    assert "Done, impact unknown" in text(client.get(listed, {"standing": "unknown"}))
    assert "0 lines" in text(client.get(listed))
    exported = client.get(listed, {"standing": "closed", "format": "csv"}).content.decode()
    assert "Done, impact unknown" in exported
    assert "It is printed" in exported


@pytest.mark.parametrize("narrowed", [
    {"standing": "overdue"}, {"standing": "look"}, {"standing": "unowned"}, {"result": "partly"}, {"agency": "0"},
    {"standing": "nonsense", "sort": "nonsense", "page": "x"}, {"q": "leaflet"}, {"q": "no\x00thing"},
])  # fmt: skip
def test_the_list_takes_any_filter_without_an_error(world: World, narrowed: dict[str, str]) -> None:
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="A leaflet", made_on=DAY, due_on=DAY)
        set_test(recommendation=advice, measure="Files", review_on=DAY)
        record_impact(recommendation=advice, result="partly", found="Six", measure="Files", looked_on=DAY)
    page = text(client_for(world, "nurse").get(reverse("recommendations", args=["north"]), narrowed))
    expected = "0 lines" if narrowed.get("q", "").startswith("no") else "1 line"
    assert expected in page


def test_the_history_of_a_finding_goes_back_to_when_its_record_was_shown_to_more_people(world: World) -> None:
    with owner():
        record = Record.unguarded.create(
            kind="challenges", partnership=world.north, lead_agency=world.council, audience="agencies",
            reference="C-2026-0001", title="A file that was looked at", opened_on=DAY,
        )  # fmt: skip
    with world.acting("manager"):
        finding = raise_finding(source=record, text="Sam of Alder Lane was not asked", found_on=DAY)
        finding = amend_finding(finding, text="A child was not asked")
    with owner():
        Record.unguarded.filter(pk=record.pk).update(audience="partnership")
    with world.acting("manager"):
        amend_finding(finding, text="The child was not asked alone")
    url = reverse("finding_history", args=["north", finding.pk])
    assert "Alder Lane" not in text(client_for(world, "lay").get(url))
    assert "asked alone" in text(client_for(world, "lay").get(url))
    assert "Alder Lane" in text(client_for(world, "manager").get(url))


def test_a_room_with_figures_shows_what_tests_an_impact_beside_it(world: World) -> None:
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="Ask", made_on=DAY)
        look = record_impact(recommendation=advice, result="partly", found="Six", measure="Files", looked_on=DAY)

    def find(board: Partnership, impacts: Any) -> dict[int, list[Link]]:
        assert list(impacts) == [look]
        return {look.pk: [Link("Files with the child's wish", "/north/measures/1/")]}

    show_beside_impacts("a test", find)
    try:
        page = client_for(world, "lay").get(reverse("recommendation", args=["north", advice.pk]))
    finally:
        show_beside_impacts("a test", lambda board, impacts: {})
    assert 'href="/north/measures/1/"' in page.content.decode()


def test_no_page_of_the_thread_asks_more_than_fifteen_questions_however_long_it_is(world: World) -> None:
    record = opened(world)
    with world.acting("worker"):
        found = [raise_finding(source=record, text=f"Found {n}", found_on=DAY) for n in range(12)]
    with world.acting("manager"):
        rows = [recommend(partnership=world.north, text=f"Do {n}", findings=found, made_on=DAY) for n in range(8)]
        for row in rows:
            for n in range(4):
                action = add_action(partnership=world.north, text=f"Train {n}", recommendation=row, made_on=DAY)
                add_evidence(action=action, summary="Register", effective_on=DAY)
            looked = record_impact(recommendation=row, result="partly", found="Six", measure="Files", looked_on=DAY)
            set_test(recommendation=row, measure="Files", review_on=DAY)
        assert Impact.objects.count() == 16
    one, finding = rows[0].pk, found[0].pk
    urls = [
        reverse("recommendations", args=["north"]),
        f"{reverse('recommendations', args=['north'])}?format=csv&standing=",
        reverse("findings", args=["north"]),
        *(reverse(name, args=["north", one]) for name in (
            "recommendation", "thread", "recommendation_history", "link_finding", "change_recommendation",
            "recommendation_action")),
        reverse("change_impact", args=["north", rows[-1].pk, looked.pk]),
        *(reverse(name, args=["north", finding]) for name in (
            "finding", "finding_thread", "finding_history", "answer_finding")),
        reverse("add_recommendation", args=["north"]),
        reverse("record", args=["north", KIND, record.pk]),
        reverse("home", args=["north"]),
        reverse("your_account"), reverse("your_sessions"), reverse("your_notices", args=["north"]),
    ]  # fmt: skip
    client = client_for(world, "manager")
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        queries = [q["sql"] for q in asked if not q["sql"].startswith(NESTING)]
        assert len(queries) <= MOST_QUERIES, (url, len(queries), [sql[:200] for sql in queries])
