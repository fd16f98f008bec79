"""What makes two notifications one child. Fingerprints of these are kept, and nothing that shows them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date


def same_number(number: str) -> str:
    """An NHS number without its gaps; "" where it has not ten figures."""
    digits = "".join(re.findall(r"\d", number))
    return digits if len(digits) == 10 else ""


def same_person(name: str, born: date) -> str:
    """A name without case, accents, marks and order, and a date of birth, as one text; "" without a name."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    words = " ".join(sorted(re.sub(r"[^\w\s]|_", "", letters.replace(",", " ")).split()))
    return f"{words} {born.isoformat()}" if words else ""
