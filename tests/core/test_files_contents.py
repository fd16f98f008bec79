"""What a file is, by its content; what it may be called; what is never kept."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib

import docx
import pypdf
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.core.files.contents import MEDIA_TYPES, identify
from goldenthread.core.files.names import LONGEST, clean_name, extension_of
from goldenthread.core.files.refusals import FileRefused


def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Minutes of the Northshire board")
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, "Visits")
    book.close()
    return out.getvalue()


def pdf() -> bytes:
    out, writer = io.BytesIO(), pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


SLIDES = archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})
WITH_MACROS = archive(
    {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"Sub Harm()"}
)
CALLED_PLAIN = archive(
    {
        "[Content_Types].xml": b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
        "word/document.xml": b"<w/>",
    }
)
BOMB = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * 30_000_000})
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")

KEPT = [
    (word(), "Minutes.docx", "docx"),
    (excel(), "Visits.xlsx", "xlsx"),
    (SLIDES, "Training.pptx", "pptx"),
    (pdf(), "Report.pdf", "pdf"),
    (png(), "Chart.png", "png"),
    (b"\xff\xd8\xff\xe0" + b"\0\x10JFIF\0" + b"\x01" * 20, "Photo.JPEG", "jpg"),
    (b"name,visits\nA,1\n", "visits.csv", "csv"),
    ("Café at 9 — £5".encode(), "notes.txt", "txt"),
    ("Café".encode("cp1252"), "notes.txt", "txt"),
    ("Café".encode("utf-16"), "notes.txt", "txt"),
]


@pytest.mark.parametrize(("data", "name", "kind"), KEPT)
def test_what_is_kept_gets_its_type_from_its_content(data: bytes, name: str, kind: str) -> None:
    found = identify(data, name)
    assert (found.name, found.media_type) == (name, MEDIA_TYPES[kind])


REFUSED = [
    (b"", "empty.txt", "empty", "is empty"),
    (b"\0" * 500, "hole.pdf", "empty", "is empty"),
    (WITH_MACROS, "Minutes.docx", "macros", "Save As"),
    (CALLED_PLAIN, "Minutes.docx", "macros", "Save As"),
    (BOMB, "Minutes.docx", "zip_bomb", "unpacks to far more"),
    (word()[:-400], "Minutes.docx", "damaged", "save it again"),
    (archive({"a.txt": b"x"}), "papers.zip", "archive", "one by one"),
    (OLD_OFFICE, "Minutes.doc", "old_office", "save it as .docx"),
    (LOCKED, "Minutes.docx", "encrypted", "password"),
    (pdf()[:200], "Report.pdf", "damaged", "cut short"),
    (b"MZ\x90\0\x03" + b"\0\x01" * 300, "setup.exe", "wrong_type", "Choose a file that is"),
    (b"MZ\x90\0\x03" + b"\0\x01" * 300, "Report.pdf", "wrong_type", "Choose a file that is"),
    (b"GIF89a\x01\0\x01\0\0\0\0;", "x.gif", "wrong_type", "Choose a file that is"),
    (b"<svg xmlns='x'><script>alert(1)</script></svg>", "logo.svg", "wrong_type", "SVG"),
    (b"{\\rtf1 hello}", "letter.rtf", "old_office", "Rich Text"),
    (b"print('hello')", "run.py", "wrong_name", "rename it"),
    (word(), "Report.pdf", "wrong_name", "its content is .docx"),
    (b"only words", "Report.pdf", "wrong_name", "its content is .txt"),
]


@pytest.mark.parametrize(("data", "name", "code", "words"), REFUSED)
def test_what_is_refused_is_told_which_file_why_and_what_to_do(data: bytes, name: str, code: str, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        identify(data, name)
    assert refused.value.code == code
    assert words in refused.value.message
    assert f"“{name}”" in refused.value.message


def test_a_saved_web_page_is_kept_as_the_text_it_is_written_in() -> None:
    found = identify(b"<html><script>alert(1)</script></html>", "minutes.html")
    assert (found.name, found.media_type) == ("minutes.html.txt", "text/plain")


def test_a_name_without_extension_is_given_the_right_one() -> None:
    assert identify(pdf(), "Report").name == "Report.pdf"
    assert identify(word(), "Minutes 2026.03.02").name == "Minutes 2026.03.02.docx"


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.csv", "a.exe", "a"]))
@example(b"PK\x03\x04" + b"\0" * 60, "a.docx")
def test_any_bytes_are_either_identified_or_refused_in_words(data: bytes, name: str) -> None:
    try:
        found, said = identify(data, name), None
    except FileRefused as refused:
        found, said = None, refused
    assert (found and found.media_type in MEDIA_TYPES.values()) or (said and said.code and said.message.endswith("."))


@given(st.text(max_size=300))
@example("../../etc/passwd")
@example("C:\\Users\\clerk\\Board minutes.docx")
@example("invoice\u202efdp.exe")
@example("con.txt")
@example("...")
@example("a" * 500 + ".pdf")
def test_a_cleaned_name_has_no_folder_nothing_invisible_and_stays_as_it_is_when_cleaned_again(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert len(cleaned) <= LONGEST + 1
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\0')
    assert not any(unicodedata.category(c).startswith("C") for c in cleaned)
    assert not cleaned.startswith(".")
    assert clean_name(cleaned) == cleaned


def test_names_people_use_are_left_alone() -> None:
    for name in ("Board minutes – March (final).docx", "Café d'été.pdf", "a.b.c.txt"):
        assert clean_name(name) == name
    assert clean_name("C:\\Users\\clerk\\Board minutes.docx") == "Board minutes.docx"
    assert extension_of(clean_name("long " * 100 + ".PDF")) == "pdf"
