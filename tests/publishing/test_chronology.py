"""A merged chronology as Word, PDF, HTML and Excel: on its side, by date, with conflicts and gaps in words."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import openpyxl

from goldenthread.kernel.chronology.merging import Merged, merge
from goldenthread.kernel.chronology.model import Place, Precision, Row, Seen, Unread, When
from goldenthread.publishing.chronology import chronology_document, chronology_workbook, marks
from goldenthread.publishing.html import to_html
from goldenthread.publishing.word import to_word

DAY = date(2016, 3, 4)


def _row(agency: str, days: int, event: str, **values) -> Row:
    day = DAY + timedelta(days=days)
    return Row(
        agency, When(f"{day}", day, day, precision=Precision.DAY), event, Place("f.xlsx", "", days + 2), **values
    )


def chronology() -> Merged:
    rows = [
        _row("Police", 0, "Joint home visit about bruise on left cheek", seen=Seen.YES, action="Photographs taken"),
        _row("Social care", 0, "Joint visit at home: bruising on left cheek", seen=Seen.NO, comment="Weekend duty"),
        _row("School", 2, "Head teacher rang the police about shouting", professional="Head teacher"),
        _row("School", 9, "=HYPERLINK(1) Letter home", other=(("Mood", "anxious"),)),
        _row("School", 300, "Moved school"),
    ]
    place = Place("f.xlsx", "sheet “HV”", 4, "A4")
    return merge(rows, unread=[Unread(place, "31/2/16", "There is no day 31 in February 2016.", "Check the date.")])


def test_the_word_file_lies_on_its_side_and_says_in_words_what_to_look_at() -> None:
    made = chronology_document(chronology(), title="Child A", made_by="Wealdshire partnership")
    word = docx.Document(io.BytesIO(to_word(made)))
    table = word.tables[-1] if len(word.tables[-1].columns) == 6 else word.tables[-2]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Date", "Agency", "What happened", "Action and comment", "Child seen", "To look at"]
    assert rows[1][0] == "4 March 2016"
    assert "PERHAPS ONE EVENT, told by 2 agencies." in rows[1][5]
    assert "CONFLICT: They differ on whether the child was seen" in rows[1][5]
    assert rows[2][5] == "Event 1, continued"
    assert any(row[5] == "GAP" and row[2].startswith("GAP: Nobody records anything for 290 days") for row in rows)
    assert any(section.orientation == 1 for section in word.sections)
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Event 1: They differ on whether the child was seen" in text
    assert "cell A4 ('31/2/16'): There is no day 31 in February 2016. Check the date." in text
    for section in word.sections:
        line = section.header.paragraphs[0]
        assert line.text.endswith("\tOFFICIAL-SENSITIVE")
        # On its side the page is wider, and so is its head: the marking stands at the right edge of each.
        room = section.page_width - section.left_margin - section.right_margin
        assert line.paragraph_format.tab_stops[-1].position == room
        assert "PAGE" in section.footer._element.xml


def test_every_entry_is_in_every_edition_as_it_was_written() -> None:
    merged = chronology()
    made = chronology_document(merged, title="Child A", made_by="Wealdshire partnership")
    page, word = to_html(made), docx.Document(io.BytesIO(to_word(made)))
    text = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for row in merged.rows:
        assert row.event in text
        assert row.event in page


def test_the_workbook_holds_entries_agencies_side_by_side_conflicts_gaps_and_what_was_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(chronology_workbook(chronology(), title="Child A")))
    assert [name.split(" ", 1)[1] for name in book.sheetnames] == [
        "Chronology", "By agency", "Conflicts", "Gaps", "Not read",
    ]  # fmt: skip
    entries, side, conflicts, gaps, unread = (list(sheet.values) for sheet in book)
    assert len(entries) == 6
    assert entries[4][6] == "=HYPERLINK(1) Letter home"  # as text: strings are never formulas
    assert side[0] == ("Event", "Date", "Police", "School", "Social care", "To look at")
    assert [bool(text) for text in side[1][2:5]] == [True, False, True]
    assert len(conflicts) == 2
    assert [row[4].split(" ")[0] for row in gaps[1:]] == ["Nobody"]
    assert unread[1][0] == "f.xlsx, sheet “HV”, cell A4"


def test_a_contact_without_a_trace_is_marked_beside_the_entry_that_tells_of_it() -> None:
    rows = [_row("School", 0, "Head teacher rang the police"), _row("Police", 40, "Patrol")]
    found = marks(merge(rows))
    assert found[1] == ["NO TRACE: School tells of a contact with Police on 4 March 2016; Police has no entry within "
                        "3 days of it."]  # fmt: skip
    assert found[2] == []


def test_an_empty_chronology_says_so() -> None:
    page = to_html(chronology_document(merge([]), title="Child A", made_by="Wealdshire partnership"))
    assert "No chronology has been brought in yet." in page
    assert "No dates" in page
