"""What a measure is: the question it answers and how it is counted. Plain values; the rows are beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.periods import Every
from goldenthread.law.limits import Confidence


class Kind(StrEnum):
    """What sort of figure it is, which says what may be done with it."""

    STOCK = "stock"  # counted on a day; never added up over time
    FLOW = "flow"  # counted over a span; adds up
    RATIO = "ratio"  # one flow or stock over another
    TIMELINESS = "timeliness"  # of what fell due, how much was done in time: from a clock
    SURVEY = "survey"  # answers of people who were asked
    MONEY = "money"


class Unit(StrEnum):
    """In what it is given. `per` is what numerator / denominator is multiplied by; nothing for a plain number."""

    COUNT = "count"
    PERCENT = "percent"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    MEAN = "mean"  # numerator / denominator as it is: cases for each worker
    DAYS = "days"
    HOURS = "hours"
    POUNDS = "pounds"
    FTE = "fte"

    @property
    def per(self) -> int | None:
        return _PER.get(self)

    @property
    def words(self) -> str:
        return _WORDS[self]


_PER = {Unit.PERCENT: 100, Unit.PER_1000: 1_000, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000, Unit.MEAN: 1}
_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENT: "%",
    Unit.PER_1000: "per 1,000",
    Unit.PER_10000: "per 10,000 children",
    Unit.PER_100000: "per 100,000",
    Unit.MEAN: "average",
    Unit.DAYS: "days",
    Unit.HOURS: "hours",
    Unit.POUNDS: "£",
    Unit.FTE: "full-time equivalent",
}


class Better(StrEnum):
    """Which way is good for children."""

    HIGH = "high"
    LOW = "low"
    BAND = "band"  # good between two values, bad below and above
    CONTEXT = "context"  # says how things are; neither way is good in itself


class Cut(StrEnum):
    """By what a measure may be broken down."""

    DISTRICT = "district"
    AGENCY = "agency"
    AGE = "age"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    COHORT = "cohort"  # such as unaccompanied asylum-seeking children
    SECTOR = "sector"
    CATEGORY = "category"


@dataclass(frozen=True)
class MeasureEntry:
    """One measure as the catalogue ships it, from a day (`since`, or always).

    `every`: how often it is reported; `on_a_day`: a ratio of stocks, counted on the last day of each. `seasonal`: it
    rises and falls with the school year, so that part of a year never stands for the whole.
    `clock`: the law's clock whose keeping it shows. `published`: the key of the published series that is meant to be
    the same figure (`goldenthread.law.measures.published`). `benchmark`: against what it is held, or "" where none
    exists. `target`, `minimum`: only where a rule or a published scorecard set them, in the measure's unit; `ceiling`:
    the upper end where good lies between two values.
    """

    code: str
    title: str
    question: str
    numerator: str
    kind: Kind
    denominator: str = ""
    unit: Unit = Unit.COUNT
    better: Better = Better.CONTEXT
    every: Every = Every.QUARTER
    on_a_day: bool = False
    seasonal: bool = False
    subject: str = ""
    cuts: tuple[Cut, ...] = ()
    reference: str = ""
    confidence: Confidence = Confidence.MEDIUM
    clock: str = ""
    published: str = ""
    benchmark: str = ""
    target: float | None = None
    minimum: float | None = None
    ceiling: float | None = None
    note: str = ""
    version: int = 1
    since: date | None = None

    def __post_init__(self) -> None:
        if (self.unit.per is not None) != bool(self.denominator):
            raise ValueError(f"{self.code}: {self.unit} and its denominator do not fit: '{self.denominator}'")
        if self.kind is Kind.FLOW and self.on_a_day:
            raise ValueError(f"{self.code}: a flow is counted over a span, not on a day")

    @property
    def snapshot(self) -> bool:
        """Whether it is counted on a day (a stock, or a ratio of stocks); else over a span."""
        return self.kind is Kind.STOCK or self.on_a_day
