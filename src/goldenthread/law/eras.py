"""The frameworks a partnership has worked under, with the dates they were in force and the words they used.

Eras overlap: areas moved from boards to partnerships between June 2018 and September 2019, and to the 2023 arrangements
by December 2024, each on its own day. A partnership says which it works under; `eras_on` says which it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


class EraError(LookupError):
    """An era or a word that does not exist."""


@dataclass(frozen=True)
class Era:
    """One framework. `in_force_to` is its last day (nothing: still in force).

    `vocabulary` maps a concept (see `CONCEPTS`) to the era's word for it; `changes` holds words that changed within
    the era.
    """

    key: str
    title: str
    guidance: str
    body: str
    in_force_from: date
    in_force_to: date | None = None
    vocabulary: Mapping[str, str] = field(default_factory=dict, hash=False)
    changes: tuple[tuple[date, str, str], ...] = ()
    note: str = ""

    def in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def word(self, concept: str, on: date | None = None) -> str:
        """The era's word for a concept, as it stood on a day (at the era's start, if none is given).

        Raises `EraError` for a concept the era has no word for.
        """
        changed = [word for day, key, word in self.changes if key == concept and on is not None and day <= on]
        if changed:
            return changed[-1]
        if concept not in self.vocabulary:
            raise EraError(f"{self.title} has no word for '{concept}'.")
        return self.vocabulary[concept]


CONCEPTS = MappingProxyType(
    {
        "body": "the body that co-ordinates safeguarding",
        "body_short": "its initials",
        "body_said": "what people call it",
        "chair": "who chairs it",
        "scrutiny": "who scrutinises it from outside",
        "partners": "who is responsible for it",
        "health_partner": "the health body among them",
        "case_review": "the review of a serious case",
        "case_review_short": "its initials",
        "review_decider": "who decides on such a review",
        "national_panel": "the national panel that is told",
        "designated_officer": "who manages allegations against people who work with children",
        "lead_worker": "who leads a family's early help",
        "child_death_body": "who is responsible for reviewing children's deaths",
        "child_death_response": "the joint response to an unexpected death",
        "annual_report": "the yearly report",
    }
)

LSCB_2015 = Era(
    key="LSCB_2015",
    title="LSCB 2015",
    guidance="Working Together to Safeguard Children 2015; LSCB Regulations 2006 (SI 2006/90)",
    body="Local Safeguarding Children Board",
    in_force_from=date(2015, 3, 26),
    in_force_to=date(2019, 9, 29),
    vocabulary=MappingProxyType(
        {
            "body": "Local Safeguarding Children Board",
            "body_short": "LSCB",
            "body_said": "Board",
            "chair": "Independent Chair",
            "scrutiny": "Independent Chair",
            "partners": "Board partners",
            "health_partner": "clinical commissioning group",
            "case_review": "serious case review",
            "case_review_short": "SCR",
            "review_decider": "LSCB Chair",
            "national_panel": "National Panel of Independent Experts",
            "designated_officer": "designated officer (LADO)",
            "lead_worker": "lead professional",
            "child_death_body": "Local Safeguarding Children Board",
            "child_death_response": "rapid response",
            "annual_report": "annual report",
        }
    ),
    note="A board ceased when its area's partnership took over, on 29 September 2019 at the latest.",
)

LSCP_2018 = Era(
    key="LSCP_2018",
    title="LSCP 2018",
    guidance="Working Together to Safeguard Children 2018; SI 2018/789",
    body="Local Safeguarding Children Partnership",
    in_force_from=date(2018, 6, 29),
    in_force_to=date(2024, 12, 31),
    vocabulary=MappingProxyType(
        {
            "body": "Local Safeguarding Children Partnership",
            "body_short": "LSCP",
            "body_said": "Partnership",
            "chair": "independent scrutineer",
            "scrutiny": "independent scrutineer",
            "partners": "safeguarding partners",
            "health_partner": "clinical commissioning group",
            "case_review": "local child safeguarding practice review",
            "case_review_short": "LCSPR",
            "review_decider": "safeguarding partners",
            "national_panel": "Child Safeguarding Practice Review Panel",
            "designated_officer": "designated officer (LADO)",
            "lead_worker": "lead practitioner",
            "child_death_body": "child death review partners",
            "child_death_response": "joint agency response",
            "annual_report": "yearly report",
        }
    ),
    changes=((date(2022, 7, 1), "health_partner", "integrated care board"),),
    note=(
        "The duties were phased in from 29 June 2018; the guidance is of 4 July 2018. The 2023 guidance replaced it on "
        "15 December 2023, and areas moved to the new arrangements by December 2024."
    ),
)

LSCP_2023 = Era(
    key="LSCP_2023",
    title="LSCP 2023",
    guidance="Working Together to Safeguard Children 2023",
    body="Multi-agency safeguarding arrangements",
    in_force_from=date(2023, 12, 15),
    vocabulary=MappingProxyType(
        {
            **LSCP_2018.vocabulary,
            "chair": "partnership chair",
            "partners": "lead and delegated safeguarding partners",
            "health_partner": "integrated care board",
        }
    ),
    note="Areas had until December 2024 to put it in place. Later editions are not described here.",
)

CDR_2018 = Era(
    key="CDR_2018",
    title="CDR 2018",
    guidance="Child Death Review: Statutory and Operational Guidance, October 2018",
    body="Child death review partners",
    in_force_from=date(2018, 10, 1),
    vocabulary=MappingProxyType(
        {
            "body": "child death review partners",
            "body_short": "CDR partners",
            "body_said": "partners",
            "partners": "the local authority and the clinical commissioning group",
            "health_partner": "clinical commissioning group",
            "child_death_body": "child death review partners",
            "child_death_response": "joint agency response",
            "annual_report": "annual report",
        }
    ),
    changes=(
        (date(2022, 7, 1), "partners", "the local authority and the integrated care board"),
        (date(2022, 7, 1), "health_partner", "integrated care board"),
    ),
    note=(
        "Published in October 2018 (the day is not recorded here); each area went over on its own day, by "
        "29 September 2019. The police are not a child death review partner."
    ),
)

ERAS: tuple[Era, ...] = (LSCB_2015, LSCP_2018, CDR_2018, LSCP_2023)


def era(key: str) -> Era:
    """The era of that key. Raises `EraError` when there is none."""
    for found in ERAS:
        if found.key == key:
            return found
    raise EraError(f"There is no era '{key}'; there are {', '.join(e.key for e in ERAS)}.")


def eras_on(on: date) -> tuple[Era, ...]:
    """The eras in force somewhere in England on a day, the earliest first. None before 26 March 2015."""
    return tuple(e for e in ERAS if e.in_force(on))


def governing_era(on: date) -> Era:
    """The newest framework for the board or partnership itself (not child death review) in force on a day.

    A partnership that went over later than the first day says so itself. Raises `EraError` before 26 March 2015.
    """
    found = [e for e in eras_on(on) if e is not CDR_2018]
    if not found:
        raise EraError(f"No framework is described for {on.isoformat()}; the first is from {ERAS[0].in_force_from}.")
    return found[-1]
