"""What each framework asks for beside its clocks: duties, people who must be named, forms and outcomes.

Restated, not quoted; not legal advice. Each says where it is from and how far it is to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.law.eras import CDR_2018, LSCB_2015, LSCP_2018, LSCP_2023
from goldenthread.law.limits import LSCP, Confidence

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


def _duty(key: str, title: str, eras: frozenset[str], source: str, sure: Confidence, note: str = "") -> Asked:
    return Asked(key, Kind.DUTY, title, eras, source, sure, note)


def _role(key: str, title: str, eras: frozenset[str], source: str, agency: str = "", note: str = "") -> Asked:
    return Asked(key, Kind.OFFICE, title, eras, source, HIGH, note, agency)


def _form(key: str, title: str, eras: frozenset[str], source: str, sure: Confidence, note: str = "") -> Asked:
    return Asked(key, Kind.FORM, title, eras, source, sure, note)


DUTIES = (
    _duty(
        "coordinate",
        "Co-ordinate what each member does, and make sure that it works",
        LSCB,
        "Children Act 2004 s14",
        SURE,
    ),
    _duty(
        "procedures",
        "Procedures: thresholds, training, recruitment, allegations, private fostering, neighbours",
        LSCB,
        REG_5,
        HIGH,
    ),
    _duty(
        "monitor",
        "Judge early help, section 11 and training by joint audits; advise on improvement",
        LSCB,
        f"{REG_5}; {WT2015} ch. 3",
        SURE,
    ),
    _duty("scr", "Hold a serious case review wherever the criteria are met", LSCB, REG_5, SURE),
    _duty(
        "lscb_report",
        "The Chair's annual report to the chief executive, the leader, the commissioner and the health "
        "and wellbeing board",
        LSCB,
        f"Children Act 2004 s14A; {WT2015} ch. 3",
        HIGH,
    ),
    _duty(
        "publish",
        "The partners publish their arrangements, and work by them",
        LSCP,
        f"Children Act 2004 s16E and s16G; {WT2018} ch. 3",
        HIGH,
    ),
    _duty("scrutiny", "Independent scrutiny is part of the published arrangements", LSCP, f"{WT2018} ch. 3", HIGH),
    _duty("relevant", "Name the relevant agencies with whom the partners work", LSCP, "SI 2018/789 schedule", SURE),
    _duty(
        "panel",
        "The local authority tells the national Panel of a serious incident",
        LSCP,
        "Children Act 2004 s16C",
        SURE,
        "Until then the board, the inspectorate and the department were told.",
    ),
    _duty(
        "reviews",
        "Consider whether a local child safeguarding practice review is right; no limb makes it compulsory",
        LSCP,
        "Children Act 2004 s16F; SI 2018/789 reg 11",
        HIGH,
    ),
    _duty(
        "yearly",
        "A yearly report of what was done and how well it worked, at least every 12 months",
        LSCP,
        "Children Act 2004 s16G",
        HIGH,
    ),
    _duty(
        "information",
        "The partners may ask for information, and it must be given",
        LSCP,
        "Children Act 2004 s16H",
        HIGH,
    ),
    _duty("september", "The yearly report is published by the end of September", ONLY_2023, f"{WT2023} ch. 2", HIGH),
    _duty(
        "costs",
        "The yearly report says what each partner gave, what it cost and what value it brought",
        ONLY_2023,
        f"{WT2023} ch. 2",
        MEDIUM,
    ),
    _duty(
        "schools",
        "Schools and colleges are heard where strategy is set and where work is run",
        ONLY_2023,
        f"{WT2023} ch. 2",
        HIGH,
    ),
    _duty(
        "leavers",
        "Deaths of care leavers up to their 25th birthday are notified",
        ONLY_2023,
        f"{WT2023} ch. 5",
        MEDIUM,
        "An expectation, beyond Children Act 2004 s16C.",
    ),
    Asked(
        "board_deaths",
        Kind.DUTY,
        "The board reviews the death of every child resident here",
        LSCB,
        REG_6,
        SURE,
        "Boards had until 29 January 2020 to finish what they had begun (medium confidence).",
        deaths=True,
    ),
    Asked(
        "partners_deaths",
        Kind.DUTY,
        "The child death review partners review the death of every child resident here",
        CDR,
        CDR_GUIDANCE,
        SURE,
        "The police are not one of these partners.",
        deaths=True,
    ),
    Asked(
        "ncmd",
        Kind.DUTY,
        "Every review goes to the National Child Mortality Database",
        CDR,
        CDR_GUIDANCE,
        SURE,
        deaths=True,
    ),
    Asked(
        "key_worker",
        Kind.DUTY,
        "A key worker for each bereaved family",
        CDR,
        CDR_GUIDANCE,
        HIGH,
        "Named for each family, and not once for all.",
        deaths=True,
    ),
)

OFFICES = (
    _role(
        "independent_chair",
        "Independent Chair",
        LSCB,
        f"{WT2015} ch. 3",
        note="Appointed by the chief executive with the partners.",
    ),
    _role(
        "lay_members",
        "Two lay members",
        LSCB,
        "Children Act 2004 s13",
        note="No longer asked for by law; they may stay.",
    ),
    _role("lead_member", "Lead member for children, as a participant who observes", LSCB, f"{WT2015} ch. 3"),
    _role("partner_council", "Safeguarding partner: the local authority", ONLY_2018, f"{WT2018} ch. 3", "council"),
    _role(
        "partner_health",
        "Safeguarding partner: health",
        ONLY_2018,
        f"{WT2018} ch. 3",
        "health",
        "The clinical commissioning group; from 1 July 2022 the integrated care board.",
    ),
    _role("partner_police", "Safeguarding partner: the police", ONLY_2018, f"{WT2018} ch. 3", "police"),
    _role(
        "lead_council",
        "Lead safeguarding partner: chief executive of the local authority",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "council",
    ),
    _role(
        "lead_health",
        "Lead safeguarding partner: chief executive of the integrated care board",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "health",
    ),
    _role("lead_police", "Lead safeguarding partner: chief constable", ONLY_2023, f"{WT2023} ch. 2", "police"),
    _role(
        "delegated_council",
        "Delegated safeguarding partner: the local authority",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "council",
    ),
    _role("delegated_health", "Delegated safeguarding partner: health", ONLY_2023, f"{WT2023} ch. 2", "health"),
    _role("delegated_police", "Delegated safeguarding partner: the police", ONLY_2023, f"{WT2023} ch. 2", "police"),
    _role(
        "partnership_chair", "Partnership chair", ONLY_2023, f"{WT2023} ch. 2", note="One of the delegated partners."
    ),
    _role("scrutineer", "Independent scrutineer", LSCP, f"{WT2018} ch. 3; {WT2023} ch. 2"),
    _role("schools_strategy", "Schools and colleges, where strategy is set", ONLY_2023, f"{WT2023} ch. 2", "education"),
    _role("schools_work", "Schools and colleges, where work is run", ONLY_2023, f"{WT2023} ch. 2", "education"),
    Asked(
        "deaths_council",
        Kind.OFFICE,
        "Child death review partner: the local authority",
        CDR,
        CDR_GUIDANCE,
        SURE,
        agency="council",
        deaths=True,
    ),
    Asked(
        "deaths_health",
        Kind.OFFICE,
        "Child death review partner: health",
        CDR,
        CDR_GUIDANCE,
        SURE,
        agency="health",
        deaths=True,
    ),
)

FORMS = (
    _form(
        "scr_decision",
        "Decision on a case: serious case review, another review, a learning event, or none",
        LSCB,
        f"{WT2015} ch. 4",
        HIGH,
    ),
    _form(
        "rapid_review",
        "Rapid review: the facts, safety at once, what can be learnt, what next",
        LSCP,
        f"{WT2018} ch. 4",
        SURE,
    ),
    _form(
        "rapid_outcome",
        "Outcome of a rapid review: nothing further, local learning, a local review, or one proposed to "
        "the national Panel",
        LSCP,
        f"{WT2018} ch. 4",
        HIGH,
    ),
    Asked(
        "forms_abc",
        Kind.FORM,
        "Child death forms A (notification), B (agency report) and C (analysis)",
        LSCB,
        "national templates of the department",
        SURE,
        deaths=True,
    ),
    Asked(
        "lscb1",
        Kind.FORM,
        "The yearly return of child deaths (LSCB1)",
        LSCB,
        "Department for Education",
        SURE,
        deaths=True,
    ),
    Asked(
        "cdr_forms",
        Kind.FORM,
        "Notification, reporting, supplementary and analysis forms of child death review",
        CDR,
        CDR_GUIDANCE,
        SURE,
        deaths=True,
    ),
)

EVERYTHING: tuple[Asked, ...] = (*DUTIES, *OFFICES, *FORMS)


def asked_for(kind: Kind, keys: frozenset[str]) -> tuple[Asked, ...]:
    """What frameworks of these keys ask for, of one kind."""
    return tuple(one for one in EVERYTHING if one.kind is kind and one.eras & keys)
