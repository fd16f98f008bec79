"""docs/security.md names tests; they exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")


def test_every_test_that_the_security_page_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)
    assert len(named) > 40
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists() or (name and f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []


def test_every_row_says_whether_it_is_done_and_every_gap_says_what_is_missing() -> None:
    rows = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 40
    assert {row[2] for row in rows} <= {"yes", "part", "not yet"}
    assert [row[0] for row in rows if row[2] == "part" and not row[3].strip(" |")] == []


def test_the_decisions_it_leads_to_exist() -> None:
    links = re.findall(r"\((decisions/[\w.-]+)\)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
