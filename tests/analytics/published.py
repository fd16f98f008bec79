"""Published files as the tests write them: the department's layout, a few areas, made-up names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name"
)
COUNTRY, REGION = ("E92000001", "England"), ("E12000099", "Far North")
FILE = "d3_cpps_subsequent_plan_2013_to_2025.csv"
POPULATION = "ons_mid-year_population_estimates_2012_to_2024.csv"
MARCH = "d5_cpps_at31march_by_duration_2013_to_2025.csv"
OURS = ("901", "E10000901", "Northshire")
#: Ours, and eleven others that may be neighbours.
AUTHORITIES = (OURS, *((f"{901 + n}", f"E10000{901 + n}", f"Shire {n}") for n in range(1, 12)))
Cells = Iterable[object]


def row(year: int, who: object, *cells: object, extra: str = "") -> str:
    """One line: who is "country", "region" or an authority (number, code, name)."""
    place = ",".join(COUNTRY)
    level, region, authority = "National", ",", ",,"
    if who != "country":
        level, region = "Regional", ",".join(REGION)
    if isinstance(who, tuple):
        level, authority = "Local authority", ",".join(who)
    middle = [extra] if extra else []
    return ",".join(
        [str(year), "Reporting year", level, place, region, authority, *middle, *(str(cell) for cell in cells)]
    )


def starts(rows: Iterable[str]) -> bytes:
    """A file of plans started, second or later ones, and their percentage."""
    head = f"{HEAD},category,CPP_start,CPP_subsequent,CPP_subsequent_percent"
    return "\r\n".join([head, *rows, ""]).encode()


def plans(year: int, shares: Mapping[object, tuple[int, int] | str]) -> list[str]:
    """Rows of `starts`: who -> (started, again) or the symbol printed in their place."""
    made = []
    for who, counts in shares.items():
        cells: tuple[object, ...] = (counts,) * 3
        if not isinstance(counts, str):
            cells = (*counts, round(100 * counts[1] / counts[0], 1))
        made.append(row(year, who, *cells, extra="Plans"))
    return made


def people(year: int, counts: Mapping[object, int | str]) -> bytes:
    head = f"{HEAD},age_group,population_estimate"
    return "\n".join([head, *(row(year, who, count, extra="0 to 17") for who, count in counts.items())]).encode()


def neighbours(of: Mapping[str, Iterable[str]]) -> bytes:
    """The model's wide file: number -> its ten neighbours' numbers."""
    pairs = ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))
    lines = [f"old_la_code,la_name,region_ind,region_name,{pairs}"]
    lines += [f"{one},x,1,x," + ",".join(f"{other},Close " for other in others) for one, others in of.items()]
    return "\ufeff".encode() + "\n".join(lines).encode()


def write(folder: Path, **files: bytes) -> Path:
    """Files by key: `starts`, `people`, `neighbours`."""
    names = {"starts": FILE, "people": POPULATION, "neighbours": "sn_model_2025_wide.csv"}
    for key, data in files.items():
        (folder / names.get(key, key)).write_bytes(data)
    return folder
