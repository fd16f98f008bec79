"""What stands in the place of a number, as the reason why there is none. None of them is ever nought."""

from __future__ import annotations

import re

_REASONS = (
    (
        "not_sent",
        r"no data|none provided|no return|not (?:sent|submitted|supplied|provided|returned|reported)|dnr|nil return",
    ),
    ("z", r"[\[(]?z[\])]?|n/?a\.?|n\.a\.|not applicable|#n/a"),
    ("low", r"[\[(]?low[\])]?|[\[(]?k[\])]?"),
    ("u", r"[\[(]?u[\])]?|unreliable"),
    ("c", r"[\[(]?[cs][\])]?|\*{1,3}|suppressed|withheld|[<≤>]\s?\d+%?|fewer than \d+|under \d+|less than \d+"),
)


def reason_of(symbol: str) -> str:
    """ "c" for "*", "<5" and "suppressed"; "z" for "n/a"; "not_sent" for "no data"; "x" for all else."""
    said = symbol.strip().lower()
    return next((key for key, pattern in _REASONS if re.fullmatch(pattern, said)), "x")
