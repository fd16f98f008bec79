"""What holds back a text or a table in which a child could be known: the guard, told the partnership's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure.cases import Rules
from goldenthread.kernel.disclosure.coarser_cases import Verdict, guard
from goldenthread.kernel.disclosure.recognisable_text import TextVerdict, guard_text
from goldenthread.kernel.disclosure.recognising import Texts
from goldenthread.law.deaths.cases import case_table, rules_for, texts_for
from goldenthread.law.deaths.rows import Counted

from .models import Area, ChildDeath, Population

#: The name of a partnership without what it is: "Northshire" of "Northshire Safeguarding Children Partnership".
_WHAT_IT_IS = re.compile(r"\s+(?:local\s+)?(?:safeguarding|children|child)\b.*$", re.IGNORECASE)
#: Parts of a name that are looked for on their own.
SHORTEST = 3


def larger_of(board: Partnership) -> dict[str, str]:
    """Each area with the one that it lies in. One query."""
    return dict(Area.objects.filter(partnership=board).values_list("name", "larger"))


def names_of(case: ChildDeath) -> tuple[str, ...]:
    """What names the people of a case, whole and in parts. Within a reading; nothing outside one."""
    found: list[str] = []
    for column in ("child_name", "also_known_as", "senior_doctor", "school", "notifier", "household", "contacts"):
        value: Any = getattr(case, column)
        if value is None or (hasattr(value, "readable") and not value.readable):
            continue
        said = str(value)
        if column in ("child_name", "also_known_as", "senior_doctor", "school"):
            found.append(said)
        found += [part for part in re.findall(r"[^\W\d_][\w'’-]+", said) if _names(part, column)]
    return tuple(dict.fromkeys(found))


def _names(part: str, column: str) -> bool:
    """Every part of a child's own name; of free text, what is written with a capital."""
    own = column in ("child_name", "also_known_as")
    return len(part) >= SHORTEST and (own or part[:1].isupper()) and part.casefold() not in _COMMON


_COMMON = {
    "mother", "father", "brother", "sister", "nurse", "doctor", "hospital", "school", "nursery", "primary", "police",
    "social", "worker", "care", "the", "and", "general", "practitioner", "consultant", "paediatrician", "health",
    "visitor", "midwife", "grandmother", "grandfather", "parent", "parents", "known", "ward",
}  # fmt: skip


def texts_of(board: Partnership, larger: Mapping[str, str], names: Iterable[str] = ()) -> Texts:
    """What the guard is told of the partnership and of one case."""
    return texts_for(larger, _WHAT_IT_IS.sub("", board.name), names=tuple(names))


def check_text(board: Partnership, text: str, names: Iterable[str] = ()) -> TextVerdict:
    """May this narrative leave? One query."""
    return guard_text(text, texts_of(board, larger_of(board), names))


def check_table(board: Partnership, of: Counted, columns: Sequence[str]) -> Verdict:
    """May a line for each of these cases leave, with these columns? Two queries."""
    larger = larger_of(board)
    children: dict[str, int] = {}
    rows = Population.objects.filter(area__partnership=board, children__isnull=False).order_by("year")
    for name, count in rows.values_list("area__name", "children"):
        children[name] = count
    rules: Rules = rules_for(children)
    return guard(case_table(of, columns, larger), rules, texts_of(board, larger))
