"""`python -m bench [pages] [publishing] [start] [disclosure] [chronology] [register] [cases]`: what is named, or everything. Needs about 4 GB of disk and ten minutes."""

from __future__ import annotations

import importlib
import sys

ALL = (
    "start",
    "pages",
    "thread",
    "publishing",
    "disclosure",
    "measures",
    "checking",
    "chronology",
    "register",
    "cases",
)

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"bench.{name}").main()
