"""The words by which a sentence names a figure, and whether the figure is a change or an earlier one."""

from __future__ import annotations

import re

from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import DOWN_WORDS, UP_WORDS

_LONGEST = 110
_MOST_WORDS = 14
_NOUNS = r"increase|decrease|reduction|rise|fall|drop|growth|change|improvement|difference|uplift|decline"
_CHANGE_BEFORE = re.compile(
    rf"\b(?:{_NOUNS})\s+(?:of|by)\s+(?:\w+\s+){{0,2}}$|\b(?:{UP_WORDS}|{DOWN_WORDS}|improved"
    rf"|changed)\s+by\s+(?:\w+\s+){{0,2}}$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    rf"^\s*(?:percentage points?\s*)?(?:\(?\w+\)?\s+)?(?:higher|lower|more than|fewer|less than|{_NOUNS})\b", re.I
)
_DOWN_FROM = re.compile(
    rf"\b(?:(?:{UP_WORDS}|{DOWN_WORDS}|improved|changed)(?:\s+(?:slightly|significantly))?\s+from|compared (?:with"
    rf"|to)|previous"
    rf"(?: year['’]s)?(?: figure)?(?: of)?|than|from)\s+(?:the\s+|a\s+)?(?:\w+\s+){{0,2}}$",
    re.I,
)
_NUMBER_OF = re.compile(
    r"\b(?:the\s+)?(?P<of>(?:total\s+|overall\s+|average\s+)*(?:number|total|count|percentage|proportion|rate"
    r"|average)s?\s+"
    r"(?:number\s+)?(?:of|for)\s+)?(?P<what>[A-Za-z][\w’'&/() -]{2,130}?)\s+"
    r"(?:(?:for|in|at|on|during)\s+(?:the\s+)?[\w’'/ -]{2,28}?\s+)?"
    r"(?:was|were|is|are|stood at|reached|totall?ed|rose to|increased to|fell to|decreased to|reduced to|remained at"
    r"|(?:has|had|have)\s+(?:risen|fallen|increased|reduced|decreased|improved|remained)(?:\s+(?:from|to|at"
    r"|stable at))?"
    r"|(?:rose|fell|increased|reduced|decreased|improved)\s+from)\s+(?:just |now |also |only |about |around "
    r"|approximately |over )*$",
    re.I,
)
_NOBODY = re.compile(
    r"(?:^|\s)(?:there|it|this|which|that|these|they|we|who)$|^\W*(?:\w+\s){0,2}(?:team|service"
    r"|board|group)$",
    re.I,
)
_TARGET = re.compile(
    r"\btargets? (?:of|is|was)(?: at least)?\s+$|\b(?:aims?|aiming|aimed|seeks?) to\b[^.;]{0,60}$", re.I
)
_GOES_ON = re.compile(
    r"^(?:\s*\([^()]*\))?(?:\s*(?:in|at|by|during|for)\s[^.;]{2,30}?)?,?\s*(?:and then |and |to "
    r"|then )+$",
    re.I,
)
_NEAR = 45
_FEW = 3
_NO_SUBJECT = re.compile(r"(?:during|before|after|with|as|this|under|we|of the)\b", re.I)
_STOP = re.compile(
    r"[;:]|[.,](?=\s|$)|\s[-–—]\s|\)"
    r"|\b(?:compared|which|who|this|down from|up from|an? (?:increase|decrease|reduction|rise)|with the|as (?:a"
    r"|the|well)|although"
    r"|because|due|and (?:this|these|will|have|has|is|are|was)|but|while|whilst|so that|from the|against a)\b",
    re.I,
)
_EDGES = re.compile(
    r"^(?:(?:of|the|a|an|all|our|these|those|which|were|was|that|total|number of|formal|additional|and|to|in"
    r"|have been"
    r"|has been|had been)\s+)+|(?:\s+(?:in|on|at|of|for|to|by|from|with|during|the|a|and|or|since|between|over|per"
    r"|as|their|our|its|were|was|stood|above|below|account|accounted"
    r"|is|are|had|has|have|these))+$",
    re.I,
)
_VERB_FIRST = re.compile(
    r"^(?:attended|completed|participated|closed|accepted|took|agreed|were|was|did|had|came|responded)\b", re.I
)


def is_change(said: Said, at: int) -> bool:
    """Whether a figure says by how much another changed."""
    mention = said.mentions[at]
    if mention.letter == "q" or (mention.figure is not None and mention.figure.signed):
        return True
    before, after = said.text[: mention.start], said.text[mention.end :]
    return bool(_CHANGE_BEFORE.search(before) or _CHANGE_AFTER.search(after))


def is_earlier(said: Said, at: int) -> bool:
    """Whether a figure is the one that another is set against: "down from 83.4%"."""
    return bool(_DOWN_FROM.search(said.text[: said.mentions[at].start]))


def is_target(said: Said, at: int) -> bool:
    """Whether a figure is what is aimed at: "against a target of 18"."""
    return bool(_TARGET.search(said.text[: said.mentions[at].start]))


def goes_on(said: Said, at: int) -> bool:
    """Whether a figure goes on from the one before: "from 18.1% in 2014/15 to 27.4% in 2015/16"."""
    before = [other for other in said.mentions[:at] if other.letter != "x"]
    if not before or before[-1].letter != said.mentions[at].letter:
        return False
    between = said.text[before[-1].end : said.mentions[at].start]
    return bool(_GOES_ON.match(between)) and len(between) < _NEAR


def begins_from(said: Said, at: int) -> bool:
    """Whether a figure is the first of two: "improved from 34% to 86%"."""
    return bool(re.search(r"\bfrom\s+(?:\w+\s+)?$", said.text[: said.mentions[at].start], re.I))


def shared_with(said: Said, at: int) -> bool:
    """Whether a figure stands in brackets right behind another, as its share or its number: "210 (48.5%)"."""
    if not at:
        return False
    between = said.text[said.mentions[at - 1].end : said.mentions[at].start]
    letters = {said.mentions[at - 1].letter, said.mentions[at].letter}
    return bool(re.fullmatch(r"\s*\(", between)) and letters == {"c", "p"}


def before_words(said: Said, at: int) -> str:
    """What is counted, where it is said before the figure: "the number of referrals was"."""
    mention = said.mentions[at]
    start = max((other.end for other in said.mentions[:at] if other.letter in "cpmqr"), default=0)
    found = _NUMBER_OF.search(said.text[start : mention.start])
    if not found or _NOBODY.search(found["what"]) or not (found["of"] or len(found["what"].split()) < 8):
        return ""
    return found["what"]


def title_words(said: Said, at: int) -> str:
    """What a figure counts, in the sentence's own words, short enough for a title; "" where nothing is said."""
    mention = said.mentions[at]
    before, after = said.text[: mention.start], said.text[mention.end :]
    words = before_words(said, at)
    if not words and (mention.letter == "m" or begins_from(said, at) or re.match(r"\s*\)", after)):
        words = _noun_before(before)
    words = _tidied(words or _after(said, at))
    if mention.letter == "p" and len(words.split()) < _FEW and (told := _tidied(_noun_before(before))):
        words = told
    if _NO_SUBJECT.match(words):
        return ""
    return words[:1].upper() + words[1:] if len(words) > 3 else ""


def lacks_subject(words: str) -> bool:
    """Whether a title says what was done and not by whom: "attended"."""
    return bool(_VERB_FIRST.match(words))


def _noun_before(before: str) -> str:
    """The words just before a figure: "overall training income" of "increased our overall training income to"."""
    clause = re.split(r"[.,;:()]\s|\b(?:and|but|while|which|who)\b|\d\)?\s", before.rstrip(" (£"))[-1]
    clause = re.split(
        rf"\b(?:{UP_WORDS}|{DOWN_WORDS}|{_NOUNS}|provided|received|gave)\b",
        clause,
        flags=re.I,
    )
    told = [part for part in clause if len(part.split()) > 0 and len(part.strip()) > 3]
    return " ".join(told[-1].split()[-10:]) if told else ""


def _after(said: Said, at: int) -> str:
    mention = said.mentions[at]
    # what stands in brackets is passed over, its figures too
    text = re.sub(r"\([^()]*\)", lambda found: " " * len(found.group()), said.text)
    ends = [
        other.start
        for other in said.mentions[at + 1 :]
        if other.letter != "d" and text[other.start : other.end].strip()
    ]
    rest = text[mention.end : min(ends, default=len(text))]
    stop = _STOP.search(rest)
    return rest[: stop.start()] if stop else rest


def _tidied(text: str) -> str:
    said = " ".join(text.replace("**", "").split()[:_MOST_WORDS]).strip(" ,;:'’\"“”-–")
    while True:
        shorter = _EDGES.sub("", said).strip(" ,;:'’\"“”-–")
        if shorter == said:
            return said[:_LONGEST].strip()
        said = shorter
