"""Parts and wholes over more than one sentence: what is left, complete lists, what came and went between two days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic.claims import Share, Together
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.reading.reports.around import Around
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import token, way_of

_QUARTER = Decimal("0.25")
_OUT_OF = re.compile(rf"{token('c', 'part')}(?: [a-z]+){{0,2}} (?:out )?of (?:the |our |all )?{token('c', 'whole')}")
#: what was done, and what is said of those for which it was not
_OPPOSED = (
    (
        r"return|submi|respon|repl|receiv|sent",
        r"(?:did|had|ha[sv]e) not (?:yet )?(?:submi|return|respon|repl|sen[dt]|provid)",
    ),
    (r"present|attend", r"apolog|absent|did not attend|not present|non-attend"),
    (r"accept|taken up|took up|agreed", r"declin|refus|not taken up|did not (?:accept|take)"),
    (r"complet|closed|done", r"outstanding|yet to be|not (?:yet )?(?:been )?(?:complet|started|closed)|incomplete"),
    (
        r"(?:on|in|within) (?:time|timescale|\{[dx])",
        r"\blate\b|overdue|out of time|outside|not (?:on|in|within)|took longer|later",
    ),
    (r"\bmet\b|achiev", r"not met|missed|not achiev"),
    (
        r"[a-z]",
        r"remaining|remainder|the rest|the others?|were not(?= ?[.,;(]|$)|did not(?= ?[.,;(]|$)|had not(?= ?[.,;(]|$)",
    ),
)
_ANY_LEFT = re.compile("|".join(rf"\b(?:{left})" for _, left in _OPPOSED) + r"|\bnot\b")
_NEGATED = re.compile(r"\b(?:did|had|ha[sv]e|were|was|do|does|are|is) not (?P<what>[a-z' -]+)$")
_SHARE = re.compile(
    rf"{token('c', 'part')}[^{{}}().;]{{0,40}}\( ?{token('p', 'percent')} ?\)|{token('p', 'percent2')} ?\("
    rf" ?{token('c', 'part2')} ?\)"
)
_LISTED = re.compile(r"(?:^|[,:;] ?|\b(?:and|with|of which|of whom) )(?:in |at |from )?(?=(?:[a-z-]+ ){0,2}\{c\d+\})")
_LAST_OTHER = re.compile(r"\band {c\d+}[^{}]*\b(?:others?|another|remaining|elsewhere|rest)\b[^{}]*$")
_OF_WHOLE = re.compile(rf"^(?:[a-z]+ ){{0,2}}of (?:the |these |our |all )?{token('c', 'whole')}(?P<rest>.*)$")
_OF_WHICH = re.compile(rf"{token('c', 'whole')}[^{{}}.;]{{0,60}}\bof (?:which|whom)\b(?P<rest>[^;]*)$")
_OVERLAP = re.compile(
    r"\b(?:also|both|at least|more than one|some of|may|including|included|each|compared|up from|down from"
    r"|(?:more|fewer|higher|lower|less) than)\b"
)
_ANNOUNCED = re.compile(r"\{c(?P<n>\d+)\} [a-z -]{3,40}:(?P<list>[^:]*)$")
_IN = (
    r"start|began|begun|opened|came into|entered|admitted|joined|notified|received|added|registered|became|new"
    r"|made subject|allocated"
)
_OUT = r"ended|closed|left|ceased|complet|discharged|removed|de-registered|stepped down|moved (?:on|out)|came off"
_STOCK = re.compile(
    r"\b(?:outstanding|open|subject to|in (?:our |its )?care|looked after|awaiting|waiting|on (?:a"
    r" )?(?:child protection )?plans?"
    r"|in place|on the (?:register|list))\b"
)
_START = re.compile(r"\b(?:at|on) (?:the (?:start|beginning)|1(?:st)? april)|\{x\d+\}")


def parts_around(one: Around) -> Iterator[Finding]:
    """What does not hold of parts and whole, read with the sentences before."""
    for claim in (*_left(one), *_complete(one), *_announced(one.said)):
        yield from claim.check(one.where)
    yield from _balance(one)


def _pairs(one: Around) -> Iterator[tuple[Figure, Figure, str]]:
    """Part and whole, and the words they are said in: of this sentence and the one before."""
    for said in (*one.here[-1:], one.said):
        for match in _OUT_OF.finditer(said.normal):
            yield said.figure(match["part"]), said.figure(match["whole"]), said.normal
    for match in _SHARE.finditer(one.said.normal) if one.here else ():
        second = match["part"] is None
        part, percent = (one.said.figure(match[name + "2" * second]) for name in ("part", "percent"))
        for whole in (one.here[-1].figure(n) for n in one.here[-1].counts):
            if whole.value > part.value and not list(Share(part, percent, (whole,)).check("")):
                yield part, whole, one.said.normal
    for share in one.proven:
        yield share.part, share.wholes[0], f"{one.here[-1].normal if one.here else ''} {one.said.normal}"


def _left(one: Around) -> Iterator[Together]:
    """ "16 of 18 were returned. Two agencies did not submit."; "63 of the 80 ...; the remaining 17"."""
    pairs = list(_pairs(one)) if _ANY_LEFT.search(one.said.normal) else []
    if not pairs:
        return
    for clause in re.split(r"[;.,]| and (?=[^{}]{0,40}\{c)", one.said.normal):
        numbers = re.findall(r"\{c(\d+)\}", clause)
        if len(numbers) != 1:
            continue
        rest = one.said.figure(numbers[0])
        fitting = [pair for pair in pairs if _opposed(pair[2], clause) and rest not in pair[:2]]
        if any(part.value + rest.value == whole.value for part, whole, _ in pairs):
            return
        for part, whole, _ in fitting[-1:]:
            if rest.value < whole.value and not rest.about and not whole.about:
                yield Together(whole, (part, rest), Confidence.LIKELY, _QUARTER)


def _opposed(told: str, clause: str) -> bool:
    negated = _NEGATED.search(clause)
    if negated:
        said = {word[:4] for word in re.findall(r"[a-z]{4,}", negated["what"])}
        if said and len(said - {word[:4] for word in re.findall(r"[a-z]{4,}", told)}) < min(len(said), 2):
            return True
    return any(re.search(done, told) and re.search(rf"\b(?:{left})", clause) for done, left in _OPPOSED)


def _complete(one: Around) -> Iterator[Together]:
    """A list of which the last part is all others, or that a share proves to be of one whole."""
    said = one.said
    if _OVERLAP.search(said.normal):
        return
    found = _OF_WHOLE.match(said.normal) or _OF_WHICH.search(said.normal)
    if found:
        whole, parts = said.figure(found["whole"]), _listed(said, found["rest"])
        within = any(
            total_of(parts[at:]) == whole.value for at in range(1, len(parts))
        )  # the first: a group of its own
        if len(parts) > 2 and all(part.value < whole.value for part in parts) and not within:
            more = total_of(parts) > whole.value
            near = _QUARTER if more or _LAST_OTHER.search(found["rest"]) else Decimal("0.06")
            yield Together(whole, tuple(parts), Confidence.LIKELY, near)
        return
    parts = _listed(said, said.normal)
    wholes = {share.wholes[0].value: share.wholes[0] for share in one.proven if share.part in parts}
    if len(parts) > 2 and len(wholes) == 1:
        whole = next(iter(wholes.values()))
        if whole not in parts and total_of(parts) > whole.value * Decimal("0.9"):
            yield Together(whole, tuple(parts), Confidence.LIKELY, _QUARTER)


def _listed(said: Said, text: str) -> list[Figure]:
    """The counts of a list, each the first of its clause; shares in brackets aside."""
    plain = re.sub(r"\([^()]*\)", " ", text)
    plain = re.sub(r"(\{c\d+\})(?: [a-z]+){0,2} (?:out )?of (?:the |our )?\{c\d+\}", r"\1", plain)
    clauses = re.split(r"[,;:]| and (?=[^{}]{0,40}\{c)", plain)
    numbers = [re.findall(r"\{c(\d+)\}", clause) for clause in clauses]
    if any(len(found) > 1 for found in numbers) or re.search(r"\{[mr]\d+\}", plain):
        return []
    return [said.figure(found[0]) for found in numbers if found]


def _announced(said: Said) -> Iterator[Together]:
    """ "four districts: Upton (33%), Weston (28%), ...": as many shares as were announced make the whole."""
    match = _ANNOUNCED.search(said.normal)
    percents = re.findall(r"\{p(\d+)\}", match["list"]) if match else []
    if match and len(percents) > 2 and said.figure(match["n"]).value == len(percents) and not way_of(match["list"]):
        figures = tuple(said.figure(number) for number in percents)
        if abs(total_of(figures) - HUNDRED) > len(figures):
            yield Together(figures[0].like(HUNDRED), figures, Confidence.LIKELY, Decimal("0.3"))


def _balance(one: Around) -> Iterator[Finding]:
    """ "243 on plans, 262 a year before. 301 started and 320 ended.": the first, what came, what went, the last."""
    came, went = _moved(one.said, _IN), _moved(one.said, _OUT)
    if came is None or went is None or came is went:
        return
    lines = (*one.back[-3:], *one.here, one.said)
    every = [said.figure(n) for said in lines for n in said.counts if said.figure(n) not in (came, went)]
    moved = came.value - went.value
    if any(a.value + moved == b.value for a in every for b in every):
        return
    ends = _stocks(one, lines, (came, went))
    if ends is None:
        return
    first, last = ends
    computed = first.value + moved
    if abs(computed - last.value) * 4 > last.value:
        return
    text = (
        f"{first.text} at the start, {came.text} more and {went.text} fewer make {computed:,f}, but {last.text} is "
        "printed. Check the four figures, or say what else came or went."
    )
    yield Finding(one.where, Kind.STOCK_FLOW, last.text, f"{computed:,f}", Confidence.LIKELY, text)


def _moved(said: Said, words: str) -> Figure | None:
    """The only count of which one of ``words`` is said."""
    found = re.findall(rf"\{{c(\d+)\}}(?: (?!and |but )[a-z'-]+){{0,4}}? (?:{words})", said.normal)
    found = found or re.findall(rf"\b(?:{words})[a-z]* \{{c(\d+)\}}", said.normal)
    return said.figure(found[0]) if len(set(found)) == 1 else None


def _stocks(one: Around, lines: tuple[Said, ...], moved: tuple[Figure, Figure]) -> tuple[Figure, Figure] | None:
    """What there was on the first day and on the last."""
    for said in reversed(lines):
        figures = [said.figure(n) for n in said.counts if said.figure(n) not in moved]
        stock = _STOCK.search(said.normal)
        if len(figures) == 2 and stock and re.search(r"\b(?:compared|than|against|from|a year)\b", said.normal):
            later = re.search(r"\bfrom\b.*\bto\b", said.normal)
            return (figures[0], figures[1]) if later else (figures[1], figures[0])
    named = [
        said.figure(n)
        for said in lines
        if _STOCK.search(said.normal) and _START.search(said.normal)
        for n in said.counts
        if said.figure(n) not in moved
    ]
    return (named[0], named[-1]) if len({figure.value for figure in named}) == 2 else None
