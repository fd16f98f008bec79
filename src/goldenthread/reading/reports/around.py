"""A sentence with what stands around it: the sentences before it, in its paragraph and in those before, the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from goldenthread.kernel.arithmetic.claims import Share
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.prose import Passage, place_of
from goldenthread.reading.reports.saying_shares import shares
from goldenthread.reading.reports.subjects import stem
from goldenthread.reading.reports.tabling import Found

_BACK = 3  # paragraphs before
_NEAR = 8  # blocks to a table that a sentence may speak of
_NOUN = re.compile(r"\{c(\d+)\} (?:(?:new|such|child|children's|missing|open|initial) )?([a-z]{4,})\b")


@dataclass(frozen=True)
class Around:
    """``here``: sentences before it in its paragraph; ``back``: those of the paragraphs before, in the same section."""

    said: Said
    here: tuple[Said, ...]
    back: tuple[Said, ...]
    tables: tuple[Table, ...]
    where: str

    @property
    def earlier(self) -> tuple[Said, ...]:
        """All sentences before it, in order."""
        return (*self.back, *self.here)

    @cached_property
    def counts(self) -> tuple[Figure, ...]:
        """Every count before and in the sentence."""
        return tuple(one.figure(number) for one in (*self.earlier, self.said) for number in one.counts)

    @cached_property
    def money(self) -> tuple[Figure, ...]:
        """Every amount of money in the sentence and the two before it in its paragraph."""
        return tuple(one.figure(number) for one in (*self.here[-2:], self.said) for number in one.lettered("m"))

    def alike(self, noun: str) -> list[Figure]:
        """The different counts of one noun ("42 deaths") before and in the sentence, the last said first."""
        found: dict[object, Figure] = {}
        for one in reversed((*self.earlier, self.said)):
            for match in reversed(list(_NOUN.finditer(one.normal))):
                if stem(match.group(2)) == stem(noun):
                    figure = one.figure(match.group(1))
                    found.setdefault(figure.value, figure)
        return list(found.values())

    @cached_property
    def proven(self) -> tuple[Share, ...]:
        """The shares of this and the last sentences that are of the whole they are said to be of."""
        lines = (*self.here[-2:], self.said)
        found = [
            claim
            for at, one in enumerate(lines)
            for claim in shares(one, (*self.here[:-2], *lines[:at]))
            if isinstance(claim, Share) and claim.part.unit is Unit.COUNT and claim.scale == 100
        ]
        return tuple(share for share in found if not list(share.check("")))


def arounds(found: Sequence[Found], passages: Sequence[Passage]) -> Iterator[Around]:
    """Every sentence with a figure, and what stands around it."""
    for at, passage in enumerate(passages):
        before = [p for p in passages[max(0, at - _BACK) : at] if p.section == passage.section]
        back = tuple(said for one in before for said in one.sentences)
        near = tuple(one.table for one in found if -_NEAR <= passage.block - one.block <= _NEAR)
        for n, said in enumerate(passage.sentences):
            if said.mentions:
                yield Around(said, passage.sentences[:n], back, near, place_of(passage, said))
