"""Nothing that is withheld is in what is stored, nor in any file: every withheld count is a number like no other.

The rules are those for local figures with a threshold of four digits, so that small counts can be told from dates,
orders and places in a drawing.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import PROFILES, Ledger, Ratio
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.measures.releases.auditing import judge_release
from goldenthread.processes.measures.releases.documents import make_files
from goldenthread.processes.measures.releases.figures import Gathered, Line, Sheet, Slot
from goldenthread.processes.measures.releases.identities import Identity
from goldenthread.processes.measures.releases.models import FrozenTable, Release, ReleaseTable

from .made import QUARTERS, TO_DATE, texts_of

RULES = replace(PROFILES["local"], threshold=9_999, attribute=False)
#: Large counts are of six digits, small ones of four that are no year.
COUNT = st.one_of(st.integers(3_001, 9_999), st.integers(100_003, 999_983))


def gathered(counts: dict[tuple[int, Stretch], int], *, rates: bool) -> Gathered:
    """Three agencies and their total over some stretches; and, beside it, what share of the total the first is."""
    found = Gathered()
    stretches = sorted({stretch for _, stretch in counts}, key=lambda s: (s.last, s.days))
    table = ReleaseTable(title="Episodes by agency", commentary="As agencies sent them.", chart=True)
    lines = []
    for part in (1, 2, 3, 0):
        slots = []
        for stretch in stretches:
            key = Identity(7, 1, "num", True, "agency" if part else "", part, stretch).key()
            found.counts[key] = counts[part, stretch]
            found.names[key] = f"Part {part}"
            found.shown.add(key)
            slots.append(Slot(key))
        lines.append(Line(f"Agency {'ABC'[part - 1]}" if part else "Total", "", tuple(slots)))
    if rates:
        for over, under in zip(lines[0].slots, lines[3].slots, strict=True):
            key = f"{over.key} rate"
            found.ratios[key] = Ratio(key, over.key, under.key)
        lines.append(Line("Share of A", "%", tuple(Slot(f"{slot.key} rate") for slot in lines[0].slots)))
    found.sheets.append(Sheet(table, "Agency", tuple(stretches), tuple(lines)))
    return found


@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(st.lists(COUNT, min_size=12, max_size=12, unique=True), st.booleans(), st.booleans())
def test_no_withheld_number_is_stored_or_in_any_file(numbers: list[int], running: bool, rates: bool) -> None:
    counts: dict[tuple[int, Stretch], int] = {}
    for at, quarter in enumerate(QUARTERS):
        for part in (1, 2, 3):
            counts[part, quarter] = numbers[3 * at + part - 1]
    for at, to_date in enumerate(TO_DATE if running else [], 2):
        for part in (1, 2, 3):
            counts[part, to_date] = sum(counts[part, quarter] for quarter in QUARTERS[:at])
    for stretch in {stretch for _, stretch in counts}:
        counts[0, stretch] = sum(counts[part, stretch] for part in (1, 2, 3))
    figures = gathered(counts, rates=rates)
    verdict = judge_release(figures, Ledger(), RULES, "REL-1")
    if not verdict.passed:
        assert verdict.frozen == ()
        return
    shown = {cell["t"] for table in verdict.frozen for row in table["rows"] for cell in row["cells"]}
    hidden = {count for count in counts.values() if str(count) not in shown}
    assert not any(count <= RULES.threshold for count in counts.values() if str(count) in shown)
    said = [json.dumps(verdict.frozen), *files_of(verdict.frozen)]
    for text in said:
        found = {int(one.replace(",", "")) for one in re.findall(r"(?<![\d.,])\d[\d,]*(?![\d.])", text)}
        assert not found & hidden


def files_of(frozen: tuple[dict[str, object], ...]) -> list[str]:
    """The text of every file, PDF pages read back."""
    release = Release(
        name="Children missing", reference="REL-1", edition=1, kind_of_release="public", profile="local",
        as_known=datetime(2026, 5, 18, tzinfo=UTC), released_at=datetime(2026, 5, 19, tzinfo=UTC),
        partnership=Partnership(name="Northshire Safeguarding Children Partnership"),
    )  # fmt: skip
    made = make_files(release, [FrozenTable(record=release, number=1, **one) for one in frozen])
    pages = PdfReader(BytesIO(made["pdf"][1])).pages
    rest = [texts_of(name, content) for kind, (name, content) in made.items() if kind != "pdf"]
    return ["\n".join(page.extract_text() for page in pages), *rest]


def test_an_internal_release_is_marked_and_shows_its_figures_as_they_are() -> None:
    quarter = QUARTERS[0]
    figures = gathered({(1, quarter): 3, (2, quarter): 4, (3, quarter): 5, (0, quarter): 12}, rates=False)
    verdict = judge_release(figures, Ledger(), PROFILES["internal"], "REL-2")
    assert [row["cells"][0]["t"] for row in verdict.frozen[0]["rows"]] == ["3", "4", "5", "12"]
    release = Release(
        name="For us", reference="REL-2", edition=1, kind_of_release="internal",
        as_known=datetime(2026, 5, 18, tzinfo=UTC), partnership=Partnership(name="Northshire"),
    )  # fmt: skip
    made = make_files(release, [FrozenTable(record=release, number=1, **one) for one in verdict.frozen])
    for kind in ("docx", "html", "zip"):
        assert "INTERNAL" in texts_of(*made[kind])
    assert "INTERNAL" in PdfReader(BytesIO(made["pdf"][1])).pages[0].extract_text()
