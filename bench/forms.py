"""A sealed register of 20,000 cases with 30 forms each: worklist, tracker and case under 150 ms, in as many questions as
at 400 cases. Each size is a `register` of its own; GOLDENTHREAD_BENCH_DATA_FORMS names a folder that keeps the large one.
"""

from __future__ import annotations

import os
import subprocess
import sys

FORMS, LARGE, SMALL = 30, 20_000, 400
LIMIT_MS = 150
#: Pages with a limit; the others are told.
LIMITED = ("worklist", "tracker", "case")


def main() -> None:
    small, large = _measured(SMALL, ""), _measured(LARGE, os.environ.get("GOLDENTHREAD_BENCH_DATA_FORMS", ""))
    slow = [f"{page}: {p95:.0f} ms" for page, (_, p95) in large.items() if page.startswith(LIMITED) and p95 > LIMIT_MS]
    grown = [f"{page}: {small[page][0]}, {large[page][0]}" for page in large if large[page][0] > small[page][0]]
    print(f"\nOver the aim of {LIMIT_MS} ms: {', '.join(slow) or 'none'}")
    print(f"Statements that grow from {SMALL} to {LARGE:,} cases: {', '.join(grown) or 'none'}")


def _measured(cases: int, folder: str) -> dict[str, tuple[int, float]]:
    """Page -> (statements, p95 in ms by the clock with row security), as `python -m bench register` prints them."""
    own = {"GOLDENTHREAD_BENCH_CASES": str(cases), "GOLDENTHREAD_BENCH_FORMS": str(FORMS)}
    kept = {"GOLDENTHREAD_BENCH_DATA": folder} if folder else {}
    environment = {name: value for name, value in os.environ.items() if name != "GOLDENTHREAD_BENCH_DATA"}
    said = subprocess.run(
        [sys.executable, "-m", "bench", "register"], env=environment | own | kept, text=True, stdout=subprocess.PIPE,
        check=True,
    ).stdout  # fmt: skip
    print(f"{cases:,} cases, {FORMS} forms each\n{said}", flush=True)
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines() if "keeper" in line]
    return {cells[0]: (int(cells[2].split("/")[0]), float(cells[3].split("/")[1])) for cells in lines}
