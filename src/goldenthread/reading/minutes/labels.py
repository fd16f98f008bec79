"""The words minutes use for their own parts: header fields, attendance lists, columns, sections."""

from __future__ import annotations

import re

FIELDS = {
    "group": r"(?:meeting\s+)?(?:title|name)(?:\s+of\s+(?:the\s+)?(?:meeting|group|board|committee))?|meeting|group"
    r"|committee|board|(?:minutes|meeting)\s+of",
    "date": r"(?:meeting\s+)?date(?:\s+of\s+(?:the\s+)?meeting)?|date\s+held|held\s+on",
    "time": r"(?:meeting\s+)?times?(?:\s+of\s+(?:the\s+)?meeting)?|start(?:\s+time|ed)?|duration|time\s+started",
    "ends": r"(?:end|finish)(?:\s+time|ed)?|time\s+(?:ended|finished)|closed?",
    "datetime": r"date\s*(?:&|and|/|,)\s*times?(?:\s+of\s+(?:the\s+)?meeting)?|when|time\s*(?:&|and|/)\s*date"
    r"|date\s*,\s*time\s*(?:&|and|,)\s*(?:venue|place|location)",
    "place": r"venue|location|place(?:\s+of\s+meeting)?|where|held\s+at|room|meeting\s+(?:venue|location|place)"
    r"|venue\s*/\s*location",
    "chair": r"chair(?:ed\s+by|person|man|woman|ing)?|(?:meeting\s+)?chaired\s+by|in\s+the\s+chair"
    r"|(?:independent\s+)?chair|presiding",
}
FIELD = re.compile("|".join(f"(?P<{key}>^(?:{pattern})$)" for key, pattern in FIELDS.items()), re.I)
FIELD_LINE = re.compile(r"^\s*(?P<label>[A-Za-z][A-Za-z &/,()]{2,38}?)\s*(?::|\s[-\u2013]\s|\t)\s*(?P<value>.*)$", re.S)

_COLON = r"\s*(?:\((?:[A-Z]{1,3}|virtual(?:ly)?|via [\w ]+|online)\))?\s*"
LISTS = {
    "attended": r"(?:(?:board|committee|group|panel|core|voting|full|other|statutory|executive"
    r"|partnership)?\s*members?\s+)?(?:present|attendees|in\s+person)|attended(?:\s+by)?"
    r"|those\s+present|attendance(?:\s+list)?|members|present\s+\(?(?:members|voting)\)?"
    r"|people\s+present",
    "in attendance": r"(?:also\s+)?in\s+attendance|also\s+(?:present|attending)|officers(?:\s+(?:present"
    r"|in\s+attendance))?|(?:non[- ]?voting\s+)?advis[eo]rs(?:\s+(?:present|in\s+attendance))?"
    r"|observers?|observing|(?:minutes?|notes?)(?:\s+taken)?(?:\s+by)?|(?:minute|note)[- ]?taker"
    r"|clerk(?:\s+to\s+the\s+\w+)?|secretary|business\s+(?:unit|support|team)|support",
    "guest": r"(?:invited\s+)?(?:guests?|speakers?|visitors?|presenters?|presenting)(?:\s+(?:in\s+attendance"
    r"|speakers?|present|attending))?|invited|by\s+invitation",
    "apology": r"apolog(?:y|ies)(?:\s+for\s+(?:absence|non[- ]?attendance))?(?:\s+(?:were\s+)?(?:received|sent"
    r"|given|noted))?(?:\s+from)?|sent\s+apologies|members\s+apologies",
    "absent": r"(?:members\s+)?absent(?:\s+without\s+apolog(?:y|ies))?|did\s+not\s+attend|not\s+(?:present"
    r"|in\s+attendance|attending)|no\s+apolog(?:y|ies)(?:\s+received)?|dna|non[- ]?attendance",
    "deputy": r"deputies|substitutes|deputising",
    "papers_only": r"virtual\s+members?|papers\s+only|(?:for\s+)?circulation(?:\s+only)?|distribution(?:\s+list)?"
    r"|receiving\s+papers|copied\s+to|corresponding\s+members",
}
LIST = re.compile(
    r"^\s*(?:"
    + "|".join(f"(?P<{key.replace(' ', '_')}>{pattern})" for key, pattern in LISTS.items())
    + rf"){_COLON}(?P<colon>:|[-\u2013\u2014](?=\s)|$)\s*(?P<rest>.*)$",
    re.I | re.S,
)

COLUMNS = {
    "deputy": r"deput|substitut|represented\s+by|in\s+place",
    "initials": r"^initials?$",
    "apology": r"apolog",
    "attended": r"^(?:attended|present|attendance\s*\(?(?:y/?n|\u2713|tick)\)?|attending|in\s+attendance|signed)"
    r"|^attended\b|^present\b",
    "mark": r"^attendance$|^status$|^p\s*/\s*a|^present\s*/\s*apolog|attended\s*/\s*apolog|^y\s*/\s*n$"
    r"|attendance\s+status",
    "absent": r"^absent|not\s+attend|did\s+not",
    "title": r"title|role|position|designation|post\b|job",
    "agency": r"represent|agency|organi[sz]ation|service|sector|partner\b|employer|constituency|body",
    "name": r"^(?:members?'?s?\s+)?(?:full\s+)?names?\b|^members?$|^attendees?$|^(?:board|panel|committee"
    r"|group)\s+members?$|^person$|^who$",
}
ACTION_COLUMNS = {
    "status": r"^status|^rag\b|^(?:complete|done|closed|open)\b|b?rag\s+(?:rating|status)|outcome|completed\??$"
    r"|^open\s*/",
    "update": r"update|progress|comment|outcome|response|latest|position",
    "due": r"due|deadline|by\s+when|when|time\s?(?:scale|frame|line)|target|complet(?:e|ion)\s+(?:by|date)|^date$"
    r"|^by\s+date|date\s+for|end\s+date",
    "owner": r"owner|lead|by\s+whom|^who\b|whom|responsib|action\s+(?:by|for|owner|holder)|actionee|assigned"
    r"|allocated|person|^initials$|accountab|^name$|^for$|^by$|^agency$|^officer",
    "origin": r"meeting|raised|origin|date\s+(?:set|agreed|of|added|opened|logged|given)|^from$|date\s+raised"
    r"|^minute\s+date",
    "number": r"^(?:action\s+)?(?:no\.?|number|ref(?:erence)?\.?|#|id|item\s*(?:no\.?|number|ref)?"
    r"|minute\s*(?:no\.?|number|ref(?:erence)?)?|agenda\s+item(?:\s+no\.?)?)\s*[.:]?$|^action\s+(?:no|ref"
    r"|number|id)|^a/?p\b",
    "text": r"^(?:(?:agreed|outstanding|new|previous|key|what|summary\s+of)\s+)*actions?(?:\s+(?:agreed|required"
    r"|points?|arising|needed|description|detail|to\s+be\s+taken|text))?\s*[.:]?$|^task|^description"
    r"|^what\b|^details?\b|^action\s*/|^decision",
}
ITEM_COLUMNS = {
    "number": r"^(?:no\.?|item\s*(?:no\.?|number|#)?|ref\.?|number|#|minute\s*(?:no\.?|ref\.?|number)?"
    r"|agenda(?:\s+item)?\s*(?:no\.?|number)?)\s*[.:]?$|^$",
    "content": r"agenda\s+items?|discussion|minutes?\b|notes?\b|item|subject|topic|detail|summary|business|points"
    r"|description|matters",
    "side": r"action|lead|owner|who\b|by\s+whom|responsib|initials",
}

NEXT_MEETINGS = re.compile(
    r"(?:dates?|details?|time|schedule|venue)s?(?:\s*(?:,|and|&|/)\s*\w+){0,3}\s+(?:of"
    r"|for)\s+(?:the\s+)?(?:next|future|forthcoming|subsequent|\d{4})\b.{0,30}"
    r"|^(?:the\s+)?(?:next|future|forthcoming|upcoming|subsequent)\s+(?:\w+\s+){0,4}?(?:meetings?"
    r"|dates?)\b|^(?:board\s+)?meeting\s+dates\b"
    r"|^(?:proposed\s+|future\s+)?(?:meeting\s+)?dates\s+(?:for\s+)?\d{4}|^dates?\s+(?:of|for)\s+meetings?"
    r"|^(?:the\s+)?next\s+meeting",
    re.I,
)
PREVIOUS = re.compile(
    r"(?:outstanding|previous|carried[- ]forward|brought[- ]forward|earlier|open|ongoing)\s+actions?\b"
    r"|matters\s+arising"
    r"|actions?\s+(?:arising\s+)?(?:from|of)\s+(?:the\s+)?(?:last|previous|minutes|meeting|\d|mon|tue|wed"
    r"|thu|fri|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|(?:review|update)s?\s+(?:of|on)\s+(?:the\s+)?(?:previous\s+|outstanding\s+)?action|action\s+(?:log"
    r"|tracker|register|list)\b|actions?\s+(?:log|tracker|update)|action\s+points\s+from|minutes\s+(?:and"
    r"|&)\s+actions|minutes,?\s+actions",
    re.I,
)
NEW_ACTIONS = re.compile(
    r"^(?:summary\s+of\s+|list\s+of\s+|table\s+of\s+|agreed\s+|new\s+|key\s+)*actions?(?:\s+(?:points?"
    r"|list|table|summary|log|plan|sheet|agreed|arising|from\s+(?:this|the|today'?s)\s+meeting"
    r"|for\s+this\s+item|required|to\s+be\s+taken))*\s*:?$",
    re.I,
)
RECOMMENDATIONS = re.compile(
    r"^(?:the\s+)?(?:key\s+|agreed\s+)?recommendations?(?:\s+(?:agreed|made|were|from\s+the\s+board))?\s*:?$", re.I
)


def column(kinds: dict[str, str], header: str) -> str | None:
    """Which of ``kinds`` a column header names; the first that matches, None when none does."""
    text = " ".join(header.split()).lower()
    if not text and "number" not in kinds:
        return None
    return next((kind for kind, pattern in kinds.items() if re.search(pattern, text)), None)
