"""What makes two names one: the same person under two spellings is found by this, and by nothing that shows them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date


def same_name(name: str) -> str:
    """A name without case, accents, marks and order: "O'Brien, Zoë" and "zoe obrien" are one. "" where none is left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(sorted(re.sub(r"[^\w\s]|_", "", letters.replace(",", " ")).split()))


def same_person(name: str, born: date) -> str:
    """A name and a date of birth as one text; "" without a name."""
    words = same_name(name)
    return f"{words} {born.isoformat()}" if words else ""
