"""Surveys: counts come in whole or not at all, waves are held against each other, non-response is shown."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.processes.governance.voice import showing
from goldenthread.processes.governance.voice.models import Count, Survey, Wave
from goldenthread.processes.governance.voice.surveying import Given, ask_question, count_wave, plan_survey
from goldenthread.processes.governance.voice.taking import read_counts, template_of
from tests.world import World, owner

from . import asked


def filled(made: Survey, *changes: tuple[str, Any]) -> bytes:
    """The survey's own sheet with 20 in every cell and 200 asked, but for the cells named."""
    book = openpyxl.load_workbook(BytesIO(template_of(made)))
    sheet: Any = book.active
    for row in sheet.iter_rows(min_row=2, min_col=3):
        for cell in row:
            cell.value = 200 if cell.row == 2 else 20
    for name, value in changes:
        sheet[name] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheet_goes_out_is_filled_in_and_comes_back(world: World) -> None:
    with world.acting("manager"):
        made = asked.survey(world)
        row = count_wave(asked.wave(made), read_counts(made, "counts.xlsx", filled(made, ("C3", 35))))
        questions = list(made.questions.all())
        assert [one.words for one in showing.columns(row, questions[0])[0].shares] == [
            "35 (47%, 36% to 58%)", "20 (27%, 18% to 38%)", "20 (27%, 18% to 38%)",
        ]  # fmt: skip
        north = showing.columns(row, questions[0])[0]
        assert (north.asked, north.of, north.silent) == (200, 75, 125)


def test_a_file_of_comma_separated_values_says_the_same(world: World) -> None:
    with world.acting("manager"):
        made = asked.survey(world)
        lines = [
            "Question;Answer;North;South;East",
            "How many were asked;;100;100;100",
            "do you feel  safe?;YES;10;11;12",
        ]
        found = read_counts(made, "c.csv", "\r\n".join(lines).encode("utf-8-sig"))
        assert [(one.answer, one.group, one.people) for one in found][3:] == [
            ("Yes", "North", 10), ("Yes", "South", 11), ("Yes", "East", 12),
        ]  # fmt: skip


BAD = {
    "C3": ("many", "Cell C3: 'many' is not a whole number"),
    "D4": (-2, "Cell D4: '-2"),
    "E5": (2.5, "Cell E5: '2.5' is not a whole number"),
    "A3": ("Do you?", "Cell A3: 'Do you?' is no question"),
    "B4": ("Perhaps", "Cell B4: 'Perhaps' is no answer"),
    "C1": ("Nowhere", "Cell C1: 'Nowhere' is no group"),
    "C2": (10, "North, question 1: 60 answers of 10 asked"),
}


@pytest.mark.parametrize(("cell", "value", "said"), [(cell, *rest) for cell, rest in BAD.items()])
def test_a_cell_that_cannot_be_is_named_and_nothing_is_written(world: World, cell: str, value: Any, said: str) -> None:
    with world.acting("manager"):
        made = asked.survey(world)
        row = asked.wave(made)
        with pytest.raises(ValidationError) as refused:
            count_wave(row, read_counts(made, "counts.xlsx", filled(made, (cell, value))))
        assert said in " ".join(refused.value.messages)
        assert not Count.objects.exists()
        row.refresh_from_db()
        assert row.shown == {}


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_table_is_refused_in_words(world: World, data: bytes) -> None:
    with world.acting("manager"), pytest.raises(ValidationError, match=r"empty|spreadsheet"):
        read_counts(asked.survey(world), "x", data)


def test_waves_are_held_against_each_other_or_said_to_be_too_few(world: World) -> None:
    with world.acting("manager"):
        made, before = asked.counted(world)
        first, _ = made.questions.all()
        rows = [
            Given(one.question, one.answer, one.group, 60 if one.answer == "Yes" else one.people)
            for one in asked.given(made)
        ]
        after = count_wave(asked.wave(made, "Autumn", 9), rows)
        yes, no, _ = showing.changes(first, before, after)
        assert yes.words == "Higher, by more than chance would give"
        assert no.words == "Lower, by more than chance would give"
        few = count_wave(asked.wave(made, "Winter", 11), asked.given(made, people=1))
        assert {one.words for one in showing.changes(first, after, few)} == {"Withheld in one of the waves"} or all(
            "Too few" in one.words for one in showing.changes(first, after, few)
        )


def test_what_is_taken_away_says_no_more_than_what_is_shown(world: World) -> None:
    with world.acting("manager"):
        made, row = asked.counted(world)
        row = count_wave(row, asked.given(made, North=1))
        lines = list(showing.rows_of(made, [row], list(made.questions.all())))
        assert "North" not in {line[5] for line in lines}
        assert all(isinstance(line[6], int) or line[6] == "c" for line in lines)


def test_counts_are_given_anew_as_a_whole_and_two_at_once_lose_nothing(world: World) -> None:
    with world.acting("manager"):
        made, row = asked.counted(world)
        seen = row.version
        count_wave(row, asked.given(made, people=30), expected_version=seen)
        assert set(Count.objects.filter(question__isnull=False).values_list("people", flat=True)) == {30}
        with pytest.raises(StaleEdit):
            count_wave(row, asked.given(made), expected_version=seen)


def test_once_counted_the_questions_stay_as_they_are(world: World) -> None:
    with world.acting("manager"):
        made, _ = asked.counted(world)
        with pytest.raises(ValidationError, match="stay the same"):
            ask_question(made, text="And now?", kind="yes_no")


def test_counts_are_for_those_who_oversee_and_what_is_shown_for_everyone(world: World) -> None:
    with world.acting("manager"):
        asked.counted(world)
    for name in world.everyone:
        with world.acting(name):
            assert Count.objects.exists() is (name in {"manager", "clerk", "chair"}), name
            here = name not in {"southerner", "south_manager", "outsider"}
            assert Wave.objects.exclude(shown={}).exists() is here, name
    with owner(), world.acting("nurse"):
        assert not Count.objects.exists()
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        plan_survey(partnership=world.north, title="Another", asked_of="Everyone")
