"""A document as PDF: tagged, titled, bookmarked, numbered, and with every word in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from goldenthread.publishing.documents import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
)
from goldenthread.publishing.pdf import to_pdf
from tests.publishing.samples import COLUMNS, SVG, document, read, squeezed, text_of, tight, whole


@pytest.fixture(scope="module")
def pack() -> PdfReader:
    return read(to_pdf(whole()))


def kinds(node: object, found: list[str]) -> list[str]:
    """Every structure type below a node of the tag tree."""
    for kid in node.get("/K", []) if isinstance(node.get("/K"), list) else [node.get("/K")]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and "/S" in kid:
            found.append(str(kid["/S"]))
            kinds(kid, found)
    return found


def tags(made: PdfReader) -> list[str]:
    return kinds(made.trailer["/Root"]["/StructTreeRoot"], [])


def test_the_file_is_tagged_has_a_language_and_declares_pdf_ua(pack: PdfReader) -> None:
    root = pack.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert pack.metadata is not None
    assert pack.metadata.title == "Pack: Strategic board"


def test_headings_lists_tables_and_figures_are_tagged_as_what_they_are(pack: PdfReader) -> None:
    found = tags(pack)
    assert {"/H1", "/L", "/LI", "/Table", "/THead", "/TH", "/Caption", "/Figure", "/TOC"} <= set(found)
    assert found.count("/TR") >= 301 + 2


def test_bookmarks_name_the_sections_in_order_and_point_at_their_pages(pack: PdfReader) -> None:
    entries = [item for item in pack.outline if not isinstance(item, list)]
    titles = ["Agenda", "Action log", "Figures", "Nothing here", "Paper 1: Report", "Paper 2: Briefing"]
    assert [item.title for item in entries] == titles
    places = [pack.get_destination_page_number(item) for item in entries]
    assert places == sorted(places)
    for item, place in zip(entries, places, strict=True):
        assert item.title in squeezed(pack.pages[place].extract_text())


def test_every_page_says_which_it_is_of_how_many_and_carries_the_marking(pack: PdfReader) -> None:
    for number, page in enumerate(pack.pages, start=1):
        said = squeezed(page.extract_text())
        assert f"Page {number} of {len(pack.pages)}" in said
        assert "OFFICIAL-SENSITIVE" in said
    assert pack.page_labels == [str(number) for number in range(1, len(pack.pages) + 1)]


def test_every_row_of_a_long_table_is_there_and_the_head_is_repeated(pack: PdfReader) -> None:
    texts = [squeezed(page.extract_text()) for page in pack.pages]
    together = tight(" ".join(texts))
    for n in range(300):
        assert f"WSCP-{n:03d}" in together
        assert f"Actionnumber{n}ofthepartnership" in together
    for text in texts:
        if "WSCP-" in text:
            assert "Reference Action Due" in text


def test_the_contents_give_the_page_each_section_is_on(pack: PdfReader) -> None:
    contents = squeezed(pack.pages[1].extract_text())
    for item in pack.outline:
        assert not isinstance(item, list)
        number = pack.get_destination_page_number(item) + 1
        line = contents.split(item.title, 1)[1]
        assert line.strip(" .").startswith(str(number))


def test_an_empty_section_and_an_empty_table_say_so_in_a_sentence() -> None:
    table = Table("Overdue", COLUMNS, (), empty="No action is overdue.")
    said = text_of(to_pdf(Document(title="Log", sections=(Section("Nothing"), Section("Some", (table,))))))
    assert "There is nothing to report under this heading." in said
    assert "Overdue. No action is overdue." in said


def test_markup_characters_of_every_language_stay_as_they_were_typed() -> None:
    typed = (
        r"#set $x$ *bold* _it_ <label> @ref \n `raw` = [a] {b} // c /* d */ ~ -- ''quoted'' \u{41} https://a.example/b"
    )
    blocks = (
        Paragraph(typed),
        Bullets((typed,)),
        Note(typed, typed),
        Heading(typed),
        Table(typed, COLUMNS, ((typed,) * 3,)),
    )
    said = tight(text_of(to_pdf(document(*blocks, title=typed))))
    assert said.count(tight(typed)) >= 8


def test_a_name_without_spaces_is_broken_inside_its_column_and_nothing_of_it_is_lost() -> None:
    name = "Llanfair" * 12
    rows = ((name, name, name),)
    said = tight(text_of(to_pdf(document(Table("Names", COLUMNS, rows)))))
    assert said.count(name) == 3


def test_a_table_too_wide_for_an_upright_page_lies_on_its_side_with_its_heading() -> None:
    columns = tuple(Column(f"Heading{n:02d}long") for n in range(9))
    made = read(to_pdf(document(Table("Wide", columns, (tuple(f"cell{n}" for n in range(9)),)))))
    sideways = [page for page in made.pages if page.mediabox.width > page.mediabox.height]
    assert len(sideways) == 1
    assert "First part" in sideways[0].extract_text()
    assert all(f"cell{n}" in sideways[0].extract_text() for n in range(9))


def test_headings_that_skip_levels_are_mended_and_stop_nothing() -> None:
    sections = (
        Section("Deep", (Heading("Deeper", 4), Heading("Two", 2)), level=3),
        Section("Top"),
        Section("Third", level=3),
    )
    found = tags(read(to_pdf(Document(title="Levels", sections=sections))))
    assert [tag for tag in found if tag in ("/H1", "/H2", "/H3", "/H4")] == ["/H1", "/H1", "/H2", "/H2", "/H1", "/H2"]


def test_a_figure_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="text alternative"):
        Figure(SVG, "  ")


def test_what_no_font_of_ours_can_show_stands_in_words() -> None:
    said = text_of(to_pdf(document(Paragraph("Signed 中 ✓ and ü"))))
    assert "Signed [cjk unified ideograph-4e2d] ✓ and ü" in said


def test_the_same_document_and_moment_give_the_same_file() -> None:
    moment = datetime(2026, 3, 3, tzinfo=UTC)
    assert to_pdf(document(Paragraph("Same")), made_at=moment) == to_pdf(document(Paragraph("Same")), made_at=moment)


def test_a_document_without_cover_begins_with_its_title_on_the_first_page() -> None:
    made = read(to_pdf(document(Paragraph("Straight on"), title="Draft minutes", cover=False, contents=False)))
    assert len(made.pages) == 1
    assert "Draft minutes" in made.pages[0].extract_text()
    assert "Straight on" in made.pages[0].extract_text()
