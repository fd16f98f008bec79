"""Shares whose whole stands further off: in a sentence before, or as the total of a table beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.claims import Share
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Unit, most_slack, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.kernel.arithmetic.totals import is_sum
from goldenthread.reading.reports.around import Around
from goldenthread.reading.reports.phrases import token, way_of
from goldenthread.reading.reports.subjects import stems

_LEAST = 10
_NEAR = 25  # per cent: the whole is named by its noun
_BOTH = re.compile(
    rf"{token('cm', 'part')}(?P<noun>(?: (?:[\w'&/-]+|\{{[xd]\d+\}})){{0,6}}?) ?[(,] ?(?:or"
    rf" )?{token('p', 'percent')} ?[),]"
    rf"|{token('p', 'percent2')}(?P<noun2>[^{{}}.;()]{{0,60}})\( ?(?:n ?="
    rf" ?)?{token('cm', 'part2')}(?P<own>(?: [a-z]+)?) ?\)"
)
_OF_NOUN = re.compile(r"\bof (?:the |all |all the |these |those |our )([a-z]{4,})\b(?: [a-z]+){0,3}? ?[(,]? ?$")
_WHOLE_OF = re.compile(r"(?:\b(?:of|in)|/) ?(?:the |all |our |a |total |of |possible )*$")
_SPOKEN = re.compile(rf"(?:^|[,;:] |\band )(?:out )?of (?:the |these |our |all )?(?:[a-z]+ )?{token('c', 'whole')}")
_MAKES = re.compile(
    r"(?:account\w* for|ma(?:de|kes?|king) up|represent\w*|compris\w*|constitut\w*|li(?:ve|ved|ves|ving) in|c[oa]me"
    r" from"
    r"|\b(?:largest|highest|biggest|smallest|lowest|main|most common|commonest)\b[^{}.;]{0,40} (?:at|with|,))"
    r" ?(?:about |around |just (?:over|under) |some |nearly |almost )?"
)
_SHARE_OF = re.compile(rf"{_MAKES.pattern}{token('p', 'percent')} of (?:all |the |our |these |total )*(?=[a-z{{])")
_LIVE = re.compile(
    rf"{token('p', 'percent')} of (?:all |the |our |these )*[^.;()]{{0,30}}? (?:live[ds]?|came|were placed)"
    r" (?:in|from|with)\b"
)


@dataclass(frozen=True, slots=True)
class _Told:
    part: Figure
    percent: Figure
    noun: str


def wholes_around(one: Around) -> Iterator[Finding]:
    """Shares that fit nothing that is said around them, where it is plain what they are of."""
    told = list(_told(one))
    yield from _all_told(one, told)
    yield from _odd_one(one, told)
    beside = {whole.value: whole for share in told for whole in _named(one, share) if _fits(share, whole)}
    for share in told:
        yield from _judged(one, share, list(beside.values()))
    yield from _of_row(one)


def _fits(told: _Told, whole: Figure) -> bool:
    return whole.value > 0 and not list(Share(told.part, told.percent, (whole,)).check(""))


def _named(one: Around, told: _Told) -> list[Figure]:
    """The counts of the noun that a share is said to be of, and the whole the sentence before speaks of."""
    named = [f for f in (one.alike(told.noun) if told.noun else []) if f.value > told.part.value]
    lines = (*one.here[-2:], one.said)
    spoken = [said.figure(match["whole"]) for said in lines for match in _SPOKEN.finditer(said.normal)]
    if told.part.unit is Unit.MONEY:
        return [f for f in one.money if f.value > told.part.value] if len(one.money) == 2 else []
    return (named if len(named) == 1 else []) + [f for f in spoken[-1:] if f.value > told.part.value]


def _all_told(one: Around, told: list[_Told]) -> Iterator[Finding]:
    """ "289 boys (56.4%) and 223 girls (43.6%)": shares that make 100 are of their counts together."""
    percents = [share.percent for share in told]
    if len(told) < 2 or abs(total_of(percents) - HUNDRED) > most_slack(percents) or any(s.part.about for s in told):
        return
    whole = told[0].part.like(total_of(share.part for share in told))
    wrong = [share for share in told if not _fits(share, whole)]
    if wrong and not any(all(_fits(share, figure) for share in told) for figure in one.counts):
        yield from Share(wrong[0].part, wrong[0].percent, (whole,), Confidence.LIKELY).check(one.where)


def _told(one: Around) -> Iterator[_Told]:
    normal = one.said.normal
    for match in _BOTH.finditer(normal):
        second = match["part"] is None
        part, percent = (
            one.said.figure(match[name]) for name in (("part2", "percent2") if second else ("part", "percent"))
        )
        lead = normal[max(0, match.start() - 45) : match.start()]
        noun = (match["noun2"] if second else match["noun"]) or ""
        if percent.signed or way_of(noun) or (way_of(lead) and re.search(r"\b(?:by|of|up|down) $", lead)):
            continue
        if not second and _WHOLE_OF.search(lead):
            continue  # "14 of the 19 (74%)": both figures are told, and are read elsewhere
        of = _OF_NOUN.search(lead)
        own = re.match(r" (?:[a-z]+ )??([a-z]{4,})", match["own"] if second else noun)
        yield _Told(part, percent, of.group(1) if of else own.group(1) if own else "")


def _odd_one(one: Around, told: list[_Told]) -> Iterator[Finding]:
    """Three shares or more, of which all but one are of a figure that is printed before them: so is that one."""
    if len(told) < 3 or any(share.part.about for share in told):
        return
    money = told[0].part.unit is Unit.MONEY
    figures = [*one.money] if money else [*one.counts, *_totals(one.tables, told[0].part)]
    for whole in {figure.value: figure for figure in figures}.values():
        odd = [share for share in told if not _fits(share, whole)]
        if len(odd) == 1 and whole.value > max(share.part.value for share in told):
            share = odd[0]
            if not any(_fits(share, figure) for figure in figures):
                yield from Share(share.part, share.percent, (whole,), Confidence.LIKELY).check(one.where)
            return


def _judged(one: Around, told: _Told, beside: list[Figure]) -> Iterator[Finding]:
    part, percent = told.part, told.percent
    if part.about or not part.value:
        return
    said = one.counts if part.unit is Unit.COUNT else one.money
    wholes = [figure for figure in said if figure.value >= part.value and figure is not part]
    if any(_fits(told, whole) for whole in (*wholes, *_totals(one.tables, part))):
        return
    proven = [share.wholes[0] for share in one.proven] + (beside if len(beside) == 1 else [])
    known = [whole for whole in (*_named(one, told), *proven) if whole.value >= part.value]
    whole = known[-1] if known else None
    if whole is not None and abs(HUNDRED * part.value / whole.value - percent.value) <= _NEAR:
        yield from Share(part, percent, (whole,), Confidence.LIKELY).check(one.where)


def _totals(tables: Sequence[Table], part: Figure) -> Iterator[Figure]:
    """Figures of tables beside it that may be a whole."""
    for table in tables:
        for at, row in enumerate(table.rows):
            if _is_whole(table, at):
                yield from (
                    c.figure
                    for c in row.cells
                    if c.figure and c.figure.unit is Unit.COUNT and c.figure.value >= part.value
                )


def _is_whole(table: Table, at: int) -> bool:
    label = table.rows[at].label
    named = roles.may_be_total(label) or roles.is_all(label) or label.lower().startswith("all ")
    return named or (at in {0, len(table.rows) - 1} and is_sum(table, at))


def _of_row(one: Around) -> Iterator[Finding]:
    """ "Education accounts for 38.6% of contacts": the row of that name over the total, in any column."""
    match = _SHARE_OF.search(one.said.normal) or _LIVE.search(one.said.normal)
    if match is None:
        return
    percent = one.said.figure(match["percent"])
    words = stems(
        one.said.text[: one.said.mentions[int(match["percent"])].start] if match.re is _SHARE_OF else one.said.text
    )
    for table in one.tables:
        found = _row_of(table, words)
        if found is None:
            continue
        row, total = found
        shares = [
            (part, whole)
            for at in range(len(table.columns))
            if (part := table.figure(row, at)) is not None and (whole := table.figure(total, at)) is not None
            if part.unit is Unit.COUNT and whole.unit is Unit.COUNT and whole.value >= part.value >= _LEAST
        ]
        claims = [Share(part, percent, (whole,), Confidence.LIKELY) for part, whole in shares]
        if claims and all(list(claim.check("")) for claim in claims) and not _printed(table, row, percent):
            yield from claims[-1].check(one.where)
        if claims:
            return


def _printed(table: Table, row: int, percent: Figure) -> bool:
    """The table prints the percentage itself."""
    return any(cell.figure is not None and cell.figure.value == percent.value for cell in table.rows[row].cells)


def _row_of(table: Table, words: frozenset[str]) -> tuple[int, int] | None:
    """The only row whose whole name is among the words, and the row of the total."""
    totals = [at for at in range(len(table.rows)) if _is_whole(table, at)]
    rows = [
        at for at, row in enumerate(table.rows) if at not in totals and stems(row.label) and stems(row.label) <= words
    ]
    return (rows[0], totals[-1]) if len(rows) == 1 and totals else None
