"""The pages of child deaths: every address against every person, a death notified, form C, the panel and its papers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as WordFile

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.warnings import warnings_of
from goldenthread.core.tenancy.models import Seat
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths.models import ChildDeath, FactorScore, PanelMeeting, Paper
from goldenthread.processes.registers.child_deaths.needing import NEEDED
from goldenthread.processes.registers.child_deaths.papers import give_paper
from goldenthread.processes.registers.child_deaths.process import child_deaths
from tests.processes.registers.child_deaths.desk import PARTNERS, Desk
from tests.web.test_access import client_for
from tests.world import World, owner

#: To begin and to end a transaction asks nothing.
CONTROL = re.compile(r"(?i)\s*(begin|commit|rollback|savepoint|release)\b")
KEEPERS = {"manager", "doctor"}
#: "southerner" has a seat at the board beside it alone: a guest of this group.
PANEL = {"doctor", "nurse", "officer", "lay", "southerner"}
OVERSIGHT = {"manager", "clerk", "chair"}
AT_THE_TABLE = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay", "doctor"}
MET = date(2024, 8, 2)
PLAIN = "The baby was found unwell at home and died in hospital. Services had been involved."
TYPED = {
    "notified_at": "2024-05-15T10:00", "notified_by": "hospital", "child_name": "Ottilie Fenn",
    "child_born": "3 February 2020", "nhs_number": "943 476 5919", "sex": "female", "ethnicity": "unknown",
    "died_on": "14 May 2024", "place_of_death": "hospital_ed", "expected": "unexpected",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def opened(client: Client, case: ChildDeath) -> Client:
    client.post(reverse("read_sealed", args=["north", "child-death", case.pk]), {"purpose": "case"})
    return client


def on_the_panel(desk: Desk) -> tuple[ChildDeath, PanelMeeting, Paper]:
    case, meeting = desk.ready(), desk.meeting(MET)
    with desk.world.acting("manager"):
        return case, meeting, give_paper(case, meeting, text=PLAIN)


def test_every_address_against_every_person(desk: Desk) -> None:
    case, meeting, paper = on_the_panel(desk)
    desk.analyse(case)
    record = ("child-death", case.pk)
    kept = {reverse(name, args=["north"]): KEEPERS for name in (
        "notify_child_death", "plan_death_panel", "count_deaths", "deaths_guard", "deaths_areas", "add_death_area",
        "add_death_population")}  # fmt: skip
    who = {
        **kept,
        reverse("deaths_again", args=["north", 2024]): KEEPERS,
        reverse("record", args=["north", *record]): KEEPERS,
        reverse("record_history", args=["north", *record]): KEEPERS,
        reverse("step", args=["north", *record, "review"]): KEEPERS,
        reverse("step", args=["north", *record, "parallel"]): KEEPERS,
        reverse("change_record", args=["north", *record]): KEEPERS,
        reverse("raise_finding", args=["north", *record]): KEEPERS,
        reverse("death_analysis", args=["north", case.pk]): KEEPERS,
        reverse("death_reports", args=["north", case.pk]): KEEPERS,
        reverse("conclude_death", args=["north", case.pk]): KEEPERS,
        reverse("score_death", args=["north", case.pk, "A"]): KEEPERS,
        reverse("death_panel_people", args=["north", meeting.pk]): KEEPERS,
        reverse("give_death_paper", args=["north", meeting.pk, case.pk]): KEEPERS,
        reverse("death_panels", args=["north"]): PANEL | OVERSIGHT,
        reverse("death_panel", args=["north", meeting.pk]): PANEL | OVERSIGHT,
        reverse("death_paper", args=["north", paper.pk]): PANEL | {"manager"},
        reverse("death_pack", args=["north", meeting.pk]): PANEL | {"manager"},
        reverse("deaths_year", args=["north"]): AT_THE_TABLE,
    }
    wrong = {}
    for name in set(desk.world.everyone) - {"team_manager", "officer", "south_manager"}:  # as others here
        client = client_for(desk.world, name)
        for path, allowed in who.items():
            status = client.get(path).status_code
            fine = status in {200, 302} if name in allowed else status in {403, 404}
            if not fine:
                wrong[name, path] = status
    assert wrong == {}


@pytest.mark.parametrize("kind", ["child-death", "case-review", "private-fostering", "allegations"])
def test_no_list_of_a_register_leads_to_a_refusal(desk: Desk, kind: str) -> None:
    on_the_panel(desk)
    dead, seen = {}, set()
    for name in ("manager", "chair", "worker", "nurse", "doctor", "lay"):
        client = client_for(desk.world, name)
        page = client.get(reverse("records", args=["north", kind])).content.decode()
        for href in re.findall(r'class="govuk-link" href="(/north/[^"]+)"', page):
            seen.add(href)
            if client.get(href).status_code not in {200, 302}:
                dead[name, href] = client.get(href).status_code
    assert len(seen) > 1
    assert dead == {}


def test_a_death_is_notified_and_the_same_child_only_after_a_look(desk: Desk) -> None:
    client, path = client_for(desk.world, "manager"), reverse("notify_child_death", args=["north"])
    first = client.post(path, TYPED)
    assert first.status_code == 302, first.content.decode()[:3000]
    again = client.post(path, TYPED | {"child_name": "Otilie Fen", "nhs_number": ""})
    assert again.status_code == 422
    assert b"It may be the same child under another spelling: 1 case." in again.content
    there = client.post(path, TYPED | {"child_name": "Otilie Fen", "nhs_number": "", "seen": "yes"})
    assert there.status_code == 302
    page = client.get(there["Location"])
    assert b"another spelling: 1 case" in page.content
    assert b"Fen" not in page.content, "the sealed part is shut until its reader says why"


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_what_a_step_needs_it_asks_for(name: str) -> None:
    assert set(NEEDED[name]) <= set(child_deaths.workflow[name].fields)


def test_no_form_calls_optional_what_its_step_is_refused_without(desk: Desk) -> None:
    client, case = client_for(desk.world, "manager"), desk.ready()
    page = client.get(reverse("step", args=["north", "child-death", case.pk, "review"])).content.decode()
    assert "(optional)" not in page
    checked = opened(client, desk.checked())
    case = desk.checked(child_name="Merryn Sedge", nhs_number="")
    page = opened(checked, case).get(reverse("step", args=["north", "child-death", case.pk, "ready"])).content.decode()
    assert "(optional)" not in page, "the meeting's report too, where partners review"


def test_a_meeting_is_offered_the_cases_that_were_ready_by_its_day_and_reviews_where_it_was_quorate(
    desk: Desk,
) -> None:
    case, client = desk.ready(), client_for(desk.world, "manager")
    pages = {
        name: client.get(reverse("death_panel", args=["north", met.pk])).content.decode()
        for name, met in (
            ("before", desk.meeting(PARTNERS + timedelta(days=10))),
            ("short", desk.meeting(PARTNERS + timedelta(days=80), "nurse")),
            ("whole", desk.meeting(PARTNERS + timedelta(days=90))),
        )
    }
    there = {name: (case.reference in page, "Record the panel" in page) for name, page in pages.items()}
    assert there == {"before": (False, False), "short": (True, False), "whole": (True, True)}


def test_form_c_is_scored_domain_by_domain_and_closed_once_the_panel_agreed(desk: Desk) -> None:
    case = desk.ready()
    client = opened(client_for(desk.world, "manager"), case)
    score = reverse("score_death", args=["north", case.pk, "A"])
    refused = client.post(score, {"modifiable": ["allergies"]})
    assert b"Say first how these influenced it: Allergies." in refused.content
    weak = client.post(score, {"allergies": "1", "modifiable": ["allergies"]})
    assert b"Only a factor that may have contributed" in weak.content
    assert client.post(score, {"allergies": "2", "modifiable": ["allergies"]}).status_code == 302
    conclusions = reverse("conclude_death", args=["north", case.pk])
    said = {"categories": ["infection", "chronic"], "modifiability": "none", "summary": PLAIN, "version": "1"}
    assert b"A factor is marked as one that could be changed" in client.post(conclusions, said).content
    assert client.post(conclusions, said | {"modifiability": "modifiable"}).status_code == 302
    page = client.get(reverse("death_analysis", args=["north", case.pk])).content.decode()
    assert "6. Chronic medical condition" in page
    assert "Complete: the panel can agree it." in page
    assert "may have contributed" in page
    meeting = desk.meeting(MET)
    case = desk.take(case, "review", panel_meeting=meeting)
    assert case.category == "chronic"
    assert b"The panel has agreed the analysis" in client.post(score, {"allergies": "1"}).content
    with desk.world.acting("manager"):
        assert [(one.factor, one.score, one.modifiable) for one in FactorScore.objects.filter(record=case)] == [
            ("allergies", "2", True)
        ]


def test_the_panel_reads_a_pseudonymous_paper_with_a_line_for_each_and_never_the_case(desk: Desk) -> None:
    case, meeting, paper = on_the_panel(desk)
    client = client_for(desk.world, "nurse")
    page = client.get(reverse("death_paper", args=["north", paper.pk])).content.decode()
    assert case.pseudonym in page
    assert PLAIN in page
    assert [one for one in (case.reference, "Ottilie", "Fenn", "14 May", "Eastmarsh") if one in page] == []
    pack = client.get(reverse("death_pack", args=["north", meeting.pk]))
    words = "\n".join(one.text for one in WordFile(BytesIO(pack.content)).paragraphs)
    assert case.pseudonym in words
    assert PLAIN in words
    assert client.get(reverse("record", args=["north", "child-death", case.pk])).status_code == 404
    with desk.world.acting("manager"):
        lines = Reading.objects.filter(record=case, by="Nurse Person").order_by("pk")
        assert [(one.purpose, one.what) for one in lines] == [
            ("meeting", f"Paper of {case.pseudonym}"), ("meeting", "The panel's pack as Word"),
        ]  # fmt: skip
    client_for(desk.world, "manager").post(reverse("take_back_death_paper", args=["north", paper.pk]))
    assert client.get(reverse("death_paper", args=["north", paper.pk])).status_code == 404


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ottilie was found at home.", "name"),
        ("The child died on 14 May 2024.", "exact date"),
        ("The family lived in Eastmarsh.", "place"),
    ],
)
def test_a_paper_that_could_make_the_child_known_is_not_given(desk: Desk, text: str, why: str) -> None:
    case, meeting = desk.ready(), desk.meeting(MET)
    with desk.world.acting("manager"):
        with pytest.raises(ValidationError) as refused:
            give_paper(case, meeting, text=text)
        assert why in str(refused.value)
        assert not Paper.objects.exists()


def test_the_paper_begins_with_the_summary_in_coarser_words(desk: Desk) -> None:
    case, meeting = desk.ready(circumstances="Ottilie Fenn was found at home on 14 May 2024."), desk.meeting(MET)
    client = opened(client_for(desk.world, "manager"), case)
    page = client.get(reverse("give_death_paper", args=["north", meeting.pk, case.pk])).content.decode()
    assert "was put in coarser words" in page
    assert "[name]" in page


def test_who_was_there_is_counted_and_a_panel_that_is_often_short_is_a_sign(desk: Desk) -> None:
    meeting = desk.meeting(MET, "lay")
    desk.meeting(date(2024, 7, 5), "lay")
    client = client_for(desk.world, "manager")
    page = client.get(reverse("death_panel", args=["north", meeting.pk])).content.decode()
    assert "Not quorate" in page
    with desk.world.acting("manager"):
        titles = {one.title for one in warnings_of(desk.world.north)}
    assert "The child death overview panel is often not quorate" in titles
    people = {f"person_{desk.world.person(name).pk}": "present" for name in ("doctor", "nurse", "officer")}
    assert client.post(reverse("death_panel_people", args=["north", meeting.pk]), people).status_code == 302
    assert b"Quorate:" in client.get(reverse("death_panel", args=["north", meeting.pk])).content
    listed = client.get(reverse("death_panels", args=["north"])).content.decode()
    assert "Attendance by agency" in listed


def test_a_designated_doctor_who_leaves_with_nobody_after_is_a_sign(desk: Desk) -> None:
    def titles() -> set[str]:
        with desk.world.acting("manager"):
            return {one.title for one in warnings_of(desk.world.north)}

    assert "Nobody follows the designated doctor" not in titles()
    with owner():
        Seat.unguarded.filter(user=desk.world.users["doctor"]).update(until=today())
    assert titles() & {"Nobody follows the designated doctor"}


def test_no_page_asks_more_than_it_must(desk: Desk) -> None:
    case, meeting, paper = on_the_panel(desk)
    desk.analyse(case)
    client = opened(client_for(desk.world, "manager"), case)
    most = {
        reverse("records", args=["north", "child-death"]): 15,
        reverse("death_analysis", args=["north", case.pk]): 15,
        reverse("death_reports", args=["north", case.pk]): 15,
        reverse("death_panels", args=["north"]): 15,
        reverse("death_panel", args=["north", meeting.pk]): 15,
        reverse("death_paper", args=["north", paper.pk]): 15,
        reverse("deaths_year", args=["north"]): 15,
        reverse("deaths_guard", args=["north"]): 15,
    }
    shut = {reverse("record", args=["north", "child-death", case.pk]): 19}  # as a case of allegations, with its entries
    over = {}
    for path, limit in {**most, **shut}.items():
        if path in shut:
            client.post(reverse("shut_sealed", args=["north", "child-death", case.pk]))
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found = [q["sql"] for q in asked if not CONTROL.match(q["sql"])]
        if len(found) > limit:
            over[path] = (len(found), [sql[:150] for sql in found])
    told = (f"{len(asked)} {where}\n  " + "\n  ".join(asked) for where, (_, asked) in over.items())
    assert over == {}, "\n".join(told)
    assert PARTNERS.year == 2024
