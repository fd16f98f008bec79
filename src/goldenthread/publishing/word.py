"""A document as a Word file with real headings, repeating table heads, page fields and a language."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from goldenthread.kernel.now import now
from goldenthread.publishing import word_parts as parts
from goldenthread.publishing import wording
from goldenthread.publishing.columns import columns_for
from goldenthread.publishing.documents import (
    Bullets,
    Document,
    Drawing,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    front,
    runs,
)  # fmt: skip
from goldenthread.publishing.pictures import as_png
from goldenthread.publishing.preparing import Part, Ready, flowing, prepare

_UPRIGHT, _SIDE = (Mm(210), Mm(297)), Mm(20)
_HIGHEST = Mm(225)  # a picture and its title on one page


def to_word(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The document as .docx bytes. `made_at` is the date in the file's properties; now when not given.

    PDF papers cannot be shown in Word: their words are given page by page, and the reader is told so.
    """
    word = docx.Document()
    parts.dress(word, document.language)
    _properties(word, document, made_at or now())
    _page(word, document)
    prepared = prepare(document)
    _front(word, document, prepared)
    for place, part in enumerate(prepared, start=1):
        _section(word, part, place)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _properties(word: WordFile, document: Document, made_at: datetime) -> None:
    properties = word.core_properties
    # Word refuses properties of more than 255 letters.
    properties.title = wording.clean(document.title)[:255]
    properties.author = properties.last_modified_by = wording.clean(document.organisation)[:255]
    properties.subject = wording.clean(document.subtitle)[:255]
    properties.comments = ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)


def _page(word: WordFile, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = _UPRIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _SIDE
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for line in (head, foot):
        line.style.paragraph_format.tab_stops.clear_all()  # the style's own stop in the middle would come first
        line.paragraph_format.tab_stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)
    parts.add_text(head, f"{_said(document.title)[:80]}\t")
    parts.add_text(head, _said(document.marking)).bold = True
    said = " · ".join(part for part in (document.organisation, document.edition) if part)
    parts.add_text(foot, f"{_said(said)[:80]}\tPage ")
    parts.add_field(foot, "PAGE", "1")
    parts.add_text(foot, " of ")
    parts.add_field(foot, "NUMPAGES", "1")
    for line in (head, foot):
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(10), parts.QUIET


def _front(word: WordFile, document: Document, prepared: tuple[Part, ...]) -> None:
    if document.organisation:
        parts.add_text(word.add_paragraph(), _said(document.organisation)).bold = True
    parts.add_text(word.add_paragraph(style="Title"), _said(document.title))
    if document.subtitle:
        parts.add_text(word.add_paragraph(style="Subtitle"), _said(document.subtitle))
    _facts(word, front(document))
    if document.contents and prepared:
        # Not a heading style, or the contents would list themselves.
        line = parts.add_text(word.add_paragraph(), "Contents")
        line.bold, line.font.size, line.font.color.rgb = True, Pt(22), parts.ACCENT
        entries = [
            (_said(part.heading), part.level, f"section{place}")
            for place, part in enumerate(prepared, start=1)
            if part.level < 3
        ]
        parts.add_contents(word, entries)


def _said(text: str) -> str:
    return wording.clean(text)


def _write(paragraph: WordParagraph, text: Text) -> None:
    for words in runs(text):
        run = parts.add_text(paragraph, _said(words.text))
        if words.strong:
            run.bold = True


def _section(word: WordFile, part: Part, place: int) -> None:
    """A part with a table too wide for an upright page lies on its side, title and all."""
    wide = any(isinstance(block, Table) and block.rows and columns_for(block).wide for block in part.blocks)
    turned = wide != _on_its_side(word)
    if turned:
        _turn(word, wide=wide)
    heading = word.add_paragraph(style=f"Heading {part.level}")
    heading.paragraph_format.page_break_before = part.new_page and not turned
    parts.add_text(heading, _said(part.heading))
    parts.bookmark(heading, place, f"section{place}")
    for block in flowing(part.blocks, part.level):
        _MAKERS[type(block)](word, block)


def _paragraph(word: WordFile, paragraph: Paragraph) -> None:
    _write(word.add_paragraph(), paragraph.text)


def _heading(word: WordFile, heading: Heading) -> None:
    parts.add_text(word.add_paragraph(style=f"Heading {min(heading.level, 4)}"), _said(heading.text))


def _bullets(word: WordFile, bullets: Bullets) -> None:
    style = "List Number" if bullets.numbered else "List Bullet"
    made = [word.add_paragraph(style=style) for _ in bullets.items]
    for line, item in zip(made, bullets.items, strict=True):
        _write(line, item)
    if bullets.numbered and made:
        parts.restart_numbers(word, made)


def _note(word: WordFile, note: Note) -> None:
    line = word.add_paragraph(style="Intense Quote")
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(4)
    _write(line, (Words(f"{note.title}\n" if note.title else "", strong=True), *runs(note.text)))
    for run in line.runs:
        run.italic, run.bold, run.font.color.rgb = False, bool(run.bold), parts.ACCENT


def _facts(word: WordFile, facts: Facts) -> None:
    for label, text in facts.pairs:
        line = word.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(45), -Mm(45)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(45))
        _write(line, (Words(label, strong=True), Words("")))
        line.add_run("\t")
        _write(line, text)


def _table(word: WordFile, table: Table) -> None:
    if not table.rows:
        _write(
            word.add_paragraph(),
            (Words(f"{table.caption}. " if table.caption else "", strong=True), Words(table.empty)),
        )
        return
    room = columns_for(table)
    turned = room.wide and not _on_its_side(word)
    if turned:
        _turn(word, wide=True)
    if table.caption:
        caption = word.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        parts.add_text(caption, _said(table.caption))
    _rows(word, table, room.letters, 257 if _on_its_side(word) else 170)
    word.add_paragraph()
    if turned:
        _turn(word, wide=False)


def _rows(word: WordFile, table: Table, letters: tuple[int, ...], width: int) -> None:
    made = word.add_table(rows=len(table.rows) + 1, cols=len(table.columns))
    made.autofit = False
    parts.rule_rows(made)
    parts.head_row(made.rows[0])
    parts.head_column(made, first=table.columns[0].heads_row)
    texts: list[tuple[Text, ...]] = [tuple(column.title for column in table.columns), *table.rows]
    widths = [Mm(round(width * each / sum(letters), 1)) for each in letters]
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    # Cells are walked in the XML's own order: asking the table for each cell is quadratic.
    for place, (row, said) in enumerate(zip(made._tbl.tr_lst, texts, strict=True)):
        if place:  # the head is already
            parts.keep_whole(row)
        for column, cell, text, wide in zip(table.columns, row.tc_lst, said, widths, strict=True):
            cell.width = wide
            line = WordParagraph(cell.p_lst[0], made)
            line.paragraph_format.space_after = Pt(2)
            if column.align == "right":
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(line, (Words(str(text), strong=True),) if place == 0 else text)
    for head in made.rows[0].cells:
        parts.shade(head)


def _on_its_side(word: WordFile) -> bool:
    return bool(word.element.body.sectPr.orientation == WD_ORIENT.LANDSCAPE)


def _turn(word: WordFile, *, wide: bool) -> None:
    """A fresh page, on its side or upright again, its head and foot as wide as it is."""
    before, section = word.sections[-1], word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _UPRIGHT[::-1] if wide else _UPRIGHT
    parts.carry_over(before, section, Mm(257 if wide else 170))


def _figure(word: WordFile, figure: Figure) -> None:
    picture = as_png(figure.image) if figure.kind == "svg" else figure.image
    shape = word.add_picture(io.BytesIO(picture), width=Mm(165))
    if shape.height > _HIGHEST:
        shape.width, shape.height = round(shape.width * _HIGHEST / shape.height), _HIGHEST
    parts.describe(shape, _said(figure.alternative))
    if figure.caption:
        parts.add_text(word.add_paragraph(style="Caption"), _said(figure.caption))


def _drawing(word: WordFile, drawing: Drawing) -> None:
    """The title above, then the picture kept beside it, then the table."""
    if drawing.title:
        title = word.add_paragraph(style="Caption")
        title.paragraph_format.keep_with_next = True
        parts.add_text(title, _said(drawing.title))
    _figure(word, replace(drawing.figure, caption=""))
    _table(word, drawing.table)


_MAKERS: dict[type[Ready], Callable[[WordFile, Any], None]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Bullets: _bullets,
    Table: _table,
    Facts: _facts,
    Note: _note,
    Figure: _figure,
    Drawing: _drawing,
}
