"""Marks on pages of PDF: a line along the foot and the same words across the page, drawn over what is there."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import typst
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from goldenthread.publishing.overlay import as_form, own, withdraw_declaration
from goldenthread.publishing.typefaces import our_fonts

_DRAWN = NameObject("/WhoseCopy")
_SHEET = """
#let said = json("said.json")
#set page(width: said.width * 1pt, height: said.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Noto Sans", fill: rgb(90, 90, 90, 200))
#place(bottom + center, dy: -4pt, block(width: 96%, align(center, text(size: said.foot * 1pt, said.words))))
#place(center + horizon, rotate(-35deg, reflow: false,
  block(width: 95%, align(center,
    text(size: said.across * 1pt, weight: "bold", fill: rgb(110, 110, 110, 44), said.words)))))
"""
_PICTURE = """
#let said = json("said.json")
#set page(width: 595pt, height: 842pt, margin: 36pt)
#align(center + horizon, image("picture." + said.kind, width: 100%, height: 100%, fit: "contain", alt: "The picture"))
"""


class MarkingTrouble(Exception):
    """A file on which nothing can be written; the message says why, for whoever wanted it."""


def mark_pdf(content: bytes, words: str) -> bytes:
    """The same pages, each with the words. Nothing under them is drawn anew: text stays text, links stay links.

    Raises MarkingTrouble for a file with a password or one that cannot be read.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise MarkingTrouble("The PDF has a password, so nothing can be written on its pages.")
        return _mark_pages(PdfWriter(clone_from=reader), words)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise MarkingTrouble("The PDF is damaged, so nothing can be written on its pages.") from trouble


def mark_picture(content: bytes, words: str) -> bytes:
    """A picture (PNG or JPEG) as a page of PDF with the words on it. MarkingTrouble where it cannot be read."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpg"
    try:
        return mark_pdf(_set(_PICTURE, {"kind": kind}, {f"picture.{kind}": content}), words)
    except typst.TypstError as trouble:
        raise MarkingTrouble("The picture is damaged, so nothing can be written on it.") from trouble


def _mark_pages(writer: PdfWriter, words: str) -> bytes:
    forms: dict[tuple[int, int], Any] = {}
    for page in writer.pages:
        width, height = _seen(page)
        size = (round(width), round(height))
        if size not in forms:
            forms[size] = writer._add_object(as_form(writer, _sheet(*size, words)))
        _draw(writer, page, forms[size])
    if "/Metadata" in writer.root_object:
        withdraw_declaration(writer)  # what is drawn over the pages is in no tag
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _seen(page: PageObject) -> tuple[float, float]:
    """Width and height as a viewer shows the page, in points."""
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    return (height, width) if page.rotation % 180 else (width, height)


def _draw(writer: PdfWriter, page: PageObject, form: Any) -> None:
    """What the page drew so far in brackets of its own, and the mark after it, turned as its viewer turns the page."""
    before: Any = page.get("/Contents")
    held = before.get_object() if before is not None else ArrayObject()
    streams = list(held) if isinstance(held, ArrayObject) else [before]
    drawn = f"\nQ\n/Artifact BMC\nq {_matrix(page)} cm {_DRAWN} Do Q\nEMC\n".encode("ascii")
    parts = [_stream(writer, b"q\n"), *streams, _stream(writer, drawn)]
    page[NameObject("/Contents")] = ArrayObject(parts)
    inherited: Any = page.get("/Resources")
    page[NameObject("/Resources")] = inherited if inherited is not None else DictionaryObject()
    resources = own(page, "/Resources")
    own(resources, "/XObject")[_DRAWN] = form


def _stream(writer: PdfWriter, content: bytes) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return writer._add_object(stream)


def _matrix(page: PageObject) -> str:
    box, turn = page.cropbox, page.rotation % 360
    left, bottom = float(box.left), float(box.bottom)
    right, top = float(box.right), float(box.top)
    turned = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }
    return " ".join(f"{number:.3f}" for number in turned[turn])


def _sheet(width: int, height: int, words: str) -> PageObject:
    """A page of this size with nothing but the words, small along the foot and large across."""
    foot = max(5.0, min(8.0, 1.7 * width / max(len(words), 1)))
    across = max(10.0, min(30.0, 2.6 * min(width, height) / max(len(words), 1)))
    said = {"width": width, "height": height, "foot": foot, "across": across, "words": words}
    return PdfReader(io.BytesIO(_set(_SHEET, said, {}))).pages[0]


def _set(template: str, said: dict[str, Any], files: dict[str, bytes]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="marking-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(template, encoding="utf-8")
        (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")
        for file, content in files.items():
            (folder / file).write_bytes(content)
        made = typst.Compiler(folder / "main.typ", root=folder, font_paths=our_fonts()).compile(format="pdf")
    if not isinstance(made, bytes):
        raise MarkingTrouble("The mark could not be set as one file.")
    return made
