"""Papers merged into a document: the pages of a PDF, the text of a Word file, or a sentence that says why not."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from dataclasses import dataclass

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from goldenthread.publishing.documents import Attached, Block, Bullets, Column, Heading, Note, Paragraph, Table

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_PAGES = 1000
MOST_WORD_BYTES = 100 * 1024 * 1024

_BROKEN = "The file could not be read: it is damaged or is not what its name says. Ask the clerk for this paper."
_LOCKED = "The file is locked with a password, so its pages are not included here. Ask the clerk for this paper."
_LONG = f"The file has more than {MOST_PAGES} pages, so its pages are not included here. Ask the clerk for this paper."
_NO_PAGES = "The file has no pages. Ask the clerk for this paper."
_OTHER = "This paper is supplied separately, because its type of file cannot be printed inside this document."
_TEXT_ONLY = "These are the words of this paper. Its layout, tables and pictures are in the PDF edition."
_NO_TEXT = "This page has no text that can be read out: it may be a scan or a picture."
_BLANK_LINE = re.compile(r"\n\s*\n")

# What pypdf, zipfile, python-docx and lxml are known to raise on damaged input; a paper must never stop a pack.
_DAMAGE = (
    PyPdfError, PackageNotFoundError, InvalidXmlError, zipfile.BadZipFile, etree.LxmlError,
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    OSError, RecursionError, TypeError, ValueError, MemoryError,
)  # fmt: skip

logging.getLogger("pypdf").setLevel(logging.ERROR)  # its remarks on slightly wrong files are not for our log


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a PDF paper, with the text of each in reading order as far as the file tells it."""

    pages: tuple[PageObject, ...]
    texts: tuple[str, ...]

    def as_blocks(self) -> tuple[Block, ...]:
        """The words of the pages, for editions that flow and cannot show a page as it is."""
        blocks: list[Block] = [Note(_TEXT_ONLY)]
        for place, text in enumerate(self.texts, start=1):
            blocks.append(Heading(f"Page {place} of this paper", level=4))
            parts = [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
            blocks += [Paragraph(part) for part in parts]
        return tuple(blocks)


@dataclass(frozen=True, slots=True)
class Flow:
    """A paper as blocks that flow with the document."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why the paper is not here, in a sentence for the reader."""

    reason: str

    def note(self, paper: Attached) -> Note:
        return Note(self.reason, title=paper.name)


Reading = Pages | Flow | Unreadable


def read_paper(paper: Attached) -> Reading:
    """What can be merged of a paper. Never raises on bad files."""
    try:
        if paper.media_type == PDF or paper.paper.startswith(b"%PDF-"):
            return _read_pdf(paper.paper)
        if paper.media_type == WORD:
            return _read_word(paper.paper)
    except _DAMAGE:
        return Unreadable(_BROKEN)
    return Unreadable(_OTHER)


def _read_pdf(content: bytes) -> Reading:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return Unreadable(_LOCKED)
    if len(reader.pages) > MOST_PAGES:
        return Unreadable(_LONG)
    pages = tuple(reader.pages)
    if not pages:
        return Unreadable(_NO_PAGES)
    for page in pages:
        if page.mediabox.width <= 0 or page.mediabox.height <= 0:
            return Unreadable(_BROKEN)
        page.get_contents()
    return Pages(pages, tuple(_page_text(page) for page in pages))


def _page_text(page: PageObject) -> str:
    try:
        return page.extract_text().strip() or _NO_TEXT
    except _DAMAGE:
        return _NO_TEXT


def _read_word(content: bytes) -> Reading:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_WORD_BYTES:
            return Unreadable(_BROKEN)
    blocks = _word_blocks(docx.Document(io.BytesIO(content)))
    return Flow(blocks) if blocks else Unreadable("The file has no text. Ask the clerk for this paper.")


def _word_blocks(word: WordFile) -> tuple[Block, ...]:
    blocks: list[Block] = []
    bullets: list[str] = []
    for part in word.iter_inner_content():
        block = _word_table(part) if isinstance(part, WordTable) else _word_paragraph(part)
        if isinstance(block, str):
            bullets.append(block)
            continue
        if bullets:
            blocks.append(Bullets(tuple(bullets)))
            bullets = []
        if block is not None:
            blocks.append(block)
    if bullets:
        blocks.append(Bullets(tuple(bullets)))
    return tuple(blocks)


def _word_paragraph(paragraph: WordParagraph) -> Paragraph | Heading | str | None:
    """A heading, a paragraph, the text of a list item, or None for an empty line."""
    text = paragraph.text.strip()
    if not text:
        return None
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style.startswith("Heading") or style == "Title":
        digits = "".join(character for character in style if character.isdigit())
        return Heading(text, level=min(int(digits or 1) + 2, 4))
    listed = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    return text if listed or style.startswith("List") else Paragraph(text)


def _word_table(table: WordTable) -> Table | None:
    rows = [tuple(cell.text.strip() for cell in row.cells) for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return None
    head, *body = [row + ("",) * (width - len(row)) for row in rows]
    columns = tuple(Column(title or f"Column {place}") for place, title in enumerate(head, start=1))
    return Table("", columns, tuple(body), empty="The table has no rows.")
