"""One figure as it is known, in two parts: what is judged of it, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db.models.functions import Extract

from goldenthread.kernel.periods import Every, Stretch, short_label

from .models import Observation

#: The columns of a row as it is read: what is judged, then what is told.
JUDGED = (
    "pk", "measure_id", "first", "last", "value", "numerator", "denominator", "symbol", "provisional", "definition_id",
    "area_id", "agency_id", "subgroup_id",
)  # fmt: skip
TOLD = ("source", "origin", "note", "by", "as_at_epoch", "recorded_epoch")
#: Moments are read as seconds and made into moments where one is asked for: that takes a third of reading a scorecard.
SECONDS = {"as_at_epoch": Extract("as_at", "epoch"), "recorded_epoch": Extract("recorded_at", "epoch")}
Row = tuple[Any, ...]
T = TypeVar("T")
WITHDRAWN = str(Observation.Symbol.WITHDRAWN)  # once: asking the class of choices for each of thousands is slow
#: Figures of measures that are kept, with what was worked out from them: the same scorecard is opened by many. About
#: 50 kB each for five years of months.
KEPT = 256
#: Answers kept with one measure's figures: one for each standard, rebase and drawing that was asked for.
ANSWERS = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Told(NamedTuple):
    """What is told of a figure and never judged: where it came from, who wrote it down, when and with what note."""

    source: str
    origin: str
    note: str
    by: str
    as_at_epoch: Decimal | None
    recorded_epoch: Decimal


class Known(NamedTuple):
    """One figure as it is known: the last that was written down for its stretch. A scorecard makes thousands.

    `told` is there unless only what is judged was asked for; without it, asking who, when or why is an error.
    """

    pk: int
    stretch: Stretch
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    symbol: str
    provisional: bool
    definition_id: int
    area_id: int | None = None
    agency_id: int | None = None
    subgroup_id: int | None = None
    told: Told | None = None

    @property
    def label(self) -> str:
        return self.stretch.label

    @property
    def short_label(self) -> str:
        return short_label(self.stretch)

    @property
    def as_at(self) -> datetime | None:
        """The moment at which it was counted, where that is known."""
        seconds = self._told.as_at_epoch
        return None if seconds is None else _moment(seconds)

    @property
    def recorded_at(self) -> datetime:
        """The moment at which it was written down."""
        return _moment(self._told.recorded_epoch)

    @property
    def source(self) -> str:
        return self._told.source

    @property
    def origin(self) -> str:
        return self._told.origin

    @property
    def note(self) -> str:
        return self._told.note

    @property
    def by(self) -> str:
        return self._told.by

    @property
    def _told(self) -> Told:
        if self.told is None:
            raise LookupError("Only what is judged of this figure was read. Read the series with told=True.")
        return self.told

    @property
    def reason(self) -> str:
        """Why there is no number, in words; nothing where there is one."""
        return str(Observation.Symbol(self.symbol).label) if self.symbol else ""


def _moment(seconds: Decimal) -> datetime:
    """To the microsecond, as PostgreSQL keeps it."""
    return EPOCH + timedelta(microseconds=int(seconds * 1_000_000))


@dataclass(frozen=True, eq=False)
class Counted:
    """One measure's figures, sorted out (see `Series`). It is equal to itself alone: the same rows read again give the
    same object, so that what was worked out from them is found again without comparing them.
    """

    whole: tuple[Known, ...]
    parts: tuple[Known, ...] = ()
    earlier: tuple[Known, ...] = ()
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def numbers(self) -> tuple[Known, ...]:
        """The whole figures without the gaps."""
        return tuple(figure for figure in self.whole if figure.value is not None)

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out from these figures and from `what` alone; worked out at the first asking."""
        if what not in self.kept:
            if len(self.kept) >= ANSWERS:
                self.kept.clear()
            self.kept[what] = make()
        made: T = self.kept[what]
        return made


def known_of(row: Row) -> Known:
    """The figure of a row of JUDGED columns, or of JUDGED and TOLD ones."""
    return _known(row, Stretch(row[2], row[3]))


def counted_of(rows: tuple[Row, ...], definition: int, every: Every, snapshot: bool) -> Counted:
    """The rows of one measure in order of time, sorted out by its definition; withdrawn ones left out."""
    whole: list[Known] = []
    parts: list[Known] = []
    earlier: list[Known] = []
    for row in rows:
        known = _known(row, _stretch(row[2], row[3]))
        if known.symbol == WITHDRAWN:
            continue
        if known.definition_id != definition:
            earlier.append(known)
        else:
            (whole if _is_whole(known.stretch, every, snapshot) else parts).append(known)
    return Counted(tuple(whole), tuple(parts), tuple(earlier))


#: The same for rows that nothing is told of: the same rows give the same object.
counted_once = lru_cache(maxsize=KEPT)(counted_of)


def _known(row: Row, stretch: Stretch) -> Known:
    told = Told(*row[len(JUDGED) :]) if len(row) > len(JUDGED) else None
    return Known._make((row[0], stretch, *row[4 : len(JUDGED)], told))


@lru_cache(maxsize=1024)
def _stretch(first: date, last: date) -> Stretch:
    """Measures speak of the same months."""
    return Stretch(first, last)


def _is_whole(stretch: Stretch, every: Every, snapshot: bool) -> bool:
    return stretch.days == 1 if snapshot else stretch.is_whole(every)
