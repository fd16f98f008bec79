"""One cell into one value, by what it fills; or why not, as a code that may be kept and words that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.kernel.now import LONDON, today
from goldenthread.reading.trackers.book import Content, Failed, empty, shown
from goldenthread.reading.trackers.days import NOTHING, Read, read_day, read_moment
from goldenthread.reading.trackers.headings import key_of

from .mapping import fingerprint
from .vocabulary import Target, latest_for

YES = frozenset({"yes", "y", "true", "1", "✓", "✔", "tick", "ticked", "seen", "seen alone", "done", "x", "alone"})
NO = frozenset({"no", "n", "false", "0", "✗", "not seen", "not done", "not alone"})
#: What may be kept of a cell that was not taken: never its text.
CODES = {
    "failed_formula": "The formula comes to an error.",
    "age": "It looks like an age, where a date should stand.",
    "no_such_day": "There is no such day in the calendar.",
    "no_such_time": "There is no such time of day.",
    "month_first": "It seems to be written with the month first.",
    "no_year": "The year is missing.",
    "no_day": "The day of the month is missing.",
    "several": "There is more than one date in the cell.",
    "not_a_date": "It is not a date.",
    "too_early": "The date is too early.",
    "too_late": "The date is too late, or lies ahead.",
    "unknown_word": "It was not said which choice this word means.",
    "not_yes": "It is neither yes nor no.",
    "not_a_number": "It is not a number.",
    "needed": "It is empty, and a case must have it.",
    "not_valid": "The column does not take this.",
    "state": "It contradicts how the case stands.",
    "holds": "It does not agree with the rest of the row.",
    "twice": "The same case stands in the file twice.",
    "no_case": "No case has this number.",
    "several_cases": "Several cases have this number.",
    "database": "A rule of the database does not hold.",
}


@dataclass(frozen=True)
class Taken:
    """A value, or `code` and `why` where it was not taken; `note` where how it was read is worth a look."""

    value: Any = None
    code: str = ""
    why: str = ""
    note: str = ""


Words = Mapping[str, str]


def take_cell(content: Content, target: Target, words: Words) -> Taken:
    """What a cell says. `words` are those said of this target before: fingerprint -> choice."""
    if isinstance(content, Failed):
        return Taken(
            code="failed_formula", why=f"The formula comes to an error ({content}). Mend it, or type the value."
        )
    if empty(content):
        return Taken()
    taken = READERS[target.kind](content, target, words)
    if taken.code or taken.value in (None, "") or target.column is None or target.kind == "agency":
        return taken
    return _validated(taken, target)


def unknown_word(content: Content, target: Target, words: Words) -> str:
    """The word, where nobody has said which choice it means; "" where it is known, or means that there is none."""
    said = shown(content)
    if empty(content) or isinstance(content, Failed):
        return ""
    known = fingerprint(said) in words or key_of(said) in (target.known or {}) or _is_nothing(said)
    return "" if known else said


def _validated(taken: Taken, target: Target) -> Taken:
    try:
        value = target.column.clean(taken.value, None)
    except ValidationError as wrong:
        return Taken(code="not_valid", why=" ".join(wrong.messages))
    return Taken(value, note=taken.note)


def _is_nothing(said: str) -> bool:
    return said.casefold() in NOTHING


def _text(content: Content, target: Target, words: Words) -> Taken:
    if isinstance(content, str) and target.column is not None and not target.column.max_length:
        return Taken(content.replace("\0", "").strip())
    return Taken(shown(content))


def _day(content: Content, target: Target, words: Words) -> Taken:
    return _read(read_day(content, earliest=target.fills.earliest, latest=latest_for(target, today())))


def _moment(content: Content, target: Target, words: Words) -> Taken:
    found = read_moment(content, earliest=target.fills.earliest, latest=latest_for(target, today()))
    taken = _read(found)
    if taken.value is None:
        return taken
    return Taken(taken.value.replace(tzinfo=LONDON), note=taken.note)


def _read(found: Read) -> Taken:
    return Taken(found.value, found.code, found.why, found.note)


def _choice(content: Content, target: Target, words: Words) -> Taken:
    said = shown(content)
    value = words.get(fingerprint(said), (target.known or {}).get(key_of(said)))
    if value is not None:
        return Taken(value or None)
    if _is_nothing(said):
        return Taken()
    labels = ", ".join(label for _, label in target.choices[:8])
    return Taken(code="unknown_word", why=f"It was not said which choice this means: {labels}.")


def _agency(content: Content, target: Target, words: Words) -> Taken:
    taken = _choice(content, target, words)
    return Taken(int(taken.value)) if taken.value else taken


def _yes(content: Content, target: Target, words: Words) -> Taken:
    said = shown(content).casefold()
    if said in YES:
        return Taken(True)
    if said in NO or _is_nothing(said):
        return Taken(False)
    return Taken(code="not_yes", why="It is neither yes nor no. Write one of the two.")


def _number(content: Content, target: Target, words: Words) -> Taken:
    said = shown(content).replace(",", "")
    if _is_nothing(said):
        return Taken()
    try:
        return Taken(Decimal(said))
    except InvalidOperation:
        return Taken(code="not_a_number", why="It is not a number. Write figures alone.")


READERS: dict[str, Callable[[Content, Target, Words], Taken]] = {
    "text": _text, "day": _day, "moment": _moment, "choice": _choice, "agency": _agency, "yes": _yes, "number": _number,
}  # fmt: skip
