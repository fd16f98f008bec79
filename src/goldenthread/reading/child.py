"""The child process of ``isolation``: a file on standard input, its lines and blocks as JSON on standard output."""

from __future__ import annotations

import json
import sys

from goldenthread.reading.blocks import Block, Line
from goldenthread.reading.encodings import text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.isolation import SLOW, hold_back, packed
from goldenthread.reading.pdf_pages import read_pdf
from goldenthread.reading.web_pages import read_html
from goldenthread.reading.word_pages import read_docx


def parts_of(kind: str, data: bytes) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Lines and blocks of ``data``, read here and now.

    Raises UnreadableDocument.
    """
    if kind == "html":
        return read_html(text_of(data))
    if kind == "docx":
        return read_docx(data)
    return read_pdf(data)


def main() -> None:
    """Read standard input as the kind named on the command line."""
    hold_back()
    try:
        answer = packed(*parts_of(sys.argv[1], sys.stdin.buffer.read()))
    except UnreadableDocument as problem:
        answer = json.dumps({"code": problem.code, "message": problem.message})
    except MemoryError:
        answer = json.dumps({"code": SLOW.code, "message": SLOW.message})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
