"""Actions of earlier meetings: where they come from, what was said of them now, and whether that closes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from goldenthread.reading.blocks import Row, Table, Where
from goldenthread.reading.minutes.dates import days_in, first_date
from goldenthread.reading.minutes.model import PreviousAction
from goldenthread.reading.minutes.owners import doer_of, owners_of
from goldenthread.reading.minutes.people import Directory
from goldenthread.reading.minutes.tables import Shape
from goldenthread.reading.minutes.text import sentences, squeezed

_NUMBERED = re.compile(
    r"^\s*(?P<lead>(?:action|item|minute|min|ref"
    r"|a/?p(?=[\s:]))s?\s*(?:point\s*)?(?:no\.?\s*)?[:#]?\s*)?\(?(?P<number>[A-Z]{0,5}[-/]?\d{1,4}(?:[./-]\d{1,4}){0,3}[a-z]?)(?P<stop>\s*[-\u2013\u2014:.)]+|(?=\s))\s*(?P<rest>\S.*)$",
    re.S | re.I,
)
_UPDATE = re.compile(
    r"[.;]?\s*[\[(]?\b(?:update|progress|response|outcome|position|status)\b(?:\s+(?:from|as\s+at|at"
    r"|as\s+of|on|given|provided|for)(?=\s))?(?P<label>(?:\s+(?:the\s+)?[\w ,/]{0,40}?)?)\s*[:\u2013\u2014-]+\s+",
    re.I,
)
_CLOSED = re.compile(
    r"\b(?:closed|completed?|discharged|done|concluded|fulfilled|actioned|achieved|resolved|signed\s+off"
    r"|(?:can|to)\s+be\s+(?:closed|removed)|no\s+further\s+action|removed\s+from\s+the\s+(?:log|tracker))\b",
    re.I,
)
_DEFERRED = re.compile(
    r"\b(?:deferred|carr(?:y|ied)\s+(?:forward|over)|c/?fwd?|c/f|brought\s+forward|postponed"
    r"|rolled\s+(?:forward|over)|put\s+back|held\s+over|moved\s+to\s+the\s+next)\b",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:on-?going|in\s+progress|in\s+hand|under\s?way|continu(?:es|ing)|outstanding|remains?\s+open"
    r"|open|not\s+(?:yet\s+)?(?:complete|closed|done|started)|partially\s+complete|partly\s+complete"
    r"|in\s+train|awaiting|on\s+track)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|cannot|once|when|until|until\s+it\s+is|nearly|almost|partially|partly|yet\s+to\s+be"
    r"|before|will\s+be|be|is\s+to\s+be|if)\s+(?:yet\s+|been\s+|fully\s+|it\s+is\s+|be\s+)*$",
    re.I,
)
_NEVER = re.compile(r"\b(?:not|never|cannot)\s+(?:be\s+|been\s+)*$", re.I)
_VERDICT = re.compile(
    r"^\W*(?:this\s+|the\s+)?(?:action|item|status)?\s*(?:work|discussions?|progress|it)?\s*(?:is|was"
    r"|has\s+been|:|-|\u2013|now|to\s+be|be|remains?|still)*\s*(?:now\s+|therefore\s+)?"
    rf"(?:{_CLOSED.pattern}|{_DEFERRED.pattern}|{_ONGOING.pattern})",
    re.I,
)
_TAIL = re.compile(
    r"(?:^|(?<=[.;:?!\u2013\u2014)])|\s[-\u2013\u2014]|\s\()\s*(?P<status>(?:(?:this\s+"
    r"|the\s+)?action\s+(?:is\s+|was\s+|has\s+been\s+|now\s+|to\s+be\s+|remains\s+)*)?(?:now\s+)?(?:closed"
    r"|completed?|discharged|done|on-?going|in\s+progress|open|outstanding"
    r"|deferred(?:\s+to\s+[\w\s]{3,40})?|carr(?:y|ied)\s+(?:forward|over)(?:\s+to\s+[\w\s]{3,40})?|c/f"
    r"|remains\s+open))\s*[.)\]]*\s*$",
    re.I,
)


def numbered(text: str) -> tuple[str, str] | None:
    """ "4.1 - Jane Smith to ..." -> ("4.1", "Jane Smith to ..."); a bare figure before a word is a count, not a
    number."""
    match = _NUMBERED.match(text)
    if not match or (days_in(text) and days_in(text)[0].start <= match.start("number")):
        return None
    number = match["number"]
    if not (match["stop"].strip() or match["lead"] or "." in number or "/" in number):
        return None
    return number, match["rest"]


def _says(pattern: re.Pattern[str], text: str) -> int:
    """Where ``pattern`` last stands without a negation or condition before it; -1 when nowhere."""
    at = -1
    for match in pattern.finditer(text):
        before = text[: match.start()]
        negated = _NEVER if pattern is _DEFERRED else _NOT
        if not negated.search(before) or re.match(r"(?:can|to)\s+be", match.group(), re.I):
            at = match.start()
    return at


def status_in(text: str) -> str:
    """What a status cell or a verdict says: "closed", "deferred", "ongoing" or "unknown"; the last word counts."""
    found = {
        "closed": _says(_CLOSED, text),
        "deferred": _says(_DEFERRED, text),
        "ongoing": _says(_ONGOING, text),
    }
    best = max(found, key=lambda status: found[status])
    return best if found[best] >= 0 else "unknown"


def status_of_update(text: str) -> str:
    """The verdict in an update: the sentence that speaks of the action itself. Closing words about other things do
    not count."""
    verdicts = [s for s in sentences(text) if re.search(r"\baction\b", s, re.I) or _VERDICT.match(s)]
    for sentence in reversed(verdicts):
        status = status_in(sentence)
        if status != "unknown":
            return status
    tail = _TAIL.search(text)
    return status_in(tail["status"]) if tail else "unknown"


_TASK = re.compile(r"^\W*(?:\([^()]{1,20}\)\s*)?[A-Z][^.]{0,80}?\s(?:to|will|should|must)\s+(?:be\s+)?[a-z]+")


def _parted(text: str) -> tuple[str, str | None]:
    """The action and the update, where the text marks the update or ends with a verdict."""
    match = _UPDATE.search(text)
    if match and match.start() > 0:
        label = match["label"].strip()
        if not label or days_in(label) or re.search(r"meeting|board|group|\d", label, re.I):
            return text[: match.start() + 1].strip().rstrip("[(") if text[match.start()] == "." else text[
                : match.start()
            ].strip(), text[match.end() :].strip().rstrip("]")
    told = sentences(text)
    if len(told) > 1 and _TASK.search(told[0]) and not match:
        # "Jane to write to schools. The letter has gone. Complete": what follows the task is what was said of it.
        tasks = 1 + next(
            (n for n, s in enumerate(told[1:]) if not re.match(r"[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:also\s)?to\s", s)),
            len(told) - 1,
        )
        return " ".join(told[:tasks]), " ".join(told[tasks:]) or None
    tail = _TAIL.search(text)
    if tail and tail.start() > 10:
        return text[: tail.start()].strip(" -\u2013\u2014").rstrip("("), text[tail.start("status") :].strip(" )")
    # "Ann Lee to write to schools - not done, deferred to July": what follows the last dash, if it is a verdict.
    parts = re.split(r"\s+[-\u2013\u2014]\s+", text)
    if len(parts) > 1 and len(parts[-1]) < 90 and status_in(parts[-1]) != "unknown":
        return text[: text.rindex(parts[-1])].rstrip(" -\u2013\u2014"), parts[-1]
    return text, None


_HAPPENED = re.compile(r"\b(?:is|are|was|were|has|have|had|sent|held|gone|done|\w{3,}ed)\b", re.I)


def _without_what_happened(action: str, update: str | None) -> tuple[str, str | None]:
    """ "AC to confirm staffing - two posts are filled." and a verdict: one dash parts the task from what was said."""
    halves = re.split(r"\s+[-\u2013\u2014]\s+", action)
    if update and len(halves) == 2 and _TASK.search(halves[0]) and _HAPPENED.search(halves[1]):
        return halves[0], f"{halves[1].rstrip(' .')}. {update}"
    return action, update


def _own_origin(text: str, origin: date | None) -> tuple[str, date | None]:
    """ "(08.03.2022) - Ann Lee to ...": an action that carries the date it was given."""
    match = re.match(r"^\s*[(\[](?P<date>[^)\]]{6,30})[)\]]\s*[-\u2013:.]*\s*", text)
    given = first_date(match["date"]) if match else None
    return (text[match.end() :], given) if match and given else (text, origin)


def of_paragraph(
    text: str, where: Where, origin: date | None, people: Directory, number: str = ""
) -> PreviousAction | None:
    """A numbered paragraph of the list of earlier actions; without a number only where it ends with a verdict."""
    # A number typed after "Action" is the action's own; one that the word processor draws is the paragraph's.
    typed = re.match(r"\W*(?:action|a/?p|item|min)", text, re.I)
    match = numbered(text) if typed or not number else None
    rest = match[1] if match else text
    rest, origin = _own_origin(squeezed(rest), origin)
    action, update = _without_what_happened(*_parted(rest))
    if not match and not number and update is None:
        return None
    made = PreviousAction(
        action.strip(" \u2013\u2014-"), where, origin, (match[0] if match else number.strip(" .:)")) or None
    )
    made.update = update
    made.status = status_of_update(update) if update else status_of_update(action)
    if made.status == "unknown" and update and len(update) < 90:
        made.status = status_in(re.split(r"[,;\u2013\u2014]", update)[-1])
    doer = doer_of(action, people)
    made.owners = list(doer.owners) if doer else []
    return made


def of_row(
    row: Row,
    shape: Shape,
    origin: date | None,
    people: Directory,
    colour: Callable[[str], str] = lambda cell: "unknown",
) -> PreviousAction | None:
    """A row of a table of earlier actions; None when its action cell is empty.

    ``colour`` tells what a cell with nothing but a colour means, by the document's own legend.
    """

    def cell(kind: str) -> str:
        at = shape.columns.get(kind)
        return squeezed(row.texts[at]) if at is not None else ""

    text, update = cell("text"), cell("update")
    if not text:
        return None
    if not update and "update" not in shape.columns:
        text, update = (lambda parts: (parts[0], parts[1] or ""))(_parted(text))
    status = status_in(cell("status")) if cell("status") else "unknown"
    status = colour(cell("status")) if status == "unknown" else status
    if status == "unknown" and update:
        status = status_of_update(update)
    number = cell("number").strip(" .:)") or None
    made = PreviousAction(
        text,
        row.where,
        first_date(cell("origin")) or first_date(cell("number")) or origin,
        number,
        status,
        update or None,
    )
    made.owners = list(owners_of(cell("owner"), people, column=True) or ())
    return made


def is_previous_table(table: Table, shape: Shape, held: date | None) -> bool:
    """Whether a table of actions tells of earlier ones by itself: an update in most rows, or dates of earlier
    meetings."""
    rows = table.rows[shape.header :]
    if not rows:
        return False
    at = shape.columns.get("update")
    if at is not None and sum(1 for row in rows if row.texts[at].strip()) >= len(rows) * 0.5:
        return True
    origin = shape.columns.get("origin")
    if origin is not None and held:
        return any((first_date(row.texts[origin]) or held) < held for row in rows)
    status = shape.columns.get("status")
    if status is None:
        return False
    closed = sum(1 for row in rows if status_in(row.texts[status]) in {"closed", "deferred"})
    return closed >= max(1, len(rows) * 0.34)
