"""Files that cannot or must not be read: each gets a plain message with the cure, within five seconds."""

from __future__ import annotations

import io
import random
import time
import zipfile
import zlib
from collections.abc import Callable

import docx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.reading.child import parts_of
from goldenthread.reading.documents import UnreadableDocument, open_document
from goldenthread.reading.minutes.reader import read_minutes_file
from goldenthread.reading.sniffing import kind_of
from tests.reading.made_documents import health_pdf, partnership_docx
from tests.reading.making import pdf, word


def _repacked(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(health_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _xxe_docx() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        return data.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document', 1)

    return _repacked(partnership_docx(), change)


def _docm() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )

    return _repacked(partnership_docx(), change)


def _slow_pdf() -> bytes:
    """Two million drawing operators in one small compressed stream."""
    stream = pypdf.generic.StreamObject()
    stream[pypdf.generic.NameObject("/Filter")] = pypdf.generic.NameObject("/FlateDecode")
    stream._data = zlib.compress(b"1 0 0 1 0 0 cm\n" * 2_000_000, 9)
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 800)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _refusal(read: Callable[[], object]) -> UnreadableDocument | None:
    """How the reader refused; anything else that it raises is a crash."""
    try:
        read()
    except UnreadableDocument as refused:
        return refused
    return None


def _same(_: str, data: bytes) -> bytes:
    return data


NOISE = random.Random(7).randbytes(20_000)
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "minutes.txt", "empty"),
    "only spaces": (lambda: b" \r\n\t ", "minutes.txt", "empty"),
    "an empty Word file": (lambda: word(lambda document: None), "minutes.docx", "empty"),
    "noise": (lambda: NOISE, "minutes.txt", "binary"),
    "noise called PDF": (lambda: NOISE, "minutes.pdf", "wrong_type"),
    "text called PDF": (lambda: b"Minutes of the Board", "minutes.pdf", "wrong_type"),
    "text called Word": (lambda: b"Minutes of the Board", "minutes.docx", "wrong_type"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + NOISE, "scan.png", "picture"),
    "a password on a PDF": (_encrypted_pdf, "minutes.pdf", "encrypted"),
    "a scan": (lambda: pdf([{"kind": "p", "text": " "}]), "scan.pdf", "scanned"),
    "fifty megabytes": (lambda: b"Minutes of the Board\n" * 2_500_000, "minutes.txt", "too_large"),
    "a book": (lambda: b"Minutes of the Board\n" * 200_000, "minutes.txt", "too_long"),
    "macros": (lambda: _repacked(partnership_docx(), _same, {"word/vbaProject.bin": b"x"}), "minutes.docx", "macros"),
    "a .docm": (_docm, "minutes.docm", "macros"),
    "a zip bomb": (
        lambda: _repacked(partnership_docx(), _same, {"word/media/a.xml": b"0" * 50_000_000}),
        "minutes.docx",
        "zip_bomb",
    ),
    "ten thousand entries": (lambda: _zip({f"word/{n}": b"" for n in range(10_000)}), "minutes.docx", "zip_bomb"),
    "a zip in a zip": (
        lambda: _repacked(partnership_docx(), _same, {"word/more.zip": _zip({"a": b"b"})}),
        "minutes.docx",
        "zip_bomb",
    ),
    "outside entities in Word": (_xxe_docx, "minutes.docx", "external_entities"),
    "outside entities in HTML": (
        lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>&x;</p></body></html>',
        "minutes.html",
        "external_entities",
    ),
    "half a Word file": (lambda: partnership_docx()[:9_000], "minutes.docx", "damaged"),
    "a Word file without its end": (lambda: partnership_docx()[:-40], "minutes.docx", "damaged"),
    "the start of a PDF": (lambda: health_pdf()[:400], "minutes.pdf", "damaged"),
    "garbled text": (lambda: bytes(range(0x80, 0xA0)) * 40 + b"Minutes", "minutes.txt", "wrong_encoding"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "minutes.doc", "old_format"),
    "rich text": (lambda: b"{\\rtf1\\ansi Minutes}", "minutes.rtf", "old_format"),
    "OpenDocument": (lambda: _zip({"mimetype": b"x", "content.xml": b"<a/>"}), "minutes.odt", "old_format"),
    "Excel": (lambda: _zip({"xl/workbook.xml": b"<a/>"}), "minutes.docx", "wrong_type"),
    "some zip": (lambda: _zip({"minutes.txt": b"hello"}), "minutes.zip", "wrong_type"),
    "a PDF that never ends": (_slow_pdf, "minutes.pdf", "too_slow"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_file_is_refused_in_plain_words_and_in_time(what: str) -> None:
    make, name, code = BAD[what]
    data = make()
    started = time.monotonic()
    with pytest.raises(UnreadableDocument) as refused:
        open_document(data, name)
    assert time.monotonic() - started < 5
    assert refused.value.code == code
    message = refused.value.message
    assert message.endswith(".")
    assert len(message.split()) >= 8
    assert not any(word in message for word in ("Error", "Exception", "Traceback", "None"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_any_common_encoding(encoding: str) -> None:
    text = "Minutes of the Ysbyty Board\n\nZoë – “agreed” at £5\n" * 3
    document = open_document(text.encode(encoding), "minutes.txt")
    assert "Zoë – “agreed” at £5" in [line.text for line in document.lines]


def test_content_decides_and_not_the_name() -> None:
    assert open_document(health_pdf(), "minutes.txt").kind == "pdf"
    assert open_document(partnership_docx(), "minutes.pdf").kind == "docx"
    assert open_document(b"<html><body><p>Minutes</p></body></html>", "minutes.txt").kind == "html"


def test_deleted_words_are_out_and_inserted_words_are_in() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("The Board kept the old plan.")

    def track(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        run = b'<w:r><w:t xml:space="preserve">'
        return data.replace(
            b"<w:r><w:t>The Board kept the old plan.</w:t></w:r>",
            b"%sThe Board </w:t></w:r><w:del><w:r><w:delText>kept</w:delText></w:r></w:del>" % run
            + b"<w:ins>%schanged</w:t></w:r></w:ins>%s the old plan.</w:t></w:r>" % (run, run),
        )

    document = open_document(_repacked(word(build), track), "minutes.docx")
    assert document.lines[0].text == "The Board changed the old plan."


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from(["a.txt", "a.html", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    refusal = _refusal(lambda: read_minutes_file(data, name))
    assert refusal is None or refusal.message.endswith(".")


def _mutated(original: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    data = bytearray(original)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        change = chance.choice(["flip", "cut", "repeat"])
        if change == "flip":
            data[at] ^= chance.randint(1, 255)
        elif change == "cut":
            del data[at : at + chance.randint(1, 400)]
        else:
            data[at:at] = data[at : at + 50] * chance.randint(1, 4)
    return bytes(data)


PDF, DOCX = health_pdf(), partnership_docx()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["pdf", "docx"]), st.integers(0, 1_000_000))
def test_a_damaged_file_is_read_or_refused_and_never_crashes_the_reader(kind: str, seed: int) -> None:
    data = _mutated({"pdf": PDF, "docx": DOCX}[kind], seed)
    refusal = _refusal(lambda: parts_of(kind_of(data, f"minutes.{kind}"), data))
    allowed = {"damaged", "scanned", "encrypted", "too_long", "wrong_type", "zip_bomb", "macros", "external_entities"}
    assert refusal is None or refusal.code in allowed
