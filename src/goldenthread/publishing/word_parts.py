"""The parts of a Word file that python-docx has no words for: fields, languages, repeating heads, bookmarks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.document import Document as WordFile
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

ACCENT = RGBColor(0x14, 0x40, 0x5C)
QUIET = RGBColor(0x3D, 0x4A, 0x52)
FONT = "Arial"
_SIZES = {"Title": 30, "Subtitle": 16, "Heading 1": 22, "Heading 2": 16, "Heading 3": 13.5, "Heading 4": 12}


def element(tag: str, /, **attributes: str) -> Any:
    """A WordprocessingML element, as `element("w:lang", val="en-GB")`."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def dress(word: WordFile, language: str) -> None:
    """Our typeface, sizes and colours on Word's own styles, and the language the text is in."""
    for style in word.styles.element.findall(qn("w:style")):
        for fonts in style.iter(qn("w:rFonts")):
            fonts.getparent().remove(fonts)  # themed fonts would win over ours
    word.styles["Normal"].font.name = FONT
    word.styles["Normal"].font.size = Pt(12)
    word.styles["Normal"].paragraph_format.space_after = Pt(8)
    for name, size in _SIZES.items():
        font = word.styles[name].font
        font.name, font.size, font.bold, font.italic = FONT, Pt(size), name != "Subtitle", False
        font.color.rgb = QUIET if name == "Subtitle" else ACCENT
    caption = word.styles["Caption"].font
    caption.size, caption.bold, caption.color.rgb = Pt(12), True, RGBColor(0x10, 0x16, 0x18)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for said in defaults.iter(qn("w:lang")):
        said.set(qn("w:val"), language)
    word.core_properties.language = language


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field such as PAGE, showing `shown` until Word works it out."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    said = element("w:instrText")
    said.set(qn("xml:space"), "preserve")
    said.text = f" {instruction} "
    paragraph.add_run()._r.append(said)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_contents(word: WordFile, entries: list[tuple[str, int, str]]) -> None:
    """A contents field, filled with links (text, level, bookmark) that serve until Word works out the pages."""
    paragraph = word.add_paragraph()
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin", dirty="true"))
    said = element("w:instrText")
    said.set(qn("xml:space"), "preserve")
    said.text = ' TOC \\o "1-2" \\h \\z \\u '
    paragraph.add_run()._r.append(said)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
    for place, (text, level, bookmark) in enumerate(entries):
        line = paragraph if place == 0 else word.add_paragraph()
        line.paragraph_format.left_indent = Pt(18 * (level - 1))
        line.paragraph_format.space_after = Pt(4)
        link = element("w:hyperlink", anchor=bookmark, history="1")
        run = line.add_run(text)
        run.bold = level == 1
        line._p.append(link)
        link.append(run._r)
    last = word.add_paragraph() if entries else paragraph
    last.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: WordParagraph, number: int, name: str) -> None:
    """Names a paragraph, for links."""
    start, end = element("w:bookmarkStart", id=str(number), name=name), element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def head_row(row: _Row) -> None:
    """Marks the row as the table's head: read out with each cell, repeated on each page, in one piece."""
    keep_whole(row._tr)
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """A row (its XML) goes to the next page rather than break across two."""
    row.get_or_add_trPr().append(element("w:cantSplit"))


def head_column(table: WordTable, *, first: bool) -> None:
    """Tells readers that the first row, and perhaps the first column, name the others."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = element("w:tblLook")
        table._tbl.tblPr.append(look)
    for key in list(look.attrib):
        del look.attrib[key]
    for key, value in {"val": "04A0" if first else "0420", "firstRow": "1", "firstColumn": str(int(first))}.items():
        look.set(qn(f"w:{key}"), value)
    for key, value in {"lastRow": "0", "lastColumn": "0", "noHBand": "0", "noVBand": "1"}.items():
        look.set(qn(f"w:{key}"), value)


def rule_rows(table: WordTable) -> None:
    """Thin lines between rows and none between columns."""
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="9FB6C3"))
    table._tbl.tblPr.append(borders)


def shade(cell: _Cell, colour: str = "EAF1F5") -> None:
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def describe(picture: Any, alternative: str) -> None:
    """Gives a picture (an inline shape) its text alternative."""
    picture._inline.docPr.set("descr", alternative)


def restart_numbers(word: WordFile, paragraphs: list[WordParagraph]) -> None:
    """Counts these numbered paragraphs from 1, whatever list came before."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element
    of_style = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    abstract = numbering.num_having_numId(int(of_style)).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId


def add_text(paragraph: WordParagraph, text: str) -> Run:
    """A run of literal text; a line feed becomes a line break."""
    run = paragraph.add_run()
    for place, line in enumerate(text.split("\n")):
        if place:
            run.add_break()
        run.add_text(line)
    return run


def carry_over(before: Section, section: Section, width: Length) -> None:
    """The same head and foot as the section before, what stands at their right at the right of a page of this width."""
    for mine, theirs in ((section.header, before.header), (section.footer, before.footer)):
        line = deepcopy(theirs.paragraphs[0]._p)
        mine.is_linked_to_previous = False
        empty = mine.paragraphs[0]._p
        empty.getparent().replace(empty, line)
        stops = mine.paragraphs[0].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
