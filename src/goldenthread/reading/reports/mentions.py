"""A sentence with its figures taken out and numbered: "Of {c0} invited, {c1} ({p2}) attended", ready for patterns.

Letters: c a count, m money, p a percentage, q percentage points, d a length of time, r a rate ("4.2 per 10,000"), and
x what is no quantity at all (dates, ages, sections, ranges, page numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from goldenthread.kernel.arithmetic.figures import Figure, Unit

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_REFERENCE = (
    r"sections?|s\.|ss\.|parts?|tables?|figures?|charts?|appendix|appendices|annexe?s?|chapters?|pages?|pp?\.|articles?"
    r"|regulations?|para(?:graph)?s?|levels?|tiers?|(?:key )?stages?|steps?|phases?|grades?|bands?|priority"
    r"|priorities|objectives?|recommendations?|themes?|actions?|items?|standards?|outcomes?|versions?|no\.|nos\."
    r"|questions?|strands?|rules?|schedules?|quarters?|module|course|key line|principle|pillar|goal|aim|slide|box|note"
    r"|wave|ks|q|v"
)
_STEPS = r"stage|level|tier|phase|step|band|grade|group|quarter|part|year|section|theme|priority|standard|module|wave"
_LENGTH = r"minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|terms?|fortnights?"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: n for n, word in enumerate((*_UNITS, *_TEENS), start=1)}
_WORDS |= {word: n * 10 for n, word in enumerate(_TENS, start=2)}
_WORD = "|".join(sorted((word for word in _WORDS if word != "one"), key=len, reverse=True))
_SPELT = rf"(?:(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_UNITS)})|{_WORD}|one)"
_NEXT = r"(?:\s?(?:,|and|&|to|-|–|or|/)\s?\d{1,3}(?:\.\d+)*\b(?!\s?%|,\d))*"
_YEARS = "|".join(f"{n:02d}/{(n + 1) % 100:02d}" for n in range(100))  # 16/17 is a year, 24/60 is not
_NO_FRACTION = r"(?![\s-](?:thirds?|quarters?|fifths?|tenths?|fold)\b|\sin\s(?:two|three|four|five|six|eight|ten)\b)"
_AFTER_ONE = (
    r"was|were|is|had|has|remain\w*|child|case|girl|boy|review|referral|family|pending|who|which|other|did|in|awaiting"
    r"|being|ongoing|from|for|to be|person|young"
)
_PARTS = (
    ("x", r"\A\s*\(?(?:\d{1,2}\.){1,3}(?:\d{1,2}\)?)?(?=\s+[\"“‘(]?[A-Z])"),
    ("x", r"https?://\S+|www\.\S+|\S+@\S+\.\S+"),
    ("x", rf"\b(?:between|from)\s+(?:{_NUMBER})\s*%?\s+(?:and)\s+(?:{_NUMBER})(?:\s*(?:%|per ?cent))?"),
    (
        "x",
        rf"\b(?:aged?|ages)\s+(?:between\s+|over\s+|under\s+|of\s+)?(?:{_WORD}|one)(?:\s(?:to|and|or)\s(?:{_WORD}))?\b"
        r"(?:\s(?:or|and)\s(?:over|under|above|older|younger))?",
    ),
    ("x", rf"\bbetween\s+(?:{_WORD})\s+and\s+(?:{_WORD})\b"),
    ("x", r"\b(?:turn(?:ed|s|ing)?|reach(?:ed|es|ing)?)\s+(?:1\d|2[0-5])\b(?!\s?%|,\d|\.\d)"),
    ("x", rf"\b(?:{_NUMBER}|{_WORD}|one)\s[a-z-]+\s(?:for|to)\severy\s(?:{_NUMBER}|\w+)"),
    (
        "x",
        rf"\b{_DAY}(?:\s?(?:[-–&]|to|and)\s?{_DAY})?\s+(?:of\s+)?{_MONTH}\b\.?"
        r"(?:,?\s*['’]?(?:\d{4}|\d{2})\b(?!,\d|%))?",
    ),
    ("x", rf"\b{_MONTH}\.?\s+{_DAY}(?:,\s*|\s+)\d{{4}}\b"),
    ("x", rf"\b{_MONTH}\.?[\s-]*['’]?(?:(?:19|20)\d{{2}}|\d{{2}})\b(?!,\d|%|\.\d)"),
    ("x", r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"),
    ("x", r"\b(?:19|20)\d\d\s?[-/–]\s?(?:(?:19|20)\d\d|\d\d?)\b"),
    ("x", rf"\b(?:{_YEARS})\b"),
    ("x", r"\b\d{1,2}:\d{2}\s?(?:am|pm)?\b|\b\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b\.?|\b24/7\b|\b\d{1,2}:\d{1,2}\b"),
    ("x", rf"\b(?:{_REFERENCE})[\s-]?\d{{1,3}}(?:\.\d+)*[a-z]?\b(?!\s?%|,\d|\.\d){_NEXT}"),
    ("x", rf"\b(?:{_STEPS})\s(?:{_WORD}|one)\b(?!\s(?:{_LENGTH})\b)"),
    ("x", rf"\byears?\s(?:\d|1[0-3])\b(?!\s?%|,\d|\.\d){_NEXT}"),
    (
        "x",
        r"\b(?:aged?|ages)\s+(?:between\s+|over\s+|under\s+|of\s+|up to\s+)?\d{1,2}"
        r"(?:\s?(?:[-–/,]|to|and|or)\s?\d{1,2})*(?:\s?\+)?(?:\s(?:or|and)\s(?:over|under|above|below|older|younger))?",
    ),
    (
        "x",
        r"\b(?:under|over)-\d{1,2}\b|\b(?:under|over)[\s-]?\d{1,2}['’]?s\b|\b(?:under|over)\s(?:the\sage\sof\s)\d{1,2}\b|\bage\sof\s\d{1,2}\b",
    ),
    ("x", r"\b\d{1,2}(?:\s?(?:[-–/]|to|and|or)\s?\d{1,2})?[\s-](?:years?|yrs?)[\s-](?:olds?)\b"),
    ("x", r"\b\d{1,2}\s?(?:[-–]|to)\s?\d{1,2}s\b|\b\d+(?:st|nd|rd|th)\b|\b0\d{2,4}\s?\d{5,8}\b|\bx\s?\d+\b"),
    ("x", r"\b\d+\s?x\b(?=\s?\w)|\b\d{1,2}\s?\+(?=\s|$|[,.)])"),
    (
        "x",
        rf"(?:£\s?)?\b(?:{_NUMBER})\s?%?\s?[-–]\s?(?:£\s?)?(?:{_NUMBER})\s?(?:%|per ?cent|[\s-](?:{_LENGTH})\b)",
    ),
    ("x", r"\b\d{1,4}\s?[-–]\s?\d{1,4}\b(?!\s?%)"),
    ("x", rf"(?<![\w.£])(?:{_NUMBER})[\s-]?(?:square\s)?(?:miles?|kilomet(?:re|er)s?|km|metres?|hectares|acres)\b"),
    ("q", rf"[+\-−–]?(?:{_NUMBER})\s?(?:percentage[\s-]?points?|%[\s-]points?|ppts?\b|pp\b)"),
    ("q", rf"\b(?:{_SPELT})[\s-]percentage[\s-]points?\b"),
    ("p", rf"(?<![\w.])[+\-−]?(?:{_NUMBER})\s?(?:%|per ?cent\b)"),
    ("p", rf"\b(?:{_SPELT})\s(?:%|per ?cent\b)"),
    ("m", rf"[+\-−]?£\s?(?:{_NUMBER})(?:\s?(?:k|m|bn|million|billion|thousand)\b)?"),
    ("r", rf"(?<![\w.])(?:{_NUMBER})\s+(?:\w+\s+){{0,2}}per\s+(?:1,?000|10,?000|100,?000|10k|1k|100k)\b"),
    (
        "d",
        rf"(?<![\w.])(?:{_NUMBER}|\b(?:{_WORD}|one))[\s-]+"
        rf"(?:(?:working|school|calendar|consecutive|full|half|rolling)[\s-])?(?:{_LENGTH})\b",
    ),
    ("y", r"(?<![\w£.,])(?:19|20)\d\d\b(?!,\d|\.\d|\s?%)"),
    ("c", rf"(?<![\w.£])[+\-−]?(?:{_NUMBER})(?:\s(?:million|billion|thousand)\b|(?=[\s,.;:)\]/!?'’”\"–-]|$))"),
    ("c", rf"\b(?:(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_UNITS)})|{_WORD})\b{_NO_FRACTION}"),
    ("o", rf"\bone\b(?=\s(?:{_AFTER_ONE})\b)"),
)
_TOKEN = re.compile(
    "|".join(f"(?P<{letter}{at}>{pattern})" for at, (letter, pattern) in enumerate(_PARTS)), re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:\b(?:around|about|approximately|approx\.?|circa|c\.|nearly|almost|over|more than|at least|up to|some|roughly"
    r"|just over|just under|just short of|under|fewer than|less than|in excess of|close to|well over|in the region of)"
    r"|~)\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s+(?:\w+\s+)?(?:children|young|people|referrals|contacts|cases|families|staff|assessments|episodes|incidents"
    r"|reviews|visits|notifications|allegations|plans|attendees|delegates|practitioners|pupils|conferences|places|were"
    r"|calls)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:was|were|totall?ed|received|managed|recorded|completed|reached|total of|attended by)\s+$", re.IGNORECASE
)
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
LONGEST = 1_500  # letters: beyond these it is a list or a table run together, no sentence
_POINT = re.compile(r"\s*\(?(?:\d{1,2}\.){1,3}(?:\d{1,2}\)?)?")  # the number of a paragraph
_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z“\"‘(•\d£])")
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|no|nos|mr|mrs|ms|dr|st|vs|etc|para|fig|inc|c|p|pp|s)|\b[A-Z])\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure of a sentence: its letter, its value (None for "x"), where it stands in the sentence."""

    letter: str
    figure: Figure | None
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """A sentence; ``normal`` is its text in small letters with "{c0}" for each figure."""

    text: str
    normal: str
    mentions: tuple[Mention, ...]

    def figure(self, number: str | int) -> Figure:
        """The figure numbered in ``normal``."""
        found = self.mentions[int(number)].figure
        if found is None:
            raise LookupError(f"{{x{number}}} is no quantity")
        return found

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """The numbers of the counts."""
        return tuple(at for at, mention in enumerate(self.mentions) if mention.letter == "c")

    def lettered(self, letter: str) -> tuple[int, ...]:
        """The numbers of the figures of one kind."""
        return tuple(at for at, mention in enumerate(self.mentions) if mention.letter == letter)


def sentences_of(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; shortened words do not end one."""
    start = 0
    for end in _END.finditer(paragraph):
        if _SHORTENED.search(paragraph[start : end.start()]):
            continue
        yield paragraph[start : end.start()].strip()
        start = end.end()
    rest = paragraph[start:].strip()
    if rest:
        yield rest


@lru_cache(maxsize=4096)  # lists, attendance and passages read the same sentences
def read_sentence(text: str) -> Said:
    """Take the figures out of a sentence; one beyond all measure is left as it is."""
    if len(text) > LONGEST:
        return Said(text, "", ())
    said = " ".join(text.replace("{", "(").replace("}", ")").replace("**", "").split())
    pieces: list[str] = []
    mentions: list[Mention] = []
    at = 0
    for found in _TOKEN.finditer(said):
        mention = _mention(said, found)
        shown = "" if _POINT.fullmatch(said[: found.end()]) else f"{{{mention.letter}{len(mentions)}}}"
        pieces += [said[at : found.start()].lower(), shown]
        mentions.append(mention)
        at = found.end()
    pieces.append(said[at:].lower())
    return Said(said, "".join(pieces).replace("’", "'").lstrip(), tuple(mentions))


def _mention(said: str, found: re.Match[str]) -> Mention:
    letter = (found.lastgroup or "x")[0]
    text = found.group()
    if letter == "y":
        letter = "c" if _COUNTED.match(said[found.end() :]) or _COUNTING.search(said[: found.start()]) else "x"
    if letter == "x":
        return Mention("x", None, found.start(), found.end())
    if letter == "o":
        return Mention("c", Figure(Decimal(1), text), found.start(), found.end())
    about = bool(_ABOUT.search(said[: found.start()]))
    return Mention(letter, _figure(letter, text, about), found.start(), found.end())


def _figure(letter: str, text: str, about: bool) -> Figure:
    number = re.search(_NUMBER, text)
    unit = {"p": Unit.PERCENT, "q": Unit.POINTS, "m": Unit.MONEY}.get(letter, Unit.COUNT)
    if number is None:
        return Figure(Decimal(_worded(text)), text, unit, about=about)
    digits = number.group().replace(",", "")
    tail = re.search(r"(k|m|bn|million|billion|thousand)$", text.strip().lower()) if letter in "cm" else None
    scale = _SCALES[tail.group(1)] if tail else 1
    value = Decimal(digits) * scale
    sign = text.lstrip()[:1]
    signed = sign in "+-−"
    step = Decimal(scale).scaleb(-len(digits.partition(".")[2]))
    return Figure(-value if sign in "-−" else value, text.strip(), unit, step, about, signed)


def _worded(text: str) -> int:
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word in _WORDS]
    return sum(_WORDS[word] for word in words)
