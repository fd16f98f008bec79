"""Was the child seen? From the column that asks it, or from plain words of the event."""

from __future__ import annotations

import re

from goldenthread.kernel.chronology.model import Seen

_ALONE = re.compile(r"\balone\b|\bon (?:his|her|their) own\b", re.I)
_NOT_ALONE = re.compile(r"\bnot (?:seen )?alone\b", re.I)
_NOT = re.compile(
    r"^\W*(?:n|no|none|nil|false|x|✗|✘|not seen|unseen|0)\b|^\W*[✗✘]|\bnot (?:been )?seen\b|\bunseen\b", re.I
)
_YES = re.compile(
    r"^\W*(?:y|yes|true|seen|1)\b|^\W*[✓✔]|\bseen\b|\basleep\b|\bsleeping\b|\bobserved\b|\bpresent\b", re.I
)
_DOES_NOT_APPLY = re.compile(
    r"^\W*(?:n\W?a\W?|n\.a\.|not applicable|not known|unknown|nk|not recorded|-+|\?)\W*$", re.I
)
_CHILD = r"(?:child(?:ren)?|baby|infant|young person|yp|siblings?|boy|girl|twins?)"
_TOLD_NOT = re.compile(rf"\b{_CHILD} (?:was |were )?not (?:been )?seen\b|\bdid not see (?:the )?{_CHILD}\b", re.I)
_TOLD = re.compile(
    rf"\b{_CHILD} (?:was |were |is )?seen\b|\bsaw (?:the )?{_CHILD}\b|\bseen with (?:the )?{_CHILD}\b", re.I
)


def seen_of(cell: str) -> Seen | None:
    """What the column says; nothing where its words say neither."""
    said = " ".join(cell.split())
    if not said or _DOES_NOT_APPLY.match(said):
        return Seen.NOT_SAID
    if _NOT_ALONE.search(said):
        return Seen.YES
    if _NOT.search(said):
        return Seen.NO
    if _ALONE.search(said):
        return Seen.ALONE
    return Seen.YES if _YES.search(said) else None


def seen_in(event: str) -> Seen:
    """What plain words of the event say: "child seen", "baby was not seen"."""
    if _TOLD_NOT.search(event):
        return Seen.NO
    told = _TOLD.search(event)
    if told:
        return Seen.ALONE if _ALONE.match(event[told.end() :].lstrip()) else Seen.YES
    return Seen.NOT_SAID
