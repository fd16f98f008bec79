"""The pages of allegations: every address against every person, a contact entered, the lists, the report."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.core.notices.worklist import worklist
from goldenthread.kernel.now import today
from goldenthread.processes.registers.allegations.counting import shown_of
from goldenthread.processes.registers.allegations.models import Case, YearCount
from goldenthread.processes.registers.allegations.process import allegations
from tests.processes.registers.allegations.desk import FAITH, Desk
from tests.processes.registers.allegations.test_counts import YEAR, of_a_county
from tests.web.test_access import client_for
from tests.world import World, owner

NEW = date(2024, 3, 12)
OFFICERS = {"lado", "lado_manager"}
AT_THE_TABLE = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"} | OFFICERS
TYPED = {
    "referred_at": "2024-03-12T10:00", "source": "employer", "sector": "employer-1",
    "context": "work", "harm": "allegation-1", "subject_name": "Ignatius Fell", "subject_born": "4 May 1980",
    "regulated": "yes",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def counted(desk: Desk) -> None:
    with owner():
        YearCount.unguarded.create(
            partnership=desk.world.north, first=YEAR.first, last=YEAR.last, counted_at=timezone.now(), by="Lado",
            source="The register", shown=shown_of(YEAR, of_a_county(), officers=4),
        )  # fmt: skip


def test_every_address_against_every_person(desk: Desk) -> None:
    case = desk.considered(NEW)
    counted(desk)
    record = ("allegations", case.pk)
    who = {
        reverse("open_allegation", args=["north"]): OFFICERS,
        reverse("allegations_report", args=["north"]): AT_THE_TABLE,
        reverse("allegations_report_of", args=["north", 2016]): AT_THE_TABLE,
        reverse("allegations_report_file", args=["north", 2016, "request", "csv"]): AT_THE_TABLE,
        reverse("count_allegations", args=["north"]): OFFICERS,
        reverse("record", args=["north", *record]): OFFICERS,
        reverse("record_history", args=["north", *record]): OFFICERS,
        reverse("step", args=["north", *record, "strand"]): OFFICERS,
        reverse("step", args=["north", *record, "conclude"]): OFFICERS,
        reverse("change_record", args=["north", *record]): OFFICERS,
        reverse("raise_finding", args=["north", *record]): OFFICERS,
    }
    wrong = {}
    for name in desk.world.everyone:
        client = client_for(desk.world, name)
        for path, allowed in who.items():
            status = client.get(path).status_code
            fine = status in {200, 302} if name in allowed else status in {403, 404}
            if not fine:
                wrong[name, path] = status
    assert wrong == {}


def test_a_contact_is_entered_and_one_about_the_same_person_only_after_a_look(desk: Desk) -> None:
    client, path = client_for(desk.world, "lado"), reverse("open_allegation", args=["north"])
    assert client.post(path, TYPED).status_code == 302
    again = client.post(path, TYPED | {"subject_name": "FELL, Ignatius"})
    assert again.status_code == 422
    assert b"This person has been referred before: 1 contact." in again.content
    assert b"LADO-2024-0001" in again.content
    with desk.world.acting("lado"):
        assert Case.objects.count() == 1
    there = client.post(path, TYPED | {"subject_name": "FELL, Ignatius", "seen": "yes"})
    assert there.status_code == 302
    page = client.get(there["Location"])
    assert b"This person has been referred before: 1 contact." in page.content
    assert b"Fell" not in page.content, "the sealed part is shut until its reader says why"


def test_the_sealed_part_opens_once_its_reader_says_why(desk: Desk) -> None:
    case = desk.enter(NEW)
    client = client_for(desk.world, "lado")
    record = reverse("record", args=["north", "allegations", case.pk])
    assert client.post(reverse("read_sealed", args=["north", "allegations", case.pk]), {"purpose": "case"}).status_code
    assert b"Ignatius Fell" in client.get(record).content


@pytest.mark.parametrize(
    ("asked", "found"),
    [("contact=consultation", {2}), (f"sector={FAITH}", {3}), ("late=late", {1}), ("state=closed", {4})],
)
def test_the_list_is_narrowed_and_names_nobody(desk: Desk, asked: str, found: set[int]) -> None:
    desk.considered(NEW)
    desk.take(desk.enter(NEW), "consultation", triaged_on=NEW)
    desk.enter(NEW, sector=FAITH)
    desk.closed(NEW, NEW)
    page = client_for(desk.world, "lado").get(f"{reverse('records', args=['north', 'allegations'])}?{asked}")
    assert {int(n) for n in re.findall(r"LADO-2024-000(\d)", page.content.decode())} == found
    assert b"Fell" not in page.content


def test_the_list_is_narrowed_by_the_officers_whose_cases_there_are_and_by_nobody_else(desk: Desk) -> None:
    desk.take(desk.enter(NEW), "allocate", officer=desk.world.person("lado"))
    page = client_for(desk.world, "lado_manager").get(reverse("records", args=["north", "allegations"]))
    options = page.content.decode().partition('name="officer"')[2].partition("</select>")[0]
    assert re.findall(r">([^<]+)</option>", options) == ["All", str(desk.world.person("lado"))]


def test_what_needs_an_officer_is_theirs_and_by_reference_alone(desk: Desk) -> None:
    mine = desk.take(desk.enter(NEW), "allocate", officer=desk.world.person("lado"))
    other = desk.take(desk.enter(NEW), "allocate", officer=desk.world.person("lado_manager"))
    concluded = desk.concluded(NEW, NEW)
    with desk.world.acting("lado") as actor:
        items = {item.reference: item for item in worklist(actor, desk.world.north, today())}
    assert mine.reference in items
    assert other.reference not in items
    assert concluded.reference not in items, "an officer does not close it"
    assert items[mine.reference].title == "Decide what the contact is"
    with desk.world.acting("lado_manager") as actor:
        items = {item.reference: item for item in worklist(actor, desk.world.north, today())}
    assert items[concluded.reference].title == "The outcome is agreed: check it and close it"


def test_the_report_is_read_and_taken_away_by_everyone_at_the_table(desk: Desk) -> None:
    counted(desk)
    client = client_for(desk.world, "lay")
    page = client.get(reverse("allegations_report", args=["north"])).content.decode()
    assert "There were 1,997 contacts: 656 allegations and 1,341 consultations." in page
    assert "Count a year" not in page
    for edition, kind in (("board", "docx"), ("board", "xlsx"), ("request", "docx"), ("request", "csv")):
        file = client.get(reverse("allegations_report_file", args=["north", 2016, edition, kind]))
        assert file.status_code == 200
        assert file["Content-Disposition"].endswith(f'.{kind}"')
    assert client.get(reverse("allegations_report_file", args=["north", 2016, "board", "pdf"])).status_code == 404
    assert client.get(reverse("allegations_report_of", args=["north", 2012])).status_code == 404


def test_a_keeper_counts_a_year_from_its_page(desk: Desk) -> None:
    client, path = client_for(desk.world, "lado"), reverse("count_allegations", args=["north"])
    year = str(today().year - (1 if today().month > 3 else 2))
    assert client.post(path, {"year": "1999"}).status_code == 422
    done = client.post(path, {"year": year})
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200


def test_pages_cost_as_many_questions_whatever_there_is(desk: Desk) -> None:
    case = desk.considered(NEW)
    for n in range(3):
        desk.take(case, "meeting", held_on=date(2024, 4, 1 + n))
        desk.considered(NEW)
    counted(desk)
    client = client_for(desk.world, "lado")
    pages = {
        "records": ("allegations",),
        "record": ("allegations", case.pk),
        "allegations_report": (),
        "open_allegation": (),
    }
    for name, args in pages.items():
        path = reverse(name, args=["north", *args])
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        control = re.compile(r"(?i)savepoint|release|rollback|select set_config\('app.users', ''")
        counted_queries = [q["sql"] for q in asked.captured_queries if not control.match(q["sql"])]
        assert len(counted_queries) <= (26 if name == "record" else 16), (name, counted_queries)


#: State -> the steps of an officer and of their manager; nobody else has any.
MAY = {
    "received": ("allegation allocate child consultation hand_over information mistake", ""),
    "allegation": ("allocate child consider hand_over left meeting review strand suspension", ""),
    "considered": ("allocate child conclude employer hand_over left meeting referral review strand suspension", ""),
    "concluded": ("allocate child employer left referral reopen strand", "close"),
    "closed": ("learn referral reopen", ""),
    "consultation": ("take_up", ""),
    "information": ("take_up", ""),
    "handed_over": ("take_up", ""),
    "mistake": ("", ""),
}


@pytest.mark.parametrize("state", MAY)
def test_which_steps_are_open_to_whom(state: str) -> None:
    def from_here(role: str) -> set[str]:
        return {step.name for step in allegations.workflow.open_to(state, role)}

    both, manager = (set(words.split()) for words in MAY[state])
    assert from_here("designated_officer") == both
    assert from_here("designated_manager") == both | manager
    for role in ("business_manager", "chair", "administrator", "social_worker", "team_manager", "member", "analyst"):
        assert from_here(role) == set()
