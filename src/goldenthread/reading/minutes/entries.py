"""One line of an attendance list taken apart: name, initials, role, title, agency, who came for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.reading.minutes.people import (
    AGENCY_WORDS,
    BODY_WORDS,
    PERSON,
    TITLE_WORDS,
    bare,
    initials_of,
    is_initials,
    is_name,
)

_FOR = re.compile(
    r"(?:\b(?:deputi[sz]ing|deputy|substitut(?:e|ing)|sub|standing\s+in|covering|attending|rep"
    r"|here)\s+(?:for|of|on\s+behalf\s+of|in\s+place\s+of)"
    r"|\b(?:representing|covering|on\s+behalf\s+of|in\s+place\s+of|for))\s*:?\s+(?P<name>.+)$",
    re.I,
)
_SENT = re.compile(
    r"(?:(?:attend(?:ed|ing)|came|was\s+present)\s+as\s+(?:a\s+|the\s+|his\s+|her\s+|their\s+)?(?:deputy|substitute)"
    r"|represented\s+by|rep(?:'d|\.)?\s+by|deputy|deputi[sz]ed\s+by|substitute|substituted\s+by|sub"
    r"|deputy\s+(?:sent|attended|is|was)|(?:attend(?:ed|ing)|came|represented)\s+(?:on\s+(?:his|her|their)\s+behalf"
    r"|in\s+(?:his|her|their)\s+place|instead)|(?P<late>deputi[sz](?:ing|ed)|attended|attending|represented|substituting)$)"
    r"[\s:\u2013-]*",
    re.I,
)
_ROLE = re.compile(
    r"^(?:the\s+)?(?:(?P<vice>(?:vice|deputy)[\s-]*chair(?:person|man|woman)?)|(?P<chair>(?:in\s+the\s+"
    r"|meeting\s+|acting\s+|interim\s+)?chair(?:person|man|woman|ing)?)|"
    r"(?P<virtual>virtual(?:\s+member)?|papers\s+only)|(?P<minutes>(?:minutes?|notes?)(?:[\s-]*tak(?:er"
    r"|ing))?|clerk|secretary)|(?P<observer>observer|observing))$",
    re.I,
)
_BRACKET = re.compile(r"\(([^()]{1,80})\)|\[([^\[\]]{1,80})\]")
_DASH = re.compile(r"\s+[-\u2013\u2014|]\s+|\s*[\u2013\u2014|:]\s*|\t")
_VIRTUALLY = re.compile(
    r"^(?:via|by|on|virtual(?:ly)?|remote(?:ly)?|online|teams|zoom|dial(?:led)?|phone|in person|left|arrived|"
    r"joined|until|from|part|items?|attend(?:ed|ing)|new|first)\b(?!\s+(?:safety|harms?))",
    re.I,
)


@dataclass(slots=True)
class Entry:
    """What one line says of a person. ``item`` is set when they came for part of the meeting ("for item 4")."""

    name: str
    initials: str = ""
    role: str = ""
    title: str | None = None
    agency: str | None = None
    deputy: str | None = None
    deputy_for: str | None = None
    item: str | None = None
    rest: list[str] = field(default_factory=list)


def role_of(text: str) -> str:
    """ "chair", "vice chair", "virtual member", "minutes", "observer", or empty when ``text`` is none of them."""
    match = _ROLE.match(text.strip(" .:"))
    if not match:
        return ""
    if match["vice"]:
        return "vice chair"
    if match["chair"]:
        return "chair"
    return "virtual member" if match["virtual"] else "minutes" if match["minutes"] else "observer"


def _bracket(entry: Entry, text: str) -> None:
    text = text.strip()
    item = re.search(r"\bitems?\s+([\d.]+(?:\s*(?:,|and|&|-)\s*[\d.]+)*)", text, re.I)
    role = role_of(text)
    if role:
        entry.role = entry.role or role
    elif (
        is_initials(text)
        and (initials_of(entry.name).startswith(text[0]) or not AGENCY_WORDS.search(text))
        and not entry.initials
        and _own(text, entry.name)
    ):
        entry.initials = text
    elif _deputy_note(entry, text):
        return
    elif item:
        entry.item = item.group(1).rstrip(".")
    elif not is_passing(text):
        entry.rest.extend(part.strip() for part in re.split(r"\s*[,;]\s*|\s+[-\u2013]\s+", text) if part.strip())


def is_passing(text: str) -> bool:
    """Whether a note says how or how long someone attended ("via Teams", "left after item 4") and not who they are."""
    return bool(_VIRTUALLY.match(text.strip()))


def _own(short: str, name: str) -> bool:
    """Whether initials fit a name: "JS" John Smith; "JSm" too; "KCC" after a name is an agency."""
    return (
        initials_of(name)[:1] == short[0].upper()
        and short[-1].upper() in name.upper()
        and len(short) <= len(name.split()) + 1
    )


def _deputy_note(entry: Entry, text: str) -> bool:
    forwhom = _FOR.search(text)
    if forwhom and is_name(forwhom["name"]):
        entry.deputy_for = forwhom["name"].strip(" .")
        return True
    sent = _SENT.search(text)
    if sent:
        name = (text[: sent.start()] + " " + text[sent.end() :]).strip(" .-\u2013:;")
        name = _after_title(name)
        if is_name(name):
            entry.deputy = name
            return True
    return False


def _after_title(text: str) -> str:
    """ "Watch Manager Lee Park" -> "Lee Park"; any other text as it is."""
    words = text.split()
    name, title = " ".join(words[-2:]), " ".join(words[:-2])
    return name if not is_name(text) and is_name(name) and TITLE_WORDS.search(title) else text


def sort_out(parts: list[str]) -> tuple[str | None, str | None]:
    """Title and agency among the parts after a name. A part that could be either is the title only when it holds a
    title's word."""
    parts = [part.strip(" .,;") for part in parts if part.strip(" .,;")]
    if not parts:
        return None, None
    if len(parts) == 1:
        part = parts[0]
        titled, agency = bool(TITLE_WORDS.search(part)), bool(AGENCY_WORDS.search(part)) or part.isupper()
        if titled:
            return part, None
        return (None, part) if agency else (part, None)
    last = parts[-1]
    if TITLE_WORDS.search(last) and not TITLE_WORDS.search(parts[0]):
        return ", ".join(parts[1:]), parts[0]
    if TITLE_WORDS.search(last) and not AGENCY_WORDS.search(last):
        return ", ".join(parts), None
    if AGENCY_WORDS.search(last) and not BODY_WORDS.search(last) and TITLE_WORDS.search(parts[0]):
        return ", ".join(parts), None  # "Designated Nurse, Safeguarding Children": a field of work, not a body
    return ", ".join(parts[:-1]), last


def entry_of(text: str) -> Entry | None:
    """One person's line taken apart; None when it does not start with a name."""
    text = re.sub(r"\s{3,}|\t", " \u2013 ", text.strip(" ;,.\u2022*-\u2013\t"))
    brackets = [first or second for first, second in _BRACKET.findall(text)]
    # "Ann Lee (AL) Police": what follows the bracket is not part of the name.
    plain = " ".join(_BRACKET.sub(" \u2013 ", text).split()).replace(" ,", ",")
    pieces = [piece.strip() for part in _DASH.split(plain) for piece in part.split(",")]
    pieces = [piece for piece in (piece.strip(" -\u2013") for piece in pieces) if piece]
    if not pieces:
        return None
    if not is_name(pieces[0]):
        return _bare_lead(pieces, brackets)
    entry = Entry(pieces[0].strip(" ."))
    return _filled(entry, pieces[1:], brackets)


def _bare_lead(pieces: list[str], brackets: list[str]) -> Entry | None:
    """ "Jane Smith Independent Chair" and "Kent Police: Jane Smith": the name is not the whole first piece."""
    first = pieces[0]
    if len(pieces) == 2 and is_name(pieces[1]) and AGENCY_WORDS.search(first):
        return _filled(Entry(pieces[1]), [first], brackets)
    match = re.match(rf"(?P<name>{PERSON})(?=\s|$)", first)
    while match:
        words = match["name"].split()
        for size in range(len(words), 1, -1):
            name = " ".join(words[:size])
            if is_name(name) and TITLE_WORDS.match(first[len(name) :].strip()):
                return _filled(Entry(name), [first[len(name) :].strip(), *pieces[1:]], brackets)
        break
    return None


def _filled(entry: Entry, pieces: list[str], brackets: list[str]) -> Entry:
    for bracket in brackets:
        _bracket(entry, bracket)
    kept: list[str] = []
    for piece in pieces:
        role = role_of(piece)
        if role:
            entry.role = entry.role or role
            kept.extend([piece] if role in {"chair", "vice chair"} else [])
        elif is_initials(piece) and _own(piece, entry.name) and not entry.initials and len(pieces) > 1:
            entry.initials = piece
        elif not _deputy_note(entry, piece) and not is_passing(piece):
            kept.append(piece)
    parts = [*kept, *entry.rest]
    posts = [part for part in parts if TITLE_WORDS.search(part) and not role_of(part)]
    entry.title, entry.agency = sort_out([part for part in parts if not role_of(part)] if posts else parts)
    if not entry.role and entry.title and re.search(r"\band\s+chair$", entry.title, re.I):
        entry.role = "chair"
    return entry


def _outside(text: str, marks: str) -> list[str]:
    """``text`` cut at ``marks`` that stand outside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        if char in marks and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def entries_in(text: str, *, one: bool = False) -> tuple[list[Entry], list[str]]:
    """Every person of a line or paragraph, and the pieces that hold none; ``one`` when each line is one person."""
    if ";" in text:
        chunks = [chunk for part in _outside(text, ";") for chunk in _gathered(part)]
    elif one:
        chunks = [text]
    else:
        chunks = _gathered(text)
    found, lost = [], []
    for chunk in chunks:
        chunk = re.sub(r"^(?:and|&)\s+", "", chunk)
        entry = entry_of(chunk)
        if entry:
            found.append(entry)
        elif chunk.strip(" .,;"):
            lost.append(chunk)
    return found, lost


def _gathered(text: str) -> list[str]:
    """Pieces between commas and "and" put together again so that each chunk starts with a name."""
    chunks: list[str] = []
    shared = ""
    for part in _outside(text, ","):
        for index, piece in enumerate(re.split(r"\s+(?:and|&)\s+(?=[A-Z])", part)):
            lead = re.sub(r"\(.*?\)|\[.*?\]", "", re.split(r"\s[-\u2013\u2014]\s|\u2013", piece)[0])
            short = re.match(r"\s*([^()\[\]]{4,45})\s*[(\[][A-Z]{2,4}[)\]]\s*\w", piece)
            lead = short[1] if short else lead
            starts = is_name(re.sub(r"^(?:and|&)\s+", "", lead).strip(" ."))
            if starts or not chunks:
                # "Councillors Ann Lee and Bob Ray" gives each of them the title.
                plural = re.match(r"(Cllr|Councillor)s\s+(?=[A-Z])", piece)
                shared = plural[1] if plural else "" if bare(lead) != lead else shared
                piece = piece[plural.end() :] if plural else piece
                chunks.append(f"{shared} {piece}" if shared else piece)
            else:
                chunks[-1] = f"{chunks[-1]}{' and ' if index else ', '}{piece}"
    return chunks
