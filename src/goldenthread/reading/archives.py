"""A .docx is a zip file: what is inside is looked at before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from goldenthread.reading.errors import UnreadableDocument

MOST_ENTRIES = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024  # a small part may be compressed very well without harm
_RELEASE = "Open it in Word, save it again as a plain Word document (.docx), and try that file."
_TRUNCATED = UnreadableDocument(
    "damaged", f"This Word file is incomplete or damaged: its contents cannot be unpacked. {_RELEASE}"
)
_BOMB = UnreadableDocument(
    "zip_bomb",
    "This file unpacks to far more than its size, which no minutes do, and may be meant to harm. It was not opened. "
    "Ask whoever sent it for a fresh copy.",
)
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHERS = {
    "xl/workbook.xml": ("wrong_type", "This is an Excel workbook. Save the minutes as a Word document (.docx) or PDF."),
    "ppt/presentation.xml": (
        "wrong_type",
        "This is a PowerPoint file. Save the minutes as a Word document (.docx) or PDF.",
    ),
    "content.xml": ("old_format", "This is an OpenDocument file (.odt). Open it, save it as .docx and try that file."),
}


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_ENTRIES or sum(i.file_size for i in infos) > MOST_UNPACKED:
        raise _BOMB
    for info in infos:
        if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _BOMB
        if info.filename.lower().endswith((".zip", ".jar", ".7z", ".rar", ".gz")):
            raise _BOMB


def _refuse_others(names: set[str]) -> None:
    for name, (code, message) in _OTHERS.items():
        if name in names:
            raise UnreadableDocument(code, message)
    if "EncryptedPackage" in names:
        raise UnreadableDocument("encrypted", "This Word file has a password. Save it without one and try again.")
    if "word/document.xml" not in names:
        raise UnreadableDocument(
            "wrong_type", "This is a zip file and not a Word document. Take the minutes out of it and choose that file."
        )
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise UnreadableDocument(
            "macros",
            "This Word file contains macros (small programs), which are never accepted. "
            "In Word choose Save As, type Word Document (.docx), and try that file.",
        )


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """One part unpacked, never more of it than the archive's own list said."""
    with archive.open(info) as stream:
        data = stream.read(min(info.file_size, MOST_XML) + 1)
    if len(data) > info.file_size or len(data) > MOST_XML:
        raise _BOMB
    return data


def _check_types(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if not info.filename.endswith((".xml", ".rels")):
            continue
        head = _part(archive, info)
        # Word never writes a document type; it is the way to external entities and to expanding ones.
        if _ENTITY.search(head) or _ENTITY.search(head.replace(b"\0", b"")):
            raise UnreadableDocument(
                "external_entities",
                f"The part {info.filename} of this Word file declares entities, which Word never does and which can be "
                f"used to read other files. It was not opened. {_RELEASE}",
            )
        if info.filename == "[Content_Types].xml" and b"macroenabled" in head.lower():
            raise UnreadableDocument(
                "macros",
                "This is a Word file of the kind that carries macros (.docm). "
                "In Word choose Save As, type Word Document (.docx), and try that file.",
            )


def check_word_archive(data: bytes) -> None:
    """Refuse what is not a plain Word document, by the archive's list first and its small parts after.

    Raises UnreadableDocument ("zip_bomb", "macros", "wrong_type", "old_format", "encrypted", "external_entities",
    "damaged").
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_bomb(infos)
            _refuse_others({info.filename for info in infos})
            if any(info.flag_bits & 1 for info in infos):
                raise UnreadableDocument("encrypted", "This file has a password. Save it without one and try again.")
            _check_types(archive, infos)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as problem:
        raise _TRUNCATED from problem
