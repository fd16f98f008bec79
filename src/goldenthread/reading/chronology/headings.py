"""Which column holds what, by the many words that people head them with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

#: What a column holds -> how its heading reads. In order: the first column that fits a kind is taken.
KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        kind: re.compile(pattern, re.I | re.X)
        for kind, pattern in {
            "datetime": r"\bdate\s*(?:/|and|&|\+|,)?\s*time\b | \bwhen\b",
            "date": r"""^\W*(?:start\ |from\ )?dates?\b(?!\ of\ birth) | \bdate\ of\ (?:event|contact|incident|entry)
                | \b(?:event|contact|incident|entry)\ date | ^\W*day\W*$""",
            "date_to": r"^\W*(?:end\ |to\ )date | \bdate\ to\b | \buntil\b",
            "time": r"^\W*times?\b | \btime\ of\b",
            "seen": r"""\b(?:child(?:ren)?|baby|yp|young\ person|subject)\W*(?:\(ren\))?\W*(?:was\ |were\ )?seen\b
                | \bseen\W*(?:y\W*n|yes) | \bseen\ alone\b | ^\W*seen\W*$
                | \bsight(?:ed|ing)\ of\ (?:the\ )?child""",
            "agency": r"""\bagenc(?:y|ies)\b | \borgani[sz]ation\b | ^\W*service\W*$ | \bsource\b
                | \breporting\ body\b""",
            "who": r"""\bwho\ (?:was\ )?(?:seen|present|involved)\b | \bpresent\b | \bcontact\ with\b | \bsubject
                | \b(?:persons?|people|family\ members?)\ (?:seen|present|involved|concerned) | \bwhich\ child
                | ^\W*(?:family\ )?(?:members?|names?)\W*$ | ^\W*who\W*$""",
            "professional": r"""\bprofessional(?:s|'s\ name)?\b(?!\ judge?ment) | \bworker | \bpractitioner
                | \bby\ whom\b | \bstaff\b | \bauthor\W*$ | \bcompleted\ by\b | \brecorded\ by\b""",
            "comment": r"""\bcomment | \banalysis | \breflection | \bsignifican(?:ce|t\ for) | \bpractice\ issue
                | \bjudge?ment | \blearning | \bobservation | \bissues?\b | \bnotes?\b | \bmissed\ opportunit""",
            "action": r"""\bactions?\b | \boutcome | \bresponse | \bdecision | \bresult\b | \bfollow.?up
                | \bwhat\ was\ done""",
            "event": r"""\bevents?\b | \bincident | \bdetails?\b | \bdescription | \bwhat\ happened | \bsummary
                | \bconcern | \binformation | \bentry\b | \bnature\ of | \bnarrative | \bcontact\b | \boccurrence
                | \btext\b | \brecord\b""",
        }.items()
    }
)
TOLD = ("event", "action", "comment")
MOST_WORDS = 12  # a longer text heads no column


def columns_of(texts: Sequence[str]) -> dict[str, int]:
    """The kind of each column that is known, by its place. Empty where the row heads no chronology.

    A chronology has a date and at least one column of what happened, what was done or what it means.
    """
    found: dict[str, int] = {}
    for kind, pattern in KINDS.items():
        for place, text in enumerate(texts):
            said = " ".join(text.split())
            if place not in found.values() and 0 < len(said.split()) <= MOST_WORDS and pattern.search(said):
                found[kind] = place
                break
    if "datetime" in found and "date" not in found:
        found["date"] = found.pop("datetime")
    if "date" not in found or not any(kind in found for kind in TOLD):
        return {}
    return _told(found)


def _told(found: dict[str, int]) -> dict[str, int]:
    """Without a column of events, what was done or what it means stands for it."""
    if "event" not in found:
        kind = "action" if "action" in found else "comment"
        found["event"] = found.pop(kind)
    return found
