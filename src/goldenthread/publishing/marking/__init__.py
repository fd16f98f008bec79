"""Whose copy a file is, written into it: on each page, sheet and slide, where whoever passes it on must see it."""

from __future__ import annotations

from collections.abc import Callable

from .office import mark_excel, mark_powerpoint, mark_word
from .pages import MarkingTrouble, mark_pdf, mark_picture
from .texts import mark_csv, mark_text

#: By extension: what marks the content, and the extension that it has then.
_MARKED: dict[str, tuple[Callable[[bytes, str], bytes], str]] = {
    "pdf": (mark_pdf, "pdf"),
    "docx": (mark_word, "docx"),
    "xlsx": (mark_excel, "xlsx"),
    "pptx": (mark_powerpoint, "pptx"),
    "csv": (mark_csv, "csv"),
    "txt": (mark_text, "txt"),
    "png": (mark_picture, "pdf"),
    "jpg": (mark_picture, "pdf"),
}

__all__ = ["MarkingTrouble", "marked"]


def marked(content: bytes, extension: str, words: str) -> tuple[bytes, str]:
    """(the file with these words on each of its pages, its extension now). A picture becomes a page of PDF.

    Raises MarkingTrouble, which says why, for a kind that has no place for them and for a file that cannot be read.
    """
    if extension not in _MARKED:
        raise MarkingTrouble(f"A .{extension} file has no place for a mark.")
    mark, becomes = _MARKED[extension]
    return mark(content, words), becomes
