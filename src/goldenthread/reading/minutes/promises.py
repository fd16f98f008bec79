"""Promises in the discussion that nobody numbered: the sentence, who is to do it, and how sure the reading is.

High: a named person agreed, undertook or took an action. Medium: a named person "to" or "will", or the meeting agreed
or asked that something be done. Low: an offer or an intention. What organisations plan is no promise to the group.
"""

from __future__ import annotations

import re

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.model import CONFIDENCES, NewAction, Promise
from goldenthread.reading.minutes.owners import owners_of
from goldenthread.reading.minutes.people import PERSON, Directory, is_name
from goldenthread.reading.minutes.text import alike, content, sentences, squeezed

_WHO = (
    rf"(?:{PERSON}|[A-Z]{{2,4}}|[A-Z][a-z]+|(?:[Tt]he\s+)?(?:Independent\s+|Vice\s+)?(?:Chair"
    rf"|[A-Z][a-z]+\s+Manager|Clerk|Secretary))"
)
_WHOS = rf"(?P<who>{_WHO}(?:\s*(?:,|/|&|and)\s*{_WHO}){{0,3}})"
_ADVERB = r"(?:\s+(?:also|then|therefore|kindly|has|have|had|both|each|further|subsequently|now|jointly)){0,2}"
_VERB = (
    r"(?!be\s+(?:able|a|an|the|at)\b|have\b|need\b|not\b|depend|continue\s+to\s+be\b|remain\b"
    r"|mean\b)(?:[a-z]+ly\s+)?(?:be\s+)?[a-z]{2,}"
)
_ACTION = re.compile(
    rf"{_WHOS}{_ADVERB}\s+(?:took|takes|accepted|was\s+given|has\s+taken|has|have|were\s+given)\s+(?:an|the"
    rf"|a\s+further|this)\s+action\b"
)
_AGREED = re.compile(
    rf"{_WHOS}{_ADVERB}\s+(?:agreed|undertook|undertakes|committed|promised|volunteered|agrees"
    rf"|consented)\s+(?:(?:that\s+)?(?:he|she|they|\w+)\s+(?:would|will)|to)\s+{_VERB}"
)
_TASKED = re.compile(
    rf"{_WHOS}\s+(?:was|were|is|are|has\s+been|to\s+be)\s+(?:asked|requested|tasked|invited|instructed"
    rf"|actioned)\s+(?:to|with)\s+[a-z]+"
)
_TO = re.compile(
    rf"(?:^|\bthat\s+|:\s+|[;,]\s+(?:and\s+)?|\band\s+){_WHOS}\s+(?:is\s+|are\s+)?to\s+(?!the\b|be\b|a\b"
    rf"|an\b|all\b|their\b|his\b|her\b|this\b|that\b|date\b)(?:[a-z]+ly\s+)?[a-z]{{2,}}"
)
_WILL = re.compile(
    rf"(?:^|\b(?:that|which)\s+|[;,]\s+(?:and\s+)?|\band\s+|\bso\s+){_WHOS}\s+(?:will|would\s+now|shall)\s+(?:also\s+"
    rf"|then\s+|therefore\s+|now\s+)?{_VERB}"
)
_PRONOUN = re.compile(
    r"\b(?:[Hh]e|[Ss]he|they|and|but|I)\s+(?:will|would\s+like\s+to\s+offer\s+to|undertook\s+to"
    r"|agreed\s+to|would)\s+(?:also\s+|then\s+|now\s+|double\s+)?(?P<verb>[a-z]{3,})"
)
_OFFER = re.compile(
    rf"{_WHOS}{_ADVERB}\s+(?:offered|is\s+happy|was\s+happy|is\s+willing|is\s+keen|proposed"
    rf"|was\s+willing)\s+to\s+[a-z]+|\b(?:he|she)\s+(?:was|is|would\s+be)\s+(?:happy|willing|pleased)\s+to\s+[a-z]+"
)
_MEETING_AGREED = re.compile(
    r"\b(?:it\s+was\s+(?:also\s+|further\s+|therefore\s+|then\s+)?(?:agreed|requested|resolved|decided"
    r"|proposed\s+and\s+agreed)|(?:the\s+)?(?:board|group|members|committee|panel|partnership"
    r"|board\s+members|partners|meeting|executive|chair|all|they)\s+(?:members\s+)?(?:also\s+)?(?:agreed"
    r"|requested|asked|resolved)|^(?:agreed|resolved|requested)\b:?)\s*(?P<how>to\s+(?!the\b)[a-z]+|that\b"
    r"|for\b|an?\s+\w+|more\b|further\b|:)",
    re.I,
)
_REQUEST = re.compile(
    rf"{_WHOS}{_ADVERB}\s+(?:requested|asked\s+for|asked|requests)\s+(?P<how>that|for"
    rf"|an?\s+(?:further\s+)?(?:update|report|paper|copy|briefing|breakdown|meeting|summary)"
    rf"|if\s+(?:\w+\s+){{1,3}}(?:could|can|would)|(?:\w+\s+){{1,3}}to\s+[a-z]+|(?:data|information|further"
    rf"|more|clarification|copies)\b)"
)
_MODAL = re.compile(
    r"\b(?:will|would|should|shall|must)\b|\b(?:is|are)\s+to\s+[a-z]"
    r"|\bthat\s+(?:[\w'\u2019-]+\s+){1,8}?(?:be\s+[a-z]+|to\s+[a-z]{3,})"
    r"|\bthat\s+(?:(?:[A-Z][\w'\u2019-]+|the|of|and|for|[A-Z]{2,5})\s+){1,9}[a-z]{3,}(?<!ed)(?<!s)\b",
)
_STATING = re.compile(r"\bthat\s+(?:it|this|there|these|the\s+\w+)\s+(?:is|was|were|are|had|has)\b", re.I)
_BROUGHT = re.compile(
    r"\b(?:is|are)\s+to\s+be\s+(?:brought|presented|circulated|sent|shared|added|included|reported"
    r"|provided|discussed|taken|invited|scheduled|arranged)\b|\b(?:will|would)\s+be\s+(?:brought|presented"
    r"|circulated|shared|reported|sent|added|provided)\s+(?:back\s+)?(?:to|with|on|at|as|in|by|for)\b"
)
_HISTORY = re.compile(
    r"\b(?:was|were)\s+(?:previously|originally)\b|\bpreviously\s+(?:agreed|requested)|\b(?:last|previous"
    r"|earlier)\s+(?:meeting|year)\b[^.]{0,60}\b(?:agreed|requested)|\bhad\s+(?:previously\s+)?(?:agreed"
    r"|been\s+agreed|been\s+requested|requested|asked)\b|^(?:an|the)\s+action\s+from\b|\bit\s+had\b"
    r"|\bwould\s+not\b|\bin\s+order\s+to\s+achieved?\b",
    re.I,
)
_CEREMONY = re.compile(
    r"\b(?:agreed|resolved|approved|accepted|noted|agree)\b[^.]{0,60}\b(?:(?:as\s+)?(?:a\s+)?(?:true"
    r"|accurate|correct)|the\s+(?:previous\s+)?minutes\b)|\bbe\s+(?:noted|approved|agreed|endorsed"
    r"|received|ratified|accepted|adopted|welcomed|thanked|held)\b|\bagreed\s+to\s+(?:note|approve|endorse"
    r"|receive|accept|adopt|support|welcome|ratify|sign\s+off)\b|\bto\s+note\b|\bwould\s+like\s+to\s+thank\b",
    re.I,
)
_NO_DEED = frozenset(("have", "need", "not", "depend", "appreciate", "like", "welcome", "expect"))
_CLAUSES = re.compile(r";\s+(?:however,?\s+)?|,\s+(?=however\b|which\b)|\s+however,?\s+(?=(?:he|she|they)\b)", re.I)
_GIVEN = re.compile(r"\bif\b[^.]{3,80}\bthen\b[^.]{0,60}\bwould\b", re.I)


def _persons(text: str, people: Directory, *, known: bool = False) -> str | None:
    """The people named in ``text`` as one phrase, None when any piece of it is no person (of the document, if
    ``known``)."""
    owners = owners_of(text, people)
    if not owners:
        return None
    named = [owner for owner in owners if people.find(owner) or (is_name(owner) and not known)]
    roles = bool(
        re.match(r"(?:the\s+)?(?:independent\s+|vice\s+)?(?:chair|clerk|secretary|\w+\s+manager)$", text.strip(), re.I)
    )
    if len(named) != len(owners) and not roles:
        return None
    return " and ".join(owners) if len(owners) < 3 else ", ".join(owners[:-1]) + " and " + owners[-1]


def _speaker(sentence: str, people: Directory) -> str | None:
    """Who the sentence begins with, when that is a person of the document."""
    match = re.match(rf"\s*(?P<who>{_WHO})\s+(?:also\s+|then\s+)?[a-z]+(?:ed|s|id|ew|ld|ave|oke)\b", sentence)
    return people.find(match["who"]) if match else None


def _direct(sentence: str, people: Directory, speaker: str | None) -> tuple[str | None, str] | None:
    for pattern, confidence in (
        (_ACTION, "high"),
        (_AGREED, "high"),
        (_TASKED, "high"),
        (_TO, "high"),
        (_WILL, "medium"),
        (_OFFER, "low"),
    ):
        for match in pattern.finditer(sentence):
            who = _persons(match["who"], people, known=pattern is _WILL) if match["who"] else speaker
            if who:
                return who, confidence
    pronoun = _PRONOUN.search(sentence)
    if pronoun and re.search(r"\b(?:[Hh]e|[Ss]he|but|I)\s", pronoun.group()) and pronoun["verb"] not in _NO_DEED:
        # "She will send them" after a sentence about several people: a promise, but not said whose.
        opening = re.match(r"(?:He|She)\b", sentence) is not None
        return (speaker, "medium") if speaker or opening else None
    return None


def _asked_of(sentence: str, people: Directory) -> str | None:
    """The doer in "requested that Ann Lee circulate", "it was agreed that Ann Lee would", "asked Ann Lee to"."""
    match = re.search(
        rf"\b(?i:requested|agreed|asked|resolved|proposed)\s+(?:[Tt]hat\s+|if\s+|for\s+)?{_WHOS}\s+(?:to\s+"
        rf"|will\s+|would\s+|should\s+|could\s+)?(?P<verb>[a-z]+)",
        sentence,
    )
    if not match or match["verb"] in {"was", "were", "is", "are", "had", "has", "and", "in", "on", "of"}:
        return None
    return _persons(match["who"], people)


def _of_meeting(sentence: str, people: Directory) -> tuple[str | None, str] | None:
    agreed = _MEETING_AGREED.search(sentence)
    if agreed:
        after = sentence[agreed.start("how") :]
        named = _asked_of(sentence, people)
        if named and re.match(r"resolved|agreed", sentence, re.I):
            return named, "medium"  # "Resolved that Ann Lee prepares a reply"
        if re.match(r"that\b|:", after) and (not _MODAL.search(after) or _STATING.match(after)):
            return None
        return named, "medium"
    asked = _REQUEST.search(sentence)
    if asked and (_persons(asked["who"], people) or re.match(r"members|board", asked["who"], re.I)):
        if asked["how"] == "that" and not re.search(r"\bthat\b[^.]{2,}", sentence[asked.start("how") :]):
            return None
        return _asked_of(sentence, people), "medium"
    if re.search(r"\bmembers\s+(?:were|are)\s+(?:asked|requested|invited)\s+to\b", sentence, re.I):
        return None, "low"
    if _BROUGHT.search(sentence):
        return None, "low"
    return None


def promise_in(sentence: str, people: Directory) -> tuple[str | None, str] | None:
    """(who, confidence) when ``sentence`` promises something, else None."""
    if len(sentence) < 15 or sentence.endswith("?"):
        return None
    if _HISTORY.search(sentence) or _GIVEN.search(sentence):
        return None
    # One sentence may both sign off a report and ask for more: each part is judged, the surest reading counts.
    speaker = _speaker(sentence, people)
    found = [_of_clause(clause, people, speaker) for clause in _CLAUSES.split(sentence)]
    sure = [read for read in found if read]
    return min(sure, key=lambda read: CONFIDENCES.index(read[1])) if sure else None


def _of_clause(clause: str, people: Directory, speaker: str | None) -> tuple[str | None, str] | None:
    if _CEREMONY.search(clause):
        return None
    return _direct(clause, people, speaker) or _of_meeting(clause, people)


def _main_verb(text: str) -> set[str]:
    """The deeds a text speaks of: what follows "to", "will", "would" or a person, or opens the text ("Write to
    ...")."""
    found = re.finditer(
        r"\b(?:to|will|would|should|that\s+[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)\s+(?!would|will|should)([a-z]{3,})", text
    )
    opening = re.match(r"([A-Z][a-z]{2,})\s", text)
    return {m.group(1) for m in found} | ({opening[1].lower()} if opening else set())


def _numbered_already(sentence: str, who: str | None, item: str | None, actions: list[NewAction]) -> bool:
    """Whether one of the actions says the same: most of the meaning, or the same person doing the same thing in the
    same item."""
    for action in actions:
        likeness = alike(sentence, action.text)
        near = action.item in (None, item)
        shared, least = content(sentence) & content(action.text), 2 if near and len(content(action.text)) < 5 else 3
        if likeness >= (0.55 if near else 0.8) and len(shared) >= least:
            return True
        if near and who and who in action.owners and _main_verb(sentence) & _main_verb(action.text):
            return True
    return False


def promises_in(
    text: str, where: Where, item: str | None, people: Directory, actions: list[NewAction]
) -> list[Promise]:
    """The promises of one paragraph that no action already holds."""
    found: list[Promise] = []
    for sentence in sentences(squeezed(text)):
        read = promise_in(sentence, people)
        if read and not _numbered_already(sentence, read[0], item, actions):
            found.append(Promise(sentence, where.says(sentence), read[0], item, read[1]))
    return found
