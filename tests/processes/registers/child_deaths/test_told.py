"""What agencies told in one view; the hand-over of a cross-border death, with whose copy it is."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as WordFile

from goldenthread.core.casework.models import Reading
from goldenthread.core.contributions.asking import ask_for
from goldenthread.core.contributions.models import Contribution
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from tests.processes.registers.child_deaths.desk import Desk
from tests.processes.registers.child_deaths.test_pages import opened
from tests.web.test_access import client_for
from tests.world import World, owner

SAID = "Seen twice with a cough in the week before."
WRITTEN = "The midwife holds nothing of note."


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def told(desk: Desk) -> ChildDeath:
    """One report recorded by hand, one form answered by link, one that nobody has answered."""
    case = desk.checked()
    desk.take(
        case, "report", kind="midwifery", form="reporting", asked_on=date(2024, 5, 20), outcome="returned",
        returned_on=date(2024, 6, 3), given=31, not_known=4, blank=2, agency="Sister Alder", words=WRITTEN,
    )  # fmt: skip
    with desk.world.acting("manager"):
        for name, email in (("Dr Larch", "larch@gp.example"), ("Mr Rowan", "rowan@school.example")):
            ask_for(case, form="reporting", name=name, email=email, due=today() + timedelta(days=21), sections=("B",))
        row = Contribution.objects.filter(record=case.pk).order_by("pk")[0]
        first, second, *_ = (field.key for field in row.asked_sections[0].fields)
        field = next(one for one in row.asked_sections[0].fields if not one.choices and one.asks == "text")
        said = {field.key: {"value": SAID}, (second if field.key == first else first): {"not_known": True}}
        row.said, row.answered_on, row.given, row.not_known, row.blank_fields = json.dumps(said), today(), 1, 1, 7
        row.save()
    return case


def test_reports_by_hand_and_forms_by_link_stand_in_one_view(desk: Desk) -> None:
    case = told(desk)
    client, path = client_for(desk.world, "manager"), reverse("death_reports", args=["north", case.pk])
    assert "read" in client.get(path)["Location"], "why it is read is asked first"
    page = opened(client, case).get(path).content.decode()
    assert "2 came, 1 is waited for." in page
    for words in (SAID, WRITTEN, "Sister Alder", "Dr Larch", "Mr Rowan", "Recorded by hand", "Answered by link",
                  "31 answered, 4 asked and not known, 2 left blank", "Asked, not known"):  # fmt: skip
        assert words in page, words
    with desk.world.acting("manager"):
        assert Reading.objects.filter(record=case.pk, what="What agencies told").count() == 1
    assert client_for(desk.world, "nurse").get(path).status_code == 404


def test_a_death_of_another_areas_child_is_handed_over_as_one_document(desk: Desk) -> None:
    case = told(desk)
    client, path = client_for(desk.world, "manager"), reverse("death_handover", args=["north", case.pk])
    assert opened(client, case).get(path).status_code == 403, "only what is handed over"
    desk.take(case, "transfer", handed_on=date(2024, 6, 5), other_area="Fernshire, Dr Yarrow", note="Lives there")
    page = client.get(reverse("record", args=["north", "child-death", case.pk])).content.decode()
    assert path in page
    answer = client.get(path)
    book = WordFile(BytesIO(answer.content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in book.paragraphs), *cells])
    for words in ("Ottilie Fenn", "Fernshire, Dr Yarrow", SAID, WRITTEN, "Not recorded: ", "Female"):
        assert words in text, words
    assert "Fenn" not in answer["Content-Disposition"]
    heads = "\n".join(one.text for section in book.sections for one in section.header.paragraphs)
    assert "Copy for Manager Person" in heads
    with desk.world.acting("manager"):
        assert Reading.objects.filter(record=case.pk, what="The hand-over as Word").count() == 1
    assert client_for(desk.world, "nurse").get(path).status_code in (403, 404)
    with owner():
        assert SAID not in str(list(Contribution.unguarded.values()))
