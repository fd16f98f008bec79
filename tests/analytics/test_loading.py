"""Loading published statistics: as printed, whole or not at all, once; and what is said of a file that is wrong."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from goldenthread.analytics.loading import Outcome, load_published, read_published
from goldenthread.analytics.loading_statistics import SYMBOLS
from goldenthread.analytics.loading_values import BadFile
from goldenthread.analytics.models import Area, Neighbour, PublishedDefinition, PublishedFigure, PublishedSet
from goldenthread.kernel.holidays import published_holidays
from goldenthread.law.measures import published as series
from tests.analytics.published import AUTHORITIES, FILE, OURS, POPULATION, neighbours, people, plans, row, starts, write
from tests.world import World, owner

YEARS = (2024, 2025)
ALL = {"country": (2000, 400), "region": (1000, 200), **dict.fromkeys(AUTHORITIES, (50, 10))}


def a_file(years: tuple[int, ...] = YEARS, **changed: object) -> bytes:
    return starts([line for year in years for line in plans(year, {**ALL, **changed})])


def figures(key: str, code: str = OURS[1]) -> list[tuple[date, date, float | None, str]]:
    rows = PublishedFigure.objects.filter(series=key, area__code=code).order_by("last", "edition")
    return [(one.first, one.last, None if one.value is None else float(one.value), one.symbol) for one in rows]


@pytest.fixture
def as_owner(db: None) -> None:
    """The command runs as the owner of the database, as the tests do without a world."""


def test_every_numeric_column_becomes_a_series_over_the_days_that_its_year_stands_for(
    as_owner: None, tmp_path: Path
) -> None:
    found = load_published(write(tmp_path, starts=a_file(), people=people(2024, {"country": 9000, OURS: 700})))
    assert [(one.name, one.outcome, one.rows, one.figures) for one in found] == [
        (FILE, Outcome.LOADED, 28, 84),
        (POPULATION, Outcome.LOADED, 2, 2),
    ]
    year = (date(2024, 4, 1), date(2025, 3, 31))
    assert figures(series.CPP_REPEATS)[-1] == (*year, 10, "")
    assert figures(series.CPP_REPEAT_PERCENT)[-1] == (*year, 20, "")
    assert figures(series.MID_YEAR) == [(date(2024, 6, 30), date(2024, 6, 30), 700, "")]


def test_areas_lie_in_their_region_and_the_region_in_the_country(as_owner: None, tmp_path: Path) -> None:
    load_published(write(tmp_path, starts=a_file()))
    ours = Area.objects.get(code=OURS[1])
    assert (ours.name, ours.old_code, ours.level, ours.made_up) == ("Northshire", "901", "authority", False)
    assert ours.parent is not None
    assert ours.parent.parent is not None
    assert (ours.parent.name, ours.parent.parent.name) == ("Far North", "England")


@pytest.mark.parametrize("symbol", sorted(SYMBOLS))
def test_a_symbol_is_kept_as_such_and_is_not_nought(as_owner: None, tmp_path: Path, symbol: str) -> None:
    lines = plans(2025, {"country": (2000, 400), OURS: symbol, AUTHORITIES[1]: (30, 0)})
    load_published(write(tmp_path, starts=starts(lines)))
    assert [one[2:] for one in figures(series.CPP_REPEATS)] == [(None, symbol)]
    assert [one[2:] for one in figures(series.CPP_REPEATS, AUTHORITIES[1][1])] == [(0, "")]


def test_the_same_bytes_again_change_nothing_and_a_later_edition_stands_beside(as_owner: None, tmp_path: Path) -> None:
    load_published(write(tmp_path, starts=a_file()))
    before = PublishedFigure.objects.count()
    assert [one.outcome for one in load_published(tmp_path)] == [Outcome.UNCHANGED]
    assert (PublishedFigure.objects.count(), PublishedSet.objects.count()) == (before, 1)
    later = starts(plans(2025, ALL | {OURS: (50, 12)}))
    load_published(write(tmp_path, **{"d3_cpps_subsequent_plan_2013_to_2026.csv": later}))
    assert PublishedSet.objects.filter(key="d3_cpps_subsequent_plan").count() == 2
    assert [one[2] for one in figures(series.CPP_REPEATS)] == [10, 10, 12]


def bad(lines: list[str], **more: str) -> str:
    """The message of a file of these rows."""
    with pytest.raises(BadFile) as wrong:
        read_published(more.get("name", FILE), starts(lines))
    return str(wrong.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row(2025, OURS, 50, "ten", 20, extra="x"), "row 3, column CPP_subsequent: 'ten' is neither a number"),
        (row(2025, OURS, 50, "", 20, extra="x"), "row 3, column CPP_subsequent: is empty"),
        (row(2025, OURS, 50, "#REF!", 20, extra="x"), "row 3, column CPP_subsequent: '#REF!' is neither"),
        (row(2025, OURS, 50, -4, 20, extra="x"), "row 3, column CPP_subsequent: '-4' is neither"),
        (row(2025, ("901", "Northshire", "x"), 50, 10, 20, extra="x"), "column new_la_code: 'Northshire' is not"),
        (row(45748, OURS, 50, 10, 20, extra="x"), "row 3, column time_period: '45748' is not a year"),
        (row(2025, "country", 1, 1, 1, extra="x"), "row 3: says again what row 2 says"),
        (row(2025, OURS, 50, 10, extra="x"), "row 3: has 13 cells where the heading has 14"),
        ('2025,"Reporting year', "row 3: unexpected end of data"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_row_and_column(line: str, words: str) -> None:
    assert words in bad([row(2025, "country", 1, 1, 1, extra="x"), line])


def test_many_mistakes_are_told_as_far_as_a_person_will_read() -> None:
    said = bad([row(2025, one, "a", "b", "d", extra="x") for one in AUTHORITIES])
    assert said.count("is neither a number") == 10
    assert said.endswith("and 26 more.")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (FILE, b"", "is empty"),
        (FILE, b"time_period,time_period\n", "the heading 'time_period' is there twice"),
        (FILE, b"a,b\n1,2\n", "there is no column 'time_period'"),
        (FILE, starts([]), "has headings and no rows"),
        (FILE, starts(["caf\u00e9"]).replace("\u00e9".encode(), b"\xe9"), "row 2: holds a character that is not UTF-8"),
        (FILE, b"PK\x03\x04\0\0", "is not a text file"),
        ("somebody_elses.csv", b"a,b\n", "is not one of the published files that are known"),
        ("bank-holidays.json", b"{}", "is not the list of bank holidays"),
        ("sn_model_2025_wide.csv", b"old_la_code,la_name\n", "there is no column 'SN_1'"),
        ("sn_model_2025_wide.csv", neighbours({"901": ["901"] * 10}), "row 2, column SN_1: '901' is not another"),
    ],
)
def test_a_file_that_is_something_else_is_named_as_such(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=re.escape(name)) as wrong:
        read_published(name, data)
    assert words in str(wrong.value)


def test_nothing_of_a_bad_file_is_written_and_the_others_are(as_owner: None, tmp_path: Path) -> None:
    write(tmp_path, starts=a_file() + b"2025,half a row\r\n", people=people(2024, {OURS: 700}))
    found = {one.name: one for one in load_published(tmp_path)}
    assert (found[FILE].outcome, found[POPULATION].outcome) == (Outcome.REFUSED, Outcome.LOADED)
    assert "row 30" in found[FILE].told[0]
    assert not figures(series.CPP_REPEATS)
    assert figures(series.MID_YEAR)


def test_neighbours_of_an_authority_that_is_not_known_undo_their_whole_file(as_owner: None, tmp_path: Path) -> None:
    others = [one[0] for one in AUTHORITIES[1:]]
    write(tmp_path, starts=a_file(), neighbours=neighbours({"901": [*others[:9], "777"]}))
    *_, last = load_published(tmp_path)
    assert last.outcome is Outcome.REFUSED
    assert "777" in last.told[0]
    assert not Neighbour.objects.exists()
    assert not PublishedSet.objects.filter(key="neighbours").exists()


def test_neighbours_are_found_by_the_number_of_the_code_in_force_now(as_owner: None, tmp_path: Path) -> None:
    """An authority whose code changed keeps its number: the area with the newest figures is meant."""
    new = ("902", "E06000902", "Shire 1")
    rows = [*plans(2024, ALL), *plans(2025, {**{k: v for k, v in ALL.items() if k != AUTHORITIES[1]}, new: (40, 4)})]
    others = [one[0] for one in AUTHORITIES[1:11]]
    load_published(write(tmp_path, starts=starts(rows), neighbours=neighbours({"901": others})))
    first = Neighbour.objects.select_related("neighbour").get(area__code=OURS[1], rank=1)
    assert (first.neighbour.code, first.closeness, first.model) == ("E06000902", "Close", "2025")
    assert Neighbour.objects.count() == 10


def test_two_authorities_that_return_together_are_an_area_of_their_own(as_owner: None, tmp_path: Path) -> None:
    both = ("940 / 941", "E06000061 / E06000062", "North and South")
    load_published(write(tmp_path, starts=starts(plans(2025, {both: (10, 1)}))))
    made = Area.objects.get(level="authority")
    assert (made.code, made.old_code, made.name) == ("E06000061/62", "", "North and South")


def test_districts_lie_in_their_authority_and_one_that_is_its_own_is_none(as_owner: None, tmp_path: Path) -> None:
    lines = ["LTLA23CD,LTLA23NM,LTLA23NMW,UTLA23CD,UTLA23NM,UTLA23NMW,ObjectId"]
    lines += ["E07000991,Upper Dale,,E10000901,Northshire,,1", "E06000001,Alone,,E06000001,Alone,,2"]
    lines += ["W06000001,Welsh,,W06000001,Welsh,,3"]
    load_published(write(tmp_path, **{"LTLA-UTLA_Apr23_Lookup.csv": "\n".join(lines).encode()}))
    district = Area.objects.get(level="district")
    assert (district.name, str(district.parent)) == ("Upper Dale", "Northshire")
    assert Area.objects.count() == 2


def test_the_dictionary_is_kept_and_the_holidays_are_compared(as_owner: None, tmp_path: Path) -> None:
    head = "Measure_code,Measure,Polarity,Description,Methodology\n"
    days = [{"title": name, "date": str(day)} for day, name in published_holidays().items()]
    made_up = json.dumps({"england-and-wales": {"events": [*days[1:], {"title": "A new one", "date": "2027-06-09"}]}})
    write(
        tmp_path,
        **{
            "lait_data_dictionary.csv": f'{head}15,Repeat plans,Low,"Those who\r\r\n came back",x/y\n'.encode(),
            "bank-holidays.json": made_up.encode(),
        },
    )
    found = {one.name: one for one in load_published(tmp_path)}
    one = PublishedDefinition.objects.get()
    assert (one.number, one.description, one.counted, one.polarity) == ("15", "Those who came back", "x/y", "Low")
    assert found["bank-holidays.json"].told == ("9 June 2027 (A new one) is published and not known here.",)


def test_a_folder_with_nothing_in_it_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"no \.csv or \.json file"):
        load_published(tmp_path)


@pytest.mark.parametrize("model", [Area, Neighbour, PublishedSet, PublishedFigure, PublishedDefinition])
def test_the_apps_own_role_may_read_and_not_change_what_is_published(world: World, tmp_path: Path, model: type) -> None:
    with owner():
        load_published(write(tmp_path, starts=a_file()))
    table = model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        for change in (f"delete from {table}", f"update {table} set id = id", f"insert into {table} default values"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(change)
