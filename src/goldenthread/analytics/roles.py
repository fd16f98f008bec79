"""Who may do what with measures; which rows anyone sees is said by the access rules alone."""

from __future__ import annotations

from goldenthread.core.tenancy.roles import UNIT, Role

#: Those who keep the catalogue, scorecards and figures.
KEEPERS: frozenset[str] = frozenset(UNIT | {Role.ANALYST})
#: Those who may decide for the board on an answer.
DECIDERS: frozenset[str] = frozenset(UNIT | {Role.CHAIR})
#: Those who may answer for an agency.
ANSWERERS: frozenset[str] = frozenset({Role.AGENCY_LEAD, Role.MEMBER, Role.TEAM_MANAGER, Role.ANALYST})
#: Those who may ask: everyone who sits at the table.
ASKERS: frozenset[str] = frozenset(UNIT | {Role.CHAIR, Role.MEMBER, Role.LAY_MEMBER, Role.AGENCY_LEAD, Role.ANALYST})
