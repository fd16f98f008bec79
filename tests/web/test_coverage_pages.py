"""The pages over the whole thread: where a recommendation belongs, its holes, what changed, what to ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.thread.impacts import record_impact
from goldenthread.core.thread.learning import close_recommendation, raise_finding, recommend
from goldenthread.core.thread.models import AuditQuestion, Impact, Origin, Recommendation, Theme
from goldenthread.core.thread.plans import serve, set_priority
from goldenthread.core.thread.services import add_action, add_evidence, close_action
from goldenthread.core.thread.themes import keep_theme, put_themes, themes_of
from tests.core.test_thread_learning import a_record
from tests.web.signin_steps import text
from tests.web.test_access import client_for
from tests.web.test_pages import NESTING
from tests.web.test_versions import day
from tests.world import World

DAY = date(2026, 3, 2)


#: Queries a page: the matrix asks for what its eight filters offer besides.
MOST = {"coverage": 24, "ledger": 15, "chair": 20, "themes": 15}


def advice(world: World, words: str = "Ask every child alone", **values: Any) -> Recommendation:
    with world.acting("manager"):
        return recommend(partnership=world.north, text=words, made_on=DAY, **values)


def whole(world: World, number: int = 0) -> Recommendation:
    """A recommendation with nothing missing."""
    row = advice(world, f"Whole {number}", owner_group=world.panel, owner_agency=world.council)
    plan = a_record(world, f"plan {number}")
    with world.acting("manager"):
        serve(row, [set_priority(plan=plan, number=1, title="Neglect", outcome="Seen")])
        put_themes(row, [keep_theme(partnership=world.north, name=f"Theme {number}")])
        action = add_action(partnership=world.north, text="Train", recommendation=row, made_on=DAY)
        add_evidence(action=action, summary="Register", effective_on=DAY, grade="observed")
        record_impact(recommendation=row, result="partly", found=f"Six of ten {number}", measure="Files", looked_on=DAY)
    return row


def test_where_a_recommendation_belongs_is_said_on_one_page(world: World) -> None:
    row, manager = advice(world), client_for(world, "manager")
    plan = a_record(world, "plan")
    with world.acting("manager"):
        priority = set_priority(plan=plan, number=3, title="Neglect", outcome="Seen")
        theme = keep_theme(partnership=world.north, name="Professional curiosity")
    url = reverse("place_recommendation", args=["north", row.pk])
    sent = {"kind": "inspection", "title": "Inspection of 2025", "origin_number": "R4", "priorities": [priority.pk],
            "themes": [theme.pk], "version": row.version}  # fmt: skip
    page = text(manager.post(url, sent, follow=True))
    assert "Inspection of 2025, R4" in page
    assert "3. Neglect" in page
    assert "Professional curiosity" in page
    refused = manager.post(url, {"title": "Something", "origin_number": "", "version": row.version + 1})
    assert refused.status_code == 422
    assert "Say what kind of thing it is." in text(refused)
    with world.acting("manager"):
        assert Origin.objects.count() == 1  # nothing half written
        assert themes_of(row) == [theme]
    stale = manager.post(url, {"origin_number": "R5", "version": row.version})
    assert stale.status_code == 409


def test_the_matrix_names_every_hole_and_counts_it(world: World) -> None:
    whole(world)
    bare = advice(world, "Bare")
    promised = advice(world, "Promised", owner_group=world.panel)
    with world.acting("manager"):
        add_action(partnership=world.north, text="Train", recommendation=promised, made_on=DAY)
    client, url = client_for(world, "lay"), reverse("coverage", args=["north"])
    page = client.get(url)
    said = text(page)
    for words in ("1 owned by nobody", "1 no group", "2 no priority", "1 no action", "1 actions, but no evidence",
                  "2 nobody has looked"):  # fmt: skip
        assert words in said, words
    assert "1, at best observed" in said
    for hole, found in {"owner": [bare], "action": [bare], "evidence": [promised], "impact": [bare, promised]}.items():
        listed = text(client.get(url, {"hole": hole}))
        assert {row.text for row in found} == {one for one in ("Whole 0", "Bare", "Promised") if one in listed}, hole
    told = client.get(url, {"format": "csv"}).content.decode()
    assert "Owned by nobody; No group; No priority; No action; Nobody has looked" in told


def test_the_ledger_counts_by_theme_agency_group_and_source_and_lists_every_look(world: World) -> None:
    row = whole(world)
    unknown = advice(world, "Promised", owner_agency=world.council)
    with world.acting("manager"):
        close_recommendation(unknown, reason="done", text="We said so")
        merged = keep_theme(partnership=world.north, name="Asking")
        put_themes(row, [merged, *themes_of(row)])
    client, url = client_for(world, "nurse"), reverse("ledger", args=["north"])
    page = text(client.get(url))
    assert "Theme 0" in page
    assert "Asking" in page
    assert "lines add up to more than the whole" in page
    by_agency = client.get(url, {"by": "agency"}).context["ledger"]
    line = next(one for one in by_agency.rows if one[0].value == str(world.council))
    assert [cell.value for cell in line[1:]] == [2, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert "standing=" in line[0].href
    assert "Six of ten 0" in page
    assert "Six of ten 0" not in text(client.get(url, {"result": "embedded"}))


def test_what_to_ask_names_the_unowned_the_often_deferred_and_the_closed_on_a_promise(world: World) -> None:
    advice(world, "Nobody's")
    with world.acting("manager"):
        done = add_action(partnership=world.north, text="On a promise", made_on=DAY)
        close_action(done, reason="done_no_evidence", text="We said so")
        add_action(partnership=world.north, text="Adrift", made_on=DAY)
        add_action(partnership=world.north, text="For the unit", made_on=DAY, audience="agencies")
    page = text(client_for(world, "chair").get(reverse("chair", args=["north"])))
    for words in ("Recommendations that nobody owns: 1", "Actions closed without evidence: 1",
                  "Actions that nobody owns: 2", "Recommendations that no action carries: 1"):  # fmt: skip
        assert words in page, words
    seen = text(client_for(world, "lay").get(reverse("chair", args=["north"])))
    assert "Actions that nobody owns: 1" in seen
    assert "For the unit" not in seen  # neither its words nor its count


def test_a_theme_shows_what_was_found_asked_for_and_changed_within_sight(world: World) -> None:
    record = a_record(world, "sealed", "agencies")
    row = advice(world)
    with world.acting("manager"):
        theme = keep_theme(partnership=world.north, name="Neglect")
        finding = raise_finding(source=record, text="A child was not seen")
        for one in (row, finding, record):
            put_themes(one, [theme])
    url = reverse("theme", args=["north", theme.pk])
    page = text(client_for(world, "manager").get(url))
    assert "A child was not seen" in page
    assert record.reference in page
    seen = text(client_for(world, "lay").get(url))
    assert row.text in seen
    assert "A child was not seen" not in seen
    assert record.reference not in seen
    counts = client_for(world, "lay").get(reverse("themes", args=["north"])).context["table"].rows
    assert [cell.value for cell in counts[0]] == ["Neglect", 1, 0, 0]


def test_themes_are_kept_by_forms(world: World) -> None:
    manager = client_for(world, "manager")
    listed = reverse("themes", args=["north"])
    manager.post(reverse("adopt_themes", args=["north"]))
    manager.post(reverse("add_theme", args=["north"]), {"name": "Thin ice", "note": ""})
    twice = manager.post(reverse("add_theme", args=["north"]), {"name": "thin ice", "note": ""})
    assert twice.status_code == 422
    with world.acting("manager"):
        mine, neglect = Theme.objects.get(name="Thin ice"), Theme.objects.get(name="Neglect")
    at = ["north", mine.pk]
    manager.post(reverse("merge_theme", args=at), {"into": neglect.pk, "version": mine.version})
    assert "Counted under Neglect." in text(manager.get(listed))
    manager.post(reverse("merge_theme", args=at), {"version": mine.version + 1})
    manager.post(reverse("retire_theme", args=at), {"version": mine.version + 2})
    assert "Not offered" in text(manager.get(listed))
    manager.post(reverse("change_theme", args=at), {"name": "Ice", "note": "Cold", "version": mine.version + 3})
    assert "Ice" in text(manager.get(listed))


def test_an_audit_is_asked_again_by_forms(world: World) -> None:
    row, manager = advice(world), client_for(world, "manager")
    at = ["north", row.pk]
    manager.post(reverse("audit_questions", args=at), {"questions": "Seen alone?\n\nA plan?"})
    with world.acting("manager"):
        one, two = AuditQuestion.objects.filter(recommendation=row)
    url = reverse("record_impact", args=at)
    sent = {"found": "Few", "result": "no_change", "measure": "Files", "means": "audit", **day("looked_on", DAY)}
    half = manager.post(url, sent | {f"cases_{one.pk}": "20"})
    assert half.status_code == 422
    assert "Give both numbers, or neither." in text(half)
    manager.post(url, sent | {f"cases_{one.pk}": "20", f"met_{one.pk}": "4"})
    page = text(manager.post(url, sent | {f"cases_{one.pk}": "20", f"met_{one.pk}": "16"}, follow=True))
    assert "4 of 20 (20%, likely 8% to 42%)" in page
    assert "Better by 60 points, more than chance" in page
    assert two.text in page
    planned = {"measure": "Files", "means": "audit", "when": "months"}
    manager.post(reverse("plan_look", args=at), planned)
    with world.acting("manager"):
        assert Impact.objects.filter(recommendation=row, looked_on__isnull=True).count() == 3
    lacking = manager.post(reverse("plan_look", args=at), planned | {"when": "day"})
    assert "Give the day, or choose after 3, 6 and 12 months." in text(lacking)


@pytest.mark.parametrize("name", ["coverage", "ledger", "chair", "themes"])
def test_however_long_the_lists_the_queries_stay_the_same(world: World, name: str) -> None:
    client, url = client_for(world, "manager"), reverse(name, args=["north"])
    whole(world)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(1, 6):
        whole(world, number)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    asked = [[query["sql"] for query in found if not query["sql"].startswith(NESTING)] for found in (few, many)]
    assert len(asked[0]) == len(asked[1]) <= MOST[name], [sql[:150] for sql in asked[1]]
