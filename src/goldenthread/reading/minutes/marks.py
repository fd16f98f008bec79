"""Ticks, crosses and letters of an attendance table, read by the table's own key where it has one."""

from __future__ import annotations

import re

TICKS = {
    "\u2713",
    "\u2714",
    "\u2611",
    "\u2705",
    "\u221a",
    "\u00fc",
    "\uf0fc",
    "\u2612",
    "\u25cf",
    "\u2022",
    "*",
    "\u25a0",
}
_CROSSES = {"x", "\u2717", "\u2718", "\u00d7", "\u274c", "\u2715", "\u2716"}
_YES = {"y", "yes", "true", "1"}
_NO = {"n", "no", "0"}
_WORDS = (
    (
        r"^(?:present|attended|in attendance|in person|att(?:end(?:ing)?)?|virtual(?:ly)?|online|teams|via \w+)\b",
        "attended",
    ),
    (r"apolog|^apols?\b|^sent apol", "apology"),
    (r"^deput|^sub(?:stitute)?\b|^rep(?:resent)", "deputy"),
    (r"^absent|^abs\b|^did not attend|^dna\b|^not present|^no apolog|^did not|^non[- ]attend", "absent"),
    (r"papers only|virtual member", "papers_only"),
)
_LETTERS = {
    "p": "attended",
    "a": "apology",
    "ap": "apology",
    "aps": "apology",
    "d": "deputy",
    "s": "deputy",
    "ab": "absent",
}
_KEY = re.compile(
    r"(?<![\w])(?P<mark>[A-Z]{1,3}|\u2713|\u2714|\u221a|[xX\u2717\u00d7]|/|-|\u25cf)\s*(?:=|\u2013|-"
    r"|:)\s*(?P<word>(?:present|attend|apolog|deput|sub|absent|not?\b|did\s+not|rep)[\w ]*)",
    re.I,
)


def key_in(text: str) -> dict[str, str]:
    """The key under a table, if ``text`` is one: "P = present, A = apologies" -> {"p": "attended", "a": "apology"}."""
    found = {}
    for match in _KEY.finditer(text):
        meaning = meaning_of_word(match["word"])
        if not meaning and re.match(r"not?\b|did\s+not", match["word"], re.I):
            meaning = "apology" if "with apolog" in match["word"].lower() else "absent"
        if meaning:
            found[match["mark"].lower()] = meaning
    return found if len(found) > 1 or (found and len(text) < 40) else {}


def meaning_of_word(text: str) -> str | None:
    """The status a word in a cell stands for; None when it stands for none."""
    plain = " ".join(text.lower().split())
    if re.match(r"no(?:t)?\b.*apolog", plain):
        return "absent"
    return next((status for pattern, status in _WORDS if re.search(pattern, plain)), None)


def is_tick(text: str) -> bool:
    """A tick, or yes."""
    plain = text.strip().lower().strip(".")
    return plain in TICKS or plain in _YES


def is_cross(text: str) -> bool:
    """A cross, or no."""
    plain = text.strip().lower().strip(".")
    return plain in _CROSSES or plain in _NO


def is_mark(text: str) -> bool:
    """Any short mark of an attendance table."""
    return is_tick(text) or is_cross(text) or text.strip().lower() in _LETTERS


def column_status(text: str, meaning: str, column: list[str]) -> str | None:
    """What a cell of a column headed "Attended", "Apologies" or "Absent" (``meaning``) says; None when it says nothing.

    A cross is a mark like a tick where the column has no ticks, and a "no" where it has both.
    """
    if is_tick(text):
        return meaning
    if is_cross(text):
        crossed_only = text.strip().lower() not in _NO and not any(is_tick(other) for other in column)
        if crossed_only:
            return meaning
        return "absent" if meaning == "attended" else None
    word = meaning_of_word(text)
    if word:
        return word
    if meaning == "apology" and text.strip().lower() in {"a", "ap", "aps"}:
        return "apology"
    if meaning == "attended" and text.strip().lower() in {"p", "a"} and text.strip():
        return "attended" if text.strip().lower() == "p" else "apology"
    return None


def letter_status(text: str, key: dict[str, str]) -> str | None:
    """What a cell of a column of letters says ("P", "A", "D", a tick, a word), by the key first."""
    plain = text.strip().lower().strip(".")
    if plain in key:
        return key[plain]
    if is_tick(plain):
        return "attended"
    if is_cross(plain):
        return "absent"
    return _LETTERS.get(plain) or meaning_of_word(text)
