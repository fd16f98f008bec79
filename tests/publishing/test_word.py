"""A document as a Word file, read back: what assistive technology needs is really there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document as WordFile
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from goldenthread.publishing.documents import Bullets, Column, Figure, Paragraph, Section, Table, Words
from goldenthread.publishing.word import to_word
from tests.publishing.samples import SVG, document, whole


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_word(whole())


@pytest.fixture(scope="module")
def word(made: bytes) -> WordFile:
    return docx.Document(io.BytesIO(made))


def test_headings_are_words_own_headings_in_order(word: WordFile) -> None:
    found = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert found == ["Agenda", "Action log", "Figures", "Nothing here", "Paper 1: Report", "Paper 2: Briefing"]
    assert word.paragraphs[1].style.name == "Title"


def test_heading_levels_never_skip(word: WordFile) -> None:
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_the_first_row_of_a_table_is_marked_as_its_head_and_repeats(word: WordFile) -> None:
    table = next(table for table in word.tables if len(table._tbl.tr_lst) == 301)
    properties = table.rows[0]._tr.trPr
    assert properties.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Reference", "Action", "Due"]
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_no_row_breaks_across_two_pages(word: WordFile) -> None:
    for row in (row for table in word.tables for row in table._tbl.tr_lst):
        assert len(row.trPr.findall(qn("w:cantSplit"))) == 1


def test_the_first_column_is_marked_where_it_names_the_row(word: WordFile) -> None:
    table = next(table for table in word.tables if len(table._tbl.tr_lst) == 301)
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


def test_every_row_is_there(word: WordFile) -> None:
    table = next(table for table in word.tables if len(table._tbl.tr_lst) == 301)
    texts = ["".join(node.text or "" for node in row.iter(qn("w:t"))) for row in table._tbl.tr_lst]
    assert texts[300] == "WSCP-299Action number 299 of the partnership3 Mar 2026"


def test_the_language_is_british_english_and_the_properties_say_what_it_is(word: WordFile) -> None:
    said = {node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))}
    assert said == {"en-GB"}
    assert word.core_properties.title == "Pack: Strategic board"
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.author == "Wealdshire Safeguarding Children Partnership"


def test_pictures_have_their_alternative_even_when_they_were_drawings(word: WordFile) -> None:
    described = [node.get("descr") for node in word.element.iter(qn("wp:docPr"))]
    assert described == ["A bar that shows sixty"]


def test_the_footer_counts_pages_and_the_header_carries_the_marking(word: WordFile) -> None:
    footer = "".join(node.text or "" for node in word.sections[0].footer._element.iter(qn("w:instrText")))
    assert footer.split() == ["PAGE", "NUMPAGES"]
    assert "OFFICIAL-SENSITIVE" in word.sections[0].header.paragraphs[0].text


def test_the_contents_is_a_field_whose_links_all_lead_somewhere(word: WordFile) -> None:
    body = word.element.body
    assert any("TOC" in (node.text or "") for node in body.iter(qn("w:instrText")))
    anchors = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    names = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    assert len(anchors) == 6
    assert set(anchors) <= names
    begun = [node.get(qn("w:fldCharType")) for node in body.iter(qn("w:fldChar"))]
    assert begun == ["begin", "separate", "end"]


def test_all_parts_are_well_formed(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))  # raises where it is not


def test_each_numbered_list_counts_from_one() -> None:
    lists = (Bullets(("a", "b"), numbered=True), Paragraph("between"), Bullets(("c",), numbered=True))
    word = docx.Document(io.BytesIO(to_word(document(*lists))))
    numbers = {p.text: p._p.pPr.numPr.numId.val for p in word.paragraphs if p.text in ("a", "b", "c")}
    assert numbers["a"] == numbers["b"] != numbers["c"]


def test_a_part_with_a_wide_table_lies_on_its_side_title_and_all_and_the_next_one_does_not() -> None:
    columns = tuple(Column(f"Heading{n:02d}long") for n in range(9))
    wide = Table("Wide", columns, (("x",) * 9,))
    made = replace(
        document(),
        sections=(Section("Two", (wide, Paragraph("between"), wide)), Section("Third", (wide,)), Section("Plain")),
    )
    word = docx.Document(io.BytesIO(to_word(made)))
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]
    on_its_side = {p.text for p in word.sections[1].iter_inner_content() if isinstance(p, WordParagraph)}
    assert {"Two", "between", "Third"} <= on_its_side
    assert "Plain" not in on_its_side


def test_what_is_said_above_stands_at_the_left_and_at_the_right() -> None:
    """The style's own stop, in the middle, would be the first that a tab comes to."""
    word = docx.Document(io.BytesIO(to_word(document(Paragraph("x")))))
    for line in (word.sections[0].header.paragraphs[0], word.sections[0].footer.paragraphs[0]):
        assert list(line.style.paragraph_format.tab_stops) == []
        assert [stop.alignment for stop in line.paragraph_format.tab_stops] == [WD_TAB_ALIGNMENT.RIGHT]


def test_strong_words_and_line_breaks_are_kept() -> None:
    word = docx.Document(io.BytesIO(to_word(document(Paragraph((Words("one\ntwo "), Words("three", strong=True)))))))
    line = next(p for p in word.paragraphs if "three" in p.text)
    assert line.text == "one\ntwo three"
    assert [run.bold for run in line.runs] == [None, True]


def test_a_drawing_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        to_word(document(Figure(SVG[:40], "Cut short")))
