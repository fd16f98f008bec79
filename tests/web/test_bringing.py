"""An inspection's list comes in by a page: read, checked, written whole or not at all, with the holes shown at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Origin, Recommendation
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_versions import day
from tests.world import World

LIST = "Inspection\n\nRecommendations\n\n1. Ask every child alone at each visit.\n2. Read every file within a week.\n"
GIVEN = {"kind": "inspection", "title": "Inspection of 2026", "made_by": "", **day("made_on", date(2026, 3, 2))}
URL = "import_recommendations"


def upload(world: World, content: str = LIST, name: str = "list.txt", person: str = "manager") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return client_for(world, person).post(reverse(URL, args=["north"]), GIVEN | {"file": file})


def sent(page: Any, **changed: Any) -> dict[str, Any]:
    """The second page's form as it stands, with what a person changed."""
    form = page.context["form"]
    values: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if name.startswith("due_") or value in (None, False):
            continue
        values[name] = getattr(value, "pk", value)
    return {name: value for name, value in (values | changed).items() if value != ""}


def test_a_list_is_read_checked_and_written_and_its_holes_stand_at_once(world: World) -> None:
    page = upload(world)
    said = text(page)
    assert "2 recommendations read." in said
    assert "No group and no agency holds 2 of them" in said
    with world.acting("manager"):
        assert not Recommendation.objects.exists()  # nothing is written before someone says so
    done = client_for(world, "manager").post(
        reverse(URL, args=["north"]), sent(page, group_0=world.panel.pk), follow=True
    )
    assert "2 recommendations brought in from Inspection of 2026" in text(done)
    assert "1 owned by nobody" in text(done)
    with world.acting("manager"):
        origin = Origin.objects.get()
        rows = Recommendation.objects.order_by("origin_number")
        assert [(row.origin, row.origin_number, row.owner_group) for row in rows] == [
            (origin, "1", world.panel), (origin, "2", None)
        ]  # fmt: skip


def test_what_is_here_already_is_said_and_not_ticked(world: World) -> None:
    with world.acting("manager"):
        known = recommend(partnership=world.north, text="Ask every child alone at each visit")
    page = upload(world)
    assert f"Here already as {known.reference}" in text(page)
    client_for(world, "manager").post(reverse(URL, args=["north"]), sent(page))
    with world.acting("manager"):
        assert Recommendation.objects.count() == 2


def test_one_line_that_cannot_be_written_leaves_nothing_written(world: World) -> None:
    page = upload(world)
    refused = client_for(world, "manager").post(reverse(URL, args=["north"]), sent(page, text_1=" "))
    assert refused.status_code == 422
    early = sent(page) | day("due_1", date(2025, 1, 1))
    refused = client_for(world, "manager").post(reverse(URL, args=["north"]), early)
    assert refused.status_code == 422
    assert "Recommendation 2: It cannot be due before it was made." in text(refused)
    with world.acting("manager"):
        assert not Recommendation.objects.exists()
        assert not Origin.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("Minutes\n\nWe met.\n", "list.txt", "No recommendations were found."),
        ("\x00\x01" * 50, "list.docx", "."),
        ("Recommendations\n\n" + "\n".join(f"{n}. Do thing number {n} differently word{n}x" for n in range(1, 200)),
         "long.txt", "More than 150"),
    ],
    ids=["none in it", "no document", "too many"],
)  # fmt: skip
def test_a_file_that_will_not_do_is_refused_beside_it(world: World, content: str, name: str, words: str) -> None:
    refused = upload(world, content, name)
    assert refused.status_code == 422
    assert words in text(refused)


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_bring_a_list_in(world: World, person: str) -> None:
    wanted = {"manager": 200, "chair": 200, "south_manager": 404, "outsider": 404}.get(person, 403)
    assert client_for(world, person).get(reverse(URL, args=["north"])).status_code == wanted
    if wanted != 200:
        assert upload(world, person=person).status_code == wanted
