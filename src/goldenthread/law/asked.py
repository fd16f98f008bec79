"""One thing that a framework asks for beside its clocks, and the frameworks and sources that such rows name.

Restated, not quoted; not legal advice. Each says where it is from and how far it is to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.law.eras import CDR_2018, LSCB_2015, LSCP_2018, LSCP_2023
from goldenthread.law.limits import Confidence

LSCB = frozenset({LSCB_2015.key})
ONLY_2018 = frozenset({LSCP_2018.key})
ONLY_2023 = frozenset({LSCP_2023.key})
CDR = frozenset({CDR_2018.key})
REG_5 = "Local Safeguarding Children Boards Regulations 2006 reg 5"
REG_6 = "Local Safeguarding Children Boards Regulations 2006 reg 6"
WT2015, WT2018, WT2023 = (f"Working Together {year}" for year in (2015, 2018, 2023))
CDR_GUIDANCE = "Child Death Review: Statutory and Operational Guidance 2018"
SURE, HIGH, MEDIUM = Confidence.SOURCE, Confidence.HIGH, Confidence.MEDIUM


class Kind(StrEnum):
    """What is asked for."""

    DUTY = "duty"
    OFFICE = "role"
    FORM = "form or outcome"


@dataclass(frozen=True)
class Asked:
    """One thing that some frameworks ask for.

    `eras`: the keys of those that do. `agency`: for a role, the kind of agency that fills it, "" where none is set.
    `deaths`: it belongs to child death review, which an area went over to on a day of its own.
    """

    key: str
    kind: Kind
    title: str
    eras: frozenset[str]
    source: str
    confidence: Confidence
    note: str = ""
    agency: str = ""
    deaths: bool = False


def duty(key: str, title: str, eras: frozenset[str], source: str, sure: Confidence, note: str = "") -> Asked:
    return Asked(key, Kind.DUTY, title, eras, source, sure, note)


def role(key: str, title: str, eras: frozenset[str], source: str, agency: str = "", note: str = "") -> Asked:
    return Asked(key, Kind.OFFICE, title, eras, source, HIGH, note, agency)


def form(key: str, title: str, eras: frozenset[str], source: str, sure: Confidence, note: str = "") -> Asked:
    return Asked(key, Kind.FORM, title, eras, source, sure, note)
