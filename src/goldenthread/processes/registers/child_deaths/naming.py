"""What makes two notifications one child: a number, a name however it is written, or one that sounds the same.

Fingerprints of these are kept, so that the same child is found again and nothing sealed is read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

#: How a name sounds, roughly: spellings of one sound written one way, before vowels go.
_SOUNDS = (
    (r"ph", "f"), (r"th", "t"), (r"gh(?=[^aeiou]|$)", ""), (r"sch?", "s"), (r"ch(?=r|l)", "k"), (r"ck|q|x|c", "k"),
    (r"z", "s"), (r"y|j", "i"), (r"w", "v"), (r"dg", "g"), (r"h", ""),
)  # fmt: skip


def same_number(number: str) -> str:
    """An NHS number without its gaps; "" where it has not ten figures."""
    digits = "".join(re.findall(r"\d", number))
    return digits if len(digits) == 10 else ""


def same_name(name: str) -> str:
    """A name without case, accents, marks and order: "O'Brien, Zoë" and "zoe obrien" are one. "" where none is left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(sorted(re.sub(r"[^\w\s]|_", "", letters.replace(",", " ")).split()))


def same_sound(name: str) -> str:
    """A name as it sounds: "Catherine Smyth" and "Kathryn Smith" are one; "Aaron" and "Aron" are one."""
    return " ".join(sorted(filter(None, (_sound(word) for word in same_name(name).split()))))


def same_person(name: str, born: date) -> str:
    """A name and a date of birth as one text; "" without a name."""
    words = same_name(name)
    return f"{words} {born.isoformat()}" if words else ""


def same_sound_and_birth(name: str, born: date) -> str:
    """As it sounds, with the date of birth; "" without a name."""
    words = same_sound(name)
    return f"{words} {born.isoformat()}" if words else ""


def _sound(word: str) -> str:
    for shape, instead in _SOUNDS:
        word = re.sub(shape, instead, word)
    once = re.sub(r"(.)\1+", r"\1", word)
    return once[:1] + re.sub(r"[aeiou]", "", once[1:])
