"""What looks like a child's identity in free text: an NHS number, a date of birth. Where none belongs, none is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_TEN = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_SPELT = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+\d{{2,4}}"
_DAY = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|{_SPELT})"
_BORN = re.compile(rf"\b(?:d\.?o\.?b\.?|date of birth|born)\b\W*(?:on\s+|is\s+|was\s+)?{_DAY}", re.IGNORECASE)
_FIGURES = re.compile(r"(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-](?P<last>\d{4})|(?P<first>\d{4})-\d{2}-\d{2})(?![\d/-])")
#: A date in figures alone, so many years back, may well be a child's birthday; one of this year or last is a meeting's.
YOUNGEST, OLDEST = 2, 19


def identities_in(text: str, *, on: date) -> list[str]:
    """Each piece of the text that looks like an NHS number or a child's date of birth, as it is written, in order.

    `on`: the day of reading, from which ages count.
    """
    found = {**dict(_nhs_numbers(text)), **dict(_birthdays(text, on))}
    return [found[place] for place in sorted(found)]


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last checks the nine before it (modulus 11, NHS Data Dictionary)."""
    if len(digits) != 10 or not digits.isdecimal():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check != 10 and check % 11 == int(digits[9])


def _nhs_numbers(text: str) -> Iterator[tuple[int, str]]:
    for match in _TEN.finditer(text):
        if is_nhs_number("".join(match.groups())):
            yield match.start(), match.group()


def _birthdays(text: str, on: date) -> Iterator[tuple[int, str]]:
    for match in _FIGURES.finditer(text):
        year = int(match["last"] or match["first"])
        if YOUNGEST <= on.year - year <= OLDEST:
            yield match.start(), match.group()
    for match in _BORN.finditer(text):
        yield match.start(), match.group()
