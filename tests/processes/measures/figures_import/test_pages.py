"""The pages of figures coming in: who may open which, what they show, and the whole way by form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.analytics.models import Observation
from goldenthread.processes.measures.figures_import.accepting import accept_as_read
from goldenthread.processes.measures.figures_import.models import FigureLine, FiguresImport
from goldenthread.processes.measures.figures_import.planning import lines_of
from tests.processes.measures.figures_import.desk import REPORT, brought, line
from tests.web.test_access import client_for
from tests.world import World, owner

STATUS = {"manager": 200, "clerk": 200, "chair": 403, "team_manager": 403, "nurse": 403, "lay": 403,
          "south_manager": 404, "outsider": 404}  # fmt: skip


def addresses(world: World) -> dict[str, list[Any]]:
    one = brought(world)
    other = brought(world, REPORT.replace("655", "650"), name="other.txt")
    with world.acting("manager"):
        accept_as_read(other)
        first = lines_of(one)[0].pk
    return {
        "figures_imports": [],
        "import_figures": [],
        "figures_import": [one.pk],
        "figures_left": [one.pk],
        "check_figures_import": [one.pk],
        "dismiss_figures": [one.pk],
        "undo_figures": [other.pk],
        "figures_section": [one.pk, 1],
        "correct_figures": [one.pk, first],
    }


@pytest.mark.parametrize("who", STATUS)
def test_who_may_open_which_page(world: World, who: str) -> None:
    client = client_for(world, who)
    found = {
        name: client.get(reverse(name, args=["north", *args])).status_code for name, args in addresses(world).items()
    }
    assert found == dict.fromkeys(found, STATUS[who])


@pytest.mark.parametrize("who", ["chair", "nurse", "south_manager", "outsider"])
def test_nobody_else_changes_anything_by_an_address(world: World, who: str) -> None:
    one = brought(world)
    with world.acting("manager"):
        first = lines_of(one)[0].pk
    client = client_for(world, who)
    for name, args in (
        ("decide_figures", [one.pk, first]),
        ("decide_figures_section", [one.pk, 1]),
        ("check_figures_import", [one.pk]),
        ("dismiss_figures", [one.pk]),
    ):
        sent = client.post(reverse(name, args=["north", *args]), {"verdict": "accepted"})
        assert sent.status_code == STATUS[who]
    with world.acting("manager"):
        assert {row.verdict for row in lines_of(one)} == {"undecided"}
        assert FiguresImport.objects.get(pk=one.pk).state == "ready"


def test_an_analyst_sees_what_they_brought_in_and_not_what_others_did(world: World) -> None:
    with owner():
        world.seat("analyst", world.council, world.north, "analyst")
    theirs, others = brought(world, who="analyst"), brought(world, REPORT + "\n", name="other.txt")
    client = client_for(world, "analyst")
    assert client.get(reverse("figures_import", args=["north", theirs.pk])).status_code == 200
    assert client.get(reverse("figures_import", args=["north", others.pk])).status_code == 404
    with world.acting("nurse"):
        assert not FiguresImport.objects.exists()
        assert not FigureLine.objects.exists()


def test_the_whole_way_from_a_file_to_figures(world: World) -> None:
    client = client_for(world, "manager")
    sent = client.post(
        reverse("import_figures", args=["north"]), {"file": SimpleUploadedFile("report.txt", REPORT.encode())}
    )
    assert sent.status_code == 302
    page = client.get(sent.url).content.decode()
    assert "Safeguarding figures" in page
    assert "Could not be placed" in page
    with world.acting("manager"):
        one = FiguresImport.objects.get()
        numbers = range(1, 1 + len({row.section for row in lines_of(one)}))
    for number in numbers:
        client.post(reverse("decide_figures_section", args=["north", one.pk, number]), {"verdict": "accepted"})
    check = reverse("check_figures_import", args=["north", one.pk])
    shown = client.get(check)
    assert "31 March 2025" in shown.content.decode()
    done = client.post(check, {"seen": shown.context["seen"]}, follow=True)
    assert "16 figures written down" in done.content.decode()
    with world.acting("manager"):
        assert Observation.objects.count() == 16


def test_pasted_figures_are_taken_too_and_nothing_at_all_is_refused(world: World) -> None:
    client = client_for(world, "manager")
    address = reverse("import_figures", args=["north"])
    assert client.post(address, {"pasted": REPORT}).status_code == 302
    refused = client.post(address, {})
    assert refused.status_code == 422
    assert "Choose a file, or paste" in refused.content.decode()


def test_a_line_is_corrected_its_measure_its_part_and_its_days(world: World) -> None:
    one = brought(world)
    client = client_for(world, "manager")
    with world.acting("manager"):
        childminders = line(one, "Childminders")
    address = reverse("correct_figures", args=["north", one.pk, childminders.pk])
    values = {
        "version": childminders.version, "title": "Places at training", "kind": "flow", "unit": "count",
        "agency": world.health.pk, "value_0": "10", "period_0": "1 May 2023 to 31 March 2024",
        "value_1": "Not available", "period_1": "2024-25",
    }  # fmt: skip
    assert client.post(address, values).status_code == 302
    with world.acting("manager"):
        row = FigureLine.objects.get(pk=childminders.pk)
    assert (row.agency_id, row.group, row.own["title"], row.verdict) == (
        world.health.pk, "", "Places at training", "corrected",
    )  # fmt: skip
    assert [(f["value"], f["symbol"], f["first"], f["last"]) for f in row.figures] == [
        ("10", "", "2023-05-01", "2024-03-31"),
        (None, "x", "2024-04-01", "2025-03-31"),
    ]


def test_a_correction_that_makes_no_sense_says_where_and_how(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        row = line(one, "Childminders")
    values = {"version": row.version, "title": "", "kind": "flow", "unit": "count", "value_0": "many",
              "period_0": "lately", "value_1": "", "period_1": ""}  # fmt: skip
    refused = client_for(world, "manager").post(reverse("correct_figures", args=["north", one.pk, row.pk]), values)
    assert refused.status_code == 422
    told = refused.content.decode()
    for words in ("Name the measure", "neither a number nor a reason", "is not a period"):
        assert words in told


@pytest.mark.parametrize("name", ["figures_import", "figures_section", "check_figures_import", "figures_imports"])
def test_a_page_asks_few_questions(world: World, name: str, django_assert_max_num_queries: Any) -> None:
    found = addresses(world)
    client = client_for(world, "manager")
    client.get(reverse(name, args=["north", *found[name]]))
    with django_assert_max_num_queries(22):  # of which seven begin and end transactions here
        client.get(reverse(name, args=["north", *found[name]]))
