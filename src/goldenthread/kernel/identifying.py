"""Shapes of text that name one person: found before they are written down where many may read them.

Found are NHS numbers (NHS Data Dictionary: ten figures, the last a check figure modulo 11), unique pupil numbers
(a letter, eleven figures and a figure or letter), National Insurance numbers, full dates after words of birth,
email addresses, telephone numbers, full postcodes and addresses of pages. A name has no shape: no
program finds all of them, and the pages say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]* \d{{4}})"
_BORN = re.compile(rf"(?:\bborn\b|\bbirth\w*|\bd\.?o\.?b\b)[^.;\n]{{0,25}}?({_DAY})", re.IGNORECASE)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an email address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a telephone number", re.compile(r"(?<![\d/])(?:\+44 ?\(?0?\)?|0)(?:[ -]?\d){9,10}(?!\d)")),
    ("a unique pupil number", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]\b")),
    ("a National Insurance number", re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")),
    ("the address of a page", re.compile(r"\bhttps?://\S+", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Shape:
    """What it looks like, and the words themselves."""

    kind: str
    text: str


def identifying(text: str) -> tuple[Shape, ...]:
    """What in a text could name one person, each once, in the order of kinds."""
    return tuple(dict.fromkeys(_found(text)))


def refusal(text: str) -> str:
    """One sentence that says what to take out; "" where nothing was found."""
    found = identifying(text)
    if not found:
        return ""
    named = "; ".join(f"'{shape.text}' looks like {shape.kind}" for shape in found[:3])
    return f"Take out what could name a person: {named}."


def is_nhs_number(digits: str) -> bool:
    """Ten figures of which the last is right: 11 less the weighted sum modulo 11, 0 for 11, and never 10."""
    if len(digits) != 10 or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(figure) * weight for figure, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if rest == 11 else rest) == int(digits[9])


def _found(text: str) -> Iterator[Shape]:
    for one in _NUMBER.finditer(text):
        if is_nhs_number("".join(one.groups())):
            yield Shape("an NHS number", one[0])
    for one in _BORN.finditer(text):
        yield Shape("a date of birth", one[1])
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            if not (kind == "a telephone number" and is_nhs_number(re.sub(r"\D", "", match[0]))):
                yield Shape(kind, match[0])
