"""What a web process pays to chart: no scipy until an interval needs it, and never all of scipy's statistics."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
EVERY = "charts, change, compare, funnels, icons, intervals, laney, overdispersion, rare, rules, trend, values, xmr"


def loaded(doing: str) -> set[str]:
    """Which heavy packages a fresh Python has loaded once it has done this."""
    asked = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); {doing}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return {"numpy", "scipy.special", "scipy.stats", "scipy.linalg", "statsmodels", "django"} & set(done.stdout.split())


def test_importing_every_module_loads_nothing_heavy() -> None:
    assert loaded(f"from goldenthread.kernel.statistics import {EVERY}") == set()


def test_shares_of_many_need_the_standard_library_alone() -> None:
    assert loaded("from goldenthread.kernel.statistics.intervals import wilson; wilson(3, 9)") == set()


def test_a_small_count_needs_special_functions_but_no_distributions() -> None:
    found = loaded("from goldenthread.kernel.statistics.intervals import rate; rate(3, 9000)")
    assert found == {"numpy", "scipy.special"}
