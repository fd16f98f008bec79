"""What is told of case reviews without a case: hours asked of agencies, the section of the annual report, measures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from docx import Document

from goldenthread.core.contributions.answering import open_to_holder, send_answers
from goldenthread.core.contributions.asking import ask_for, link_of, withdraw
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every, period
from goldenthread.processes.registers.case_reviews.counting import Counted, Timed, counted_of, shown_of, tables_of
from goldenthread.processes.registers.case_reviews.models import YearCount
from goldenthread.processes.registers.case_reviews.reporting import as_word
from goldenthread.processes.registers.case_reviews.tracking import burden_of
from goldenthread.processes.registers.yearly import keep_shown
from tests.processes.registers.case_reviews.desk import BOARD, PARTNERS, Desk
from tests.web.test_access import client_for
from tests.world import World

YEAR = period(Every.FINANCIAL_YEAR, PARTNERS)
OLD = period(Every.FINANCIAL_YEAR, BOARD)
SAID = {"known": {"value": "yes"}, "well": {"value": "Visits were kept."}}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_hours_asked_of_each_agency_come_from_what_it_says_a_report_took(desk: Desk) -> None:
    """Two reports of one agency are added; one without hours is named and adds none; one withdrawn was spared."""
    first, second = desk.notify(), desk.notify(child_name="Isla Quill")
    office = desk.world.office
    with desk.world.acting("manager"):
        for n, (case, hours) in enumerate(
            ((first, "6.5"), (second, "2"), (second, ""), (first, None), (first, "gone"))
        ):
            asked = ask_for(case, form="agency-report", name="A Person", email=f"person{n}@agency.example",
                            due=today() + timedelta(days=14), agency=office if n != 2 else None)  # fmt: skip
            if hours == "gone":
                withdraw(asked, why="Asked of the wrong agency")
            elif hours is not None:
                link = link_of(asked)
                assert link
                with open_to_holder(asked, what="A test"):
                    send_answers(asked, link, answers=SAID, hours=Decimal(hours) if hours else None)
        found = burden_of(desk.world.north, period(Every.FINANCIAL_YEAR, today()))
        before = burden_of(desk.world.north, YEAR)
    assert [(one.agency, one.asked, one.answered, one.without_hours, one.hours) for one in found] == [
        (office.name, 3, 2, 0, Decimal("8.5")),
        ("No agency of this table", 1, 1, 1, Decimal(0)),
    ]
    assert before == [], "what was asked in another year is of that year"
    page = client_for(desk.world, "manager").get(reverse("case_review_tracker", args=["north"])).content.decode()
    assert "8.5" in page
    assert "A Person" not in page
    assert "person0@" not in page


def many(year_began: date, ends: tuple[str, str]) -> tuple[list[Counted], list[Timed]]:
    rows = [
        Counted(year_began, ("health", "police")[n % 2], ("harm", "death")[n % 2], ends[n % 2], year_began)
        for n in range(24)
    ]
    return rows, [Timed("RR-1", year_began, n % 4 != 0) for n in range(24)]


def test_the_annual_section_in_word_says_each_figure_with_its_source_and_nothing_of_a_case(desk: Desk) -> None:
    rows, timed = many(YEAR.first, ("lcspr", "local_learning"))
    rows.append(Counted(YEAR.first, "education", "other", "national", YEAR.first))
    case = desk.decided(PARTNERS, "lcspr")
    with desk.world.acting("manager"):
        keep_shown(
            YearCount, desk.world.north, YEAR, shown_of(YEAR, rows, timed), source="The register of case reviews"
        )
    client = client_for(desk.world, "nurse")
    answer = client.get(reverse("case_reviews_year", args=["north"]), {"year": str(YEAR.first.year), "format": "docx"})
    assert answer.status_code == 200, answer.headers.get("Location")
    book = Document(BytesIO(answer.content))
    text = [one.text for one in book.paragraphs]
    assert "25 serious incidents were notified. (Source: The register of case reviews.)" in text
    assert "Rapid reviews within 15 working days: 18 of 24. (Source: The register of case reviews.)" in text
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in book.tables]
    assert len(tables) == 4
    assert all(row[2] == "The register of case reviews" for table in tables for row in table[1:])
    assert ["Total", "25", "The register of case reviews"] in tables[0]
    shown = {cell for table in tables for row in table[1:] for cell in row[1:2]}
    assert "1" not in shown
    assert "c" in shown, "the one of a kind is withheld"
    whole = "\n".join([*text, *(cell for table in tables for row in table for cell in row)])
    assert "Serious case review" not in whole, "there was none to be had in that year"
    assert [word for word in (case.reference, case.pseudonym, "Ottilie", "Fenn") if word in whole] == []


def test_a_year_of_the_board_counts_the_outcomes_of_its_day_and_a_late_one_in_the_year_in_which_it_came(
    desk: Desk,
) -> None:
    def ends(year: Any, rows: list[Counted]) -> set[str]:
        return {cell.key.partition(": ")[2] for table in tables_of(year, rows, []) for cell in table.cells
                if table.name.startswith("What came of it")}  # fmt: skip

    assert "Serious case review" in ends(OLD, [])
    assert "Local child safeguarding practice review" not in ends(OLD, [])
    late = Counted(BOARD, "health", "harm", "scr", PARTNERS)
    assert "Serious case review" not in ends(YEAR, [])
    assert "Serious case review" in ends(YEAR, [late])
    assert as_word(desk.world.north, shown_of(OLD, [], []), OLD, "The register", today())[:2] == b"PK"


def test_counting_reads_nothing_sealed(desk: Desk) -> None:
    desk.decided(PARTNERS, "lcspr")
    with desk.world.acting("manager"):
        counted = counted_of(desk.world.north, YEAR.last)
        assert [(one.source, one.kind, one.end) for one in counted] == [("social_care", "harm", "lcspr")]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from casework_reading")
        assert cursor.fetchone() == (0,)
