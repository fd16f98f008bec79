"""An agency's chronology is read from the files people have, every row with its place, and nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.kernel.chronology.model import Seen
from goldenthread.reading.chronology.reader import read_chronology
from goldenthread.reading.errors import UnreadableDocument

from .making import as_csv, as_docx, as_ods, as_xlsx

HEADS = ["Date of contact", "Time", "Agency", "Who was seen", "Child seen? (Y/N)", "Event", "Action taken", "Analysis"]
LINE = ["4/3/16", "10:30", "Health visiting", "Mother", "Y", "Home visit", "Weighed", "Late"]


def test_a_workbook_is_read_with_the_cell_of_each_event() -> None:
    rows = [["Chronology of child A"], [], HEADS, [date(2016, 3, 4), *LINE[1:]], [], ["March 2016", *LINE[1:]]]
    read = read_chronology(as_xlsx({"HV": rows}), "hv.xlsx")
    first, second = read.rows
    assert str(first.place) == "hv.xlsx, sheet “HV”, cell F4"
    assert (first.when.day, f"{first.when.at}") == (date(2016, 3, 4), "10:30:00")
    assert (first.agency, first.who, first.seen, first.event) == ("Health visiting", "Mother", Seen.YES, "Home visit")
    assert (first.action, first.comment) == ("Weighed", "Late")
    assert second.place.cell == "F6"
    assert [(one.text, one.problem) for one in read.unread] == [
        ("Chronology of child A", "It stands above the headings.")
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "docx", "csv"])
def test_every_kind_of_file_says_the_same(kind: str) -> None:
    rows = [HEADS, LINE, ["circa May 2016", "", *LINE[2:]]]
    made = {
        "xlsx": lambda: as_xlsx({"Sheet1": rows}), "ods": lambda: as_ods("Sheet1", rows),
        "docx": lambda: as_docx([("", rows)]), "csv": lambda: as_csv(rows),
    }  # fmt: skip
    read = read_chronology(made[kind](), f"made.{kind}")
    assert [(row.event, row.when.first, row.seen) for row in read.rows] == [
        ("Home visit", date(2016, 3, 4), Seen.YES),
        ("Home visit", date(2016, 5, 1), Seen.YES),
    ]
    assert read.unread == ()


def test_an_old_workbook_is_read_too() -> None:
    """old.xls was written once by a library that writes Excel 97: no tool of the tests does."""
    read = read_chronology((Path(__file__).parent / "old.xls").read_bytes(), "old.xls")
    assert [(row.when.first, row.seen, row.place.cell) for row in read.rows] == [
        (date(2016, 3, 4), Seen.NO, "C2"),
        (date(2016, 3, 1), Seen.NOT_SAID, "C3"),
    ]


def test_what_cannot_be_read_is_said_by_cell_with_the_cure_and_its_row_is_kept() -> None:
    rows = [
        HEADS,
        ["31/2/16", *LINE[1:]],
        ["4/3/16", "", "", "", "perhaps", "Call"],
        ["", "", "", "", "", "Second call"],
    ]
    read = read_chronology(as_xlsx({"Sheet1": rows}), "Health visiting.xlsx", agency="Health")
    assert [row.event for row in read.rows] == ["Home visit", "Call", "Second call"]
    said = [str(one) for one in read.unread]
    assert said[0].startswith("Health visiting.xlsx, sheet “Sheet1”, cell A2 ('31/2/16'): There is no day 31")
    assert said[1].endswith("cell E3 ('perhaps'): It says neither seen nor not seen. Write yes, no or alone.")
    assert "cell A4: There is no date: that of the row above was taken (4 March 2016)" in said[2]
    assert read.rows[2].when.day == date(2016, 3, 4)
    assert ("Child seen? (Y/N)", "perhaps") in read.rows[1].other


def test_columns_without_a_known_heading_are_kept_beside_the_row() -> None:
    rows = [["Date", "Event", "Mood", ""], ["4/3/16", "Visit", "calm", "stray"]]
    row = read_chronology(as_xlsx({"Sheet1": rows}), "a.xlsx").rows[0]
    assert row.other == (("Mood", "calm"), ("Column 4", "stray"))


@pytest.mark.parametrize(
    ("heads", "kinds"),
    [
        (["Date", "Significant event", "Outcome"], {"date", "event", "action"}),
        (["Date/Time", "Source of information", "Details"], {"date", "agency", "event"}),
        (["When", "What happened", "Professional judgement"], {"date", "event", "comment"}),
        (["DATE", "PROFESSIONAL", "DESCRIPTION OF CONTACT", "Follow-up"], {"date", "professional", "event", "action"}),
        (["Start date", "End date", "Incident", "Baby seen"], {"date", "date_to", "event", "seen"}),
    ],
)
def test_columns_are_found_by_the_many_words_people_use(heads: list[str], kinds: set[str]) -> None:
    line = ["4/3/16" if "date" in head.lower() or head == "When" else "Visit" for head in heads]
    read = read_chronology(as_xlsx({"Sheet1": [heads, line]}), "a.xlsx")
    assert {kind for kind, _ in read.sheets[0].headings} == kinds
    assert len(read.rows) == 1


@pytest.mark.parametrize(
    ("sheet", "above", "given", "agency"),
    [
        ("Police", "", "", "Police"), ("Sheet1", "Agency: Children's social care", "", "Children's social care"),
        ("Sheet1", "", "", "school notes"), ("Police", "", "Kent-like Police", "Kent-like Police"),
    ],
)  # fmt: skip
def test_whose_it_is_is_said_by_the_caller_a_line_above_the_sheet_or_the_file(sheet, above, given, agency) -> None:
    rows = [[above], ["Date", "Event"], ["4/3/16", "Visit"]]
    read = read_chronology(as_xlsx({sheet: rows}), "school_notes.xlsx", agency=given)
    assert read.rows[0].agency == agency


def test_a_word_table_over_several_pages_is_one_chronology_and_a_sheet_of_notes_is_told() -> None:
    tables = [
        ("Agency: Health", [["Date", "Event"], ["4/3/16", "Visit"]]),
        ("", [["5/3/16", "Call"], ["Date", "Event"], ["6/3/16", "Letter"]]),
        ("Key", [["HV", "Health visitor"], ["SW", "Social worker"]]),
    ]
    read = read_chronology(as_docx(tables), "a.docx")
    assert [row.event for row in read.rows] == ["Visit", "Call", "Letter"]
    assert {row.agency for row in read.rows} == {"Health"}
    assert read.rows[1].place.sheet == "table 2"
    assert [one.problem for one in read.unread] == [
        "No columns of a chronology are headed in table 3: it was left out."
    ]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"  ", "a.csv", "empty"),
        (as_xlsx({"Sheet1": [["Name", "Colour"], ["x", "y"]]}), "a.xlsx", "no_columns"),
        (as_xlsx({"Sheet1": [["Date", "Event"]]})[:900], "a.xlsx", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "a.png", "picture"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook".decode().encode("utf-16-le") + bytes(600),
            "a.xls",
            "damaged",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_of_a_chronology(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_chronology(data, name)
    assert refused.value.code == code
    assert "minutes" not in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("cell", "event", "seen"),
    [
        ("Y", "", Seen.YES), ("Yes - asleep", "", Seen.YES), ("N", "", Seen.NO), ("No - at nursery", "", Seen.NO),
        ("Seen alone", "", Seen.ALONE), ("not seen", "", Seen.NO), ("N/A", "", Seen.NOT_SAID),
        ("not alone", "", Seen.YES), ("", "Home visit, child seen alone", Seen.ALONE),
        ("", "Baby was not seen", Seen.NO), ("", "Letter sent", Seen.NOT_SAID), ("n/a", "Saw the child", Seen.YES),
    ],
)  # fmt: skip
def test_whether_the_child_was_seen_is_read_from_the_column_or_from_plain_words(cell, event, seen) -> None:
    rows = [["Date", "Child seen", "Event"], ["4/3/16", cell, event or "Visit"]]
    assert read_chronology(as_xlsx({"Sheet1": rows}), "a.xlsx").rows[0].seen is seen
