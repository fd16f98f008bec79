"""Marks: whose copy a file is stands on every page, sheet and slide, and what was there before is there still."""

from __future__ import annotations

import csv
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.enum.section import WD_SECTION
from lxml import etree
from pypdf import PdfReader, PdfWriter

from goldenthread.publishing.marking import MarkingTrouble, marked
from goldenthread.publishing.marking.office import SLIDE
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.pictures import as_png
from goldenthread.publishing.spreadsheets import to_xlsx
from tests.publishing.samples import SVG, whole

WORDS = "Copy for Łucja & Óengus “O’Dee”, 3 March 2026 at 09:15. CR-2026-001, sealed: do not pass on."


def lines(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(whole())


def test_every_page_of_a_pdf_says_whose_it_is_and_what_it_said(pdf: bytes) -> None:
    content, extension = marked(pdf, "pdf", WORDS)
    before, after = PdfReader(io.BytesIO(pdf)), PdfReader(io.BytesIO(content))
    assert extension == "pdf"
    assert len(after.pages) == len(before.pages) > 3
    for old, new in zip(before.pages, after.pages, strict=True):
        said = lines(new.extract_text())
        assert WORDS in said
        assert lines(old.extract_text())[:200] in said


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("moved", [0, 40])
def test_the_mark_stands_upright_within_what_a_viewer_shows(pdf: bytes, turn: int, moved: int) -> None:
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(pdf)).pages[0])
    page.rotate(turn)
    page.cropbox.lower_left = (moved, moved)
    made = io.BytesIO()
    writer.write(made)
    page = PdfWriter(clone_from=io.BytesIO(marked(made.getvalue(), "pdf", WORDS)[0])).pages[0]
    page.transfer_rotation_to_content()
    foot: list[tuple[float, float, tuple[float, ...]]] = []

    def look(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if "Copy" in text:
            a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            foot.append((x, y, (round(a, 2), round(b, 2))))

    page.extract_text(visitor_text=look)
    upright = [(x, y) for x, y, (a, b) in foot if a > 0 and b == 0]
    box = page.mediabox
    assert len(foot) >= 2
    assert len(upright) == 1
    assert float(box.left) <= upright[0][0] <= float(box.right)
    assert upright[0][1] - float(box.bottom) < 60


def test_a_pdf_with_a_password_or_without_its_end_is_refused_in_words(pdf: bytes) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("secret")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(MarkingTrouble, match="password"):
        marked(locked.getvalue(), "pdf", WORDS)
    with pytest.raises(MarkingTrouble, match="damaged"):
        marked(b"%PDF-1.7 and nothing %%EOF", "pdf", WORDS)


def test_a_picture_becomes_a_page_with_the_mark(pdf: bytes) -> None:
    content, extension = marked(as_png(SVG), "png", WORDS)
    page = PdfReader(io.BytesIO(content)).pages[0]
    assert extension == "pdf"
    assert WORDS in lines(page.extract_text())
    assert len(page.images) == 1
    with pytest.raises(MarkingTrouble, match="picture is damaged"):
        marked(b"\xff\xd8\xff and nothing", "jpg", WORDS)


def test_every_header_of_a_word_file_begins_with_the_mark() -> None:
    document = docx.Document()
    document.add_paragraph("What happened")
    document.sections[0].header.paragraphs[0].text = "Agency report"
    document.sections[0].different_first_page_header_footer = True
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    document.add_section(WD_SECTION.NEW_PAGE)
    made = io.BytesIO()
    document.save(made)
    after = docx.Document(io.BytesIO(marked(made.getvalue(), "docx", WORDS)[0]))
    first, own, linked = after.sections
    assert [p.text for p in first.header.paragraphs] == [WORDS, "Agency report"]
    assert first.first_page_header.paragraphs[0].text == WORDS
    assert own.header.paragraphs[0].text == WORDS
    assert linked.header.is_linked_to_previous
    assert after.paragraphs[0].text == "What happened"


def test_every_sheet_of_a_workbook_is_headed_by_the_mark_and_its_cells_stay() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Day", "What"])
    book.active.oddHeader.left.text = "Ours"
    book.active.merge_cells("A3:B3")
    book.create_sheet("Second").append(["=1+1", "Seen at home"])
    made = io.BytesIO()
    book.save(made)
    after = openpyxl.load_workbook(io.BytesIO(marked(made.getvalue(), "xlsx", WORDS)[0]))
    assert [sheet.oddHeader.center.text.replace("&&", "&") for sheet in after] == [WORDS] * 2
    assert after["Second"]["A1"].value == "=1+1"
    assert [str(area) for area in after.worksheets[0].merged_cells.ranges] == ["A3:B3"]


def test_a_workbook_of_ours_is_marked_too() -> None:
    made = to_xlsx("Rows", ("One", "Two"), ((1, "a"), (2, "b")))
    after = openpyxl.load_workbook(io.BytesIO(marked(made, "xlsx", WORDS)[0]))
    assert {sheet.oddHeader.center.text.replace("&&", "&") for sheet in after} == {WORDS}


def test_every_slide_has_the_mark_in_a_box_of_its_own() -> None:
    group = '<p:nvGrpSpPr><p:cNvPr id="7" name=""/></p:nvGrpSpPr>'
    slide = f'<p:sld xmlns:p="{SLIDE}"><p:cSld><p:spTree>{group}</p:spTree></p:cSld></p:sld>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<same/>")
        for number in (1, 2):
            archive.writestr(f"ppt/slides/slide{number}.xml", slide)
    with zipfile.ZipFile(io.BytesIO(marked(made.getvalue(), "pptx", WORDS)[0])) as after:
        for number in (1, 2):
            root = etree.fromstring(after.read(f"ppt/slides/slide{number}.xml"))
            assert "".join(root.itertext()).strip() == WORDS
            assert [one.get("id") for one in root.iter(f"{{{SLIDE}}}cNvPr")] == ["7", "8"]
        assert after.read("ppt/presentation.xml") == b"<same/>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_begins_with_the_mark_and_a_table_ends_with_it(encoding: str) -> None:
    words = WORDS.replace("Ł", "L")
    text = marked("Seen at café".encode(encoding), "txt", words)[0].decode(encoding)
    assert text.startswith(words)
    assert text.endswith("Seen at café")
    table = marked('Day,What\r\n"3 March","café"'.encode(encoding), "csv", words)[0].decode(encoding)
    assert list(csv.reader(io.StringIO(table))) == [["Day", "What"], ["3 March", "café"], [words]]


def test_a_kind_without_a_place_for_it_says_so() -> None:
    with pytest.raises(MarkingTrouble, match=r"\.zip file has no place"):
        marked(b"PK", "zip", WORDS)
    for kind in ("docx", "xlsx", "pptx"):
        with pytest.raises(MarkingTrouble, match="damaged"):
            marked(b"PK nothing", kind, WORDS)
