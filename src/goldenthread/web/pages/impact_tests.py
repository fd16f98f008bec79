"""Where rooms that keep figures show beside an impact what tests it: a measure's chart, audit items asked again.

The core knows a test in words alone (`Impact.measure`, `means`, `baseline`, `target`, `reading`). A room above that has
figures keeps its own row pointing at the impact, and calls `show_beside_impacts` once, when it is ready.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Impact
from goldenthread.web.components import Link

#: (partnership, impacts) -> links for each impact's key: to what tests it, or to the page that ties a test to it. In a
#: number of queries that does not grow with the impacts, and under the reader's own sight.
Beside = Callable[[Partnership, Sequence[Impact]], Mapping[int, Sequence[Link]]]
_beside: dict[str, Beside] = {}


def show_beside_impacts(name: str, find: Beside) -> None:
    """Have a room show its links beside each impact. The same name again replaces the one before."""
    _beside[name] = find


def links_beside(board: Partnership, impacts: Sequence[Impact]) -> dict[int, list[Link]]:
    """Impact key -> what every room shows beside it."""
    found: dict[int, list[Link]] = defaultdict(list)
    for find in _beside.values() if impacts else ():
        for pk, links in find(board, impacts).items():
            found[pk] += links
    return found
