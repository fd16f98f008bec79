"""Published statistics, where they are present beside the checkout: sound data, as files and as report tables."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from goldenthread.reading.encodings import MOST_CHARACTERS
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.checking import check_document

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = sorted(DATA.glob("*.csv"))
LOOKED_AFTER = [path for path in FILES if path.name.startswith("cla_number")]
IN_NEED = [path for path in FILES if path.name.startswith("b1_")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:20])
def test_published_files_raise_no_alarm(path: Path) -> None:
    started = time.perf_counter()
    data = path.read_bytes()
    if len(data) > MOST_CHARACTERS:
        with pytest.raises(UnreadableDocument, match="Save a part of it"):
            check_document(data, path.name)
        return
    found = check_document(data, path.name).findings
    assert [finding for finding in found if finding.alarm] == []
    assert time.perf_counter() - started < 10


def _rows(path: Path, **wanted: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize("path", LOOKED_AFTER, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
def test_published_rates_are_what_their_populations_make(path: Path, year: str) -> None:
    rows = _rows(path, time_period=year, population_type="Children looked after on 31 March each year")
    lines = ["Area,Children,Population aged 0 to 17,Rate per 10000"]
    for row in rows:
        name = row["la_name"] or row["region_name"] or row["country_name"]
        lines.append(f'"{name}",{row["children_count"]},{row["population_estimate"]},{row["rate_per_10000"]}')
    found = check_document("\n".join(lines).encode(), "rates.csv")
    assert len(found.tables[0].rows) > 150
    # a region's count is printed rounded, so that a rate from the exact one can look cut off: a note
    assert [finding for finding in found.findings if finding.alarm] == []
    assert len(found.findings) <= 2


@pytest.mark.parametrize("path", IN_NEED, ids=lambda path: path.stem[:3])
def test_published_counts_of_regions_make_englands_as_they_are_rounded(path: Path) -> None:
    for year in ("2022", "2023", "2024", "2025"):
        regions = _rows(path, time_period=year, geographic_level="Regional")
        (england,) = _rows(path, time_period=year, geographic_level="National")
        keys = ("Started_episodes", "Ended_episodes", "At31_episodes")
        lines = ["Region\tStarted\tEnded\tOn 31 March"]
        lines += ["\t".join([row["region_name"], *(row[key] for key in keys)]) for row in regions]
        lines.append("\t".join(["Total", *(england[key] for key in keys)]))
        text = "Children in need, rounded to the nearest 10\n\n" + "\n".join(lines) + "\n"
        assert [f for f in check_document(text.encode(), "cin.txt").findings if f.alarm] == [], year
