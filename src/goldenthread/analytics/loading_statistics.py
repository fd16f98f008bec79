"""Reading a file of statistics: areas and figures, each with the days that its year stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.kernel.periods import Stretch
from goldenthread.law.measures.published import FILES, PublishedFile, slug_of, stem_of

from .loading_values import AreaRow, BadFile, FigureRow, Problems, ReadFile, table_of

AREA_COLUMNS = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
#: Why there is no number, as the Department for Education prints it.
SYMBOLS = frozenset({"c", "k", "low", "u", "x", "z"})
LEVELS = {"National": "country", "Regional": "region", "Local authority": "authority"}
LONDON, PART_OF_LONDON = "E12000007", "E13"  # Inner and Outer London lie in London
_NUMBER = re.compile(r"\d+(\.\d+)?")
_CODE = re.compile(r"[A-Z]\d{8}")


def read_statistics(name: str, data: bytes, sha256: str) -> ReadFile:
    """A file of the department's long shape: a row for each year and area, a column for each figure.

    Raises BadFile with each place that does not hold; nothing of such a file is used.
    """
    file = FILES.get(stem_of(name))
    if file is None:
        raise BadFile([f"{name}: is not one of the published files that are known: {', '.join(sorted(FILES))}."])
    headings, rows = table_of(name, data)
    missing = [wanted for wanted in (*AREA_COLUMNS, *file.groups) if wanted not in headings]
    if missing:
        raise BadFile([f"{name}, row 1: there is no column '{missing[0]}'. Is it another edition's layout?"])
    reading = _Reading(file, headings, Problems(name))
    count = 0
    for number, cells in rows:
        reading.take(number, cells)
        count += 1
    reading.problems.refuse_if_any()
    if not count:
        raise BadFile([f"{name}: has headings and no rows."])
    return ReadFile(
        name, file.stem, file.title, file.publisher, sha256, count, areas=reading.areas, figures=reading.figures
    )


@dataclass(frozen=True)
class _Column:
    """Where a column of figures stands, and what it is called in a key."""

    at: int
    heading: str
    name: str


class _Reading:
    """One pass over the rows of one file."""

    def __init__(self, file: PublishedFile, headings: Sequence[str], problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.at = {heading: place for place, heading in enumerate(headings)}
        words = {*AREA_COLUMNS, *file.groups, *file.plain}
        self.columns = [
            _Column(place, heading, re.sub(r"\W+", "_", heading))
            for place, heading in enumerate(headings)
            if heading not in words
        ]
        self.areas: dict[str, AreaRow] = {}
        self.figures: list[FigureRow] = []
        self.seen: dict[tuple[str, ...], int] = {}
        self.spans: dict[tuple[int, tuple[str, ...]], list[tuple[_Column, str, Stretch]]] = {}

    def take(self, number: int, cells: list[str]) -> None:
        year = self._year(number, cells)
        area = None if year is None else self._area(number, cells)
        if year is None or area is None:
            return
        groups = tuple(slug_of(cells[self.at[group]]) for group in self.file.groups)
        where = (str(year), area.code, *groups)
        if where in self.seen:
            self.problems.add(number, "", f"says again what row {self.seen[where]} says: same year, area and group.")
            return
        self.seen[where] = number
        for column, key, stretch in self._spans(year, groups):
            value, symbol = self._figure(number, column, cells[column.at].strip())
            self.figures.append(FigureRow(key, area.code, stretch.first, stretch.last, value, symbol))

    def _spans(self, year: int, groups: tuple[str, ...]) -> list[tuple[_Column, str, Stretch]]:
        known = self.spans.get((year, groups))
        if known is None:
            known = self.spans[year, groups] = [
                (
                    column,
                    ":".join((self.file.stem, *groups, column.name)),
                    self.file.when_of(column.name, groups).stretch(year),
                )
                for column in self.columns
            ]
        return known

    def _year(self, number: int, cells: list[str]) -> int | None:
        text = cells[self.at["time_period"]].strip()
        if re.fullmatch(r"(19|20)\d\d", text):
            return int(text)
        self.problems.add(number, "time_period", f"'{text}' is not a year such as 2025.")
        return None

    def _area(self, number: int, cells: list[str]) -> AreaRow | None:
        def cell(heading: str) -> str:
            return cells[self.at[heading]].strip()

        level = LEVELS.get(cell("geographic_level"))
        if level is None:
            words = f"'{cell('geographic_level')}' is none of {', '.join(LEVELS)}."
            self.problems.add(number, "geographic_level", words)
            return None
        column, named = {"country": ("country_code", "country_name"), "region": ("region_code", "region_name")}.get(
            level, ("new_la_code", "la_name")
        )
        code = _code_of(cell(column))
        if not code:
            self.problems.add(number, column, f"'{cell(column)}' is not an official code such as E10000016.")
            return None
        old = cell("old_la_code") if re.fullmatch(r"\d{3}", cell("old_la_code")) else ""
        country, region = cell("country_code"), cell("region_code")
        above = {"authority": region, "region": LONDON if region.startswith(PART_OF_LONDON) else country}
        return self._kept(
            AreaRow(code, cell(named), level, above.get(level, ""), old, int(cell("time_period"))),
            AreaRow(region, cell("region_name"), "region", above["region"]),
            AreaRow(country, cell("country_name"), "country"),
        )

    def _kept(self, area: AreaRow, region: AreaRow, country: AreaRow) -> AreaRow:
        """The area of the latest year by its code, and those it lies in where nothing better is known of them."""
        known = self.areas.get(area.code)
        if known is None or known.year < area.year:
            self.areas[area.code] = area
        for above in (region, country):
            if above.code and above.code != area.code:
                self.areas.setdefault(above.code, above)
        return area

    def _figure(self, number: int, column: _Column, text: str) -> tuple[str, str]:
        if _NUMBER.fullmatch(text):
            return text, ""
        if text in SYMBOLS:
            return "", text
        if not text:
            what = "is empty. A published file says with a symbol why there is no number."
        else:
            known = ", ".join(sorted(SYMBOLS))
            what = f"'{text[:40]}' is neither a number nor one of the published symbols ({known})."
        self.problems.add(number, column.heading, what)
        return "", ""


def _code_of(text: str) -> str:
    """An official code; of two authorities that return together ("E06000061 / E06000062") the first and what differs.

    "" for anything else.
    """
    first, _, second = (part.strip() for part in text.partition("/"))
    if not _CODE.fullmatch(first):
        return ""
    together = _CODE.fullmatch(second) and first[:7] == second[:7]
    return f"{first}/{second[7:]}" if together else "" if second else first
