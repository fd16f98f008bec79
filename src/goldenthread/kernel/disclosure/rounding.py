"""Rounding of counts: half up, never half to even; and what a rounded count still tells.

Python's `round`, numpy and pandas round halves to even: 5, 25 and 45 to the nearest 10 come out 0, 20 and 40, where
publishers print 10, 30 and 50.
"""

from __future__ import annotations


def nearest(count: int, base: int) -> int:
    """To the nearest multiple of `base`, halves up: 5 to the nearest 10 is 10. Base 1 leaves it as it is."""
    return (2 * count + base) // (2 * base) * base


def could_be(shown: int, base: int, *, withheld_to: int = 0) -> tuple[int, int]:
    """The least and the most that a count shown rounded can be: 10 to base 5 is 8 to 12, 10 to base 10 is 5 to 14.

    withheld_to: counts from 1 to this are not shown, so a shown one is more (or a true 0).
    """
    low, high = max(shown - base // 2, 0), shown + (base - 1) // 2
    if shown == 0:
        return 0, (high if high > withheld_to else 0)
    return max(low, withheld_to + 1), high
