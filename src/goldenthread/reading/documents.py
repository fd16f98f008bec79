"""Open a published document, whatever kind of file it is: bytes in, lines and blocks with their places out."""

from __future__ import annotations

from goldenthread.reading.blocks import Document
from goldenthread.reading.encodings import text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.isolation import read_apart
from goldenthread.reading.plain import blocks_of, lines_of
from goldenthread.reading.sniffing import kind_of

__all__ = ["Document", "UnreadableDocument", "open_document"]


def open_document(data: bytes, filename: str) -> Document:
    """The document in ``data``; ``filename`` is only for messages and for telling kinds of text apart.

    Reads .txt (any common encoding, stray HTML), .html, .docx and PDF with text. Answers within 5 seconds.
    Raises UnreadableDocument with a code and a plain message for anything else.
    """
    kind = kind_of(data, filename)
    if kind == "txt":
        lines = lines_of(text_of(data))
        blocks = blocks_of(lines)
    else:
        lines, blocks = read_apart(kind, data)
    if not blocks:
        raise UnreadableDocument(
            "empty", "This file opens but there is no text in it. Choose the minutes as they were typed."
        )
    return Document(filename, kind, lines, blocks)
