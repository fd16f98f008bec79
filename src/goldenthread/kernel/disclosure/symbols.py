"""What stands where a figure does not, and what it means in words.

One symbol for every count that is withheld, small or not: a reader who could tell which of them are small would have
half the answer (two counts of 1 to 5 that add up to 10 are 5 and 5).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Symbol:
    """text: as shown in a table; meaning: as shown in the notes below it."""

    text: str
    meaning: str


CONFIDENTIAL = Symbol("c", "Withheld so that nobody can be identified.")
STAR = Symbol("*", "1 to 7, withheld so that nobody can be identified.")
FEWER_THAN_FIVE = Symbol("fewer than 5", "1, 2, 3 or 4.")
NOUGHT_OR_FEW = Symbol("0", "0 to 7.")
#: Beside a rate that is shown, not in place of it.
UNRELIABLE = Symbol("[u]", "Low reliability: a rate built on fewer than 20 events. Chance alone may have moved it far.")
NOT_APPLICABLE = Symbol("z", "Not applicable: there is nothing to divide by.")
ROUNDS_TO_NOUGHT = Symbol("k", "More than 0, but rounds to 0.")
