"""How long the audit of a release takes: 40 tables of 8 by 12, linked by their totals and by the year to date."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time

from goldenthread.kernel.disclosure import (
    PROFILES,
    Dimension,
    Ledger,
    Ratio,
    Refused,
    Release,
    Sum,
    Table,
    grid,
    protect,
)

MEASURES, QUARTERS = 8, ("Q1", "Q2", "Q3", "Q4")
ROWS = Dimension("District", tuple(f"District {n}" for n in range(1, 9)))
COLUMNS = Dimension("Category", tuple(f"Category {n}" for n in range(1, 13)))
LIMIT_SECONDS = 30


def main() -> None:
    """Prints seconds and the peak of memory for each of the rules that a board would use."""
    for name, average in (("local", 12), ("local", 40), ("local_rounded", 12), ("dfe", 12)):
        release = forty_tables(average)
        started, busy = time.perf_counter(), time.process_time()
        result = protect(release, Ledger(), PROFILES[name])
        taken, worked = time.perf_counter() - started, time.process_time() - busy
        said = f"refused: {len(result.keys)} counts" if isinstance(result, Refused) else _said(result.evidence)
        print(f"{name}, {average} a cell: {taken:.1f} s; of processor {worked:.1f} s; {said}", flush=True)
    print(f"peak of memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"importing the package: {_seconds_to_import():.2f} s, scipy left alone")


def forty_tables(average: int, seed: int = 7) -> Release:
    """Eight measures by district and category: four quarters and the year to date, each with every total."""
    chance = random.Random(seed)
    tables: list[Table] = []
    sums: list[Sum] = []
    for n in range(MEASURES):
        weights = {(r, c): chance.lognormvariate(0, 1) for r in ROWS.categories for c in COLUMNS.categories}
        counts = [
            {at: int(chance.gauss(average * w, (average * w) ** 0.5) + 0.5) for at, w in weights.items()}
            for _ in QUARTERS
        ]
        counts = [{at: max(count, 0) for at, count in one.items()} for one in counts]
        whole = {at: sum(one[at] for one in counts) for at in weights}
        measure = f"Measure {n + 1}"
        made = [
            grid(f"{measure} {q}", (ROWS, COLUMNS), one)
            for q, one in zip((*QUARTERS, "year"), (*counts, whole), strict=True)
        ]
        tables += made
        sums += [
            Sum(total.key, tuple(part.key for part in parts))
            for total, *parts in zip(made[-1].cells, *(table.cells for table in made[:-1]), strict=True)
        ]
    rates = tuple(
        Ratio(f"{table.name}: rate", f"{table.prefix}District 1 | Total", 57_312, per=10_000) for table in tables
    )
    return Release("Forty tables", tuple(tables), tuple(sums), rates)


def _said(evidence: object) -> str:
    primary, added = getattr(evidence, "primary", ()), getattr(evidence, "added", ())
    return f"{len(primary)} sensitive, {len(added)} more withheld"


def _seconds_to_import() -> float:
    code = "import sys, goldenthread.kernel.disclosure; assert 'scipy' not in sys.modules"
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
