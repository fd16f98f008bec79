"""A document as tagged PDF (PDF/UA-1), set by Typst from data: no text of ours or anyone's is ever read as markup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from goldenthread.kernel.now import now
from goldenthread.publishing import wording
from goldenthread.publishing.columns import LINE_LETTERS, columns_for, lines_needed
from goldenthread.publishing.documents import (
    Attached,
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
from goldenthread.publishing.overlay import FRAME, Sheet, draw_papers, sheet_for
from goldenthread.publishing.papers import Pages
from goldenthread.publishing.preparing import Merged, Part, Ready, prepare
from goldenthread.publishing.typefaces import our_fonts

TEMPLATE = Path(__file__).parent / "document.typ"
Json = dict[str, Any]
_TITLE_LETTERS = 110  # two lines at 14 pt
_KEPT_WHOLE = 14  # lines of a table row that is not split between pages
_RUNNING_LETTERS = 90  # one line at 10 pt beside a marking


def to_pdf(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The document as PDF bytes.

    `made_at` (aware) is the date written into the file; now when not given. The same document and date give the same
    pages. Declares PDF/UA-1, which the compiler enforces for every page of ours. Merged pages are drawn into a
    tagged figure whose alternative is the page's text; if such a page uses a font that is not embedded, the declaration
    is withdrawn.
    """
    laid_out = _Layout()
    with tempfile.TemporaryDirectory(prefix="publishing-") as folder:
        laid_out.folder = Path(folder)
        data = _document(document, laid_out)
        (laid_out.folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        (laid_out.folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        compiler = typst.Compiler(laid_out.folder / "main.typ", root=laid_out.folder, font_paths=our_fonts())
        made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=_whole_seconds(made_at or now()))
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF.")
    return draw_papers(made, laid_out.sheets) if laid_out.sheets else made


def _whole_seconds(when: datetime) -> int:
    return int(when.timestamp())


@dataclass(slots=True)
class _Layout:
    """What gathers while blocks are turned into data: pictures on disk, and the sheets to draw papers on."""

    folder: Path = Path()
    sheets: list[Sheet] = field(default_factory=list)
    pictures: int = 0
    titled: bool = False  # the next sheet also holds the title of its part


def _said(text: str, letters: int = LINE_LETTERS) -> str:
    return wording.breakable(wording.printable(text), letters)


def _short(text: str) -> str:
    return text if len(text) <= _RUNNING_LETTERS else text[: _RUNNING_LETTERS - 1] + "…"


def _text(text: Text, letters: int = LINE_LETTERS) -> list[Json]:
    return [{"text": _said(words.text, letters), "strong": words.strong} for words in runs(text)]


def _document(document: Document, laid_out: _Layout) -> Json:
    language, _, region = document.language.partition("-")
    footer = " · ".join(part for part in (document.organisation, document.edition) if part)
    return {
        "title": _said(document.title),
        "running": _said(_short(document.title)),
        "subtitle": _said(document.subtitle),
        "organisation": _said(document.organisation),
        "footer": _said(_short(footer)),
        "marking": _said(document.marking),
        "lang": language,
        "region": region or None,
        "cover": document.cover,
        "contents": document.contents,
        "short": document.short,
        "facts": _facts(front(document))["pairs"],
        "frame": {"top": FRAME.top, "bottom": FRAME.bottom, "side": FRAME.side, "title": FRAME.title},
        "sections": [_part(part, laid_out) for part in prepare(document)],
    }


def _part(part: Part, laid_out: _Layout) -> Json:
    laid_out.titled = _titled(part)
    blocks = [made for block in part.blocks for made in _block(block, laid_out)]
    return {
        "title": _said(part.heading),
        "level": part.level,
        "new_page": part.new_page,
        "wide": any(isinstance(block, Table) and columns_for(block).wide for block in part.blocks),
        "titled": _titled(part),
        "blocks": blocks,
    }


def _titled(part: Part) -> bool:
    """Whether the part's title goes on the first sheet of a paper: nothing comes between, and it fits two lines."""
    return isinstance(part.blocks[0], Merged) and len(part.heading) <= _TITLE_LETTERS


def _block(block: Ready, laid_out: _Layout) -> list[Json]:
    if isinstance(block, Merged):
        return [_page(block.paper, block.reading, place, laid_out) for place in range(len(block.reading.pages))]
    if isinstance(block, Figure):
        return [_figure(block, laid_out, "figure")]
    if isinstance(block, Drawing):
        return _drawing(block, laid_out)
    return [_MAKERS[type(block)](block)]


def _paragraph(paragraph: Paragraph) -> Json:
    return {"kind": "paragraph", "text": _text(paragraph.text)}


def _heading(heading: Heading) -> Json:
    return {"kind": "heading", "title": _said(heading.text), "level": heading.level}


def _bullets(bullets: Bullets) -> Json:
    return {"kind": "numbers" if bullets.numbered else "bullets", "items": [_text(item) for item in bullets.items]}


def _note(note: Note) -> Json:
    return {"kind": "note", "text": _text(note.text), "title": _said(note.title)}


def _table(table: Table) -> Json:
    if not table.rows:
        said = (Words(f"{table.caption}. " if table.caption else "", strong=True), Words(table.empty))
        return {"kind": "paragraph", "text": _text(said)}
    room = columns_for(table)
    columns = [
        {"title": _said(column.title, letters), "width": letters, "align": column.align}
        for column, letters in zip(table.columns, room.letters, strict=True)
    ]
    rows = [
        {
            "whole": lines_needed(row, room.letters) <= _KEPT_WHOLE,
            "cells": [_text(cell, letters) for cell, letters in zip(row, room.letters, strict=True)],
        }
        for row in table.rows
    ]
    return {"kind": "table", "caption": _said(table.caption), "columns": columns, "rows": rows}


def _facts(facts: Facts) -> Json:
    return {"kind": "facts", "pairs": [{"label": _said(label), "text": _text(text)} for label, text in facts.pairs]}


def _figure(figure: Figure, laid_out: _Layout, kind: str) -> Json:
    laid_out.pictures += 1
    name = f"picture-{laid_out.pictures}.{figure.kind}"
    (laid_out.folder / name).write_bytes(figure.image)
    caption = _said(figure.caption)
    return {"kind": kind, "file": name, "alternative": wording.clean(figure.alternative), "caption": caption}


def _drawing(drawing: Drawing, laid_out: _Layout) -> list[Json]:
    """The chart as wide as the text, then its table: on a page of its own if it has to lie on its side."""
    table = _table(drawing.table) | {"turned": columns_for(drawing.table).wide}
    return [_figure(drawing.figure, laid_out, "drawing"), table]


def _page(paper: Attached, reading: Pages, place: int, laid_out: _Layout) -> Json:
    sheet = sheet_for(reading.pages[place], titled=laid_out.titled)
    laid_out.titled = False
    laid_out.sheets.append(sheet)
    where = f"{_short(paper.name)}, page {place + 1} of {len(reading.pages)} of this paper"
    return {
        "kind": "page",
        "width": sheet.width,
        "height": sheet.height,
        "header": _said(where),
        "alternative": wording.clean(f"{where}. {reading.texts[place]}"),
    }


_MAKERS: dict[type[Ready], Callable[[Any], Json]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Bullets: _bullets,
    Table: _table,
    Facts: _facts,
    Note: _note,
}
