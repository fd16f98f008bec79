"""Which numbered paragraphs are the agenda's items: the best ascending chain, so that lists inside an item are not
taken for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from goldenthread.reading.minutes.dates import days_in
from goldenthread.reading.minutes.entries import entry_of
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.labels import NEW_ACTIONS, NEXT_MEETINGS

_TYPED = re.compile(
    r"^\s*(?P<lead>(?:agenda\s+)?item\s*(?:no\.?\s*)?"
    r"|minute\s*(?:no\.?\s*)?)?(?P<number>\d{1,3}(?:\.0)?(?:/\d{1,4}){0,2}|[IVX]{1,5}(?=[.):]))(?!\.\d)"
    r"(?P<stop>\s*[.):]|\s*[-\u2013\u2014](?=\s)|(?=\s))\s*[-\u2013\u2014:]?\s*(?P<title>\S.*)$",
    re.I | re.S,
)
_BARE = re.compile(
    r"^\(?(?:(?:agenda\s+)?item\s*|minute\s*)?(?P<number>[A-Z]{0,6}[-/ ]?\d{1,4}(?:\.0)?(?:/\d{1,4}){0,2}"
    r"|[IVX]{1,5})[.):]?$",
    re.I,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SPLIT = re.compile(
    r"^(?P<title>[A-Z\d][^.:\u2013]{2,70}?)(?:\s*[:\u2013\u2014]\s+|\s+-\s+|\.\s+)(?P<rest>[A-Z].{10,})$", re.S
)
_SENTENCE = re.compile(r"^(?P<title>[A-Z][\w',/&\u2019 -]{3,60}\w{3})\.\s+(?P<rest>[A-Z].+)$", re.S)
_DOING = re.compile(r"\b(?:to|will)\s+[a-z]+|\b(?:was|were|is|are|has|have|had)\b")


@dataclass(frozen=True, slots=True)
class Start:
    """Where an item starts in the stream, its number as printed and its title; ``rest`` is text on the same line."""

    at: int
    number: str
    title: str
    rest: str = ""
    value: int = 0
    score: float = 0.0


def _roman(text: str) -> int:
    total = 0
    values = [_ROMAN[letter] for letter in text.upper()]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total


def _value(number: str) -> int:
    """The running part of a printed number: 4 of "4.0", 17 of "17/24" and of "2024/17"."""
    if re.fullmatch(r"[IVX]+", number, re.I):
        return _roman(number)
    parts = [int(part) for part in re.findall(r"\d+", number.removesuffix(".0"))]
    if len(parts) > 1 and parts[0] > 1900:
        parts = parts[1:]
    return parts[0] if parts else 0


def _numbered(unit: Unit) -> tuple[str, str] | None:
    """Number and title of a unit that could start an item."""
    if unit.number:
        match = _BARE.match(unit.number.strip())
        return (match["number"].strip(), unit.text) if match else None
    match = _TYPED.match(unit.text)
    if not match or unit.bullet or unit.table or any(day.start <= match.start("number") for day in days_in(unit.text)):
        return None
    if not match["stop"].strip() and not (match["lead"] or unit.strong or unit.level or match["title"][:1].isupper()):
        return None
    return match["number"], match["title"]


def _split(title: str) -> tuple[str, str]:
    """A heading that runs on into its text, parted: "Apologies: were received from ..." """
    if "\n" in title:
        first, rest = title.split("\n", 1)
        return first, rest
    match = (_SPLIT if len(title) > 70 else _SENTENCE).match(title)
    return (match["title"], match["rest"]) if match else (title, "")


def _score(unit: Unit, title: str, rest: str) -> float:
    score = 3.0 * unit.in_cell + 3.0 * bool(unit.strong or unit.level) + 0.5 * bool(unit.number)
    score += 1.0 if len(title) <= 60 else -1.0 if len(title) > 90 else 0.0
    score += -2.0 if title.endswith((".", ";", ",")) and len(title) > 45 else 1.0
    if _DOING.search(title) and not unit.in_cell:
        score -= 2.0
    return score - (1.0 if rest else 0.0) - (0.0 if title[:1].isupper() or title[:1].isdecimal() else 2.0)


def _candidates(units: list[Unit]) -> list[Start]:
    found: list[Start] = []
    for at, unit in enumerate(units):
        numbered = _numbered(unit)
        if numbered is None or not numbered[1]:
            continue
        title, rest = _split(numbered[1])
        value = _value(numbered[0])
        if 0 < value < 1000 and len(title) <= 160:
            found.append(Start(at, numbered[0].removesuffix(".0"), title, rest, value, _score(unit, title, rest)))
    return found


def _best(candidates: list[Start], near: set[int]) -> list[Start]:
    """The chain of rising numbers with the greatest sum of scores; a skipped number costs, and so does a neighbour."""
    chains: dict[int, tuple[float, tuple[int, ...]]] = {}
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for index, start in enumerate(candidates):
        score = start.score - (1.5 if start.at - 1 in near and start.score < 4 else 0.0)
        options: list[tuple[float, tuple[int, ...]]] = [(score - (0.0 if start.value == 1 else 1.5), (index,))]
        for gap in (1, 2, 3):
            before = chains.get(start.value - gap)
            if before:
                options.append((before[0] + score - 1.5 * (gap - 1), (*before[1], index)))
        chosen = max(options, key=lambda option: option[0])
        if start.value not in chains or chosen[0] >= chains[start.value][0]:
            chains[start.value] = chosen
        best = max(best, chosen, key=lambda option: option[0])
    return [candidates[index] for index in best[1]]


def item_starts(units: list[Unit]) -> list[Start]:
    """Where the agenda's items start; empty when fewer than two numbered ones can be made out."""
    candidates = _candidates(units)[:3000]
    roman = [c for c in candidates if not re.search(r"\d", c.number)]
    figures = [c for c in candidates if re.search(r"\d", c.number)]
    # "24/05" may be the fifth item of 2024 or the twenty-fourth minute of 2005: the chain that rises tells.
    second = [replace(c, value=int(c.number.split("/")[1])) for c in figures if re.fullmatch(r"\d+/\d+", c.number)]
    chains = [_best(group, {c.at for c in group}) for group in (figures, second, roman)]
    best = max(chains, key=lambda chain: sum(start.score for start in chain))
    return best if len(best) > 1 else []


def lone_start(units: list[Unit], skip: int) -> Start | None:
    """The one numbered item of a meeting that had only one: "1. Purpose of the meeting" alone above the text.

    One number is easily something else (a list of one, an address, a count), so it must look like a heading, be the
    first number after the head, stand in no list, and have text below it.
    """
    candidates = [start for start in _candidates(units[:3000]) if start.at >= skip]
    if len(candidates) != 1 or candidates[0].value != 1:
        return None
    start = candidates[0]
    unit, before = units[start.at], units[start.at - 1] if start.at else None
    following = units[start.at + 1] if start.at + 1 < len(units) else None
    listed = unit.bullet or entry_of(start.title) is not None or (before and before.text.rstrip().endswith(":"))
    heading = unit.strong or unit.level or unit.in_cell or (len(start.title.split()) <= 9 and not start.rest)
    if listed or not heading or following is None or NEW_ACTIONS.match(start.title):
        return None
    return start if start.score >= 2.0 and not _DOING.search(start.title) else None


def _short(unit: Unit) -> bool:
    return (
        not unit.table and 3 < len(unit.text) < 90 and not unit.text.endswith((".", ",", ";", ":")) and not unit.bullet
    )


def _plain_heading(units: list[Unit], at: int) -> bool:
    """A short line alone above running text, a table or a date, in a document that marks its headings in no other
    way."""
    unit = units[at]
    if (
        not _short(unit)
        or len(unit.text.split()) > 9
        or not unit.text[0].isupper()
        or days_in(unit.text)
        or entry_of(unit.text)
    ):
        return False
    following = units[at + 1] if at + 1 < len(units) else None
    if following is None or NEXT_MEETINGS.search(unit.text):
        return following is not None
    return following.table is not None or following.text.endswith((".", "?", "!", ":")) or following.bullet


def heading_starts(units: list[Unit], skip: int) -> list[Start]:
    """Items without numbers: the headings of the highest level that occurs twice, else bold or capital lines, else
    lines
    that stand above the text like headings."""
    levels = [unit.level for unit in units[skip:] if unit.level and _short(unit)]
    level = next((one for one in range(1, 7) if levels.count(one) > 1), 0)
    rest = [at for at in range(skip, len(units)) if _short(units[at])]
    found = [at for at in rest if units[at].level == level] if level else []
    found = found or [at for at in rest if units[at].strong or units[at].text.isupper()]
    if len(found) < 2:
        found = [at for at in rest if _plain_heading(units, at)]
    return [Start(at, "", units[at].text) for at in found if not NEW_ACTIONS.match(units[at].text)]
