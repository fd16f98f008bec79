"""The published statistics that can be loaded: what each file is, and what each series in it counts, and when.

A series has the key "file without years:group:column"; the group is left out where a file has one alone. A series that
nobody prints but that two printed ones give (a rate per 10,000) has a key of its own and is computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from goldenthread.kernel.periods import Every, Stretch, day, period
from goldenthread.law.measures.entry import Better, Unit

DFE = "Department for Education"
ONS = "Office for National Statistics"
OGL = "Open Government Licence v3.0"
NEIGHBOUR_MODEL = "2025"


class When(StrEnum):
    """Which days the year that a file prints stands for."""

    FINANCIAL_YEAR = "the year to 31 March"
    MARCH = "on 31 March"
    SEPTEMBER = "on 30 September"
    YEAR_TO_SEPTEMBER = "the year to 30 September"
    MID_YEAR = "on 30 June"
    MID_YEAR_BEFORE = "on 30 June of the year before"

    def stretch(self, year: int) -> Stretch:
        """The stretch that a printed year covers."""
        match self:
            case When.FINANCIAL_YEAR:
                return period(Every.FINANCIAL_YEAR, date(year, 3, 31))
            case When.MARCH:
                return day(date(year, 3, 31))
            case When.SEPTEMBER:
                return day(date(year, 9, 30))
            case When.YEAR_TO_SEPTEMBER:
                return Stretch(date(year - 1, 10, 1), date(year, 9, 30))
            case When.MID_YEAR:
                return day(date(year, 6, 30))
            case When.MID_YEAR_BEFORE:
                return day(date(year - 1, 6, 30))

    @property
    def stock(self) -> bool:
        return self not in (When.FINANCIAL_YEAR, When.YEAR_TO_SEPTEMBER)

    def goes_with(self, stretch: Stretch) -> int:
        """The reporting year it is used in: a mid-year estimate is the denominator of the year to the March after."""
        return stretch.last.year + (self in (When.MID_YEAR, When.MID_YEAR_BEFORE))


@dataclass(frozen=True)
class PublishedFile:
    """One of the files: `groups` are the columns whose words are part of a series' key, `plain` those that say
    nothing more; `whens` by column, where a column is of other days than the rest."""

    stem: str
    title: str
    when: When
    publisher: str = DFE
    groups: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    whens: Mapping[str, When] = field(default_factory=dict)

    def when_of(self, column: str, groups: tuple[str, ...] = ()) -> When:
        """Of one column; a group may say so for all of its own columns."""
        return self.whens.get(column) or next((self.whens[g] for g in groups if g in self.whens), self.when)


@dataclass(frozen=True)
class PublishedSeries:
    """What one series counts. `over` and `under` are the series whose sums it is the quotient of, where it is one.

    `computed`: nobody prints it. `dictionary`: its number in the Local Authority Interactive Tool's data dictionary.
    `within`: whether what is over is part of what is under, so that it is a share.
    """

    key: str
    title: str
    unit: Unit
    when: When
    publisher: str
    better: Better = Better.CONTEXT
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    within: bool = False
    computed: bool = False
    dictionary: str = ""

    @property
    def basis(self) -> str:
        """In words: "stock, on 31 March", "flow, the year to 31 March", "ratio, ..."."""
        kind = "ratio" if self.under else "stock" if self.when.stock else "flow"
        return f"{kind}, {self.when.value}"

    @property
    def per(self) -> int:
        return self.unit.per or 1


CLA, CLA_NOW = "cla_number_and_rate_per_10k_children", "children-looked-after-on-31-march-each-year"
CLA_IN, CLA_OUT = "children-starting-to-be-looked-after-each-year", "children-ceasing-to-be-looked-after-each-year"
CIN, REFS, FACTORS = "b1_children_in_need", "c1_children_in_need_referrals_and_rereferrals", "c3_factors_identified"
STARTS, LENGTHS = "d3_cpps_subsequent_plan", "d5_cpps_at31march_by_duration"
STABLE, WORK = "la_cla_placement_stability", "csww_indicators"
MID_YEAR = "ons_mid-year_population_estimates:population_estimate"

CLA_COUNT, CLA_RATE = f"{CLA}:{CLA_NOW}:children_count", f"{CLA}:{CLA_NOW}:rate_per_10000"
CLA_STARTED, CLA_CEASED = f"{CLA}:{CLA_IN}:children_count", f"{CLA}:{CLA_OUT}:children_count"
CPP_COUNT, CPP_RATE = f"{LENGTHS}:CPP_At31", f"{LENGTHS}:CPP_At31:per_10000"
CPP_TWO_YEARS = f"{LENGTHS}:2_years_or_more_percent"
CPP_START_RATE, CPP_REPEATS = f"{STARTS}:CPP_start:per_10000", f"{STARTS}:CPP_subsequent"
CPP_REPEAT_PERCENT = f"{STARTS}:CPP_subsequent_percent"
REFERRALS, REFERRAL_RATE = f"{REFS}:referral_count", f"{REFS}:referral_count:per_10000"
REREFERRAL_PERCENT, NFA_PERCENT = f"{REFS}:rereferral_percent", f"{REFS}:no_further_action_percent"
CIN_RATE = f"{CIN}:At31_episodes:per_10000"
PLACEMENTS_3_PLUS = f"{STABLE}:on-31-march:three-or-more-in-the-year:children_percent"
PLACEMENTS_LONG = f"{STABLE}:long-term-under-16:same-carer-for-two-years:children_percent"
VACANCY_RATE, AGENCY_RATE, CASELOAD = f"{WORK}:vacancy_rate_fte", f"{WORK}:agency_rate_fte", f"{WORK}:caseload_fte"

_YEAR_TO_SEPTEMBER = (
    "starters_fte", "starters_headcount", "leavers_fte", "leavers_headcount", "turnover_rate_fte",
    "turnover_rate_headcount", "working_days_lost_fte", "absence_rate_fte",
)  # fmt: skip
FILES: Mapping[str, PublishedFile] = {
    one.stem: one
    for one in (
        PublishedFile(
            CIN, "Children in need", When.FINANCIAL_YEAR, plain=("category",),
            whens={"At31_episodes": When.MARCH, "awaiting_assessment": When.MARCH},
        ),
        PublishedFile(REFS, "Referrals and re-referrals", When.FINANCIAL_YEAR, plain=("category",)),
        PublishedFile(
            f"{FACTORS}_at_end_of_assessment", "Factors identified at the end of assessment", When.FINANCIAL_YEAR,
            plain=("category",),
        ),
        PublishedFile(STARTS, "Child protection plans, second or later", When.FINANCIAL_YEAR, plain=("category",)),
        PublishedFile(LENGTHS, "Child protection plans on 31 March by length", When.MARCH, plain=("category",)),
        PublishedFile(
            CLA, "Children looked after", When.FINANCIAL_YEAR, groups=("population_type",),
            whens={CLA_NOW: When.MARCH, "population_estimate": When.MID_YEAR_BEFORE},
        ),
        PublishedFile(
            STABLE, "Placement stability of children looked after", When.MARCH,
            groups=("cla_group", "placement_stability"),
        ),
        PublishedFile(
            WORK, "Children's social work workforce", When.SEPTEMBER,
            whens=dict.fromkeys(_YEAR_TO_SEPTEMBER, When.YEAR_TO_SEPTEMBER),
        ),
        PublishedFile(
            "ons_mid-year_population_estimates", "Children aged 0 to 17, mid-year estimates", When.MID_YEAR,
            publisher=ONS, plain=("age_group",),
        ),
    )
}  # fmt: skip

#: What long words in a group's column become in a key, where their slug would be too long.
SHORT: Mapping[str, str] = {
    "children looked after continuously for at least 2.5 years on 31 march aged under 16 years": "long-term-under-16",
    "cla 2 years on 31 march": "two-years-on-31-march",
    "cla on 31 march": "on-31-march",
    "total children": "total",
    "living with the same carer for at least 2 years": "same-carer-for-two-years",
    "with 3 or more placements during the previous 2 years": "three-or-more-in-two-years",
    "with 3 or more placements during the year": "three-or-more-in-the-year",
}


def slug_of(words: str) -> str:
    """A group's words as they stand in a key."""
    plain = " ".join(words.lower().split())
    return SHORT.get(plain) or re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def stem_of(name: str) -> str:
    """A file's name without years and ending: "b1_children_in_need_2013_to_2025.csv" -> "b1_children_in_need"."""
    return re.sub(r"_\d{4}(_to_\d{4})?$", "", name.rpartition(".")[0] or name)


def licence_line(publishers: tuple[str, ...] = (DFE,)) -> str:
    """To be shown wherever the figures are."""
    whose = " / ".join(dict.fromkeys(publishers))
    return f"Contains public sector information licensed under the {OGL}. Source: {whose}."
