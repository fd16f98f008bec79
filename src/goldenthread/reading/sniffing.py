"""What a file is, by its content: the name only decides between kinds of text."""

from __future__ import annotations

import re
from pathlib import PurePath

from goldenthread.reading.archives import check_word_archive
from goldenthread.reading.encodings import looks_binary
from goldenthread.reading.errors import UnreadableDocument

MOST_BYTES = 25 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKUP = re.compile(rb"<(?:html|body|table|h[1-6]|p|div)\b", re.I)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_SUPPORTED = "Choose the minutes as .docx, .pdf, .html or .txt."


def _refuse_by_start(data: bytes) -> None:
    head = data.lstrip()[:16]
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data[: 1 << 20]:
            raise UnreadableDocument("encrypted", "This Word file has a password. Save it without one and try again.")
        raise UnreadableDocument(
            "old_format", "This is an old Word file (.doc). Open it in Word, save it as .docx and try that file."
        )
    if head.startswith(b"{\\rtf"):
        raise UnreadableDocument(
            "old_format", "This is a Rich Text file (.rtf). Open it in Word, save it as .docx and try that file."
        )
    if data.startswith(_PICTURES) and looks_binary(data):
        raise UnreadableDocument(
            "picture",
            "This file is a picture, and no text can be read from it. Choose the minutes as they were typed "
            "(.docx or PDF).",
        )


def _refuse_size(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument("empty", f"This file is empty. {_SUPPORTED}")
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(
            "too_large",
            f"This file is {len(data) / 1024 / 1024:.0f} MB; the limit is {MOST_BYTES // 1024 // 1024} MB. "
            "Save the minutes alone, without pictures and papers, and try again.",
        )


def _text_kind(data: bytes, suffix: str) -> str:
    if _OPEN_HTML.match(data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")):
        return "html"
    if suffix in {".html", ".htm", ".xhtml"} and _MARKUP.search(data.replace(b"\0", b"")):
        return "html"
    return "txt"


def kind_of(data: bytes, filename: str) -> str:
    """ "txt", "html", "docx" or "pdf", judged by content.

    Raises UnreadableDocument ("empty", "too_large", "old_format", "encrypted", "picture", "binary", "wrong_type", and
    what ``check_word_archive`` raises).
    """
    _refuse_size(data)
    _refuse_by_start(data)
    suffix = PurePath(filename).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        check_word_archive(data)
        return "docx"
    if suffix in {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf"}:
        what = {".pdf": "a PDF", ".rtf": "a Rich Text file", ".odt": "an OpenDocument file"}.get(
            suffix, "a Word document"
        )
        raise UnreadableDocument(
            "wrong_type",
            f"The name of this file says that it is {what}, but its content is not: it may be damaged or renamed. "
            f"Open it in the program that made it and save it again. {_SUPPORTED}",
        )
    if looks_binary(data):
        raise UnreadableDocument("binary", f"This file does not hold text. {_SUPPORTED}")
    return _text_kind(data, suffix)
