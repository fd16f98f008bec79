"""Reading what lies beside the statistics: districts, statistical neighbours, the dictionary, the bank holidays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from goldenthread.kernel.holidays import published_holidays
from goldenthread.law.measures.published import DFE, NEIGHBOUR_MODEL, ONS

from .loading_values import AreaRow, BadFile, DefinitionRow, NeighbourRow, Problems, ReadFile, table_of

DISTRICTS = ("LTLA23CD", "LTLA23NM", "UTLA23CD", "UTLA23NM")
DICTIONARY = ("Measure_code", "Measure", "Polarity", "Description", "Methodology")
DIVISION = "england-and-wales"
NEIGHBOURS = 10


def read_districts(name: str, data: bytes, sha256: str) -> ReadFile:
    """Districts of England with the authority each lies in. One that is its own authority is no district."""
    at, rows = _columns(name, data, DISTRICTS)
    areas: dict[str, AreaRow] = {}
    count = 0
    for _, cells in rows:
        count += 1
        code, title, upper, upper_name = (cells[at[wanted]].strip() for wanted in DISTRICTS)
        if not code.startswith("E") or code == upper:
            continue
        areas[upper] = AreaRow(upper, upper_name, "authority")
        areas[code] = AreaRow(code, title, "district", upper)
    return ReadFile(name, "districts", "Districts and the authorities they lie in", ONS, sha256, count, areas=areas)


def read_neighbours(name: str, data: bytes, sha256: str) -> ReadFile:
    """The ten statistical neighbours of each authority, with how close each is."""
    wanted = [f"SN_{rank}{letter}" for rank in range(1, NEIGHBOURS + 1) for letter in ("", "P")]
    at, rows = _columns(name, data, ("old_la_code", "la_name", *wanted))
    problems = Problems(name)
    found: list[NeighbourRow] = []
    seen: set[str] = set()
    count = 0
    for number, cells in rows:
        count += 1
        area = cells[at["old_la_code"]].strip()
        if area in seen:
            problems.add(number, "old_la_code", f"{area} is there twice.")
        seen.add(area)
        for rank in range(1, NEIGHBOURS + 1):
            neighbour = cells[at[f"SN_{rank}"]].strip()
            if not neighbour.isdigit() or neighbour == area:
                problems.add(number, f"SN_{rank}", f"'{neighbour}' is not another authority's number.")
            found.append(NeighbourRow(area, neighbour, rank, cells[at[f"SN_{rank}P"]].strip()))
    problems.refuse_if_any()
    title = f"Statistical neighbours, {NEIGHBOUR_MODEL} model"
    return ReadFile(name, "neighbours", title, DFE, sha256, count, neighbours=found)


def read_dictionary(name: str, data: bytes, sha256: str) -> ReadFile:
    """What the national measures count, in the department's words."""
    at, rows = _columns(name, data, DICTIONARY)
    found = []
    for _, cells in rows:
        number, title, polarity, description, counted = (" ".join(cells[at[wanted]].split()) for wanted in DICTIONARY)
        found.append(DefinitionRow(number, title, description, counted.strip("-"), polarity.strip("-")))
    title = "Local Authority Interactive Tool: data dictionary"
    return ReadFile(name, "dictionary", title, DFE, sha256, len(found), definitions=found)


def read_holidays(name: str, data: bytes, sha256: str) -> ReadFile:
    """The published bank holidays, held against those that every due day is computed with; differences are told."""
    try:
        events = json.loads(data)[DIVISION]["events"]
        printed = {date.fromisoformat(event["date"]): str(event["title"]) for event in events}
    except (ValueError, KeyError, TypeError) as wrong:
        raise BadFile([f"{name}: is not the list of bank holidays that GOV.UK publishes ({wrong})."]) from wrong
    if not printed:
        raise BadFile([f"{name}: holds no bank holiday of England."])
    return ReadFile(
        name, "bank_holidays", "Bank holidays of England and Wales", "GOV.UK", sha256, len(printed),
        told=_differences(printed),
    )  # fmt: skip


def _differences(printed: dict[date, str]) -> tuple[str, ...]:
    ours = {day: name for day, name in published_holidays().items() if min(printed) <= day <= max(printed)}
    said = [f"{day:%-d %B %Y} ({printed[day]}) is published and not known here." for day in printed if day not in ours]
    said += [f"{day:%-d %B %Y} ({ours[day]}) is known here and not published." for day in ours if day not in printed]
    after = [day for day in published_holidays() if day > max(printed)]
    if after:
        said.append(
            f"{len(after)} later days are known here, to {max(after):%-d %B %Y}, that this file does not reach."
        )
    return tuple(said) or (f"The same {len(printed)} days as those that due dates are computed with.",)


def _columns(name: str, data: bytes, wanted: tuple[str, ...]) -> tuple[dict[str, int], Iterator[tuple[int, list[str]]]]:
    headings, rows = table_of(name, data)
    missing = [heading for heading in wanted if heading not in headings]
    if missing:
        raise BadFile([f"{name}, row 1: there is no column '{missing[0]}'. Is it another edition's layout?"])
    return {heading: place for place, heading in enumerate(headings)}, rows
