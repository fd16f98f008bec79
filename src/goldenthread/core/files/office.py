"""Word, Excel and PowerPoint files are zip archives: looked into, never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib

from .refusals import FileRefused

MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
TYPES_PART = "[Content_Types].xml"
MOST_PARTS = 5_000
MOST_UNPACKED = 500 * 1024 * 1024
MOST_RATIO = 500
LARGEST_TYPES_PART = 1024 * 1024
_SMALL = 1024 * 1024
_MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")


def office_kind(data: bytes, name: str) -> str:
    """ "docx", "xlsx" or "pptx". Raises FileRefused for macros, a bomb, a password, damage, or any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, name)
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused("encrypted", f"“{name}” has a password. Save it without one and choose it again.")
            kind = _kind(parts, name)
            _refuse_macros(archive, parts, name)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, NotImplementedError) as trouble:
        raise FileRefused(
            "damaged",
            f"“{name}” is incomplete or damaged: its contents cannot be read. "
            "Open it in the program that made it, save it again, and choose that file.",
        ) from trouble


def _refuse_bomb(parts: list[zipfile.ZipInfo], name: str) -> None:
    swollen = any(p.file_size > _SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if swollen or len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
        raise FileRefused(
            "zip_bomb",
            f"“{name}” unpacks to far more than its size, and may be meant to harm. It was not kept. "
            "Ask whoever sent it for a fresh copy.",
        )


def _kind(parts: list[zipfile.ZipInfo], name: str) -> str:
    present = {part.filename for part in parts}
    for main, kind in MAIN_PARTS.items():
        if main in present and TYPES_PART in present:
            return kind
    raise FileRefused(
        "archive",
        f"“{name}” is an archive and not a Word, Excel or PowerPoint file. Take the files out of it and choose "
        "them one by one.",
    )


def _refuse_macros(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    types = archive.getinfo(TYPES_PART)
    if types.file_size > LARGEST_TYPES_PART:
        raise ValueError("the list of parts is larger than any real one")
    carried = any(part.filename.lower().endswith(_MACROS) for part in parts)
    if carried or b"macroenabled" in archive.read(types).lower():
        raise FileRefused(
            "macros",
            f"“{name}” contains macros (small programs), which are never kept. "
            "In Word, Excel or PowerPoint choose Save As, take the type without macros (.docx, .xlsx, .pptx), "
            "and choose that file.",
        )
