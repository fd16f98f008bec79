"""Actions given at this meeting: numbered lines, "Action: NAME" lines, notes in the margin, tables at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.reading.blocks import Row, Where
from goldenthread.reading.minutes.due import Calendar, Due, due_in, due_of_column
from goldenthread.reading.minutes.model import NewAction
from goldenthread.reading.minutes.owners import doer_of, owners_of
from goldenthread.reading.minutes.people import Directory
from goldenthread.reading.minutes.previous import numbered
from goldenthread.reading.minutes.tables import Shape
from goldenthread.reading.minutes.text import sentences, squeezed

LABELLED = re.compile(
    r"^\W{0,3}(?P<label>(?:new\s+|agreed\s+)?actions?(?:\s+point)?s?(?:\s+(?:agreed|required|by|for"
    r"|owner))?)\s*(?P<number>(?:no\.?\s*)?[A-Z]{0,4}\d{1,4}(?:[./]\d{1,4}){0,3}[a-z]?)?\s*(?:\((?P<bracket>[^()]{1,60})\))?\s*"
    r"(?P<stop>[:\u2013\u2014-]+|\s(?=[A-Z]{2,4}\b))\s*(?P<rest>.*)$",
    re.I | re.S,
)
_TRAILING = re.compile(
    r"[\s(\[]*\b(?P<label>action(?:ed)?(?:\s+(?:by"
    r"|for))?)(?:\s*(?P<number>\d{1,4}(?:\.\d{1,3})*))?\s*[:\u2013\u2014-]\s*(?P<who>[A-Z][\w "
    r".,/&'\u2019-]{1,60}?)\s*[\])]?[.\s]*$",
    re.I,
)
_DUE_TAIL = re.compile(
    r"[\s(\[\u2013\u2014;,.-]*\b(?:due(?:\s+(?:date|by))?|deadline|by\s+when|timescale|target(?:\s+date)?"
    r"|completion(?:\s+date)?)\s*[:\u2013\u2014-]\s*(?P<due>[^.;)\]]{3,50})[\])]?\.?",
    re.I,
)
_OWNER_TAIL = re.compile(
    r"[\s(\[\u2013\u2014;,.-]*\b(?:owner|lead|responsib\w+|by\s+whom|assigned\s+to"
    r"|action\s+by)\s*[:\u2013\u2014-]\s*(?P<who>[^.;)\]]{2,60})[\])]?\.?",
    re.I,
)
_WHO_FIRST = re.compile(r"^(?P<who>[A-Z][\w .,/&'\u2019-]{1,60}?)\s*(?:[:\u2013\u2014]|\s-)\s+(?P<rest>\S.*)$", re.S)
_WHO_LAST = re.compile(
    r"^(?P<rest>.{8,}?)\s*(?:[\[(](?P<bracketed>[A-Z][\w .,/&'\u2019-]{1,60})[\])]"
    r"|[\u2013\u2014]\s*(?P<dashed>[A-Z][\w ./&'\u2019-]{1,60}))[.\s]*$",
    re.S,
)
_PROMISING = re.compile(r"\b(?:to|will|agreed|would|requested|asked|should|must)\b", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed to read an action: the people, the calendar, the group and the item it stands in."""

    people: Directory
    calendar: Calendar
    group: str | None
    item: str | None


def _with_due(action: NewAction, due: Due, context: Context) -> NewAction:
    action.due, action.due_text = due.date, due.text
    action.item = context.item
    return action


def of_text(
    text: str, where: Where, context: Context, number: str | None = None, owners: tuple[str, ...] = ()
) -> NewAction:
    """An action from its own words: owners before "to ...", after a dash, in brackets; its due date among the words."""
    body = squeezed(text)
    explicit = _DUE_TAIL.search(body)
    due = due_of_column(explicit["due"], context.calendar, context.group) if explicit else None
    if explicit:
        body = (body[: explicit.start()] + " " + body[explicit.end() :]).strip()
    named = _OWNER_TAIL.search(body)
    if named and not owners:
        found = owners_of(named["who"], context.people, column=True)
        if found:
            owners, body = found, (body[: named.start()] + " " + body[named.end() :]).strip()
    if not owners:
        owners, body = _owners_in(body, context)
    due = due or due_in(body, context.calendar, context.group)
    return _with_due(NewAction(body, where, number or None, list(owners)), due, context)


def _owners_in(body: str, context: Context) -> tuple[tuple[str, ...], str]:
    doer = doer_of(body, context.people)
    if doer:
        return doer.owners, body
    first = _WHO_FIRST.match(body)
    if first:
        owners = owners_of(first["who"], context.people)
        if owners:
            return owners, first["rest"]
    last = _WHO_LAST.match(body)
    if last:
        owners = owners_of(last["bracketed"] or last["dashed"], context.people)
        if owners:
            return owners, last["rest"].rstrip(" .") + "."
    return (), body


def of_numbered(text: str, where: Where, context: Context, number: str = "") -> NewAction | None:
    """ "4.1 - Jane Smith to ..." under a heading "Actions"; without a number, a line that names who is to do what."""
    match = None if number else numbered(text)
    if match:
        return of_text(match[1], where, context, match[0])
    if number:
        return of_text(text, where, context, number.strip(" .:)"))
    found = of_text(text, where, context)
    return found if found.owners else None


def of_label(text: str, where: Where, context: Context, before: str) -> list[NewAction]:
    """ "Action: JS to circulate", "ACTION 3 - JS", "Action (JS): circulate". ``before`` is the text the label
    follows."""
    match = LABELLED.match(text)
    if not match:
        return []
    number = re.sub(r"^no\.?\s*", "", match["number"] or "", flags=re.I) or None
    owners = owners_of(match["bracket"], context.people) or () if match["bracket"] else ()
    rest = match["rest"].strip()
    inner = None if number else numbered(rest)
    if inner:
        number, rest = inner
    only = owners_of(rest, context.people) if rest else ()
    if rest and not only:
        return [of_text(part, where, context, number, owners) for part in _several(rest, context)]
    everyone = tuple(dict.fromkeys([*owners, *(only or ())]))
    return [beside(before, where, context, everyone, number)] if everyone else []


def _several(rest: str, context: Context) -> list[str]:
    """More than one action on the line: sentences that each name their own doer."""
    parts = sentences(rest)
    return parts if len(parts) > 1 and all(doer_of(part, context.people) for part in parts) else [rest]


def beside(
    before: str, where: Where, context: Context, owners: tuple[str, ...], number: str | None = None
) -> NewAction:
    """An action of which only the owner is noted: its words are the sentence before that promises something, else all
    of it."""
    told = [s for s in sentences(squeezed(before)) if _PROMISING.search(s)]
    named = [s for s in told if any(owner in s or owner.split()[0] in s for owner in owners)]
    text = (named or told or [squeezed(before)])[-1]
    return _with_due(
        NewAction(text, where, number, list(owners)), due_in(text, context.calendar, context.group), context
    )


def trailing(text: str, where: Where, context: Context) -> tuple[str, NewAction] | None:
    """A paragraph that ends with "... Action: JS": the paragraph without it, and the action."""
    match = _TRAILING.search(text)
    if not match or match.start() < 15:
        return None
    owners = owners_of(match["who"], context.people)
    body = text[: match.start()].strip()
    return (body, beside(body, where, context, owners, match["number"])) if owners else None


def of_side(side: str, before: str, where: Where, context: Context) -> list[NewAction]:
    """The note in the column beside: owners alone, "Action: JS", or whole actions, one a line."""
    side = side.strip()
    plain = re.sub(r"^\W*actions?\b\s*(?:by|for|point)?\s*[:\u2013\u2014-]?\s*", "", side, flags=re.I)
    if not plain:
        return []
    owners = owners_of(plain, context.people)
    several = [named for line in plain.split("\n") if (named := owners_of(line, context.people))]
    if owners and len(several) == len(plain.split("\n")) > 1:
        return _each_beside(before, where, context, several)
    if owners:
        return [beside(before, where, context, owners)]
    found: list[NewAction] = []
    for part in [line for line in plain.split("\n") if line.strip()]:
        labelled: list[NewAction | None] = [*of_label(part, where, context, before)]
        labelled = labelled or [of_numbered(part, where, context)]
        found.extend(action for action in labelled if action)
    if not found and doer_of(plain, context.people):
        found = [of_text(plain, where, context)]
    return found


def _each_beside(before: str, where: Where, context: Context, several: list[tuple[str, ...]]) -> list[NewAction]:
    """Owners below each other beside a text of several actions: each with the sentence that names them, else with the
    sentences left over, in order; all together where these are not as many as they."""
    told = [s for s in sentences(squeezed(before)) if _PROMISING.search(s)]
    chosen: dict[int, str] = {}
    for at, owners in enumerate(several):
        own = next((s for s in told if s not in chosen.values() and _does(s, owners, context)), None)
        if own:
            chosen[at] = own
    rest = [s for s in told if s not in chosen.values()]
    left = [at for at in range(len(several)) if at not in chosen]
    if len(rest) < len(left):
        return [beside(before, where, context, tuple(dict.fromkeys(name for names in several for name in names)))]
    chosen |= dict(zip(left, rest, strict=False))
    return [beside(chosen[at], where, context, owners) for at, owners in enumerate(several)]


def _does(sentence: str, owners: tuple[str, ...], context: Context) -> bool:
    doer = doer_of(sentence, context.people)
    return doer is not None and set(doer.owners) == set(owners)


def of_row(row: Row, shape: Shape, context: Context) -> NewAction | None:
    """A row of a table of actions; None when its action cell is empty or only repeats a heading."""

    def cell(kind: str) -> str:
        at = shape.columns.get(kind)
        return squeezed(row.texts[at]) if at is not None else ""

    text = cell("text")
    if not text or len(text) < 4 or not any(t for at, t in enumerate(row.texts) if at != shape.columns["text"]):
        return None
    owners = owners_of(cell("owner"), context.people, column=True) or ()
    action = of_text(text, row.where, context, cell("number").strip(" .:)") or None, owners)
    if cell("due"):
        due = due_of_column(cell("due"), context.calendar, context.group)
        action.due, action.due_text = due.date, cell("due")
    return action
