"""What a row or a column is, by its label: a total, a change, a percentage of something, an average, a rank."""

from __future__ import annotations

import re
from functools import lru_cache

from goldenthread.kernel.arithmetic.tables import Table

_KEPT = 8192  # labels come again in every check and across every column
_BARE_TOTAL = re.compile(
    r"^(?:(?:grand|overall|sub|annual|combined|full[- ]year|year|yearly|net|county|area)[- ]*)?totals?"
    r"(?: (?:for (?:the )?year|all .*|overall|number|amount|[(\[].*[)\]]))?$"
    r"|^all (?:agencies|districts|areas|ages|partners|partner agencies|categories|localities|teams|schools|groups|staff"
    r"|children|cases|boards|authorities)$|^(?:sum|overall|altogether)$"
)
_PERIOD_TAIL = re.compile(r"[\s,(:-]*(?:(?:19|20)\d\d(?:\s*[-/–]\s*\d{2,4})?|\d\d[-/–]\d\d)[)\s]*$")
_TOTAL_WORD = re.compile(r"\b(?:sub-?\s?)?totals?\b")
_MEASURE = re.compile(
    r"^(?:the )?(?:total )?(?:number|no\.?|count|amount|percentage|proportion|rate|%|value|cost) (?:of|in|on)\b"
)
_MONEY_TOTAL = re.compile(
    r"\b(?:income|expenditure|contributions?|costs?|spend|spending|funding|budget|staffing|pay)\b"
)
_CHANGE = re.compile(
    r"\b(?:change|difference|diff|variance|movement|increase|decrease|reduction|rise|fall|swing|trend|gain)\b"
    r"|^\+\s*/\s*[-–]$|^[±Δ]$|^\+/−$"
)
_BARE_CHANGE = re.compile(
    r"^(?:(?:%|percentage|per cent|actual|net|year on year|annual) )?(?:change|difference|variance|movement)"
    r"(?: (?:on|from|since|over) .{2,20})?(?: \(?(?:%|no|number|per cent)\.?\)?)?$|^\+ ?/ ?[-–]$"
)
_CUMULATIVE = re.compile(r"\b(?:cumulative|year to date|ytd|running total)\b")
_POINTS = re.compile(r"\b(?:percentage|%|pp?t?)[- ]?(?:points?|pts?)\b|\bpp\b|\bppts?\b|\bpoints?\b")
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b|\bproportion\b|\bpct\b")
_AVERAGE = re.compile(r"\b(?:average|mean|avg)\b")
_RANK = re.compile(r"^(?:national |england |overall |sn )?(?:rank|ranking|position)\b")
_PER = re.compile(r"\bper\s+(1,?000|10,?000|100,?000|10k|1k|100k|million|1,?000,?000)\b")
_OF_WHICH = re.compile(r"^[\s–-]*(?:of which|of these|of those|of whom|including|includes|inc\.|which includes)\b")
_APART = re.compile(
    r"\b(?:average|mean|median|rate|target|rank|previous|last year|prior year|change|difference|variance|population"
    r"|(?:national|regional|england) (?:average|figure|rate)|statistical neighbours?|benchmark"
    r"|per cent|percentage|cumulative|balance|excluding"
    r"|excl|memo|unique|distinct)\b|%|\bper 1|"
    r"^(?:england|national|regional|region|south (?:east|west)|london)(?: \(.*\))?$"
)
_SHARE = re.compile(
    r"\b(?:share|proportion|% of (?:the )?(?:total|all)|percent(?:age)? of (?:the )?(?:total|all)|split)\b"
)
_UNSUMMED = re.compile(
    r"\b(?:rates?|average|mean|median|rank|ratio|score|index|caseload|average days|target|quorum|unit cost)\b"
    r"|\bper \w+|%"
)
_OVERLAP = re.compile(
    r"more than one|more than 1\b|multiple|not mutually|(?:do(?:es)?|may|will) not (?:sum|add|total)|overlap"
    r"|counted (?:more than once|twice|in each)|one or more|select all|tick all|several|double[- ]count"
)
_ROUNDING = re.compile(r"\bround(?:ed|ing)\b")
_NEAREST = re.compile(
    r"round(?:ed|ing)?(?:[^.]{0,40})(?:nearest|to|multiples? of)\s+(?:the nearest\s+)?(5|five|10|ten|100)\b"
)
_SCALES = {"k": 1000, "million": 1_000_000}


@lru_cache(maxsize=_KEPT)
def plain(label: str) -> str:
    """A label for comparison: small letters, no colon, marker, money sign or needless space."""
    return re.sub(r"\s+", " ", re.sub(r"[:*£†‡^]+", " ", label.lower().replace("’", "'"))).strip(" -–.")


@lru_cache(maxsize=_KEPT)
def is_total(label: str) -> bool:
    """Whether this can only be the total of the lines beside it ("Total", "Grand total (all agencies)")."""
    said = plain(label)
    return bool(_BARE_TOTAL.match(said) or _BARE_TOTAL.match(_PERIOD_TAIL.sub("", said)))


@lru_cache(maxsize=_KEPT)
def may_be_total(label: str) -> bool:
    """Whether it names a total with more words, which may be a measure of its own ("Total number of contacts")."""
    return bool(_TOTAL_WORD.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_measure(label: str) -> bool:
    """Whether the label is a measure's name rather than a category's ("Number of referrals")."""
    return bool(_MEASURE.match(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_money_total(label: str) -> bool:
    """ "Total income", "Total health contributions"."""
    said = plain(label)
    return bool(_TOTAL_WORD.search(said) and _MONEY_TOTAL.search(said) and not _MEASURE.match(said))


@lru_cache(maxsize=_KEPT)
def is_change(label: str) -> bool:
    """Whether a column gives the change between two others."""
    return bool(_CHANGE.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_bare_change(label: str) -> bool:
    """Whether a row is nothing but the change between the rows above it ("Change", "% change on 2022")."""
    return bool(_BARE_CHANGE.match(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_cumulative(label: str) -> bool:
    """Whether a row or column adds up as it goes on ("Year to date")."""
    return bool(_CUMULATIVE.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_all(label: str) -> bool:
    """ "All", "Everyone": a total of counts, an average of percentages."""
    return plain(label) in {"all", "everyone", "both", "all respondents", "all pupils", "overall", "total"}


@lru_cache(maxsize=_KEPT)
def is_points(label: str) -> bool:
    """Whether a column is in percentage points."""
    return bool(_POINTS.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_percent(label: str) -> bool:
    """Whether a label speaks of a percentage."""
    return bool(_PERCENT.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_average(label: str) -> bool:
    """Whether a row or column is an average of others."""
    return bool(_AVERAGE.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_rank(label: str) -> bool:
    """Whether a column gives places in an order."""
    return bool(_RANK.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_share(label: str) -> bool:
    """Whether a percentage column says it is each line's share of the total."""
    return bool(_SHARE.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_of_which(label: str) -> bool:
    """Whether a row is part of the row above it."""
    return bool(_OF_WHICH.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def stands_apart(label: str) -> bool:
    """Whether a row or column is no line of a sum: an average, a target, England."""
    return bool(_APART.search(plain(label)))


@lru_cache(maxsize=_KEPT)
def is_summed(label: str) -> bool:
    """Whether figures under this heading can be added up at all: not rates, averages, scores."""
    return not _UNSUMMED.search(plain(label))


def overlaps(table: Table) -> bool:
    """Whether the table says that its lines need not add up to its total, for a better reason than rounding."""
    return any(_OVERLAP.search(part) and not _ROUNDING.search(part) for part in re.split(r"[.;]\s", table.words))


@lru_cache(maxsize=_KEPT)
def scale_of(label: str) -> int | None:
    """10,000 for "Rate per 10,000 children"; None where no such scale is named."""
    found = _PER.search(plain(label))
    if not found:
        return None
    said = found.group(1).replace(",", "")
    return _SCALES.get(said) or (int(said[:-1]) * 1000 if said.endswith("k") else int(said))


def rounding_base(table: Table) -> int:
    """What the counts of a table are rounded to: said in its notes, or plain from the figures (5 or 10); else 1."""
    said = _NEAREST.search(table.words)
    if said:
        return {"five": 5, "ten": 10}.get(said.group(1)) or int(said.group(1))
    counts = [abs(f.value) for at in range(len(table.columns)) for _, f in table.column(at) if f.whole and f.value]
    if len(counts) >= 10:
        for base in (10, 5):
            if all(value % base == 0 for value in counts):
                return base
    return 1
