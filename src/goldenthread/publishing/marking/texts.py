"""Marks in plain text and CSV: a line at the top of a text; after the last row of a table, whose first is headings."""

from __future__ import annotations

import codecs
import csv
import io

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def mark_text(content: bytes, words: str) -> bytes:
    """The words as the first line, in the encoding that the text has."""
    mark, encoding, rest = _split(content)
    return mark + _encoded(f"{words}\r\n\r\n", encoding) + rest


def mark_csv(content: bytes, words: str) -> bytes:
    """The words as one cell of a last row."""
    mark, encoding, rest = _split(content)
    row = io.StringIO()
    csv.writer(row, quoting=csv.QUOTE_ALL).writerow([words])
    ended = "" if rest.endswith((_encoded("\n", encoding), _encoded("\r", encoding))) else "\r\n"
    return mark + rest + _encoded(ended + row.getvalue(), encoding)


def _split(content: bytes) -> tuple[bytes, str, bytes]:
    """(byte order mark, encoding, the rest)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding, content[len(mark) :]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "cp1252", content
    return b"", "utf-8", content


def _encoded(words: str, encoding: str) -> bytes:
    return words.encode(encoding, errors="replace")
