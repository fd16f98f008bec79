"""A bench-marking from invitation to what comes of it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from docx import Document as WordFile
from openpyxl import load_workbook

from goldenthread.core.casework.services import amend_record, take_step
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.thread.models import Origin
from goldenthread.kernel.now import today
from goldenthread.law.inspections import FRAMEWORKS, LSCB_REVIEW
from goldenthread.processes.governance.inspections.benchmarking.agreeing import (
    agree_grade,
    differing,
    raise_gap,
    year_on_year,
)
from goldenthread.processes.governance.inspections.benchmarking.asking import (
    adopt_statements,
    amend_statement,
    drop_rater,
    invite_raters,
)
from goldenthread.processes.governance.inspections.benchmarking.exporting import to_docx, to_excel
from goldenthread.processes.governance.inspections.benchmarking.intake import take_statements, template
from goldenthread.processes.governance.inspections.benchmarking.models import Exercise, Rating, Statement
from goldenthread.processes.governance.inspections.benchmarking.rating import Given, hand_in, rate, take_back
from goldenthread.publishing.spreadsheets import to_xlsx
from goldenthread.web.concerns import Worry, concerns_of
from tests.processes.governance.inspections.exercising import RATERS, prepared, rated, rating, sheet, shown
from tests.world import World, owner


@pytest.fixture
def differed(world: World) -> Exercise:
    """The chair thinks well of it, the police do not; the lay member never rated, the council did not finish."""
    exercise = rating(world)
    rated(world, exercise, "chair", 1, 2, 2)
    rated(world, exercise, "manager", 2, 2, 2)
    rated(world, exercise, "officer", 4, 2, 3)
    rated(world, exercise, "nurse", 3, 2, 0)
    rated(world, exercise, "team_manager", 4, 4, 4, finished=False)
    return shown(world, exercise)


def agreed(world: World, exercise: Exercise, *grades: int) -> Exercise:
    with world.acting("chair"):
        for asked, grade in zip(exercise.asked.all(), grades, strict=True):
            agree_grade(asked, grade=grade, why="As the audit shows")
        return take_step(exercise, "agree")


def test_what_is_shipped_is_taken_in_once_with_its_source(world: World) -> None:
    with world.acting("manager"):
        assert adopt_statements(world.north, "LSCB") == len(LSCB_REVIEW.headings) == 15
        assert adopt_statements(world.north, "LSCB") == 0
        one = Statement.objects.filter(partnership=world.north).first()
    assert one is not None
    assert "recalled, medium confidence" in one.source
    assert not one.own
    for framework in FRAMEWORKS.values():
        assert framework.source
        assert 1 <= framework.good <= len(framework.grades)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        adopt_statements(world.north, "ILACS")


def test_everyone_at_the_table_is_asked_and_the_office_as_people_and_not_as_an_agency(world: World) -> None:
    exercise = prepared(world)
    with world.acting("manager"):
        found = {(str(one), one.kind) for one in exercise.raters.select_related("agency", "person")}
        assert found == {
            ("Chair Person", "chair"), ("Manager Person", "unit"), ("Lay Person", "lay"),
            (world.council.name, "member"), (world.health.name, "member"), (world.police.name, "member"),
        }  # fmt: skip
        with pytest.raises(ValidationError, match="each for themselves"):
            invite_raters(exercise, kind="unit", agencies=[world.office])
        drop_rater(exercise, exercise.raters.get(agency=world.health))
        take_step(exercise, "invite", invited_until=exercise.invited_until)
        with pytest.raises(ValidationError, match="shown as not having rated"):
            drop_rater(exercise, exercise.raters.get(agency=world.police))


def test_nobody_is_invited_without_statements_raters_or_time(world: World) -> None:
    exercise = prepared(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="lies ahead"):
            take_step(exercise, "invite", invited_until=today() - timedelta(days=1))
        Statement.objects.filter(partnership=world.north).update(retired_on=today())
        with pytest.raises(ValidationError, match="no statement"):
            take_step(exercise, "invite", invited_until=exercise.invited_until)
        assert Exercise.objects.get(pk=exercise.pk).state == "prepared"


def test_what_is_asked_stands_as_it_was_when_the_raters_were_invited(world: World) -> None:
    exercise = rating(world)
    with world.acting("manager"):
        row = Statement.objects.filter(partnership=world.north).earliest("pk")
        amend_statement(row, text="Quite another statement")
        assert exercise.asked.get(statement=row).text == "Members challenge each other"
        with pytest.raises(ValidationError, match="open another exercise"):
            amend_record(exercise, framework="ILACS")


@pytest.mark.parametrize("name", RATERS)
def test_each_rates_as_themselves_and_as_nobody_else(world: World, name: str) -> None:
    exercise = rating(world)
    with world.acting(name):
        asked = exercise.asked.earliest("number")
        for other in RATERS:
            one = sheet(world, exercise, other)
            if other == name:
                assert rate(one, {asked.pk: Given(2, "Because")}).version == 2
            else:
                with pytest.raises(PermissionDenied, match="alone"):
                    rate(one, {asked.pk: Given(2, "Because")})


def test_it_is_handed_in_whole_and_can_be_taken_back_until_the_rating_is_closed(world: World) -> None:
    exercise = rating(world)
    with world.acting("lay"):
        mine = sheet(world, exercise, "lay")
        first, second, third = exercise.asked.all()
        rate(mine, {first.pk: Given(2, "Seen it"), second.pk: Given(3), third.pk: Given(None, "Not sure yet")})
        with pytest.raises(ValidationError, match="Still open: 2, 3"):
            hand_in(mine)
        with pytest.raises(ValidationError, match="one of the grades"):
            rate(mine, {third.pk: Given(5, "Off the scale")})
        rate(mine, {second.pk: Given(3, "Heard it"), third.pk: Given(0, "I cannot know")})
        hand_in(mine)
        with pytest.raises(ValidationError, match="Take it back"):
            rate(mine, {first.pk: Given(1, "On reflection")})
        rate(take_back(mine), {first.pk: Given(1, "On reflection")})
        hand_in(mine)
    shown(world, exercise)
    with world.acting("lay"), pytest.raises(ValidationError, match="not open for rating"):
        take_back(mine)


def test_two_of_one_agency_are_shown_both_texts_and_do_not_disturb_each_other_elsewhere(world: World) -> None:
    exercise = rating(world)
    with owner():
        world.seat("matron", world.health, world.north, "agency_lead")
    with world.acting("nurse"):
        opened = sheet(world, exercise, "nurse")
        first, second, _ = exercise.asked.all()
        rate(opened, {first.pk: Given(2, "The nurse's reason")})
    with world.acting("matron"):
        rate(opened, {second.pk: Given(1, "Elsewhere")}, expected_version=opened.version)
        with pytest.raises(StaleEdit) as stale:
            rate(opened, {first.pk: Given(2, "The matron's")}, expected_version=opened.version)
        assert [(d.theirs, d.yours) for d in stale.value.differences] == [("The nurse's reason", "The matron's")]
        assert Rating.objects.get(asked=first).why == "The nurse's reason"


def test_raters_who_have_not_handed_in_find_it_on_their_list_and_late_ones_the_chair_asks_about(world: World) -> None:
    exercise = rating(world)
    rated(world, exercise, "nurse", 2, 2, 2)
    with world.acting("officer"):
        (item,) = [item for item in worklist(world.actor("officer"), world.north, today()) if item.kind == "rating"]
        assert (item.due, item.link) == (exercise.invited_until, f"/north/benchmarking/{exercise.pk}/rate/")
    with world.acting("nurse"):
        assert [i for i in worklist(world.actor("nurse"), world.north, today()) if i.kind == "rating"] == []
    with world.acting("chair"):
        assert [c for c in concerns_of(world.north).get(Worry.SILENT, []) if "bench" in c.what] == []
    with time_machine.travel(exercise.invited_until + timedelta(days=1), tick=False), world.acting("chair"):
        (silent,) = [c for c in concerns_of(world.north)[Worry.SILENT] if "bench" in c.what]
        assert silent.total == 5
        assert world.health.name not in {one.who for one in silent.oldest}


def test_where_raters_differ_comes_widest_first_and_unfinished_sheets_do_not_count(
    world: World, differed: Exercise
) -> None:
    with world.acting("nurse"):
        found = differing(differed)
    assert [(one.asked.number, one.spread.width) for one in found] == [(1, 3), (3, 1), (2, 0)]
    first = found[0].spread
    assert first.by_kind == {"chair": 1.0, "unit": 2.0, "member": 3.5}
    assert {who for who, _ in first.furthest} == {"Chair Person", world.police.name}
    assert found[1].spread.cannot_say == 1


def test_a_grade_is_agreed_with_a_reason_by_those_who_oversee_and_by_one_at_a_time(
    world: World, differed: Exercise
) -> None:
    with world.acting("chair"):
        asked = differed.asked.get(number=1)
        with pytest.raises(ValidationError, match="Say why"):
            agree_grade(asked, grade=3, why=" ")
        agree_grade(asked, grade=3, why="The audit", expected_version=asked.version)
        with pytest.raises(ValidationError, match="not open now"):
            take_step(differed, "agree")
    with world.acting("manager"), pytest.raises(StaleEdit):
        agree_grade(asked, grade=2, why="As the unit sees it", expected_version=asked.version)
    with world.acting("officer"), pytest.raises(PermissionDenied):
        agree_grade(asked, grade=4, why="As the police see it")


@pytest.mark.parametrize("becomes", ["action", "recommendation"])
def test_a_gap_leads_to_something_in_one_step_with_its_finding(world: World, differed: Exercise, becomes: str) -> None:
    agreed(world, differed, 3, 2, 2)
    with world.acting("manager"):
        gap, kept = differed.asked.get(number=1), differed.asked.get(number=2)
        made = raise_gap(gap, becomes=becomes, text="Teach members to challenge", owner_agency=world.police)
        gap.refresh_from_db()
        assert gap.finding is not None
        assert "Requires improvement" in gap.finding.text
        if becomes == "action":
            assert made.record_id == differed.pk
        else:
            assert (made.origin.kind, made.origin.record_id, made.origin_number) == (
                Origin.Kind.INSPECTION,
                differed.pk,
                "1",
            )
            assert list(made.answers.values_list("finding", flat=True)) == [gap.finding_id]
        with pytest.raises(ValidationError, match="already"):
            raise_gap(gap, becomes=becomes, text="Again")
        with pytest.raises(ValidationError, match="no gap"):
            raise_gap(kept, becomes=becomes, text="Nothing")


def test_the_year_before_stands_beside_it(world: World, differed: Exercise) -> None:
    agreed(world, differed, 3, 2, 2)
    again = rating(world, before=differed, title="How good are we now?")
    rated(world, again, "chair", 2, 2, 3)
    again = agreed(world, shown(world, again), 2, 2, 3)
    with world.acting("lay"):
        rows, gone = year_on_year(again)
        assert [row.went for row in rows] == ["Better", "The same", "Worse"]
        assert gone == []


def test_it_is_taken_away_as_a_workbook_and_as_a_word_document(world: World, differed: Exercise) -> None:
    with world.acting("lay"):
        book = load_workbook(BytesIO(to_excel(differed)))
        word = WordFile(BytesIO(to_docx(differed)))
    apart, ratings, _ = book.worksheets
    assert [cell.value for cell in apart[2]][:4] == [1, "Governance", "Members challenge each other", 3]
    assert {row[3].value for row in ratings.iter_rows(min_row=2)} == {
        "Chair Person", "Manager Person", world.police.name, world.health.name,
    }  # fmt: skip
    written = "\n".join(p.text for p in word.paragraphs)
    assert "4 of 6 raters" in written
    assert "Lay Person" in written


def test_statements_come_in_from_excel_all_or_none_and_the_row_is_named(world: World) -> None:
    heads = ("Theme", "Grade", "Statement", "Source")
    good = to_xlsx(
        "x", heads, [("Voice", "Outstanding", "Children sit on the board", "Own"), ("Voice", "", "They vote", "")]
    )
    bad = to_xlsx("x", heads, [("Voice", "Splendid", "They chair", ""), ("", "Good", "No theme", "")])
    with world.acting("manager"):
        assert take_statements(world.north, "LSCB", good) == 2
        assert take_statements(world.north, "LSCB", good) == 0
        grades = dict(Statement.objects.filter(partnership=world.north).values_list("text", "grade"))
        assert grades == {"Children sit on the board": 1, "They vote": 2}
        with pytest.raises(ValidationError) as refused:
            take_statements(world.north, "LSCB", bad)
        assert [told.split(":")[0] for told in refused.value.messages] == ["Row 2", "Row 3"]
        assert take_statements(world.north, "LSCB", template(world.north, "LSCB")) == 0
        for data, told in ((b"", "empty"), (b"PK\x03\x04 no book", "not a spreadsheet"), (b"a,b\n1,2\n", "headings")):
            with pytest.raises(ValidationError, match=told):
                take_statements(world.north, "LSCB", data)
        assert Statement.objects.filter(partnership=world.north).count() == 2


def test_an_exercise_that_is_given_up_shows_nobody_what_was_rated(world: World) -> None:
    exercise = rating(world)
    rated(world, exercise, "nurse", 2, 2, 2)
    with world.acting("manager"):
        take_step(exercise, "give_up", note="The framework changed")
        assert Rating.objects.count() == 0
        assert differing(Exercise.objects.get(pk=exercise.pk)) == []
