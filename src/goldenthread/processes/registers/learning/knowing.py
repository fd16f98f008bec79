"""What the guard is told of a case, so that nothing of it stands in what is published: its names, places and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from goldenthread.core.casework.learning import known_texts
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import process_for, tables_of
from goldenthread.core.sealing.fields import Sealed, SealedDate, SealedField, SealedText
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import say
from goldenthread.kernel.disclosure.recognisable_text import TextVerdict, guard_text
from goldenthread.kernel.disclosure.recognising import Texts, in_text
from goldenthread.kernel.disclosure.recognising_words import NO_NAMES

SHORTEST = 3
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
#: The name of a partnership without what it is: "Northshire" of "Northshire Safeguarding Children Partnership".
_WHAT_IT_IS = re.compile(r"\s+(?:local\s+)?(?:safeguarding|children|child)\b.*$", re.IGNORECASE)
_NAMING = frozenset(("proper name", "named place"))
#: Written with a capital where a line begins, and the name of nobody.
_COMMON = frozenset(
    """
    somebody someone something anybody anyone everybody everyone nobody nothing several many some all any each
    mother father parent parents brother brothers sister sisters sibling siblings grandmother grandfather uncle aunt
    family child children baby boy girl both unknown known none not seen the and with for from after before
    his her their they she who was were had has this that when where what there
    nurse doctor consultant paediatrician midwife teacher head carer foster worker social visitor health police
    officer hospital school nursery primary secondary college academy practice surgery team manager general
    practitioner lead professional home visit street road lane close avenue house ward council county agency
    department service services child's mother's father's other others one two three
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday english school's safeguarding
    """.split()  # noqa: SIM905 - a list of words reads as words
)


def guard_learning(board: Partnership, text: str, names: Iterable[str]) -> TextVerdict:
    """May these words leave, for all that is known of the case?"""
    whole = _WHAT_IT_IS.sub("", board.name)
    return guard_text(text, Texts(whole=frozenset({whole}), names=tuple(names)))


def names_of(case: Record) -> tuple[str, ...]:
    """Every name, place and day that the case's sealed columns hold, whole and in parts. Within a reading of it."""
    found = [text for row in _rows(case) for text in _told(row)]
    found += [part for text in known_texts(case) for part in _parts(text)]
    return tuple(dict.fromkeys(name for name in found if len(name) >= SHORTEST))


def _rows(case: Record) -> Iterator[Any]:
    """The case as its process keeps it, and every row that hangs from it."""
    process = process_for(case)
    for model in tables_of(process):
        own = {"pk": case.pk} if model is process.model else {model.governed_by: case.pk}
        if any(isinstance(column, SealedField) for column in model._meta.local_fields):
            yield from model.objects.filter(**own)


def _told(row: Any) -> Iterator[str]:
    for column in row._meta.local_fields:
        value = getattr(row, column.attname, None)
        held = value.value() if isinstance(value, Sealed) and value.readable else None
        if held is None:
            continue
        if isinstance(column, SealedDate) and isinstance(held, date):
            yield say(held)
        elif isinstance(column, SealedText) and column.max_length is not None:
            yield from _parts(str(held))
        else:
            yield from _in_long(str(held))


def _parts(text: str) -> Iterator[str]:
    """A short text, such as a name or an address: it and each word of it that is written with a capital."""
    words = [word for word in _WORD.findall(text) if _names(word)]
    if len(words) > 1 and len(text) <= 60:
        yield text.strip()
    yield from words


def _in_long(text: str) -> Iterator[str]:
    """Of a long text what reads as a name or a place, and each word of that."""
    for found in in_text(text, Texts()):
        if found.kind in _NAMING:
            yield found.text
            yield from (word for word in _WORD.findall(found.text) if _names(word))


def _names(word: str) -> bool:
    return len(word) >= SHORTEST and word[0].isupper() and word not in NO_NAMES and word.casefold() not in _COMMON
