"""Tables as Excel and CSV: dates are dates, and nothing anyone typed is ever a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from goldenthread.publishing.spreadsheets import to_csv, to_xlsx

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DANGEROUS = ["=1+1", "+44 1632 960000", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("https://a.example")']


def sheet(made: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return etree.fromstring(packed.read("xl/worksheets/sheet1.xml"))


def strings(made: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        shared = etree.fromstring(packed.read("xl/sharedStrings.xml"))
    return ["".join(item.itertext()) for item in shared.findall("x:si", SPACE)]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_in_excel(text: str) -> None:
    made = to_xlsx("Actions", ["Text"], [[text]])
    assert not sheet(made).findall(".//x:f", SPACE)
    assert strings(made)[1].replace("_x000D_", "\r") == text  # how the format writes a carriage return


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_in_csv(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(to_csv(["Text"], [[text]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


def test_dates_are_dates_and_numbers_numbers_in_excel() -> None:
    made = sheet(to_xlsx("Actions", ["Due", "Age"], [[date(2026, 3, 3), 41]]))
    cells = made.findall(".//x:row", SPACE)[1].findall("x:c", SPACE)
    assert [cell.findtext("x:v", namespaces=SPACE) for cell in cells] == ["46084", "41"]
    assert not [cell for cell in cells if cell.get("t") == "s"]


def test_the_heading_row_stays_in_view_and_can_be_filtered() -> None:
    made = sheet(to_xlsx("Actions", ["A", "B"], [["x", "y"]]))
    assert made.find(".//x:pane", SPACE).get("ySplit") == "1"
    assert made.find("x:autoFilter", SPACE).get("ref") == "A1:B2"


def test_csv_opens_in_excel_with_its_accents() -> None:
    made = to_csv(["Name"], [["Siân"], [date(2026, 3, 3)]])
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig").splitlines() == ["Name", "Siân", "2026-03-03"]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_title_and_text_make_a_file(text: str) -> None:
    assert sheet(to_xlsx(text, [text], [[text]])) is not None
    assert to_csv([text], [[text]])


def test_an_empty_table_is_a_file_with_its_headings() -> None:
    assert strings(to_xlsx("Actions", ["A", "B"], [])) == ["A", "B"]


def test_a_moment_is_told_as_a_clock_in_london_showed_it() -> None:
    summer = datetime(2026, 4, 27, 8, 30, 59, tzinfo=UTC)
    assert to_csv(["Told"], [[summer]]).decode("utf-8-sig").splitlines()[1] == "2026-04-27 09:30"
    cell = sheet(to_xlsx("Told", ["Told"], [[summer], [date(2026, 4, 27)]])).findall(".//x:c", SPACE)
    moment, day = (float(one.findtext("x:v", namespaces=SPACE) or "") for one in cell[1:])
    assert round((moment - day) * 24 * 60) == 9 * 60 + 30
    assert cell[1].get("s") != cell[2].get("s")  # the one shows its time, the other none
