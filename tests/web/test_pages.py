"""What people do on the generic pages, through the client: open, step, change, conflict, list, export."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Event, LocalClock
from goldenthread.core.casework.services import open_record
from goldenthread.core.thread.models import Action, ActionUpdate
from goldenthread.core.thread.services import add_action, add_evidence
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.web.pages.listing import PAGE_SIZE
from tests.web.test_access import client_for, let_go, say_why
from tests.world import World, owner

MOST_QUERIES = 15
#: What a request costs only because a test's own transaction is around it.
NESTING = ("SAVEPOINT", "RELEASE", "select set_config('app.users', ''")
FOSTERING = "private-fostering"


def opened(world: World, ref: str = "C-1") -> Arrangement:
    values = {"child_ref": ref, "notified_by": "school", "notified_on": date(2026, 3, 2), "began_on": date(2026, 3, 2)}
    with world.acting("worker"):
        return open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)


def action(world: World, text: str = "Share the audit") -> Action:
    with world.acting("manager"):
        return add_action(partnership=world.north, text=text, made_on=date(2026, 1, 5), owner_agency=world.police)


def test_opening_a_record_by_form_leads_to_its_page_with_its_clock(world: World) -> None:
    client = client_for(world, "worker")
    response = client.post(
        reverse("open_record", args=["north", FOSTERING]),
        {
            "child_ref": "C-9", "notified_by": "school",
            "notified_on-day": "10", "notified_on-month": "4", "notified_on-year": "2017",
            "began_on-day": "1", "began_on-month": "4", "began_on-year": "2017",
        },
        follow=True,
    )  # fmt: skip
    assert response.status_code == 200
    assert b"PF-2017-0001" in response.content
    assert b"21 April 2017" in response.content


def test_a_form_with_errors_says_what_is_wrong_at_the_field_and_on_top(world: World) -> None:
    response = client_for(world, "worker").post(
        reverse("open_record", args=["north", FOSTERING]), {"child_ref": "C-9", "notified_on-day": "31"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    assert "<title>Error:" in " ".join(page.split())
    assert 'value="C-9"' in page
    with world.acting("worker"):
        assert not Arrangement.objects.exists()


def test_a_rule_of_the_database_comes_back_as_words_on_the_form(world: World) -> None:
    pf = opened(world)
    response = say_why(client_for(world, "worker"), pf).post(
        reverse("step", args=["north", FOSTERING, pf.pk, "end"]),
        {"ended_on-day": "1", "ended_on-month": "1", "ended_on-year": "2026", "version": "1"},
    )
    assert response.status_code == 422
    assert b"cannot end before it began" in response.content


def test_a_step_keeps_its_answer_and_moves_the_record(world: World) -> None:
    pf = opened(world)
    url = reverse("step", args=["north", FOSTERING, pf.pk, "prohibit"])
    client = client_for(world, "team_manager")
    assert b"The carer must be told in writing" in client.get(url).content
    response = client.post(url, {"note": "Unsafe premises", "version": "1"}, follow=True)
    assert b"Prohibited" in response.content
    assert b"Unsafe premises" not in response.content
    assert b"Unsafe premises" in say_why(client, pf).get(reverse("record", args=["north", FOSTERING, pf.pk])).content


def test_the_second_editor_sees_both_texts_and_loses_neither(world: World) -> None:
    pf = opened(world)
    url = reverse("change_record", args=["north", FOSTERING, pf.pk])
    dates = {
        f"{name}-{part}": value
        for name in ("notified_on", "began_on")
        for part, value in zip(("day", "month", "year"), (2, 3, 2026), strict=True)
    }
    worker, manager = (say_why(client_for(world, name), pf) for name in ("worker", "team_manager"))
    first = worker.post(url, {"child_ref": "THEIRS", "notified_by": "school", "version": "1", **dates})
    assert first.status_code == 302
    second = manager.post(url, {"child_ref": "MINE", "notified_by": "school", "version": "1", **dates})
    page = second.content.decode()
    assert second.status_code == 409
    assert "THEIRS" in page
    assert "MINE" in page
    assert 'name="version" value="2"' in page
    third = manager.post(url, {"child_ref": "MINE", "notified_by": "school", "version": "2", **dates})
    assert third.status_code == 302
    history = (
        client_for(world, "worker").get(reverse("record_history", args=["north", FOSTERING, pf.pk])).content.decode()
    )
    assert "changed, and sealed" in history
    assert "THEIRS" not in history


def test_two_people_saving_the_same_action_lose_nobodys_text(world: World) -> None:
    one = action(world)
    url = reverse("action_move", args=["north", one.pk, "update"])
    clients = [client_for(world, "manager"), client_for(world, "officer")]
    forms = [client.get(url).context["version"] for client in clients]
    answers = [
        c.post(url, {"text": f"Said by {n}", "version": v}) for n, (c, v) in enumerate(zip(clients, forms, strict=True))
    ]
    assert [a.status_code for a in answers] == [302, 409]
    assert b"Said by 1" in answers[1].content
    newest = answers[1].context["version"]
    assert clients[1].post(url, {"text": "Said by 1", "version": newest}).status_code == 302
    with world.acting("manager"):
        assert set(ActionUpdate.objects.filter(action=one).values_list("text", flat=True)) == {"Said by 0", "Said by 1"}


@time_machine.travel("2026-06-01 10:00")
def test_closing_an_action_as_done_with_evidence_needs_the_evidence(world: World) -> None:
    one = action(world)
    url = reverse("action_move", args=["north", one.pk, "close"])
    client = client_for(world, "manager")
    refused = client.post(url, {"reason": "done_evidence", "text": "All trained", "version": "1"})
    assert refused.status_code == 422
    assert b"No evidence is attached" in refused.content
    with world.acting("officer"):
        add_evidence(action=one, summary="Register of 40 officers", effective_on=date(2026, 5, 1))
    done = client.post(url, {"reason": "done_evidence", "text": "All trained", "version": "1"}, follow=True)
    assert b"Done, with evidence" in done.content
    assert b"147 days" in done.content


def test_deferring_counts(world: World) -> None:
    one = action(world)
    client = client_for(world, "manager")
    url = reverse("action_move", args=["north", one.pk, "defer"])
    for number in (1, 2):
        sent = {
            "text": "Not ready",
            "due_on-day": "1",
            "due_on-month": str(number),
            "due_on-year": "2027",
            "version": str(number),
        }
        assert client.post(url, sent).status_code == 302
    assert b"Deferred twice" in client.get(reverse("action", args=["north", one.pk])).content


def test_lists_filter_sort_search_and_say_when_nothing_fits(world: World) -> None:
    action(world, "Share the audit")
    action(world, "Train officers")
    client = client_for(world, "manager")
    url = reverse("actions", args=["north"])
    assert b"Train officers" not in client.get(url, {"q": "audit share"}).content
    assert b"Nothing fits what you asked for" in client.get(url, {"standing": "closed"}).content
    page = client.get(url, {"sort": "-reference"}).content.decode()
    assert page.index("Train officers") < page.index("Share the audit")
    assert client.get(url, {"sort": "password", "agency": "x'", "page": "999"}).status_code == 200
    assert b"<html" not in client.get(url, headers={"HX-Request": "true"}).content


@pytest.mark.parametrize("rows", [1, 40])
def test_no_page_asks_the_database_more_than_fifteen_times_whatever_the_size(world: World, rows: int) -> None:
    for number in range(rows):
        pf, one = opened(world, f"C-{number}"), action(world, f"Action {number}")
    addresses = {
        "worker": [
            reverse("home", args=["north"]),
            reverse("records", args=["north", FOSTERING]),
            reverse("record", args=["north", FOSTERING, pf.pk]),
            reverse("record_history", args=["north", FOSTERING, pf.pk]),
            reverse("actions", args=["north"]),
            reverse("action", args=["north", one.pk]),
            reverse("groups", args=["north"]),
            reverse("group", args=["north", "board"]),
            reverse("clocks", args=["north"]),
        ]
    }
    for name, urls in addresses.items():
        client = client_for(world, name)
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            queries = [q["sql"] for q in asked if not q["sql"].startswith(NESTING)]
            assert len(queries) <= MOST_QUERIES, (url, [sql[:150] for sql in queries])


def test_a_long_list_is_counted_and_paged_alike_by_what_all_records_share_and_by_its_own(world: World) -> None:
    everyone = [opened(world, f"C-{number}").reference for number in range(PAGE_SIZE + 2)]
    url = reverse("records", args=["north", FOSTERING])
    for sort in ("opened_on", "-opened_on", "reference", "notified_on", "-state"):
        found = []
        for number in (1, 2):
            page = client_for(world, "worker").get(url, {"sort": sort, "page": number}).context
            assert page["page"].paginator.count == len(everyone)
            found += [row[0].value for row in page["table"].rows]
        assert sorted(found) == sorted(everyone), sort
    assert client_for(world, "nurse").get(url).context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 1), ("1", 1), ("2", 2), ("3", 2), ("0", 2), ("-1", 2), ("two", 1), ("²", 1), ("9" * 30, 2), ("1.5", 1)],
)
def test_a_page_that_is_not_there_is_the_last_and_one_that_is_no_number_the_first(
    world: World, asked: str, shown: int
) -> None:
    everyone = [action(world, f"Action {number}").reference for number in range(PAGE_SIZE + 2)]
    url = reverse("actions", args=["north"])
    page = client_for(world, "manager").get(url, {"sort": "reference", "page": asked}).context
    wanted = everyone[:PAGE_SIZE] if shown == 1 else everyone[PAGE_SIZE:]
    assert (page["page"].number, page["page"].paginator.count) == (shown, len(everyone))
    assert [row[0].value.split(":")[0] for row in page["table"].rows] == wanted


def test_the_rows_of_a_list_are_counted_in_the_question_that_finds_them(world: World) -> None:
    for number in range(PAGE_SIZE + 2):
        action(world, f"Action {number}")
    with CaptureQueriesContext(connection) as asked:
        client_for(world, "manager").get(reverse("actions", args=["north"]), {"page": "2"})
    of_actions = [one["sql"] for one in asked if one["sql"].startswith('SELECT "thread_action"')]
    assert len(of_actions) == 2
    assert sum("COUNT(*) OVER ()" in sql for sql in of_actions) == 1


def test_a_local_limit_is_set_shown_and_ended_by_form(world: World) -> None:
    client = client_for(world, "manager")
    sent = {
        "clock": "CP-7", "part": "", "number": "3", "unit": "working day", "convention": "exclude_start",
        "since-day": "1", "since-month": "1", "since-year": "2026", "reason": "Procedures group, January 2026",
    }  # fmt: skip
    client.get(reverse("clocks", args=["north"]))
    answer = client.post(reverse("set_clock", args=["north"]), sent)
    if answer.status_code == 422:  # the clock has parts: the form says which
        part = answer.content.decode().split("It has: ")[1].split(",")[0].split(".")[0]
        answer = client.post(reverse("set_clock", args=["north"]), sent | {"part": part})
    assert answer.status_code == 302
    assert (
        b"Set here"
        in client.get(reverse("clocks", args=["north"]), {"on-day": "1", "on-month": "6", "on-year": "2026"}).content
    )
    with world.acting("manager"):
        row = LocalClock.objects.get()
    end = reverse("end_clock", args=["north", row.pk])
    assert client_for(world, "lay").get(end).status_code == 403
    assert client_for(world, "south_manager").get(end).status_code == 404
    assert client.post(end, {"until-day": "1", "until-month": "1", "until-year": "2025"}).status_code == 422
    assert client.post(end, {"until-day": "1", "until-month": "7", "until-year": "2026"}).status_code == 302


def test_a_page_that_breaks_writes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception after a verb has become a 500 page by the time the middleware sees it: the verb is rolled back."""
    one = action(world)

    def breaks(*args: object) -> str:
        raise RuntimeError("boom")

    client = client_for(world, "manager")
    client.raise_request_exception = False
    monkeypatch.setattr("goldenthread.web.pages.actions.url_of", breaks)
    sent = {"text": "Half done", "version": "1"}
    assert client.post(reverse("action_move", args=["north", one.pk, "update"]), sent).status_code == 500
    with owner():
        assert not ActionUpdate.unguarded.filter(action=one).exists()
        assert not Event.unguarded.filter(note="Half done").exists()


def test_a_file_comes_back_as_an_attachment_that_no_browser_shows_inside_the_site(world: World) -> None:
    pf = opened(world)
    client = client_for(world, "worker")
    sent = {"file": SimpleUploadedFile("report.html", b"<script>alert(1)</script><p>Seen</p>")}
    refused = client.post(reverse("add_file", args=["north", FOSTERING, pf.pk]), sent)
    assert refused.status_code in {302, 422}
    sent = {"file": SimpleUploadedFile("Visit notes.txt", b"Seen alone, well.")}
    assert client.post(reverse("add_file", args=["north", FOSTERING, pf.pk]), sent).status_code == 302
    with world.acting("worker"):
        file = pf.files.latest("pk")
    say_why(client, pf)
    answer = client.get(reverse("file", args=["north", file.key]))
    told = answer.getvalue().decode()
    assert told.startswith("Copy for ")  # whose copy it is, then the file
    assert told.endswith("Seen alone, well.")
    let_go(answer)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_for(world, "nurse").get(reverse("file", args=["north", file.key])).status_code == 404


def test_evidence_and_its_file_are_kept_together_or_not_at_all(world: World) -> None:
    one = action(world)
    url = reverse("action_move", args=["north", one.pk, "evidence"])
    sent = {
        "summary": "Register",
        "grade": "documented",
        "effective_on-day": "1",
        "effective_on-month": "3",
        "effective_on-year": "2026",
    }
    client = client_for(world, "officer")
    refused = client.post(url, sent | {"file": SimpleUploadedFile("tool.exe", b"MZ\x90\x00" + b"\x00" * 64)})
    assert refused.status_code == 422
    with world.acting("officer"):
        assert not one.evidence.exists()
    kept = client.post(url, sent | {"file": SimpleUploadedFile("register.csv", b"name,date\nA,1\n")})
    assert kept.status_code == 302
    assert b"register.csv" in client.get(reverse("action", args=["north", one.pk])).content


def test_the_mailbox_is_there_in_the_demonstration_only(world: World, settings: Any) -> None:
    client = client_for(world, "manager")
    assert client.get(reverse("mailbox")).status_code == 404
    settings.DEMONSTRATION = True
    assert client.get(reverse("mailbox")).status_code == 200


def test_a_draft_left_behind_comes_back_and_meets_a_later_save_as_a_conflict(world: World) -> None:
    pf = opened(world)
    url = reverse("change_record", args=["north", FOSTERING, pf.pk])
    client = say_why(client_for(world, "worker"), pf)
    typed = {"child_ref": "DRAFT", "notified_by": "school", "version": "1"}
    dates = {
        f"{name}-{part}": value
        for name in ("notified_on", "began_on")
        for part, value in zip(("day", "month", "year"), (2, 3, 2026), strict=True)
    }
    assert client.post(f"{reverse('drafts')}?path={url}", typed | dates).status_code < 300
    theirs = {"child_ref": "THEIRS", "notified_by": "school", "version": "1", **dates}
    assert say_why(client_for(world, "team_manager"), pf).post(url, theirs).status_code == 302
    page = client.get(url).content.decode()
    assert 'value="DRAFT"' in page
    assert 'name="version" value="1"' in page
    answer = client.post(url, typed | dates)
    assert answer.status_code == 409
    assert b"THEIRS" in answer.content
    assert b"DRAFT" in answer.content
