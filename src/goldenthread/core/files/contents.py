"""What a file is, by its content. The name is believed only between plain text and CSV."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import puremagic

from .names import extension_of
from .office import office_kind
from .refusals import FileRefused

OFFICE = "application/vnd.openxmlformats-officedocument."
#: Everything that is kept, by extension.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
IN_WORDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), CSV, plain text (.txt), PNG or JPEG"
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
#: Saved web pages are kept as the plain text they are written in, so that no browser ever runs one of ours.
_PAGES = {"html", "htm", "xhtml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Content:
    """A file's name with the extension its content deserves, and its media type."""

    name: str
    media_type: str


def identify(data: bytes, name: str) -> Content:
    """What `data` is, whatever its (already cleaned) name says.

    Raises FileRefused: "empty", "wrong_type" (not of a kind that is kept), "wrong_name" (a kind that is kept, under
    another's name), and what `office_kind` raises.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileRefused("empty", f"“{name}” is empty. Check that it was saved, and choose it again.")
    kind = _by_signature(data, name) or _text_kind(data, name)
    return Content(_named(name, kind), MEDIA_TYPES[kind])


def _by_signature(data: bytes, name: str) -> str | None:
    if b"%PDF-" in data[:1024]:
        if b"%%EOF" not in data[-2048:]:
            raise FileRefused(
                "damaged", f"“{name}” is cut short: the end of the PDF is missing. Save or send it again."
            )
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(_ZIP):
        return office_kind(data, name)
    if data.startswith(_OLE):
        _refuse_old_office(data, name)
    return None


def _refuse_old_office(data: bytes, name: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data[: 1 << 20]:
        raise FileRefused("encrypted", f"“{name}” has a password. Save it without one and choose it again.")
    raise FileRefused(
        "old_office",
        f"“{name}” is in an old format (.doc, .xls, .ppt or .msg), which can hide macros. "
        "Open it, save it as .docx, .xlsx, .pptx or PDF, and choose that file.",
    )


def _text_kind(data: bytes, name: str) -> str:
    extension = extension_of(name)
    if not _is_text(data):
        raise FileRefused("wrong_type", f"“{name}” {_looks_like(data)}. Choose a file that is {IN_WORDS}.")
    if data.lstrip()[:5] == b"{\\rtf":
        raise FileRefused(
            "old_office", f"“{name}” is a Rich Text file. Open it in Word, save it as .docx and choose that."
        )
    if b"<svg" in data[:4096].lower():
        raise FileRefused("wrong_type", f"“{name}” is an SVG drawing, which can carry programs. Save it as PNG or PDF.")
    return "csv" if extension == "csv" else "txt"


def _is_text(data: bytes) -> bool:
    """Whether it decodes as UTF-8, UTF-16 with its mark, or Windows Latin, and holds no control characters of a
    program.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decodes(data, encoding)
    if any(byte < 32 and byte not in _TEXT_CONTROLS for byte in set(data)):
        return False
    return _decodes(data, "utf-8") or _decodes(data, "cp1252")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like(data: bytes) -> str:
    try:
        found = puremagic.magic_string(data)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return "is not of a kind that is kept here"
    return f"looks like “{found.name or found.extension}”, which is not kept here"


def _named(name: str, kind: str) -> str:
    extension = extension_of(name)
    said = _SAME.get(extension, extension)
    if said == kind:
        return name
    if said in MEDIA_TYPES and not (kind == "txt" and said == "csv"):
        raise FileRefused(
            "wrong_name",
            f"“{name}” is called .{extension} and its content is .{kind}: it may be damaged or renamed. "
            f"Open it in the program that made it, save it again as .{said} or rename it to .{kind}.",
        )
    if kind == "txt" and extension in _PAGES | {"text", "md", "log"}:
        return f"{name}.txt"
    if not extension or not extension.isalnum():
        return f"{name}.{kind}"
    return _refuse_other(name, extension, kind)


def _refuse_other(name: str, extension: str, kind: str) -> str:
    if extension.isdigit() or len(extension) > 5 or " " in extension:
        return f"{name}.{kind}"  # "Minutes 2026.03.02" has no extension: the dots belong to its date
    raise FileRefused(
        "wrong_name",
        f"“{name}” ends in .{extension}, which is not kept here; its content looks like .{kind}. "
        f"If that is right, rename it to end in .{kind}; otherwise choose a file that is {IN_WORDS}.",
    )
