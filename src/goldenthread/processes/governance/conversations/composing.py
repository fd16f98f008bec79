"""The composite of a year's one-to-ones: plain values in and out, and nothing in them that tells who.

A theme is named only where enough members raised it, its exact number only where enough did not raise it too. A quote
is printed only where its member agreed, enough members are quoted, and its words hold no name, agency, kind of agency
or shape that leads to one person. What comes out is the same whichever member said it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldenthread.kernel.identifying import identifying

#: Of fewer one-to-ones nothing is composed; what fewer members said or did not say is not told by number.
LEAST, FEW = 5, 3
ALL, NEARLY_ALL = "All of them", "Nearly all of them"

#: Words that tell from which kind of agency someone speaks. At most boards, some kind has one agency alone.
SECTOR = frozenset(
    [
        "police",
        "policing",
        "constable",
        "constabulary",
        "officer",
        "officers",
        "detective",
        "sergeant",
        "superintendent",
        "inspector",
        "force",
        "nhs",
        "hospital",
        "hospitals",
        "ward",
        "wards",
        "nurse",
        "nurses",
        "nursing",
        "doctor",
        "doctors",
        "gp",
        "gps",
        "midwife",
        "midwives",
        "clinical",
        "patient",
        "patients",
        "ambulance",
        "paramedic",
        "icb",
        "trust",
        "trusts",
        "health",
        "school",
        "schools",
        "head",
        "teacher",
        "teachers",
        "pupil",
        "pupils",
        "college",
        "colleges",
        "education",
        "probation",
        "prison",
        "fire",
        "firefighter",
        "station",
        "council",
        "councillor",
        "councillors",
        "borough",
        "district",
        "housing",
        "social",
        "worker",
        "workers",
        "charity",
        "charities",
        "church",
        "voluntary",
        "faith",
        "lay",
        "chair",
        "court",
        "cafcass",
    ]
)


@dataclass(frozen=True)
class Told:
    """One member's one-to-one: the names of its themes and the quotes to which they agreed."""

    themes: frozenset[str]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Composed:
    """`themes`: each with how many raised it, in words; `others`: whether more themes were raised by too few to name.

    `held_back`: how many quotes to which members agreed are not printed, for the chair alone.
    """

    members: int
    themes: tuple[tuple[str, str], ...]
    others: bool
    quotes: tuple[str, ...]
    held_back: int = 0


class TooFew(Exception):
    """So few one-to-ones that whatever was said of them would tell who."""


def compose(told: Sequence[Told], names: Iterable[str] = ()) -> Composed:
    """`names`: of people and agencies that no quote may hold. Raises `TooFew`."""
    members = len(told)
    if members < LEAST:
        raise TooFew(f"{members} of the year were held. At least {LEAST} are needed before anything is told of them.")
    counted = Counter(theme for one in told for theme in one.themes)
    known = {theme: number for theme, number in counted.items() if number >= FEW}
    order = sorted(known, key=lambda theme: (-_rank(known[theme], members), theme))
    quotes, held_back = _quotes(told, frozenset(_words(" ".join(names))))
    return Composed(
        members,
        tuple((theme, _how_many(known[theme], members)) for theme in order),
        len(known) < len(counted),
        quotes,
        held_back,
    )


def tells_who(quote: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a quote's words lead to one person: a shape, a name, an agency, a kind of agency."""
    return bool(identifying(quote) or set(_words(quote)) & (SECTOR | names))


def _how_many(number: int, members: int) -> str:
    if number == members:
        return ALL
    return NEARLY_ALL if members - number < FEW else f"{number} of {members}"


def _rank(number: int, members: int) -> int:
    """Those that read alike stand by their name alone: their order tells no number."""
    return members - 1 if 0 < members - number < FEW else number


def _quotes(told: Sequence[Told], names: frozenset[str]) -> tuple[tuple[str, ...], int]:
    agreed = sum(len(one.quotes) for one in told)
    kept = [[quote for quote in one.quotes if not tells_who(quote, names)] for one in told]
    if sum(bool(quotes) for quotes in kept) < FEW:
        return (), agreed
    printed = tuple(sorted({quote for quotes in kept for quote in quotes}))
    return printed, agreed - sum(map(len, kept))


def _words(text: str) -> list[str]:
    """Words of three letters and more, without the little words that names of agencies are joined with."""
    return [word for word in re.findall(r"[^\W\d_]{2,}", text.casefold()) if word not in LITTLE]


LITTLE = frozenset(
    [
        "and",
        "of",
        "the",
        "for",
        "in",
        "at",
        "on",
        "to",
        "with",
        "by",
        "person",
        "county",
        "service",
        "services",
        "partnership",
        "children",
        "safeguarding",
        "team",
        "community",
        "north",
        "south",
        "east",
        "west",
        "young",
        "people",
        "family",
        "families",
        "support",
        "association",
        "action",
        "group",
    ]
)
