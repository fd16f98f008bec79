"""Disclosure control: what of a set of counts may be published so that no child, family or case can be told from it.

`protect(release, ledger, profile)` is the one way out; see `release`. The rules are in section 6 of our reference on
statistics; the profiles of publishers in `profiles`.
"""

from __future__ import annotations

from goldenthread.kernel.disclosure.figures import Derived, Mean, Ratio
from goldenthread.kernel.disclosure.profiles import PROFILES, Profile
from goldenthread.kernel.disclosure.relations import Ledger, published_before, within
from goldenthread.kernel.disclosure.release import Evidence, Outcome, Protected, Refused, protect
from goldenthread.kernel.disclosure.symbols import Symbol
from goldenthread.kernel.disclosure.tables import Cell, Dimension, Release, ReleaseError, Sum, Table, grid, year_to_date

__all__ = [
    "PROFILES",
    "Cell",
    "Derived",
    "Dimension",
    "Evidence",
    "Ledger",
    "Mean",
    "Outcome",
    "Profile",
    "Protected",
    "Ratio",
    "Refused",
    "Release",
    "ReleaseError",
    "Sum",
    "Symbol",
    "Table",
    "grid",
    "protect",
    "published_before",
    "within",
    "year_to_date",
]
