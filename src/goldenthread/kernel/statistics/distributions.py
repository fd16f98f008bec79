"""Quantiles: the Normal from the standard library, chi-square and Student's t from scipy.

scipy is loaded when first asked (a few tenths of a second, some 40 MB), not when a page that only charts is served.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from math import erfc, sqrt
from statistics import NormalDist
from typing import Any

from goldenthread.kernel.statistics.values import StatisticsError


@cache
def z_of(confidence: float) -> float:
    """How many standard deviations hold this share of a Normal, both sides: 1.96 for 0.95, 3.09 for 0.998."""
    if not 0 < confidence < 1:
        raise StatisticsError(f"A confidence lies between 0 and 1 (0.95 is usual), not {confidence:g}.")
    return NormalDist().inv_cdf(confidence + (1 - confidence) / 2)


def two_sided_p(z: float) -> float:
    """The chance of a Normal value at least this far out, either way."""
    return erfc(abs(z) / sqrt(2))


def chi_square(share: float, df: float) -> float:
    """The value below which this share of a chi-square lies."""
    return float(2 * _special().gammaincinv(df / 2, share))


def chi_square_upper(share: float, df: float) -> float:
    """The value above which this share of a chi-square lies; exact for small shares, where 1 - share is not."""
    return float(2 * _special().gammainccinv(df / 2, share))


def student_t(share: float, df: float) -> float:
    """The value below which this share of Student's t lies."""
    return float(_special().stdtrit(df, share))


@cache
def _special() -> Any:
    return import_module("scipy.special")
