"""What a check says: where, what kind, what is printed, what it computes, how sure, and the whole in plain English."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """``sure``: cannot be as printed; ``likely``: very probably wrong; ``note``: worth a look, may well be right."""

    SURE = "sure"
    LIKELY = "likely"
    NOTE = "note"


class Kind(StrEnum):
    """What was checked. The words are part of the JSON answer and do not change."""

    TOTAL = "total"
    CHANGE = "change"
    PERCENTAGE = "percentage"
    PERCENTAGE_CHANGE = "percentage_change"
    PERCENTAGE_POINTS = "percentage_points"
    PARTS = "parts_of_whole"
    MORE_THAN_WHOLE = "more_than_whole"
    TRUNCATION = "truncation"
    QUOTED_TWICE = "quoted_twice"
    PART_YEAR = "part_year"
    STOCK_FLOW = "stock_flow"
    FEWER_AGENCIES = "fewer_agencies"
    RATE = "rate"
    AVERAGE = "average"
    RANK = "rank"
    DIRECTION = "direction"
    COMPARISON = "comparison"
    MULTIPLE = "multiple"
    LIST = "list_count"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up. ``printed`` and ``computed`` are written alike."""

    where: str
    kind: Kind
    printed: str
    computed: str
    confidence: Confidence
    text: str

    def as_json(self) -> dict[str, str]:
        """The six keys of ``goldenthread check --json``."""
        return {key: str(value) for key, value in asdict(self).items()}

    @property
    def alarm(self) -> bool:
        """Whether it says that something is wrong, rather than worth a look."""
        return self.confidence is not Confidence.NOTE
