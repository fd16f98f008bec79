"""Minutes of two dozen invented boards, each laid out in its own way, read against what a person read in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldenthread.reading.minutes.reader import read_minutes_file
from tests.reading import made_documents

HERE = Path(__file__).parent / "fixtures"
MADE = {
    "partnership.docx": made_documents.partnership_docx,
    "subgroup.docx": made_documents.subgroup_docx,
    "health.pdf": made_documents.health_pdf,
    "panel.docx": made_documents.panel_docx,
    "columns.pdf": made_documents.columns_pdf,
    "beside.pdf": made_documents.beside_pdf,
}
NAMES = sorted([path.name for path in HERE.iterdir() if path.is_file()] + list(MADE))


def _read(name: str) -> dict[str, Any]:
    data = MADE[name]() if name in MADE else (HERE / name).read_bytes()
    read = read_minutes_file(data, name).as_json()
    for item in read["items"]:
        del item["text"]
    read["warnings"] = sorted(warning["code"] for warning in read["warnings"])
    read["unplaced"] = [piece["text"] for piece in read["unplaced"]]
    return read


def test_there_are_fixtures_of_every_kind_of_file() -> None:
    assert {Path(name).suffix for name in NAMES} == {".txt", ".html", ".docx", ".pdf"}
    assert len(NAMES) >= 24


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_is_what_a_person_reads(name: str) -> None:
    expected = json.loads((HERE / "expected" / f"{name.replace('.', '_')}.json").read_text(encoding="utf-8"))
    read = _read(name)
    for key, value in expected.items():
        assert read[key] == value, key
    assert set(read) == set(expected)


@pytest.mark.parametrize("name", NAMES)
def test_every_thing_read_keeps_its_place_in_the_source(name: str) -> None:
    data = MADE[name]() if name in MADE else (HERE / name).read_bytes()
    minutes = read_minutes_file(data, name)
    things = [
        *(minutes.attendance + minutes.presenters + minutes.items + minutes.previous_actions + minutes.actions),  # type: ignore[operator]
        *(minutes.promises + minutes.recommendations + minutes.decisions + minutes.future_meetings),  # type: ignore[operator]
    ]
    assert things
    for thing in things:
        assert thing.where.line >= 1
        assert thing.where.last_line >= thing.where.line
        assert thing.where.text.strip()
    assert set(minutes.meeting.where) >= {"group", "date"}
