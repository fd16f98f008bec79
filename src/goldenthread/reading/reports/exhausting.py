"""Lists whose words leave nothing out ("high, medium, low"), and what is left when some is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from goldenthread.kernel.arithmetic.claims import Changed, Claim, Together
from goldenthread.kernel.arithmetic.figures import Figure, Unit, total_of
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import SOME, narrow, token

#: words of which one and only one goes with each case; all of a row must be there
_SETS = (
    (r"high", r"medium", r"low"),
    (r"boys?|males?", r"girls?|females?"),
    (r"substantiated", r"unsubstantiated", r"unfounded|false|malicious"),
    (r"met", r"partly met|partially met", r"not met"),
    (r"good", r"requir\w+ improvement", r"inadequate"),
    (r"primary", r"secondary", r"special"),
    (r"agreed|yes", r"disagreed|no", r"unsure|undecided|not known|don't know"),
    (r"accepted", r"declined|refused"),
    (r"expected", r"unexpected"),
    (r"led to", r"did not|no further", r"awaiting|pending|await"),
)
_SHARES = re.compile(r" ?\(\{p\d+\}\)")
_NEAR = Decimal("0.2")
_LIST = re.compile(r"^[\W_]*(?:[a-z'&/-]+ ){0,5}\{p\d+\}(?:(?:,|;| and|, and) (?:[a-z'&/-]+ ){1,4}\{p\d+\}){2,}[.\s]*$")
_LEFT = re.compile(rf"\b(?:leaving|which left|left)\b{narrow(40)} {SOME}{token('cm', 'rest')}")
_WAS_LEFT = re.compile(
    rf"{token('cm', 'rest')}(?: [a-z]+)? (?:was|were|is|are|remains?|remained) (?:left|unspent|over)\b"
)
_BUDGET = re.compile(
    rf"{token('m', 'spent')}{narrow(30)} (?:against|compared (?:with|to)) (?:an? |the |our )?{narrow(30)}budget"
    rf"{narrow(20)} {token('m', 'budget')}, an? (?:under|over)spend of {token('m', 'gap')}"
)
_LATE = re.compile(
    rf"^{token('c', 'rest')}(?: [a-z]+){{0,2}} (?:were|was|are|is) (?:late|overdue|out of time(?:scale)?)\b"
)
_IN_TIME = re.compile(r"\b(?:on|in|within) (?:time|timescales?)\b")
_OUT_OF = re.compile(rf"{token('c', 'part')}(?: [a-z]+)? (?:out )?of (?:the )?{token('c', 'whole')}")
_SURPLUS = re.compile(rf"\b(?P<word>surplus|deficit|underspend|overspend)\b{narrow(30)} {token('m', 'moved')}")


def composition(said: Said) -> bool:
    """Whether a sentence is nothing but names with percentages: "Council 55%, ICB 30%, police 15%." """
    return bool(_LIST.match(said.normal))


def exhausted(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Counts of every case of a set, against a total said before them: the nearest one, if none is their sum."""
    if "{p" in _SHARES.sub("", said.normal):
        return
    if len(said.counts) < 2:
        return
    clauses = _clauses(said)
    for words in _SETS:
        told = _parts_of(said, clauses, words)
        if told is None:
            continue
        parts, leading = told
        earlier = [f for one in [*before[-3:], said] for f in _counts(one) if all(f is not part for part in parts)]
        wholes = [figure for figure in earlier if figure.value > max(part.value for part in parts)]
        together = total_of(parts)
        # the first of the list may have another name: "8 outstanding, 27 good, 21 requiring improvement ..."
        sums = {together + total_of(leading[at:]) for at in range(len(leading) + 1)}
        if not wholes or any(whole.value in sums for whole in wholes):
            return
        lists = [[*leading[at:], *parts] for at in range(len(leading) + 1)]
        whole, parts = min(
            ((figure, listed) for figure in wholes for listed in lists if figure not in listed),
            key=lambda told: abs(told[0].value - total_of(told[1])),
            default=(parts[0], parts),
        )
        yield Together(whole, tuple(parts), Confidence.LIKELY, _NEAR)
        return


def _counts(said: Said) -> list[Figure]:
    return [said.figure(number) for number in said.counts]


def _clauses(said: Said) -> list[tuple[str, str]]:
    """The clauses with one count, each with the number of that count."""
    clauses = re.split(r"[,;:]| and (?=[^{}]{0,40}\{c)| but ", _SHARES.sub("", said.normal))
    counted = [(clause, re.findall(r"\{c(\d+)\}", clause)) for clause in clauses]
    return [(clause, numbers[0]) for clause, numbers in counted if len(numbers) == 1]


def _parts_of(
    said: Said, clauses: list[tuple[str, str]], words: tuple[str, ...]
) -> tuple[list[Figure], list[Figure]] | None:
    """The counts of a list in which every word of a set stands, one beside each count; the counts before the list."""
    found: dict[str, Figure] = {}
    others: list[Figure] = []
    leading: list[Figure] = []
    for clause, number in clauses:
        named = [word for word in words if re.search(rf"\b(?:{word})\b", clause)]
        figure = said.figure(number)
        if named and named[-1] not in found:
            found[named[-1]] = figure
        else:
            (others if found else leading).append(figure)
    if len(found) != len(words) or any(figure.about for figure in found.values()):
        return None
    return [*found.values(), *others], leading


def left_over(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """ "It spent £271,450, leaving £12,550": the whole is that or something said before; "a surplus of £11,213"."""
    for match in chain(_LEFT.finditer(said.normal), _WAS_LEFT.finditer(said.normal)):
        rest = said.figure(match["rest"])
        lead = [n for n in range(int(match["rest"])) if said.mentions[n].letter in "cm"]
        here = [said.figure(n) for n in lead if said.figure(n).unit is rest.unit]
        wholes = [f for one in before[-2:] for f in _like(one, rest.unit)] + here[:-1]
        if here and wholes and not any(whole.value == here[-1].value + rest.value for whole in wholes):
            near = [whole for whole in wholes if whole.value > max(here[-1].value, rest.value)]
            if near:
                yield Together(near[-1], (here[-1], rest), Confidence.LIKELY, Decimal("0.1"))
    for match in _BUDGET.finditer(said.normal):
        spent, budget, gap_ = (said.figure(match[name]) for name in ("spent", "budget", "gap"))
        yield Changed(budget, spent, 0, (gap_,), Confidence.LIKELY)
    yield from _late(said, before)
    for match in _SURPLUS.finditer(said.normal):
        yield from _balance(said, match)


def _late(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """ "598 of the 672 were on time. Seventy-four were late.": the two are all there are."""
    match = _LATE.match(said.normal)
    told = list(_OUT_OF.finditer(before[-1].normal)) if before and match else []
    if match and len(told) == 1 and _IN_TIME.search(before[-1].normal):
        part, whole = before[-1].figure(told[0]["part"]), before[-1].figure(told[0]["whole"])
        yield Together(whole, (part, said.figure(match["rest"])), Confidence.LIKELY, Decimal("0.15"))


def _like(said: Said, unit: Unit) -> list[Figure]:
    return [m.figure for m in said.mentions if m.figure is not None and m.letter in "cm" and m.figure.unit is unit]


def _balance(said: Said, match: re.Match[str]) -> Iterator[Claim]:
    """Money at the start, a surplus or deficit, money at the end: all three in one sentence."""
    money = [number for number in said.lettered("m") if number != int(match["moved"])]
    if len(money) != 2 or not re.search(r"\b(?:reserves?|balances?)\b", said.normal):
        return
    start, end, moved = said.figure(money[0]), said.figure(money[1]), said.figure(match["moved"])
    if match["word"] in {"surplus", "underspend"}:
        yield Together(end, (start, moved), Confidence.LIKELY, Decimal("0.1"))
    else:
        yield Together(start, (end, moved), Confidence.LIKELY, Decimal("0.1"))
