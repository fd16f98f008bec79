"""England's bank holidays: the published list, which is data, and the standing rule for the years not yet published.

The list is `data/england_bank_holidays.csv` (GOV.UK, Open Government Licence). A holiday that is proclaimed is a line
added there.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib import resources

MONDAY = 0


def published_holidays() -> dict[date, str]:
    """Day and name of each bank holiday of England and Wales on the published list, weekday-effective, in order."""
    text = resources.files("goldenthread.kernel").joinpath("data/england_bank_holidays.csv").read_text(encoding="utf-8")
    return {date.fromisoformat(row["date"]): row["name"] for row in csv.DictReader(text.splitlines())}


def computed_holidays(year: int) -> dict[date, str]:
    """The eight standing bank holidays of a year by rule, substitute days applied.

    Proclaimed extras cannot be computed.
    """
    easter = easter_sunday(year)
    found = {
        _off_weekend(date(year, 1, 1), set()): "New Year's Day",
        easter - timedelta(days=2): "Good Friday",
        easter + timedelta(days=1): "Easter Monday",
        _first_monday(year, 5): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
    }
    # Boxing Day keeps its own weekday when it has one; Christmas Day then takes the next free day (as in 2022).
    feast = {day for day in (date(year, 12, 25), date(year, 12, 26)) if day.weekday() < 5}
    for day, name in ((date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day")):
        kept = day if day in feast else _off_weekend(day, feast)
        feast.add(kept)
        found[kept] = name
    return dict(sorted(found.items()))


def easter_sunday(year: int) -> date:
    """Western Easter (the anonymous Gregorian computation)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    drift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - drift + 15) % 30
    quads, odd = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * quads - epact - odd) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _off_weekend(day: date, taken: set[date]) -> date:
    while day.weekday() > 4 or day in taken:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)  # May and August, the only months asked for, have 31 days
    return last - timedelta(days=(last.weekday() - MONDAY) % 7)
