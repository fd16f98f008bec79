"""A number as people and programs write it, and in words why something is none."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

#: How spreadsheets show a formula that came to nothing.
FORMULA_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
LONGEST = 30
LARGEST = Decimal(10) ** 12
_GROUPED = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
_PLAIN = re.compile(r"^-?(\d+(\.\d*)?|\.\d+)$")


class NotANumber(ValueError):
    """In words, what stands there instead of a number."""


def read_number(given: Any) -> Decimal | None:
    """The number in a text or a cell; nothing where it is empty. Raises NotANumber.

    Understands "1,234", "£1,234.50", "95.8%"; refuses a date, a formula error, words, and what rounding would change.
    """
    if given is None or isinstance(given, bool):
        if given is None:
            return None
        raise NotANumber(f"'{given}' is not a number.")
    if isinstance(given, (date, datetime)):
        raise NotANumber(f"{given:%-d %B %Y} is a date, not a number. Give the cell the format of a number.")
    if isinstance(given, (int, float, Decimal)):
        return _sound(_exact(given), str(given))
    text = " ".join(str(given).split())
    if not text:
        return None
    if text.upper() in FORMULA_ERRORS:
        raise NotANumber(f"{text.upper()} is the error of a formula. Mend the formula, or leave the cell empty.")
    bare = text.strip("£%").strip()
    if len(bare) > LONGEST or not (_PLAIN.match(bare) or _GROUPED.match(bare)):
        raise NotANumber(f"'{text[:40]}' is not a number. Write figures, such as 12.")
    return _sound(_exact(bare.replace(",", "")), text)


def _exact(given: Any) -> Decimal:
    try:
        return Decimal(str(given))
    except InvalidOperation as error:
        raise NotANumber(f"'{given}' is not a number.") from error


def _sound(number: Decimal, said: str) -> Decimal:
    if not number.is_finite():
        raise NotANumber(f"'{said}' is not a number.")
    if abs(number) >= LARGEST:
        raise NotANumber(f"'{said[:40]}' is too large to be a figure here.")
    return number.quantize(Decimal("0.001")).normalize() + 0 if number % 1 else number.quantize(Decimal(1))
