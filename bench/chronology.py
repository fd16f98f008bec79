"""How long several agencies' chronologies take to read, to merge and to write: 1,250 to 10,000 rows of eight agencies."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from goldenthread.kernel.chronology.merging import merge
from goldenthread.processes.registers.chronologies.packing import packed, unpacked
from goldenthread.publishing.chronology import chronology_document, chronology_workbook
from goldenthread.publishing.word import to_word
from goldenthread.reading.chronology.reader import read_chronology
from tests.reading.chronology.making import large

SIZES = (1_250, 2_500, 5_000, 10_000)
LIMIT = 5.0  # seconds in which 5,000 rows are merged, kept and opened again
RUNS = 3
T = TypeVar("T")


def main() -> None:
    """Prints the best of three runs for each size, and the ratio to the size before (of our own processor): 2 is linear."""
    before = 0.0
    print(
        "| rows | read 8 workbooks s | merge s | own processor s | ratio | packed s | opened s | Word s | Excel s | shared | conflicts | gaps |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for size in SIZES:
        files = large(size)
        read, taken, _ = _best(lambda files=files: [read_chronology(data, f"{n}.xlsx", n) for n, data in files.items()])
        rows = [row for one in read for row in one.rows]
        merged, merging, busy = _best(lambda rows=rows: merge(rows))
        assert len(merged.rows) == size
        text, packing, _ = _best(lambda merged=merged: packed(merged))
        opened = _best(lambda text=text: unpacked(text))[1]
        document = chronology_document(merged, title="Bench", made_by="Bench")
        word = _best(lambda document=document: to_word(document), 1)[1] if size <= 5_000 else 0.0
        excel = _best(lambda merged=merged: chronology_workbook(merged, title="Bench"), 1)[1]
        ratio = f"{busy / before:.2f}" if before else "-"
        shared = sum(event.is_shared for event in merged.events)
        found = f"{shared} | {len(merged.conflicts)} | {len(merged.gaps)}"
        print(
            f"| {size:,} | {taken:.2f} | {merging:.2f} | {busy:.2f} | {ratio} | {packing:.2f} | {opened:.2f} | {word:.2f} | {excel:.2f} | {found} |",
            flush=True,
        )
        if size == 5_000 and merging + packing + opened > LIMIT:
            raise SystemExit(f"5,000 rows took {merging:.1f} s to merge and to show; {LIMIT} s is the limit.")
        before = busy


def _best(once: Callable[[], T], runs: int = RUNS) -> tuple[T, float, float]:
    """What it gives, and the least seconds by the clock and of our own processor."""
    taken, busy = [], []
    for _ in range(runs):
        started, worked = time.perf_counter(), time.process_time()
        found = once()
        taken.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    return found, min(taken), min(busy)
