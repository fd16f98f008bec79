"""Who may do what with measures; which rows anyone sees is said by the access rules alone."""

from __future__ import annotations

from goldenthread.core.tenancy.roles import UNIT, Role

#: Those who keep the catalogue, scorecards and figures.
KEEPERS: frozenset[str] = frozenset(UNIT | {Role.ANALYST})
