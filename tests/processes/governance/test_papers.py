"""Papers and items put in order, replaced, taken off and put back: by the verbs, and on the pages without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import open_file, shred_file
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item, remove_item, restore_item
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.meetings.papers import (
    add_paper,
    amend_paper,
    remove_paper,
    replace_paper,
    restore_paper,
    shift_paper,
)
from goldenthread.publishing.documents import Attached
from tests.processes.governance.table import MAY, planned
from tests.web.test_access import PEOPLE, client_for
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


class Papers:
    """A meeting to come with an item that has three papers, A, B and C."""

    def __init__(self, world: World) -> None:
        self.meeting = planned(world, MAY)
        with world.acting("clerk"):
            self.item = add_item(meeting=self.meeting, title="Front door")
            self.a, self.b, self.c = (
                add_paper(item=self.item, name=f"{name}.txt", data=f"Words of {name}.\n".encode(), title=name)
                for name in "ABC"
            )

    def titles(self) -> list[str]:
        return list(Paper.objects.filter(item=self.item).order_by("order").values_list("title", flat=True))

    def at(self, name: str, row: Any) -> str:
        return reverse(name, args=["north", self.meeting.pk, row.pk])


@pytest.fixture
def papers(world: World) -> Papers:
    return Papers(world)


def test_a_paper_moves_one_place_and_stays_at_the_ends(world: World, papers: Papers) -> None:
    with world.acting("clerk"):
        shift_paper(papers.c, up=True)
        assert papers.titles() == ["A", "C", "B"]
        shift_paper(Paper.objects.get(title="A"), up=True)
        shift_paper(Paper.objects.get(title="B"), up=False)
        assert papers.titles() == ["A", "C", "B"]
        assert Meeting.objects.get().events.filter(name="shift_paper").count() == 1


def test_a_paper_taken_off_is_in_no_pack_and_comes_back_with_its_words(world: World, papers: Papers) -> None:
    with world.acting("clerk"):
        remove_paper(papers.b)
        assert papers.titles() == ["A", "C"]
        assert attached(papers.meeting) == ["A", "C"]
        assert StoredFile.objects.get(pk=papers.b.stored_file_id).restricted, "out of wide sight with its paper"
        back = restore_paper(papers.b)
        assert papers.titles() == ["A", "C", "B"]
        assert not StoredFile.objects.get(pk=papers.b.stored_file_id).restricted
        with open_file(back.stored_file) as stream:
            assert stream.read() == b"Words of B.\n"
    with world.acting("worker"):
        assert Paper.objects.filter(pk=back.pk).exists()


def test_a_replaced_paper_keeps_its_place_and_the_one_before_can_be_put_back_in_it(
    world: World, papers: Papers
) -> None:
    with world.acting("clerk"):
        new = replace_paper(papers.a, name="a2.txt", data=b"New words of A.\n", title="A, revised")
        assert papers.titles() == ["A, revised", "B", "C"]
        restore_paper(papers.a)
        assert papers.titles() == ["A", "B", "C"]
        restore_paper(new)
        assert papers.titles() == ["A, revised", "B", "C"], "and the other way round again"
        assert Paper.objects.taken_off().get().pk == papers.a.pk


def test_who_may_see_a_paper_changes_with_its_file_and_stays_narrow_on_a_restricted_item(
    world: World, papers: Papers
) -> None:
    with world.acting("clerk"):
        amend_paper(papers.a, title="A", restricted=True)
    with world.acting("worker"):
        assert not Paper.objects.filter(pk=papers.a.pk).exists()
        assert not StoredFile.objects.filter(pk=papers.a.stored_file_id).exists()
    with world.acting("clerk"):
        amend_item(AgendaItem.objects.get(pk=papers.item.pk), restricted=True, open_to_members=True)
        amend_paper(Paper.objects.get(pk=papers.b.pk), title="B", restricted=False)
    with world.acting("worker"):
        assert not StoredFile.objects.filter(pk=papers.b.stored_file_id).exists()


def test_what_was_taken_off_before_its_item_was_closed_comes_back_no_wider(world: World, papers: Papers) -> None:
    with world.acting("clerk"):
        remove_paper(papers.b)
        amend_item(AgendaItem.objects.get(pk=papers.item.pk), restricted=True, open_to_members=True)
        back = restore_paper(papers.b)
        assert (back.restricted, back.stored_file.restricted) == (True, True)
    with world.acting("worker"):
        assert not StoredFile.objects.filter(pk=papers.b.stored_file_id).exists()


def test_an_item_whose_paper_was_taken_off_is_not_closed_to_members_while_they_can_open_its_file(
    world: World, papers: Papers
) -> None:
    with world.acting("clerk"):
        for paper in (papers.a, papers.b, papers.c):
            remove_paper(paper)
        item = AgendaItem.objects.get(pk=papers.item.pk)
        with pytest.raises(ValidationError, match="or had"):
            amend_item(item, restricted=True)
        for paper in (papers.a, papers.b, papers.c):
            shred_file(paper.stored_file, reason="Closed")
        amend_item(AgendaItem.objects.get(pk=papers.item.pk), restricted=True)
        with pytest.raises(ValidationError, match="destroyed"):
            restore_paper(papers.a)


def test_only_the_business_unit_changes_papers(world: World, papers: Papers) -> None:
    deeds = (
        lambda: remove_paper(papers.a),
        lambda: shift_paper(papers.a, up=False),
        lambda: amend_paper(papers.a, title="x", restricted=False),
        lambda: replace_paper(papers.a, name="x.txt", data=b"x"),
        lambda: remove_item(papers.item),
    )
    for deed in deeds:
        with world.acting("nurse"), pytest.raises(PermissionDenied):
            deed()


def test_an_item_taken_off_comes_back_before_any_other_business(world: World) -> None:
    meeting = planned(world, MAY)
    with world.acting("clerk"):
        item = add_item(meeting=meeting, title="Front door", minutes_allotted=20)
        remove_item(item)
        rows = AgendaItem.objects.filter(record=meeting)
        assert list(rows.values_list("number", flat=True)) == [1, 2, 3, 4]
        restore_item(item)
        assert [(row.number, row.title) for row in rows][3:] == [(4, "Front door"), (5, "Any other business")]
        assert rows.get(title="Front door").minutes_allotted == 20


def attached(meeting: Meeting) -> list[str]:
    made = make_pack(Meeting.objects.get(pk=meeting.pk))
    return [block.title for part in made.sections for block in part.blocks if isinstance(block, Attached)]


def test_the_clerk_does_all_of_it_on_the_pages(world: World, papers: Papers) -> None:
    client, here = client_for(world, "clerk"), reverse("meeting", args=["north", papers.meeting.pk])
    assert client.post(papers.at("shift_paper", papers.a), {"way": "down"}).status_code == 302
    sent = {"title": "B, revised", "file": SimpleUploadedFile("b2.txt", b"New words of B.\n")}
    assert client.post(papers.at("change_paper", papers.b), sent).status_code == 302
    assert client.post(papers.at("remove_paper", papers.c)).status_code == 302
    page = re.sub(r"\s+", " ", client.get(here).text)
    order = [page.index(f">{title}</a>") for title in ("B, revised", "A")]
    assert order == sorted(order)
    assert "Paper: C, taken off on 1 Apr 2026 by" in page
    assert "Paper: B, replaced on 1 Apr 2026 by" in page
    assert papers.at("restore_paper", papers.c) in page
    assert client.post(papers.at("restore_paper", papers.c)).status_code == 302
    with world.acting("clerk"):
        assert papers.titles() == ["B, revised", "A", "C"]


def test_a_refused_replacement_changes_nothing_and_says_why(world: World, papers: Papers) -> None:
    client = client_for(world, "clerk")
    sent = {"title": "A", "file": SimpleUploadedFile("a.exe", b"MZ\x00\x01program")}
    answer = client.post(papers.at("change_paper", papers.a), sent)
    assert answer.status_code == 422
    assert "not" in answer.text
    with world.acting("clerk"):
        assert papers.titles() == ["A", "B", "C"]
        assert not Paper.objects.taken_off().exists()


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_post_what_changes_papers_and_items(world: World, papers: Papers, name: str) -> None:
    with world.acting("clerk"):
        remove_paper(papers.c)
        gone = remove_item(add_item(meeting=papers.meeting, title="Gone"))
    client = client_for(world, name)
    urls = [
        papers.at("shift_paper", papers.a), papers.at("restore_paper", papers.c),
        papers.at("restore_agenda_item", gone), papers.at("remove_paper", papers.b),
    ]  # fmt: skip
    found = {client.post(url, {"way": "down"}).status_code for url in urls}
    north = {"chair", "worker", "team_manager", "nurse", "officer", "lay"}
    unseen = {404} if name == "worker" else set()  # who sits on no group sees no file that was taken off
    assert found == ({302} if name == "manager" else {403} | unseen if name in north else {404})


def test_what_was_taken_off_is_shown_to_the_unit_alone(world: World, papers: Papers) -> None:
    with world.acting("clerk"):
        remove_paper(papers.c)
    here = reverse("meeting", args=["north", papers.meeting.pk])
    assert "What was taken off" in client_for(world, "clerk").get(here).text
    page = client_for(world, "nurse").get(here).text
    assert "What was taken off" not in page
    assert papers.at("paper_file", papers.c) not in page
    assert client_for(world, "nurse").get(papers.at("paper_file", papers.c)).status_code == 404
