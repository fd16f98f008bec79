"""Which rows are the same case: as one that is here already, or as one that stood in the file before.

Where a part of what tells cases apart is not known (a date of birth), the process may name what tells them apart else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goldenthread.core.sealing.fields import BlindIndex
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON
from goldenthread.reading.trackers.headings import key_of

from .vocabulary import Target, Vocabulary

Key = tuple[Hashable, ...]
SURE, ELSE, ELSE_ALONE = "sure", "else", "else alone"


@dataclass(frozen=True)
class Keys:
    """What tells one case apart, by both ways of a process; nothing where a part of it is not known."""

    sure: Key | None
    loose: Key | None

    @property
    def tells(self) -> bool:
        return bool(self.sure or self.loose)

    def kept_as(self) -> Iterator[Key]:
        """Under what it is found again."""
        if self.sure:
            yield (SURE, *self.sure)
        if self.loose:
            yield (ELSE, *self.loose)
        if self.loose and not self.sure:
            yield (ELSE_ALONE, *self.loose)

    def asked_as(self) -> Iterator[Key]:
        """Under what another one of it is looked for: by the looser way only where one of the two lacks the surer."""
        if self.sure:
            yield (SURE, *self.sure)
        if self.loose:
            yield (ELSE_ALONE if self.sure else ELSE, *self.loose)


@dataclass
class Sameness:
    """The cases of one partnership that are known so far: where each is, in the register or in the file."""

    words: Vocabulary
    board: Partnership
    here: dict[Key, str] = field(default_factory=dict)
    stood: dict[Key, str] = field(default_factory=dict)

    @classmethod
    def of_those_here(cls, words: Vocabulary, board: Partnership) -> Sameness:
        """With every record in sight, by its reference. One query."""
        made, process = cls(words, board), words.importable.of
        sure, loose = words.importable.same_when, words.importable.same_else
        rows = process.model.objects.filter(partnership=board, kind=process.slug)
        for reference, *values in rows.values_list("reference", *sure, *loose):
            keys = Keys(_whole(values[: len(sure)]), _whole(values[len(sure) :]))
            made.here |= dict.fromkeys(keys.kept_as(), reference)
        return made

    def keys(self, values: Mapping[str, Any]) -> Keys:
        """What tells a row apart by what its cells say."""
        importable = self.words.importable
        return Keys(*(_whole([self._part(name, values) for name in names])
                      for names in (importable.same_when, importable.same_else)))  # fmt: skip

    def lacking(self, values: Mapping[str, Any]) -> list[Target]:
        """What a row does not say of what tells cases apart."""
        return [one for one in self.words.telling() if values.get(one.name) in (None, "")]

    def _part(self, name: str, values: Mapping[str, Any]) -> Any:
        column: Any = self.words.importable.of.model._meta.get_field(name)
        if not isinstance(column, BlindIndex):
            return values.get(name)
        said = [values.get(one) for one in column.of]
        return column.fingerprint(self.board.pk, *said) if all(said) else None


def _whole(parts: list[Any]) -> Key | None:
    plain = tuple(_plain(part) for part in parts)
    return None if not plain or any(part in (None, "") for part in plain) else plain


def _plain(value: Any) -> Hashable:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None)
    return key_of(value) if isinstance(value, str) else value
