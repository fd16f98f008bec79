"""``goldenthread check``: a report or a pasted table, in words and as JSON, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.conftest import CommandLine

KEYS = {"where", "kind", "printed", "computed", "confidence", "text"}
TABLE = "Agency\t2022\t2023\nPolice\t12\t15\nHealth\t30\t28\nTotal\t42\t53\n"
REPORT = "Contacts and referrals\n\nContacts rose from 1,200 to 1,320, an increase of 12%.\n\n" + TABLE


@pytest.fixture
def nowhere(tmp_path: Path) -> CommandLine:
    """A command line whose data folder cannot be made: whoever asks for a database fails."""
    (tmp_path / "file").write_text("not a folder")
    return CommandLine(tmp_path / "file" / "data")


def test_json_is_a_list_of_findings_with_six_keys(nowhere: CommandLine, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    found = json.loads(nowhere.works("check", str(report), "--json"))
    assert {frozenset(one) for one in found} == {frozenset(KEYS)}
    assert [(one["kind"], one["printed"], one["computed"], one["confidence"]) for one in found] == [
        ("total", "53", "43", "sure"),
        ("percentage_change", "12%", "10%", "sure"),
    ]


def test_without_json_it_says_where_and_what_to_do(nowhere: CommandLine, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    said = nowhere.works("check", str(report))
    assert "row “Total” (line 8), column “2023”" in said
    assert "Correct" in said or "correct" in said
    assert "Looked at 1 table and 1 sentence with figures. Wrong: 2." in said


def test_a_sound_file_gets_an_empty_list_and_one_line(nowhere: CommandLine, tmp_path: Path) -> None:
    report = tmp_path / "sound.csv"
    report.write_text("Agency,2023\nPolice,3\nHealth,4\nTotal,7\n")
    assert json.loads(nowhere.works("check", str(report), "--json")) == []
    assert "nothing that does not add up was found" in nowhere.works("check", str(report))


def test_a_pasted_table_is_read_from_standard_input(nowhere: CommandLine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "goldenthread.config.command", "check", "-", "--json"],
        input=TABLE,
        capture_output=True,
        text=True,
        env=nowhere.environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [one["computed"] for one in json.loads(done.stdout)] == ["43"]


def test_all_says_what_cannot_be_told(nowhere: CommandLine, tmp_path: Path) -> None:
    report = tmp_path / "kept.csv"
    report.write_text("Group,Children\nA,30\nB,c\nTotal,61\n")
    assert json.loads(nowhere.works("check", str(report), "--json")) == []
    assert [one["kind"] for one in json.loads(nowhere.works("check", str(report), "--json", "--all"))] == [
        "cannot_tell"
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("noise.pdf", bytes(range(256)) * 40, "PDF"),
        ("large.txt", b"Contacts rose from 10 to 12.\n" * 1_800_000, "25 MB"),
        ("half.xlsx", b"PK\x03\x04half a file", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message_and_exit_code_1(
    nowhere: CommandLine, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    started = time.monotonic()
    done = nowhere("check", str(file), "--json")
    assert time.monotonic() - started < 8
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_help_says_what_the_exit_code_means(nowhere: CommandLine) -> None:
    said = nowhere.works("check", "--help")
    assert "exit code is 0 when the file was checked" in " ".join(said.split())
