"""The pages of plans and workplans: who opens which, what they say, what is taken away, and how often they ask."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.thread.models import Action, Priority
from goldenthread.processes.governance.plans.models import BusinessPlan, PriorityMeasure
from goldenthread.processes.governance.plans.planning import measure_priority
from tests.analytics.figures import measure
from tests.processes.governance.plans.drawn import BEGINS, draft, in_force, priorities, promised
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.web.test_versions import day
from tests.world import World


@pytest.fixture(autouse=True)
def september() -> Any:
    with time_machine.travel("2026-09-01 09:00", tick=False):
        yield


@pytest.fixture
def plan(world: World) -> BusinessPlan:
    return in_force(world)


def addresses(world: World, plan: BusinessPlan) -> dict[str, str]:
    first = priorities(world, plan)[0]
    with world.acting("manager"):
        tie = PriorityMeasure.objects.first() or measure_priority(first, measure(world))
    at = ["north", plan.pk]
    return {
        "business_plan": reverse("business_plan", args=at),
        "business_plan_file": reverse("business_plan_file", args=[*at, "html"]),
        "workplans": reverse("workplans", args=["north"]),
        "workplan": reverse("workplan", args=["north", "board"]),
        "joint_workplan": reverse("workplan", args=["north", "panel"]),
        "priority_action": reverse("priority_action", args=[*at, first.pk]),
        "add_priority": reverse("add_priority", args=at),
        "change_priority": reverse("change_priority", args=[*at, first.pk]),
        "end_priority": reverse("end_priority", args=[*at, first.pk]),
        "measure_priority": reverse("measure_priority", args=[*at, first.pk]),
        "stop_measuring": reverse("stop_measuring", args=[*at, tie.pk]),
        "carry_over_plan": reverse("carry_over_plan", args=at),
        "begin_plan": reverse("begin_plan", args=at),
    }


READ = dict.fromkeys(("business_plan", "business_plan_file", "workplans", "workplan", "joint_workplan"), "read")
WRITTEN = dict.fromkeys(
    ("add_priority", "change_priority", "end_priority", "measure_priority", "stop_measuring", "carry_over_plan",
     "begin_plan"), "written",
)  # fmt: skip
#             manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "read":    "200   200   200    200   200   200    200   404       404    404",
    "written": "200   403   403    403   403   403    403   404       404    404",
    "advised": "200   200   403    403   403   403    403   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page(world: World, plan: BusinessPlan, column: int) -> None:
    """The joint panel's member from next door is known here, opens its workplan, and reads nothing of the plan."""
    client = client_for(world, PEOPLE[column])
    rows = READ | WRITTEN | {"priority_action": "advised"}
    for name, address in addresses(world, plan).items():
        expected = int(TABLE[rows[name]].split()[column])
        if PEOPLE[column] == "southerner" and name in ("workplans", "joint_workplan"):
            expected = 200
        assert client.get(address).status_code == expected, name


def test_a_member_from_next_door_reads_no_priority_and_no_action_of_the_partnership(
    world: World, plan: BusinessPlan
) -> None:
    promised(world, priorities(world, plan)[0], "A north action")
    client = client_for(world, "southerner")
    for address in (reverse("workplan", args=["north", "panel"]), reverse("workplans", args=["north"])):
        page = client.get(address).text
        assert "Neglect" not in page
        assert "A north action" not in page


def test_the_plan_says_of_each_priority_who_owns_it_and_what_stands_still(world: World, plan: BusinessPlan) -> None:
    promised(world, priorities(world, plan)[1], "Train officers", due_on=date(2026, 5, 5))
    page = text(client_for(world, "nurse").get(reverse("business_plan", args=["north", plan.pk])))
    assert "2 priorities, 2 standing still; 1 action, 1 of them overdue." in page
    assert "Nothing begun" in page
    assert "0 of 1 action closed, 0 of them with evidence; 1 standing still. Last movement 1 April 2026." in page


def test_an_action_kept_from_most_is_on_no_page_of_theirs_and_in_no_document(world: World, plan: BusinessPlan) -> None:
    promised(world, priorities(world, plan)[1], "Ward staffing", audience="agencies", owner_agency=world.health)
    here = reverse("business_plan", args=["north", plan.pk])
    assert "Ward staffing" in client_for(world, "nurse").get(here).text
    assert "Ward staffing" not in client_for(world, "officer").get(here).text
    paper = client_for(world, "manager").get(reverse("business_plan_file", args=["north", plan.pk, "html"])).text
    assert "Ward staffing" not in paper
    assert "1 action that not everyone at the partnership may read, left out here" in paper


def test_the_plan_and_a_workplan_are_taken_away_as_word_pdf_and_lists(world: World, plan: BusinessPlan) -> None:
    promised(world, priorities(world, plan)[1], "Train officers")
    client = client_for(world, "lay")
    word = client.get(reverse("business_plan_file", args=["north", plan.pk, "docx"]))
    assert "Train officers" in ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    workplan = reverse("workplan", args=["north", "board"])
    assert client.get(f"{workplan}?format=pdf").content.startswith(b"%PDF-")
    assert "Train officers" in client.get(f"{workplan}?format=csv").text
    assert client.get(f"{reverse('workplans', args=['north'])}?format=xlsx").content.startswith(b"PK")
    assert client.get(reverse("business_plan_file", args=["north", plan.pk, "exe"])).status_code == 404


def test_a_plan_is_drawn_up_changed_begun_and_carried_over_by_forms_alone(world: World) -> None:
    plan = draft(world)
    client, at = client_for(world, "manager"), ["north", plan.pk]
    page = text(client.post(
        reverse("add_priority", args=at),
        {"number": 1, "title": "Neglect", "outcome": "Seen early", "owner_group": world.board.pk}, follow=True,
    ))  # fmt: skip
    assert "1. Neglect" in page
    priority = priorities(world, plan)[0]
    change = {"number": 1, "title": "Neglect", "outcome": "Seen sooner", "owner_group": world.board.pk, "version": 1}
    assert client.post(reverse("change_priority", args=[*at, priority.pk]), change).status_code == 302
    assert client.post(reverse("change_priority", args=[*at, priority.pk]), change | {"title": "X"}).status_code == 409
    client.post(reverse("step", args=["north", "plans", plan.pk, "consult"]), {"note": "All"})
    client.post(reverse("step", args=["north", "plans", plan.pk, "agree"]), {**day("agreed_on", BEGINS), "version": 2})
    assert "Bring into force" in client.get(reverse("business_plan", args=at)).text
    assert client.post(reverse("begin_plan", args=at), {}).status_code == 302
    answer = client.post(
        reverse("priority_action", args=[*at, priority.pk]), {"text": "Train", "audience": "partnership"}
    )
    assert answer.status_code == 302
    carry = reverse("carry_over_plan", args=at)
    asked = {"title": "Next", **day("since", date(2028, 4, 1)), **day("until", date(2030, 3, 31))}
    refused = client.post(carry, asked | {f"status_{priority.pk}": "done"})
    assert (refused.status_code, "Say what shows it" in text(refused)) == (422, True)
    done = text(client.post(carry, asked | {f"status_{priority.pk}": "in_progress"}, follow=True))
    assert "What became of the priorities before" in done
    assert "Work in progress" in done
    with world.acting("manager"):
        assert Action.objects.get().priority == priority
        assert Priority.objects.count() == 2


def test_no_page_asks_more_often_than_it_may_however_much_there_is(world: World, plan: BusinessPlan) -> None:
    for priority in priorities(world, plan):
        for n in range(4):
            promised(world, priority, f"Action {n}")
    with world.acting("manager"):
        measure_priority(priorities(world, plan)[0], measure(world))
    pages = addresses(world, plan)
    client = client_for(world, "manager")
    client.get(pages["workplans"])
    for name, address in pages.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        spent = [q for q in asked.captured_queries if not q["sql"].startswith(NESTING)]
        assert len(spent) <= MOST_QUERIES, (name, len(spent))
