"""``goldenthread import minutes --dry-run``: what was read as one JSON object, without a database."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.config.conftest import CommandLine

MINUTES = Path(__file__).parents[1] / "processes" / "governance" / "minutes" / "board.txt"
KEYS = {
    "meeting": {"group", "date", "starts", "ends", "place", "chair"},
    "attendance": {"name", "title", "agency", "status", "deputy", "virtual"},
    "items": {"number", "title"},
    "previous_actions": {"origin_date", "number", "status", "text", "update"},
    "actions": {"number", "owners", "text", "due"},
    "promises": {"sentence", "who", "item"},
    "warnings": {"code", "message", "where"},
}


@pytest.fixture
def nowhere(tmp_path: Path) -> CommandLine:
    """A command line whose data folder cannot be made: whoever asks for a database fails."""
    (tmp_path / "file").write_text("not a folder")
    return CommandLine(tmp_path / "file" / "data")


def test_a_dry_run_prints_what_was_read_and_asks_for_no_database(nowhere: CommandLine) -> None:
    said = json.loads(nowhere.works("import", "minutes", str(MINUTES), "--dry-run", "--json"))
    assert (said["meeting"]["group"], said["meeting"]["date"]) == ("Northshire Board", "2017-03-14")
    for key, wanted in KEYS.items():
        row = said[key] if key == "meeting" else said[key][0]
        assert wanted <= set(row), key
    assert said["future_meetings"] == ["2017-05-09", "2017-07-11"]
    assert len(said["recommendations"]) == 1
    assert {row["status"] for row in said["previous_actions"]} == {"closed", "deferred"}
    assert all(re.fullmatch(r"\d\d:\d\d", said["meeting"][name]) for name in ("starts", "ends"))


def test_without_json_it_counts_and_warns_in_words(nowhere: CommandLine) -> None:
    said = nowhere.works("import", "minutes", str(MINUTES), "--dry-run")
    assert "People: 7" in said
    assert "Warning: Action 3.2" in said


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("noise.pdf", bytes(range(256)) * 40, "PDF"),
        ("large.txt", b"Minutes of the Board\n" * 2_500_000, "the limit is 25 MB"),
        ("half.docx", b"PK\x03\x04half a file", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message_and_exit_code_1(
    nowhere: CommandLine, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    for words in (["--dry-run", "--json"], []):
        started = time.monotonic()
        done = nowhere("import", "minutes", str(file), *words)
        assert time.monotonic() - started < 8
        assert (done.returncode, done.stdout) == (1, "")
        assert told in done.stderr


def test_a_file_that_is_not_there_is_wrong_usage(nowhere: CommandLine) -> None:
    done = nowhere("import", "minutes", "nothing.txt", "--dry-run")
    assert done.returncode == 2
    assert "does not exist" in done.stderr
