"""Word (.docx) into paragraphs and tables, in the order of the page, as they read with every tracked change
accepted."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from goldenthread.reading.blocks import Block, Line
from goldenthread.reading.builder import Builder, Words
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.word_numbers import Numbering

_BROKEN = (
    *(etree.LxmlError, OpcError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),
    *(LookupError, ValueError, AttributeError, TypeError),
)
_BREAKS = {qn("w:br"), qn("w:cr")}
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml")}


def _text_and_strong(element: Any) -> tuple[str, bool]:
    """The words of a paragraph (inserted text in, deleted text out), and whether all of them are bold or underlined."""
    parts: list[str] = []
    strong = bool(element.findall(f".//{qn('w:r')}"))
    for run in element.iter(qn("w:r")):
        if any(parent.tag in _DELETED for parent in run.iterancestors()) or _in_box(run, element):
            continue
        text = "".join(_run_text(child) for child in run)
        parts.append(text)
        strong = strong and (not text.strip() or _is_strong(run))
    return "".join(parts), strong


def _in_box(run: Any, element: Any) -> bool:
    """A text box sits inside a paragraph's run: its words are its own paragraphs, not part of this one."""
    nearest = next((p for p in run.iterancestors(qn("w:p"))), None)
    return nearest is not element


def _run_text(child: Any) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag == qn("w:tab"):
        return "\t"
    if child.tag in _BREAKS:
        return "\n"
    if child.tag == qn("w:noBreakHyphen"):
        return "-"
    if child.tag == qn("w:sym"):
        return _symbol(child.get(qn("w:char"), ""))
    return ""


def _symbol(code: str) -> str:
    """Ticks and crosses drawn with Word's symbol fonts."""
    ticks, crosses = {"F0FC", "F0FE", "F050", "F052", "00FC", "00FE"}, {"F0FB", "F0FD", "F04F", "F051", "00FB", "00FD"}
    return "\u2713" if code.upper() in ticks else "\u2717" if code.upper() in crosses else ""


def _is_strong(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    for name in ("w:b", "w:u"):
        found = properties.find(qn(name))
        if found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "none"}:
            return True
    return False


def _level(paragraph: WordParagraph, known: dict[str | None, int]) -> int:
    """The level of a heading, 0 for plain text; looked up once for each style, which the library seeks anew."""
    key = paragraph._p.style
    if key not in known:
        known[key] = _level_of(paragraph.style)
    return known[key]


def _level_of(style: Any) -> int:
    name = (style.name if style is not None else "") or ""
    if name.startswith("Heading ") and name[8:9].isdecimal():
        return int(name[8:9])
    return 1 if name == "Title" else 0


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = Numbering(document)
        self.builder = Builder()
        self.levels: dict[str | None, int] = {}

    def words(self, element: Any) -> list[Words]:
        """A paragraph; line breaks inside it part it, as they do on the page."""
        paragraph = WordParagraph(element, self.document._body)
        text, strong = _text_and_strong(element)
        marker, bullet = self.numbering.marker(paragraph) if text.strip() else ("", False)
        parts = [part for part in text.split("\n") if part.strip()]
        made = []
        for index, part in enumerate(parts):
            made.append(
                Words(part, _level(paragraph, self.levels), strong, bullet and not index, "" if index else marker)
            )
        return made

    def cell(self, element: Any) -> list[Words]:
        words: list[Words] = []
        for child in element.iter(qn("w:p")):
            words.extend(
                Words(" ".join(w.text.split()), w.level, w.strong, w.bullet, w.marker) for w in self.words(child)
            )
        return words

    def table(self, element: Any) -> None:
        rows: list[list[list[Words]]] = []
        for row in element.iterchildren(qn("w:tr")):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            cells: list[list[Words]] = []
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr")), None) is not row:
                    continue
                cells.append(self.cell(cell))
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                width = span.get(qn("w:val"), "1") if span is not None else "1"
                cells.extend([] for _ in range(min(int(width), 60) - 1 if width.isdecimal() and len(width) < 4 else 0))
            rows.append(cells)
        self.builder.add_table(rows)

    def _paragraph(self, element: Any) -> None:
        for words in self.words(element):
            parts = [part.strip() for part in words.text.split("\t")]
            if len([part for part in parts if part]) > 1:
                self.builder.add_tabs([[Words(part, words.level, words.strong)] if part else [] for part in parts])
            else:
                self.builder.add_paragraph(words)

    def walk(self, parent: Any, depth: int = 0) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
                for box in child.iter(qn("w:txbxContent")):
                    # A text box is stored twice (drawing and fallback): the fallback is the one to leave.
                    if not any(str(parent.tag).endswith("}Fallback") for parent in box.iterancestors()):
                        self.walk(box, depth + 1)
            elif child.tag == qn("w:tbl"):
                self.table(child)
            elif child.tag in _CONTAINERS and depth < 20:
                self.walk(child, depth + 1)


def read_docx(data: bytes) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Lines and blocks of a Word document already found safe by ``check_word_archive``.

    Raises UnreadableDocument ("damaged", "too_long").
    """
    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        reader.walk(document.element.body)
        reader.builder.end_tabs()
    except _BROKEN as problem:
        raise UnreadableDocument(
            "damaged",
            "This Word file is damaged: its text cannot be read. Open it in Word, save it again as .docx and try "
            "that file.",
        ) from problem
    return tuple(reader.builder.lines), tuple(reader.builder.blocks)
