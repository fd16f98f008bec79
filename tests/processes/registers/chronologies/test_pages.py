"""The pages of a case's chronology: by whom, within a reading, what each shows, and in how many queries."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.services import let_in
from goldenthread.processes.registers.chronologies.making import run_job
from goldenthread.processes.registers.chronologies.models import AgencyChronology, Job
from tests.processes.registers.allegations.desk import Desk
from tests.processes.registers.chronologies.cases import COUNCIL, HEALTH, MARK, Gathering, book
from tests.web.test_access import client_for
from tests.world import World

PAGES = ("chronology", "chronology_events", "chronology_gaps", "chronology_cells", "new_chronology")


@pytest.fixture
def gathering(world: World) -> Gathering:
    return Gathering(Desk(world)).all_three()


def at(gathering: Gathering, name: str, *more: object) -> str:
    return reverse(name, args=["north", gathering.case.pk, *more])


def reader(gathering: Gathering, name: str = "lado") -> Client:
    """A browser in which the person has said why they read this case."""
    client = client_for(gathering.world, name)
    there = reverse("read_sealed", args=["north", "allegations", gathering.case.pk])
    assert client.post(there, {"purpose": "meeting", "words": "The panel"}).status_code == 302
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_menu_stands_at_the_register_that_the_case_is_in(gathering: Gathering) -> None:
    client = reader(gathering)
    for name in PAGES:
        page = client.get(at(gathering, name)).content.decode()
        assert re.findall(r'aria-current="\w+">([^<]+)', page)[:2] == ["Registers", "Allegations"], name


def test_who_may_open_which_page(gathering: Gathering) -> None:
    """URL x role: out of sight is 404 for everyone else, and who was let in reads without adding."""
    world = gathering.world
    with world.acting("lado"):
        let_in(gathering.case, person=world.person("nurse"), why="On the panel")
    found = {
        (who, name): reader(gathering, who).get(at(gathering, name)).status_code
        for who in ("lado", "nurse")
        for name in PAGES
    }
    assert found == {
        (who, name): 403 if (who, name) == ("nurse", "new_chronology") else 200
        for who in ("lado", "nurse")
        for name in PAGES
    }
    for who in ("manager", "chair", "worker", "officer", "lay", "southerner", "outsider"):
        client = client_for(world, who)
        codes = {client.get(at(gathering, name)).status_code for name in PAGES}
        assert codes == {404}, who
        assert client.post(at(gathering, "make_chronology", "docx")).status_code == 404
        assert client.get(at(gathering, "chronology_document", "docx")).status_code == 404


def test_a_page_asks_why_first_and_leaves_a_line_each_time(gathering: Gathering) -> None:
    shut = client_for(gathering.world, "lado").get(at(gathering, "chronology_events"))
    assert shut.status_code == 302
    assert "next=" in shut.headers["Location"]
    client = reader(gathering)
    for name in PAGES[:4]:
        text(client, at(gathering, name))
    with gathering.world.acting("lado"):
        told = list(Reading.objects.filter(record=gathering.case, purpose="meeting").values_list("what", "words"))
    assert sorted(told) == [
        ("The chronology: cells to check", "The panel"),
        ("The chronology: gaps", "The panel"),
        ("The chronology: its events", "The panel"),
        ("The chronology: whose there are", "The panel"),
    ]


def test_the_whole_says_whose_there_are_and_what_to_look_at(gathering: Gathering) -> None:
    said = text(reader(gathering), at(gathering, "chronology"))
    assert "A school" in said
    assert "Covers 4 January 2016 to 20 November 2016" in said
    assert "Conflicts 2" in said
    assert "Without a date 1" in said


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("?only=conflicts", "They differ on the time", "moved again"),
        ("?only=undated", "moved again", "bruise to left cheek"),
        ("?agency=A+school", "Told social care of a bruise", "moved again"),
        ("?who=health+visitor", "Routine review", "moved again"),
        ("?from=1/11/2016", "Routine review", "bruise to left cheek"),
        ("?to=31/1/2016", MARK, "Routine review"),
        ("?from=2016-11-20&to=2016-11-20", "Routine review", MARK),
        ("?agency=Nobody&only=nothing", "moved again", "Nothing fits"),
        ("?who=nobody+at+all", "Nothing fits what you asked for", "Routine review"),
        ("?from=31/31/2016", "“31/31/2016” is no date", "Nothing fits"),
        ("?from=2/1/2016&to=1/1/2016", "The last day comes before the first", "Routine review"),
    ],
)
def test_events_are_narrowed(gathering: Gathering, asked: str, there: str, gone: str) -> None:
    said = text(reader(gathering), at(gathering, "chronology_events") + asked)
    assert there in said
    assert gone not in said


def test_what_was_not_read_stands_by_cell_with_the_cure(gathering: Gathering) -> None:
    said = text(reader(gathering), at(gathering, "chronology_cells"))
    assert "Northshire County Council, chronology.xlsx, sheet “Chronology”, cell A4" in said
    assert "Spring" in said


def test_a_file_is_brought_in_by_the_form_and_refused_beside_its_field(gathering: Gathering) -> None:
    client = reader(gathering)
    new = at(gathering, "new_chronology")
    police = gathering.world.police.pk
    data = book([("01/02/2016", "", "Called to the address", "", "", "", "")])
    bad = client.post(new, {"agency": police, "file": SimpleUploadedFile("c.xlsx", b"no workbook")})
    assert bad.status_code == 422
    none = client.post(new, {"agency": police})
    assert none.status_code == 422
    twice = client.post(new, {"agency": gathering.world.council.pk, "file": SimpleUploadedFile("c.xlsx", data)})
    assert (twice.status_code, b"is here already" in twice.content) == (422, True)
    done = client.post(new, {"agency": police, "file": SimpleUploadedFile("c.xlsx", data)})
    assert (done.status_code, done.headers["Location"]) == (302, at(gathering, "chronology"))
    assert "Twinshires Police" in text(client, at(gathering, "chronology"))


def test_one_is_replaced_and_one_left_out_and_both_are_listed(gathering: Gathering) -> None:
    client = reader(gathering)
    with gathering.reading() as case:
        first, second = AgencyChronology.objects.filter(record=case).order_by("pk")[:2]
    page = at(gathering, "replace_chronology", first.pk)
    assert "It is kept when a newer one takes its place" in text(client, page)
    data = SimpleUploadedFile("newer.xlsx", book(COUNCIL[:1]))
    assert client.post(page, {"file": data}).status_code == 302
    assert client.get(page).status_code == 404
    assert client.post(at(gathering, "leave_chronology_out", second.pk)).status_code == 302
    said = text(client, at(gathering, "chronology"))
    assert "Northshire County Council, version 1, 3 entries" in said
    assert "Northshire Health Trust, version 1, 2 entries" in said
    assert "Version 2. newer.xlsx" in said


def test_another_cases_chronology_is_not_reached_through_this_one(gathering: Gathering) -> None:
    other = gathering.another()
    theirs = gathering.bring(gathering.world.police, book(HEALTH[1:]), case=other)
    client = reader(gathering)
    assert client.get(at(gathering, "replace_chronology", theirs.pk)).status_code == 404
    assert client.post(at(gathering, "leave_chronology_out", theirs.pk)).status_code == 404


def test_a_document_is_asked_for_and_fetched_with_whose_copy_it_is(gathering: Gathering) -> None:
    client = reader(gathering)
    assert client.get(at(gathering, "chronology_document", "xlsx")).status_code == 404
    assert client.post(at(gathering, "make_chronology", "xlsx")).status_code == 302
    assert "It is being made" in text(client, at(gathering, "chronology"))
    with gathering.world.acting("lado"):
        job = Job.objects.get(record=gathering.case)
    run_job(job.pk, job.asked_by_id)
    assert "Fetch it as Excel" in text(client, at(gathering, "chronology"))
    answer = client.get(at(gathering, "chronology_document", "xlsx"))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file's answer streams
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    said = " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    marks = " ".join(str(sheet.oddFooter.center.text or sheet.oddHeader.center.text or "") for sheet in sheets)
    assert MARK in said
    assert "Copy for Lado Person" in said + marks
    assert client.post(at(gathering, "make_chronology", "pdf")).status_code == 302
    gathering.bring(gathering.world.police, book(HEALTH[1:]), also_of_this=True, name="more.xlsx")
    assert "A chronology has changed since" in text(client, at(gathering, "chronology"))


def test_the_empty_workbook_is_for_everyone_at_the_table(gathering: Gathering) -> None:
    answer = client_for(gathering.world, "nurse").get(reverse("chronology_template", args=["north"]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file's answer streams
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[1]][:2] == ["Date", "Date to"]


def test_the_cases_page_leads_to_it(gathering: Gathering) -> None:
    page = reverse("record", args=["north", "allegations", gathering.case.pk])
    assert at(gathering, "chronology") in reader(gathering).get(page).content.decode()


@pytest.mark.parametrize("name", PAGES[:4])
def test_queries_do_not_grow_with_the_rows(gathering: Gathering, name: str) -> None:
    client = reader(gathering)
    client.get(at(gathering, name))
    with CaptureQueriesContext(connection) as few:
        client.get(at(gathering, name))
    more = [(f"{day}/06/2016", "", f"Visit number {day}", "", "", "", "") for day in range(1, 29)]
    gathering.bring(gathering.world.police, book(more))
    client.get(at(gathering, name))
    with CaptureQueriesContext(connection) as many:
        client.get(at(gathering, name))
    assert len(many) == len(few) <= 30
