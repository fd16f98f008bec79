"""Text made fit to print: what no format may carry is taken out, and what a font cannot show is said in words."""

from __future__ import annotations

import re
import struct
import unicodedata
from datetime import date, time
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"
# Noto Sans for reading; DejaVu Sans for ticks, arrows and scripts that Noto Sans leaves to its sister fonts.
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "DejaVuSans.ttf")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Directional overrides can make a text read as something else than it says.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MOST_LETTERS = 40
_ZERO_WIDTH_SPACE = "\u200b"


def clean(text: str) -> str:
    """The text without control characters, directional overrides and code points that are no characters.

    Line ends of every kind become a line feed and tabs a space. Applied by all three formats, so that they agree.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(_cleaned(character) for character in text)


def _cleaned(character: str) -> str:
    if character == "\n":
        return character
    if character in _OVERRIDES:
        return ""
    category = unicodedata.category(character)
    if category == "Cc":
        return ""
    return REPLACEMENT if category in ("Cs", "Cn", "Co") else character


def printable(text: str) -> str:
    """Cleaned text in which each character that our fonts cannot show stands in words, as `[grinning face]`."""
    text = unicodedata.normalize("NFC", clean(text))
    if text.isascii():
        return text
    shown = _covered()
    return "".join(character if ord(character) in shown else _in_words(character) for character in text)


def _in_words(character: str) -> str:
    if character == "\n":
        return character
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""  # a mark or joiner without its letter says nothing
    if unicodedata.category(character) == "Zs":
        return " "
    name = unicodedata.name(character, "").lower()
    return f"[{name}]" if name else f"[character U+{ord(character):04X}]"


def breakable(text: str, letters: int = _MOST_LETTERS) -> str:
    """Lets a word of more than `letters` (a web address, a run-on name) break instead of running off its column."""
    if len(text) <= letters:
        return text
    piece = max(2, letters // 2)
    long_word = rf"[^\s{_ZERO_WIDTH_SPACE}]{{{letters + 1},}}"
    return re.sub(long_word, lambda found: _ZERO_WIDTH_SPACE.join(re.findall(f".{{1,{piece}}}", found.group())), text)


@cache
def _covered() -> frozenset[int]:
    """Code points that the reading font in both weights, or else the spare font, can show."""
    regular, bold, spare = (code_points((FONT_FOLDER / name).read_bytes()) for name in FONT_FILES)
    return frozenset((regular & bold) | spare)


def code_points(font: bytes) -> set[int]:
    """Every code point a TrueType font has a glyph for, read from its `cmap` (formats 4 and 12)."""
    found: set[int] = set()
    cmap = _table(font, b"cmap")
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">I", cmap, 4 + 8 * index + 4)[0]
        kind = struct.unpack_from(">H", cmap, offset)[0]
        if kind == 4:
            found |= _format_4(cmap, offset)
        elif kind == 12:
            found |= _format_12(cmap, offset)
    return found


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"The font has no {wanted.decode()} table.")


def _format_4(cmap: bytes, at: int) -> set[int]:
    double = struct.unpack_from(">H", cmap, at + 6)[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", cmap, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", cmap, offsets_at)
    found: set[int] = set()
    for index in range(count):
        for point in range(starts[index], ends[index] + 1):
            glyph = point
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (point - starts[index])
                glyph = struct.unpack_from(">H", cmap, place)[0] if place + 2 <= len(cmap) else 0
                if glyph == 0:
                    continue
            if (glyph + deltas[index]) % 65536 and point != 0xFFFF:
                found.add(point)
    return found


def _format_12(cmap: bytes, at: int) -> set[int]:
    found: set[int] = set()
    for index in range(struct.unpack_from(">I", cmap, at + 12)[0]):
        start, end, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * index)
        found.update(range(start + (glyph == 0), end + 1))
    return found


def day(when: date) -> str:
    """`Tuesday 3 March 2026`: the weekday is how people catch a wrong date."""
    return f"{when:%A} {when.day} {when:%B %Y}"


def short_day(when: date) -> str:
    """`3 Mar 2026`, for tables."""
    return f"{when.day} {when:%b %Y}"


def clock(when: time) -> str:
    """`2pm`, `9:30am`, `midday`."""
    if (when.hour, when.minute) == (12, 0):
        return "midday"
    hour = when.hour % 12 or 12
    minutes = f":{when.minute:02d}" if when.minute else ""
    return f"{hour}{minutes}{'am' if when.hour < 12 else 'pm'}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 action`, `3 actions`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
