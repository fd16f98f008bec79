"""Papers merged into a document: pages as they are, Word text as text, and plain words where a file cannot be read."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from goldenthread.publishing.documents import Attached, Document, Section
from goldenthread.publishing.html import to_html
from goldenthread.publishing.overlay import FRAME, fitting, sheet_for
from goldenthread.publishing.papers import PDF, WORD
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word
from tests.publishing.samples import locked_pdf, paper, plain_pdf, read, saved, squeezed, text_of, word_paper


def with_papers(*files: tuple[bytes, str]) -> Document:
    return Document(
        title="Pack",
        marking="FOR MEMBERS",
        sections=tuple(
            Section(f"Paper {n}: Title {n}", (Attached(*file, f"Title {n}", f"Paper {n}"),), new_page=True)
            for n, file in enumerate(files, start=1)
        ),
    )


def sheets(made: PdfReader) -> list[int]:
    return [n for n, page in enumerate(made.pages) if "/MergedPaper" in page["/Resources"].get("/XObject", {})]


def alternatives(made: PdfReader) -> list[str]:
    """The text alternatives of all figures, in the order of the tag tree."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, DictionaryObject):
            if node.get("/S") == "/Figure":
                found.append(str(node["/Alt"]))
            walk(node.get("/K", []))

    walk(made.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_pages_of_papers_follow_with_continuous_numbers_and_their_text_can_be_selected() -> None:
    made = read(to_pdf(with_papers((paper("Zebra", "Yak"), PDF), (paper("Gnu"), PDF))))
    texts = [squeezed(page.extract_text()) for page in made.pages]
    found = sheets(made)
    assert found == list(range(found[0], found[0] + 3))
    for place, word in zip(found, ("Zebra", "Yak", "Gnu"), strict=True):
        assert f"About {word}" in texts[place]
        assert f"Page {place + 1} of {len(texts)}" in texts[place]
        assert "FOR MEMBERS" in texts[place]
    assert "page 2 of 2 of this paper" in texts[found[1]]


def test_each_paper_has_its_bookmark_on_its_own_first_page() -> None:
    made = read(to_pdf(with_papers((paper("Zebra", "Yak"), PDF), (paper("Gnu"), PDF))))
    places = {item.title: made.get_destination_page_number(item) for item in made.outline}
    found = sheets(made)
    assert places == {"Paper 1: Title 1": found[0], "Paper 2: Title 2": found[2]}


def test_each_merged_page_is_a_tagged_figure_that_reads_out_the_page() -> None:
    made = read(to_pdf(with_papers((paper("Zebra", "Yak"), PDF))))
    first, second = alternatives(made)
    assert "page 1 of 2 of this paper" in first
    assert "About Zebra" in first
    assert "About Yak" in second
    for place in sheets(made):
        content = made.pages[place].get_contents().get_data()
        assert b"/MergedPaper Do" in content.split(b"/Alt", 1)[1].split(b"EMC", 1)[0]


def test_a_paper_leaves_no_places_of_its_own_tag_tree_behind() -> None:
    made = read(to_pdf(with_papers((paper("Zebra"), PDF))))
    drawing = made.pages[sheets(made)[0]]["/Resources"]["/XObject"]["/MergedPaper"]
    assert "/StructParents" not in drawing
    assert "/StructParents" in made.pages[sheets(made)[0]]


def test_pdf_ua_is_declared_only_while_every_font_travels_with_the_file() -> None:
    declared = b"pdfuaid:part>1<"
    kept = read(to_pdf(with_papers((paper("Zebra"), PDF))))
    withdrawn = read(to_pdf(with_papers((paper("Zebra"), PDF), (plain_pdf("Plain"), PDF))))
    assert declared in kept.trailer["/Root"]["/Metadata"].get_data()
    assert declared not in withdrawn.trailer["/Root"]["/Metadata"].get_data()
    assert withdrawn.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Plain" in withdrawn.pages[-1].extract_text()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(("width", "height"), [(595, 842), (842, 595), (300, 300), (2000, 700)])
def test_a_page_of_any_size_and_turn_stays_whole_inside_the_frame(width: int, height: int, rotate: int) -> None:
    page = read(plain_pdf("Turned", width=width, height=height, rotate=rotate)).pages[0]
    sheet = sheet_for(page)
    move = fitting(sheet)
    for corner in ((0, 0), (width, 0), (0, height), (width, height)):
        across, up = move.apply_on(corner)
        assert FRAME.side - 0.1 <= across <= sheet.width - FRAME.side + 0.1
        assert FRAME.bottom - 0.1 <= up <= sheet.height - FRAME.top + 0.1
    upright = (width <= height) != bool(rotate % 180)
    assert (sheet.height > sheet.width) == (upright or width == height)


def test_what_was_written_into_a_paper_afterwards_is_seen() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(plain_pdf("Form")))
    note = writer.add_annotation(0, FreeText(text="Answer", rect=(50, 550, 200, 650)))
    shown = DecodedStreamObject()
    shown.set_data(b"0 0 10 10 re f % APPEARANCE")
    shown[NameObject("/Type")], shown[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    shown[NameObject("/BBox")] = writer.pages[0].mediabox
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(shown)})
    made = read(to_pdf(with_papers((saved(writer), PDF))))
    drawing = made.pages[-1]["/Resources"]["/XObject"]["/MergedPaper"]
    assert b"/MergedAppearance0 Do" in drawing.get_data()
    assert b"APPEARANCE" in drawing["/Resources"]["/XObject"]["/MergedAppearance0"].get_data()


def test_a_word_paper_flows_with_the_document_in_every_format() -> None:
    pack = with_papers((word_paper(), WORD))
    editions = (text_of(to_pdf(pack)), to_html(pack), xml_of(to_word(pack)))
    for made in editions:
        for words in ("Okapi heading", "Okapi paragraph", "Okapi bullet", "Okapi 41", "Okapi end"):
            assert words in made


def test_the_words_of_a_pdf_paper_are_in_the_formats_that_flow() -> None:
    pack = with_papers((paper("Zebra", "Yak"), PDF))
    for made in (to_html(pack), xml_of(to_word(pack))):
        assert "Page 2 of this paper" in made
        assert "About Yak" in made
        assert "PDF edition" in made


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("something.txt", "else")
    return packed.getvalue()


BAD = {
    "cut short": (paper("Zebra")[:400], PDF, "could not be read"),
    "not a PDF": (b"%PDF-1.7 nothing else", PDF, "could not be read"),
    "empty": (b"", PDF, "could not be read"),
    "locked": (locked_pdf(), PDF, "locked with a password"),
    "no Word file": (b"PK nothing", WORD, "could not be read"),
    "a zip that is no Word file": (zipped(), WORD, "could not be read"),
    "a spreadsheet": (b"PK", "application/vnd.ms-excel", "supplied separately"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_paper_that_cannot_be_read_says_so_under_its_title_and_stops_nothing(case: str) -> None:
    content, kind, words = BAD[case]
    pack = with_papers((content, kind), (paper("Gnu"), PDF))
    made = text_of(to_pdf(pack))
    assert "Paper 1: Title 1" in made
    assert words in made
    assert "About Gnu" in made
    assert words in to_html(pack)
    assert words in xml_of(to_word(pack))


def test_a_word_file_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for n in range(11):
            bomb.writestr(f"word/{n}.xml", bytes(10 * 1024 * 1024))
    assert "could not be read" in to_html(with_papers((packed.getvalue(), WORD)))


def xml_of(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return packed.read("word/document.xml").decode("utf-8")
