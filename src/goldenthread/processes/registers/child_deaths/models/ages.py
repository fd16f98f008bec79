"""What stands in the clear for a child: a pseudonym made by chance, and the age at death as a band of the return."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from goldenthread.core.sealing.holders import case_key_of
from goldenthread.law.deaths.values import age_band


def born_of(case: Any) -> date | None:
    """The date of birth that a case holds now: as it was typed, or out of its seal. Nothing once that is destroyed."""
    held = case.__dict__.get("child_born")
    if isinstance(held, (bytes, memoryview)):
        if case.seal is None:
            return None
        held = case._meta.get_field("child_born").opened(case_key_of(case), bytes(held))
    return held if isinstance(held, date) else None


def band_of(case: Any) -> str:
    """The band; "" where a day is missing. Raises NotAChild before birth, and from the 18th birthday on."""
    born = born_of(case)
    return str(age_band(born, case.died_on).value) if born and case.died_on else ""


#: Neither a vowel nor what is read as another: no pseudonym spells a word.
SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_pseudonym() -> str:
    """Such as "Child 7KQ4M": by chance, so that neither the order nor the year of the death can be told from it."""
    return f"Child {''.join(secrets.choice(SIGNS) for _ in range(5))}"
