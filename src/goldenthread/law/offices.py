"""The roles, forms and outcomes of each framework, and everything that any of them asks for beside its clocks."""

from __future__ import annotations

from goldenthread.law.asked import (
    CDR,
    CDR_GUIDANCE,
    HIGH,
    LSCB,
    ONLY_2018,
    ONLY_2023,
    SURE,
    WT2015,
    WT2018,
    WT2023,
    Asked,
    Kind,
    form,
    role,
)
from goldenthread.law.duties import DUTIES
from goldenthread.law.limits import LSCP

OFFICES = (
    role(
        "independent_chair",
        "Independent Chair",
        LSCB,
        f"{WT2015} ch. 3",
        note="Appointed by the chief executive with the partners.",
    ),
    role(
        "lay_members",
        "Two lay members",
        LSCB,
        "Children Act 2004 s13",
        note="No longer asked for by law; they may stay.",
    ),
    role("lead_member", "Lead member for children, as a participant who observes", LSCB, f"{WT2015} ch. 3"),
    role("partner_council", "Safeguarding partner: the local authority", ONLY_2018, f"{WT2018} ch. 3", "council"),
    role(
        "partner_health",
        "Safeguarding partner: health",
        ONLY_2018,
        f"{WT2018} ch. 3",
        "health",
        "The clinical commissioning group; from 1 July 2022 the integrated care board.",
    ),
    role("partner_police", "Safeguarding partner: the police", ONLY_2018, f"{WT2018} ch. 3", "police"),
    role(
        "lead_council",
        "Lead safeguarding partner: chief executive of the local authority",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "council",
    ),
    role(
        "lead_health",
        "Lead safeguarding partner: chief executive of the integrated care board",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "health",
    ),
    role("lead_police", "Lead safeguarding partner: chief constable", ONLY_2023, f"{WT2023} ch. 2", "police"),
    role(
        "delegated_council",
        "Delegated safeguarding partner: the local authority",
        ONLY_2023,
        f"{WT2023} ch. 2",
        "council",
    ),
    role("delegated_health", "Delegated safeguarding partner: health", ONLY_2023, f"{WT2023} ch. 2", "health"),
    role("delegated_police", "Delegated safeguarding partner: the police", ONLY_2023, f"{WT2023} ch. 2", "police"),
    role("partnership_chair", "Partnership chair", ONLY_2023, f"{WT2023} ch. 2", note="One of the delegated partners."),
    role("scrutineer", "Independent scrutineer", LSCP, f"{WT2018} ch. 3; {WT2023} ch. 2"),
    role("schools_strategy", "Schools and colleges, where strategy is set", ONLY_2023, f"{WT2023} ch. 2", "education"),
    role("schools_work", "Schools and colleges, where work is run", ONLY_2023, f"{WT2023} ch. 2", "education"),
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
    form(
        "scr_decision",
        "Decision on a case: serious case review, another review, a learning event, or none",
        LSCB,
        f"{WT2015} ch. 4",
        HIGH,
    ),
    form(
        "rapid_review",
        "Rapid review: the facts, safety at once, what can be learnt, what next",
        LSCP,
        f"{WT2018} ch. 4",
        SURE,
    ),
    form(
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
"""Everything that any framework asks for, in the order in which a report shows it."""
