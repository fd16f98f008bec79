"""People's names as minutes write them: told apart from titles and agencies, and found again by initials or surname."""

from __future__ import annotations

import re
from dataclasses import dataclass

HONORIFIC = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Cllr|Councillor|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Revd?"
    r"|Reverend|Canon|Fr|Father|Sister|Bishop|Rabbi|Imam|Cllrs|Councillors|"
    r"D/?Supt|Det(?:ective)?\.?\s(?:Ch(?:ief)?\.?\s)?(?:Supt|Superintendent|Insp|Inspector|Sergeant|Sgt)"
    r"|Ch(?:ief)?\.?\s(?:Supt|"
    r"Superintendent|Insp|Inspector)|(?:(?:Temporary|Acting|Assistant|Deputy)\s)?(?:Detective\s)?(?:Chief\s)?"
    r"(?:Superintendent|Inspector|Sergeant|Constable)"
    r"|(?:[TA]/)?(?:C/?Supt|Supt|DCS|DCI|DI|DS)|(?:PS|PC|DC|TDC"
    r"|PCSO)(?:\s\d{1,5})?|Col|Colonel|Capt|Captain|Maj|Major|Lt|Cdr|Cmdr|Commander|Hon|Ven|Rt\sHon|ACC"
    r"|DCC|Insp|Inspector|Sgt|Sergeant|HHJ)\.?"
)
_WORD = (
    r"(?:(?:Mc|Mac|O['\u2019]|D['\u2019]"
    r"|St\.?\s)?[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?:['\u2019-](?!s\b)[A-Za-z\u00c0-\u00ff][a-z\u00df-\u00ff]*)*|[A-Z]\.?(?=\s)|Mc[A-Z][a-z]+)"
)
_PARTICLE = r"(?:de|da|di|du|der|van|von|la|le|bin|al|ap|ten|dos|el)"
PERSON = rf"(?:{HONORIFIC}\s+)?{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,3}}"
_WHOLE = re.compile(rf"^(?:{PERSON}|{HONORIFIC}\s+{_WORD})$")
_CAPITALS = re.compile(r"^[A-Z][A-Z'\u2019-]+(?:\s[A-Z][A-Z'\u2019-]+){1,3}$")
_HEAD = re.compile(rf"^{HONORIFIC}\s+")

TITLE_WORDS = re.compile(
    r"\b(?:director|head|manager|chief|officer|nurse|chair|vice|member|lead|leader|superintendent"
    r"|inspector|commissioner|"
    r"teacher|headteacher|principal|doctor|consultant|president|executive|administrator|co-?ordinator|advis[eo]r|clerk|"
    r"secretary|solicitor|portfolio|deputy|assistant|senior|interim|designated|named|strategic|operational"
    r"|independent|lay|"
    r"representative|midwife|practitioner|specialist|programme|partner|scrutineer|constable|detective"
    r"|sergeant|minutes?|"
    r"paediatrician|psychologist|gp|analyst|trustee|governor|registrar|minute-taker|note-taker|development"
    r"|trainer|worker)\b",
    re.I,
)
AGENCY_WORDS = re.compile(
    r"\b(?:council|police|constabulary|nhs|ccgs?|icb|trust|hospitals?|services?|board|partnership|probation|crc|camhs"
    r"|mash|early\s+help|school|"
    r"schools|academy|college|university|cafcass|authority|foundation|clinical|commissioning|group|borough|county|city|"
    r"district|ministry|department|prison|hmp|yot|yos|youth|justice|health|healthcare|charity|association|federation|"
    r"nspcc|barnardo\W?s|sector|diocese|church|fire|rescue|ambulance|housing|homes|office|network|forum|care|education|"
    r"children|children\W?s|safeguarding|public|social|local|unit|team|agency|england|ltd|cic|court"
    r"|voluntary|community|"
    r"committee|panel|sub-?group|programme|strategy|report|review|plan|update|action|minutes|meeting"
    r"|apologies|present)\b",
    re.I,
)
BODY_WORDS = re.compile(
    r"\b(?:council|police|constabulary|nhs|ccgs?|icb|trust|hospitals?|services?|board|partnership"
    r"|probation|crc|camhs|mash|schools?|academy|college|"
    r"university|cafcass|authority|foundation|group|borough|ministry|department|prison|hmp|yot|yos|yjs"
    r"|charity|association|federation|"
    r"nspcc|barnardo\W?s|sector|diocese|church|ambulance|office|network|forum|agency|england|ltd|cic|court"
    r"|committee|panel|team|unit)\b",
    re.I,
)
_NOT_FIRST = {
    *(
        [
            "The",
            "This",
            "That",
            "These",
            "Those",
            "There",
            "Their",
            "They",
            "He",
            "She",
            "It",
            "We",
            "You",
            "His",
            "Her",
            "Its",
            "Our",
            "An",
            "And",
            "But",
            "If",
            "In",
            "On",
            "At",
            "By",
            "For",
            "From",
            "To",
        ]
    ),
    *(
        [
            "With",
            "When",
            "Where",
            "While",
            "Whilst",
            "As",
            "After",
            "Before",
            "During",
            "Following",
            "Due",
            "All",
            "Any",
            "Both",
            "Each",
            "Some",
            "Many",
            "No",
            "Not",
            "Also",
            "However",
        ]
    ),
    *(
        [
            "Members",
            "Partners",
            "Board",
            "Group",
            "Chair",
            "Further",
            "Once",
            "Given",
            "Resolved",
            "Agreed",
            "Action",
            "Actions",
            "Item",
            "Update",
            "Date",
            "Time",
            "Venue",
        ]
    ),
    *(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
            "Monday",
            "Tuesday",
        ]
    ),
    *(
        [
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
            "North",
            "South",
            "East",
            "West",
            "New",
            "Old",
            "Apologies",
            "Present",
            "Agenda",
            "Minutes",
            "What",
            "How",
        ]
    ),
    *(
        [
            "Working",
            "Early",
            "Help",
            "Front",
            "Door",
            "Serious",
            "Case",
            "Child",
            "Young",
            "People",
            "Next",
            "Any",
            "Other",
            "Business",
            "Annual",
            "Key",
            "Joint",
        ]
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A person of this document, with the initials used for them ("" when none)."""

    name: str
    initials: str = ""


def bare(name: str) -> str:
    """A name without its honorific."""
    return _HEAD.sub("", name).strip()


def folded(name: str) -> str:
    """A name for comparing: no honorific, case, hyphens, dots or accents of apostrophes."""
    return " ".join(re.sub(r"[^\w]+", " ", bare(name)).lower().split())


def initials_of(name: str) -> str:
    """ "Ann-Marie de Vere" -> "AMDV"."""
    return "".join(part[0].upper() for part in re.split(r"[\s-]+", bare(name)) if part)


def is_name(text: str) -> bool:
    """Whether ``text`` has the form of a person's name and holds no word of a title or an agency."""
    text = text.strip(" .,;:")
    if not 3 <= len(text) <= 45 or not (_WHOLE.match(text) or _CAPITALS.match(text)):
        return False
    plain = bare(text)
    if plain.split()[0] in _NOT_FIRST or plain.split()[-1] in _NOT_FIRST:
        return False
    return not TITLE_WORDS.search(plain) and not AGENCY_WORDS.search(plain)


def is_initials(text: str) -> bool:
    """Two to four capitals, as people are shortened to in minutes."""
    return bool(re.fullmatch(r"[A-Z](?:[A-Z]|[a-z](?=[A-Z])){1,3}", text.strip()))


def distance(first: str, second: str, most: int) -> int:
    """Letters to change, add or take away to make one text the other; ``most + 1`` when it is more than ``most``."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        before, row = row, [i]
        for j, b in enumerate(second, start=1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        if min(row) > most:
            return most + 1
    return row[-1]


class Directory:
    """The people of one document. Initials, first names and surnames lead to a person only when they lead to just
    one."""

    def __init__(self, people: list[Known]) -> None:
        self.people = people
        self._full = {folded(person.name): person.name for person in people}
        self._short: dict[str, set[str]] = {}
        given = {person.initials for person in people if person.initials}
        for person in people:
            parts = bare(person.name).split()
            # Initials are derived only where the document does not give these initials to someone itself.
            derived = initials_of(person.name)
            keys = {person.initials, "" if derived in given else derived, parts[0] if parts else ""}
            keys |= {parts[-1]} if len(parts) > 1 else set()
            for key in keys - {""}:
                self._short.setdefault(key, set()).add(person.name)

    def find(self, text: str) -> str | None:
        """The person ``text`` stands for: full name, initials, honorific and surname, first name; None if none or
        several."""
        text = text.strip(" .,;:()")
        exact = self._full.get(folded(text))
        if exact:
            return exact
        plain = bare(text)
        found = self._short.get(plain, set())
        if len(found) == 1 and " " not in plain:
            return next(iter(found))
        return None

    def initials(self) -> set[str]:
        """All initials that lead to exactly one person."""
        return {key for key, names in self._short.items() if len(names) == 1 and is_initials(key)}

    def names(self) -> list[str]:
        """Every person's name."""
        return [person.name for person in self.people]
