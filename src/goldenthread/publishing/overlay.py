"""Draws the pages of papers onto the sheets that Typst has set for them; its tags, bookmarks and page numbers stay."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)  # fmt: skip

A4 = (595.28, 841.89)
_DRAWN = NameObject("/MergedPaper")
# How Typst writes a sheet's empty picture: a clipping rectangle and nothing else, its left edge at the frame's side.
_FIGURE = re.compile(rb"BDC\s+q ([\d.]+) [\d.]+ m\s+(?:[\d.]+ [\d.]+ l\s+){3}h\s+W\s+n\s+Q\s+(?=EMC)")
_DECLARED = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>")


@dataclass(frozen=True, slots=True)
class Frame:
    """Space around a merged page, in points: header, footer and title never cover what the paper itself says."""

    top: float
    bottom: float
    side: float
    title: float


FRAME = Frame(top=48.0, bottom=44.0, side=20.0, title=42.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An A4 sheet, upright or on its side as the paper's page is, sizes in points."""

    page: PageObject
    width: float
    height: float
    titled: bool = False

    @property
    def top(self) -> float:
        return FRAME.top + (FRAME.title if self.titled else 0)


def sheet_for(page: PageObject, *, titled: bool = False) -> Sheet:
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    if page.rotation % 180:
        width, height = height, width
    return Sheet(page, *(A4 if height >= width else A4[::-1]), titled=titled)


def draw_papers(made: bytes, sheets: list[Sheet]) -> bytes:
    """Draws each sheet's page into the empty tagged figure that stands for it, in the order of `sheets`.

    Raises ValueError if the numbers differ, which would put a page under the wrong heading.
    """
    writer = PdfWriter(clone_from=io.BytesIO(made))
    writer.pdf_header = "%PDF-1.7"
    waiting = [(page, place) for page in writer.pages if (place := _place_to_draw(page))]
    if len(waiting) != len(sheets):
        raise ValueError(f"{len(sheets)} pages of papers, but {len(waiting)} sheets set for them.")
    embedded = True
    for (page, place), sheet in zip(waiting, sheets, strict=True):
        embedded &= fonts_embedded(sheet.page.get("/Resources"))
        _draw(writer, page, place, sheet)
    if not embedded:
        withdraw_declaration(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _content(page: PageObject) -> bytes:
    contents = page.get_contents()
    return contents.get_data() if contents is not None else b""


def _place_to_draw(page: PageObject) -> int | None:
    """Where in the page's content, inside the figure's tag, the paper is to be drawn; None if it is no sheet."""
    for found in _FIGURE.finditer(_content(page)):
        if abs(float(found.group(1)) - FRAME.side) < 0.01:
            return found.end()
    return None


def _draw(writer: PdfWriter, page: PageObject, place: int, sheet: Sheet) -> None:
    content = _content(page)
    form = writer._add_object(as_form(writer, sheet.page))
    numbers = " ".join(f"{number:.5f}" for number in fitting(sheet).ctm)
    drawing = f"q {numbers} cm {_DRAWN} Do Q\n".encode("ascii")
    stream = DecodedStreamObject()
    stream.set_data(content[:place] + drawing + content[place:])
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    resources = own(page, "/Resources")
    own(resources, "/XObject")[_DRAWN] = form


def own(holder: DictionaryObject, key: str) -> DictionaryObject:
    """A copy of the dictionary under `key` that belongs to this holder alone (Typst shares resources between pages)."""
    found: Any = holder.get(key)
    copied = DictionaryObject(found.get_object() if found is not None else {})
    holder[NameObject(key)] = copied
    return copied


def fitting(sheet: Sheet) -> Transformation:
    """Turns the page as its viewer would, and fits it into the frame without stretching, centred."""
    box = sheet.page.cropbox
    width, height = float(box.width), float(box.height)
    move = Transformation().translate(-float(box.left), -float(box.bottom))
    turn = sheet.page.rotation % 360
    if turn == 90:
        move = move.rotate(-90).translate(0, width)
    elif turn == 180:
        move = move.rotate(180).translate(width, height)
    elif turn == 270:
        move = move.rotate(90).translate(height, 0)
    if turn % 180:
        width, height = height, width
    room = (sheet.width - 2 * FRAME.side, sheet.height - sheet.top - FRAME.bottom)
    scale = min(room[0] / width, room[1] / height)
    aside = (sheet.width - width * scale) / 2
    up = FRAME.bottom + (room[1] - height * scale) / 2
    return move.scale(scale).translate(aside, up)


def as_form(writer: PdfWriter, page: PageObject) -> StreamObject:
    """The page, with what its annotations show (filled-in fields, stamps), as one drawing."""
    found = page.get("/Resources")
    cloned: Any = found.get_object().clone(writer) if found is not None else DictionaryObject()
    resources = DictionaryObject(cloned.get_object())
    content = b"q\n" + _content(page) + b"\nQ\n"
    pictures = own(resources, "/XObject")
    for number, (appearance, matrix) in enumerate(_appearances(page)):
        name = NameObject(f"/MergedAppearance{number}")
        pictures[name] = appearance.clone(writer).indirect_reference
        content += f"q {matrix} cm {name} Do Q\n".encode("ascii")
    _forget_tags(resources, set())
    form = DecodedStreamObject()
    form.set_data(content)
    drawing = form.flate_encode()
    box = page.cropbox
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(n) for n in (box.left, box.bottom, box.right, box.top)),
            NameObject("/Resources"): resources,
        }
    )
    return drawing


def _appearances(page: PageObject) -> list[tuple[StreamObject, str]]:
    """What each visible annotation shows, with the matrix that puts it in its rectangle."""
    found: list[tuple[StreamObject, str]] = []
    annotations: Any = page.get("/Annots")
    for item in annotations.get_object() if annotations is not None else ():
        annotation = item.get_object()
        shown = _appearance(annotation)
        if shown is None or int(annotation.get("/F", 0)) & 0b100010:  # hidden, or not to be viewed
            continue
        left, bottom, right, top = (float(n) for n in annotation["/Rect"])
        x0, y0, x1, y1 = (float(n) for n in shown.get("/BBox", [0, 0, 1, 1]))
        if x1 == x0 or y1 == y0:
            continue
        across, up = (right - left) / (x1 - x0), (top - bottom) / (y1 - y0)
        found.append((shown, f"{across:.5f} 0 0 {up:.5f} {left - x0 * across:.5f} {bottom - y0 * up:.5f}"))
    return found


def _appearance(annotation: DictionaryObject) -> StreamObject | None:
    if annotation.get("/Subtype") in ("/Link", "/Popup"):
        return None
    normal: Any = annotation.get("/AP", {}).get_object().get("/N") if "/AP" in annotation else None
    normal = normal.get_object() if normal is not None else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        state = annotation.get("/AS")
        normal = normal[state].get_object() if state in normal else None
    return normal if isinstance(normal, StreamObject) else None


def _forget_tags(holder: Any, seen: set[int]) -> None:
    """Takes a paper's places in its own tag tree out of its drawings: in our tree they are someone else's."""
    pictures = holder.get("/XObject")
    for reference in (pictures.get_object() if pictures is not None else {}).values():
        picture = reference.get_object()
        if id(picture) in seen:
            continue
        seen.add(id(picture))
        for key in ("/StructParent", "/StructParents"):
            picture.pop(key, None)
        if "/Resources" in picture:
            _forget_tags(picture["/Resources"].get_object(), seen)


def fonts_embedded(resources: Any, depth: int = 0) -> bool:
    """Whether every font that a page's resources name travels inside the file, as PDF/UA asks."""
    if resources is None or depth > 8:
        return True
    resources = resources.get_object()
    fonts = resources.get("/Font")
    for reference in (fonts.get_object() if fonts is not None else {}).values():
        if not _font_embedded(reference.get_object()):
            return False
    pictures = resources.get("/XObject")
    drawings = (pictures.get_object() if pictures is not None else {}).values()
    return all(fonts_embedded(drawing.get_object().get("/Resources"), depth + 1) for drawing in drawings)


def _font_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    if "/DescendantFonts" in font:
        return all(_font_embedded(part.get_object()) for part in font["/DescendantFonts"].get_object())
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(
        key in descriptor.get_object() for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def withdraw_declaration(writer: PdfWriter) -> None:
    metadata = writer.root_object["/Metadata"].get_object()
    if isinstance(metadata, StreamObject):
        said = DecodedStreamObject()
        said.set_data(_DECLARED.sub(b"", metadata.get_data()))
        said.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        writer.root_object[NameObject("/Metadata")] = writer._add_object(said)
