"""``goldenthread import figures --dry-run``: every figure as JSON, without a database; a file that is none in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.config.conftest import CommandLine

REPORT = Path(__file__).parents[1] / "reading" / "figures" / "fixtures" / "police_year.txt"


@pytest.fixture
def nowhere(tmp_path: Path) -> CommandLine:
    """A command line whose data folder cannot be made: whoever asks for a database fails."""
    (tmp_path / "file").write_text("not a folder")
    return CommandLine(tmp_path / "file" / "data")


def test_a_dry_run_prints_each_figure_with_its_measure_and_its_days(nowhere: CommandLine) -> None:
    said = json.loads(nowhere.works("import", "figures", str(REPORT), "--dry-run", "--json"))
    sent = next(row for row in said["rows"] if row["label"].startswith("Child protection notifications"))
    assert (sent["kind"], sent["unit"], sent["table"]) == ("flow", "count", 1)
    assert [(f["value"], f["first"], f["last"]) for f in sent["figures"]] == [
        ("3410", "2024-01-01", "2024-12-31"),
        ("4022", "2025-03-01", "2025-12-31"),
    ]
    assert all({"text", "where", "why"} <= set(one) for one in said["left"])


def test_in_words_it_counts_rows_and_lists_what_found_no_place(nowhere: CommandLine) -> None:
    said = nowhere.works("import", "figures", str(REPORT), "--dry-run")
    assert "3 rows, 6 figures" in said
    assert "Could not be placed: Change" in said


def test_a_file_that_cannot_be_read_is_one_message(nowhere: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "noise.pdf"
    file.write_bytes(bytes(range(256)) * 40)
    assert "PDF" in nowhere.fails("import", "figures", str(file), "--dry-run")
