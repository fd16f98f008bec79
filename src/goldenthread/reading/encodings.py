"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, the Windows code page; anything else is refused."""

from __future__ import annotations

import codecs

from goldenthread.reading.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a")
# More characters than this is not one meeting's minutes (a 200-page set is about 600,000), and bounds the reading time.
MOST_CHARACTERS = 700_000
_GARBAGE = UnreadableDocument(
    "wrong_encoding",
    "The text in this file cannot be made out: it is neither UTF-8, UTF-16 nor Windows text. "
    "Open it in the program that made it and save it again as .docx, or as text with the encoding UTF-8.",
)


def _sixteen_bit(data: bytes) -> str | None:
    """The byte order of UTF-16 written without a mark: Western text has a zero in every other byte."""
    sample = data[:4000]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def looks_binary(data: bytes) -> bool:
    """Whether the bytes hold what no text holds: zeros (outside UTF-16 and UTF-32) or many control characters."""
    sample = data[:65536]
    if any(sample.startswith(mark) for mark, _ in _MARKS[1:]) or _sixteen_bit(sample):
        return False
    controls = sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 11, 12, 13, 26))
    return b"\0" in sample or controls > max(2, len(sample) // 100)


def _check(text: str) -> str:
    controls = sum(1 for c in text[:200_000] if (c < " " and c not in _ALLOWED_CONTROLS) or c == "\ufffd")
    private = sum(1 for c in text[:200_000] if "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f")
    if controls + private > max(2, len(text[:200_000]) // 50):
        raise _GARBAGE
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\ufeff", "")


def _decode(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name)
    bare = _sixteen_bit(data)
    if bare:
        return data.decode(bare)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Only the Windows page is left among what offices write; it leaves five bytes undefined, which raises here.
        return data.decode("cp1252")


def text_of(data: bytes, most: int = MOST_CHARACTERS) -> str:
    """The text of ``data`` with ``\\n`` line ends, of at most ``most`` characters.

    Raises UnreadableDocument ("wrong_encoding", "too_long").
    """
    try:
        text = _check(_decode(data))
    except UnicodeError as problem:
        raise _GARBAGE from problem
    if len(text) > most:
        raise UnreadableDocument(
            "too_long",
            f"This file holds {len(text):,} characters, far more than the minutes of one meeting "
            f"(the limit is {most:,}). Save the minutes alone, without their papers, and try again.",
        )
    return text
