"""Files, pasted cells and programs: real files in and out, messages by cell, and nothing half written."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.processes.measures.returns.intake.reading import read_file, read_pasted
from goldenthread.processes.measures.returns.intake.rows import IntakeRefused, cell_name
from goldenthread.processes.measures.returns.intake.taking import take_cells
from goldenthread.processes.measures.returns.intake.template import to_template
from goldenthread.processes.measures.returns.models import Form
from goldenthread.processes.measures.returns.numbers import NotANumber, read_number
from tests.web.test_access import client_for
from tests.world import World

from .desk import lines, opened, schedule


@pytest.fixture
def form(world: World) -> Form:
    with world.acting("manager"):
        schedule(world)
    made: Form = opened(world)[world.council].form
    return made


def filled(form: Form, change: Callable[[Any], None]) -> bytes:
    """The template, opened and changed as a person would in Excel, and saved."""
    book = load_workbook(io.BytesIO(to_template(form, list(form.lines.all()))))
    change(book["Return"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def good(sheet: Any) -> None:
    sheet["E7"], sheet["E8"], sheet["H8"] = 12, 40, date(2026, 3, 31)
    sheet["E9"], sheet["F9"], sheet["K9"] = 18, 20, "As asked"


def refused(form: Form, data: bytes) -> list[str]:
    """What stood against it; and nothing was kept."""
    with pytest.raises(IntakeRefused) as wrong:
        take_cells(form, read_file("return.xlsx", data))
    assert not any(line.answered for line in form.lines.all())
    return [f"{where}: {what}" if where else what for where, what in wrong.value.problems]


def test_the_template_comes_back_filled_in_and_twice_is_the_same_as_once(world: World, form: Form) -> None:
    with world.acting("team_manager"):
        data = filled(form, good)
        for _ in range(2):
            assert take_cells(form, read_file("x.xlsx", data)) == 3
        found = lines(form)
        assert (found["missing"].value, found["plans"].counted_on) == (12, date(2026, 3, 31))
        assert (found["visits"].figure, found["visits"].note) == (90, "As asked")
        again = load_workbook(io.BytesIO(to_template(form, list(form.lines.all()))))["Return"]
        assert (again["E7"].value, again["F9"].value) == (12, 20)
        assert again.protection.sheet
        assert again["A7"].protection.locked
        assert not again["E7"].protection.locked
        assert again.data_validations.dataValidation


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("E7", "twelve", "Sheet 'Return', cell E7: 'twelve' is not a number. Write figures, such as 12."),
        ("E7", -3, "Sheet 'Return', cell E7: -3 is below nought."),
        ("E7", 1.5, "Sheet 'Return', cell E7: 1.5 is not a whole number."),
        ("E7", date(2026, 3, 1), "Sheet 'Return', cell E7: 1 March 2026 is a date, not a number."),
        ("E9", 21, "Sheet 'Return', cell E9: 21 of 20 is more than the whole."),
        ("F7", 9, "Sheet 'Return', cell F7: Missing is a plain number: it is not out of anything."),
        ("G7", "dunno", "Sheet 'Return', cell G7: 'dunno' is none of: Not available"),
        ("H8", 46112, "Sheet 'Return', cell H8: 46112 is the number by which a spreadsheet stores a date."),
        ("H8", date(2026, 4, 1), "Sheet 'Return', cell H8: 1 April 2026 does not lie in Quarter 4 2025-26."),
        ("H8", "31 February", "Sheet 'Return', cell H8: '31 February' is not a date."),
        ("I7", "perhaps", "Sheet 'Return', cell I7: 'perhaps' is neither yes nor no."),
        ("A7", "other", "Sheet 'Return', cell A7: 'other' is not asked of Northshire County Council in this return."),
        ("A8", "missing", "Sheet 'Return', cell A8: 'missing' stands here a second time."),
        ("B4", "Quarter 3 2025-26", "Sheet 'Return', cell B4: This file is for 'Quarter 3 2025-26'"),
        ("B3", "Twinshires Police", "Sheet 'Return', cell B3: This file is for 'Twinshires Police'"),
    ],
)
def test_what_does_not_hold_is_told_by_its_cell_and_nothing_is_kept(
    world: World, form: Form, cell: str, value: Any, message: str
) -> None:
    def wrong(sheet: Any) -> None:
        good(sheet)
        if cell == "H8" and isinstance(value, int):
            sheet["H8"].number_format = "0"
        sheet[cell] = value
        if cell == "H8" and isinstance(value, int):
            sheet["H8"].number_format = "0"

    with world.acting("team_manager"):
        told = refused(form, filled(form, wrong))
        assert any(one.startswith(message) for one in told), told


def test_every_message_comes_at_once(world: World, form: Form) -> None:
    def wrong(sheet: Any) -> None:
        good(sheet)
        sheet["E7"], sheet["E8"] = "x", "y"

    with world.acting("team_manager"):
        assert len(refused(form, filled(form, wrong))) == 2


def test_merged_cells_are_refused_by_name(world: World, form: Form) -> None:
    def merge(sheet: Any) -> None:
        good(sheet)
        sheet.merge_cells("E7:E8")

    with world.acting("team_manager"):
        assert refused(form, filled(form, merge)) == [
            "Cells E7:E8: These cells are merged. Unmerge them, so that each figure has one cell."
        ]


def test_the_error_of_a_formula_does_not_pass_for_an_empty_cell(world: World, form: Form) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, ("Code", "Figure, or how many"))
        sheet.write_string(1, 0, "missing")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    with world.acting("team_manager"):
        (told,) = refused(form, out.getvalue())
        assert told.startswith("Sheet 'Return', cell B2: #DIV/0! is the error of a formula.")


def test_too_much_too_large_empty_or_no_table_is_refused_in_words(world: World, form: Form) -> None:
    million = b"code,value\n" + b"missing,1\n" * 300_000
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Return")
        for row in range(3000):
            sheet.write_number(row, 0, row)
    with world.acting("team_manager"):
        assert "2,001 rows or more" in refused(form, million)[0]
        assert "3,000 rows or more" in refused(form, out.getvalue())[0]
        assert "larger than 5 MB" in refused(form, b"x" * 6_000_000)[0]
        assert refused(form, b"  ") == ["The file is empty."]
        assert "not a spreadsheet" in refused(form, b"PK\x03\x04 nonsense")[0]
        assert "neither a spreadsheet" in refused(form, b"\x00\x01\x02")[0]
        assert "No row of headings" in refused(form, b"a,b\n1,2\n")[0]


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_pasted_cells_and_csv_are_the_same_way_in(world: World, form: Form, separator: str) -> None:
    rows = [
        ["Code", "value", "Out of how many", "Note"],
        ["missing", "12", "", ""],
        ["visits", "18", "20", "x"],
    ]
    with world.acting("team_manager"):
        assert take_cells(form, read_pasted("\n".join(separator.join(row) for row in rows))) == 2
        assert lines(form)["visits"].figure == 90
        with pytest.raises(IntakeRefused, match="Line 2, column 2: 'twelve' is not a number"):
            take_cells(form, read_pasted(f"code{separator}value\nmissing{separator}twelve"))


def test_by_the_page_a_file_is_taken_or_told_what_is_wrong(world: World, form: Form) -> None:
    client = client_for(world, "team_manager")
    address = reverse("return_file", args=["north", form.record_id])
    template = client.get(reverse("return_template", args=["north", form.record_id]))
    assert template["Content-Disposition"].endswith('.xlsx"')
    with world.acting("team_manager"):
        right, wrong = filled(form, good), filled(form, lambda sheet: sheet.__setitem__("E7", "twelve"))
    bad = client.post(address, {"file": SimpleUploadedFile("r.xlsx", wrong)})
    assert bad.status_code == 422
    assert "cell E7" in bad.content.decode()
    assert client.post(address, {}).status_code in (200, 422)
    taken = client.post(address, {"file": SimpleUploadedFile("r.xlsx", right)})
    assert taken["Location"] == reverse("return_check", args=["north", form.record_id])
    assert client_for(world, "nurse").get(address).status_code == 404


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.none(), st.booleans(), st.dates()))
def test_a_cell_is_a_sound_number_or_nothing_or_refused_in_words(value: Any) -> None:
    number, told = None, "."
    try:
        number = read_number(value)
    except NotANumber as wrong:
        told = str(wrong)
    assert told.endswith(".")
    assert number is None or (number.is_finite() and abs(number) <= 10**12)


@given(st.integers(min_value=0, max_value=10**9), st.booleans())
def test_a_whole_number_is_read_as_it_is_however_it_is_grouped(number: int, grouped: bool) -> None:
    assert read_number(f"{number:,}" if grouped else str(number)) == number


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=16000))
def test_cells_are_named_as_a_spreadsheet_names_them(row: int, column: int) -> None:
    assert cell_name(row, column) == xlsxwriter.utility.xl_rowcol_to_cell(row, column)
