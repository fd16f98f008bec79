"""What is searched. Rooms above add their own kinds, as they do with `web.overview`.

Everything is asked through the governed managers, under row security, and of one partnership at a time: what a reader
may not see is in no result, no count, no snippet and no suggestion, because the questions never meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from goldenthread.core.casework.process import all_processes, process_named
from goldenthread.core.tenancy.models import Partnership

#: PostgreSQL's dictionary: what is typed and what is kept are stemmed alike.
ENGLISH = "english"


@dataclass(frozen=True)
class Hit:
    """One row that was found, as an address needs it: its key, the key of what it hangs from, a further word."""

    pk: int
    under: int
    named: str


@dataclass(frozen=True)
class Searched:
    """One kind of row. Names are columns of the model, or paths to columns of what it hangs from.

    `words` are the columns searched, `stored` says that the table keeps them as `search_words` (by a migration).
    `heading` is shown as the link and `where` beside it; both must be in sight whenever the row is. `under` and `named`
    are handed to `address`, which returns "" where there is no page. `sealing` leads to the kind of the record that the
    row is or hangs from, so that what is sealed stays out.
    """

    kind: str
    label: str
    model: Any
    words: tuple[str, ...]
    address: Callable[[Partnership, Hit], str]
    heading: str
    partnership: str = "partnership"
    stored: bool = False
    on: str = ""
    where: str = ""
    under: str = "pk"
    named: str = ""
    group: str = ""
    agency: str = ""
    reference: str = ""
    sealing: str = ""
    #: Are the words names of files? PostgreSQL takes "minutes_2026.pdf" for one word; people look for its parts too.
    names: bool = False
    #: The value of `sealing` that these rows have; empty for every kind that is not sealed.
    only: str = ""

    def rows(self, board: Any) -> QuerySet:
        """Every row of the partnership that the actor sees and that is neither sealed nor recalled. `board` may be an
        expression.
        """
        rows = self.model.objects.filter(**{self.partnership: board}).order_by()
        if self.only:
            process = process_named(self.only)
            gone = process.recalled if process else ()
            rows = rows.filter(**{self.sealing: self.only})
            return rows.exclude(state__in=gone) if gone else rows
        sealed = sealed_kinds()
        return rows.exclude(**{f"{self.sealing}__in": sealed}) if self.sealing and sealed else rows

    def candidates(self, board: Any, asked: Any) -> QuerySet:
        """Those of `rows` that may have the words; fewer are looked at where an index knows which they are."""
        rows = self.rows(board)
        return rows.filter(WithWords(self.model, board, asked)) if self.model.words_of else rows

    def vector(self) -> Any:
        """The words of a row: those that the table keeps, or made from the columns as they are asked for."""
        if self.stored:
            words = f'"{self.model._meta.db_table}"."search_words"'
            return RawSQL(words, [], output_field=SearchVectorField())  # noqa: S611 - a table of our own
        return SearchVector(*(_apart(name) if self.names else name for name in self.words), config=ENGLISH)


class WithWords(Func):
    """True for rows whose key is among those that the database's index has the words for. Keys alone, in sight or not:
    whether a row is in sight is asked of the row itself, as for any other.
    """

    output_field = BooleanField()
    template = "%(expressions)s"

    def __init__(self, model: Any, board: Any, asked: Any) -> None:
        super().__init__(F("pk"), Value(model._meta.db_table), board, asked)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        (key, *asked), params = (sql for sql, _ in parts), [value for _, held in parts for value in held]
        return f"{key} = any(array(select goldenthread_with_words({', '.join(asked)})))", params


def _apart(name: str) -> Any:
    """A file's name as it is, and with its parts as words of their own."""
    apart = Func(F(name), Value("._-"), Value("   "), function="translate", output_field=TextField())
    return Concat(F(name), Value(" "), apart, output_field=TextField())


_SEARCHED: dict[str, Searched] = {}


def is_searched(*kinds: Searched) -> None:
    """Register kinds of rows; the same again changes nothing. ValueError for a name that another model has."""
    for one in kinds:
        if _SEARCHED.setdefault(one.kind, one).model is not one.model:
            raise ValueError(f"{one.kind} is searched already")


def sealed_kinds() -> list[str]:
    """The kinds of record that declare themselves sealed: they and what hangs from them are never searched."""
    return [process.slug for process in all_processes() if not process.searchable]


def left_out() -> tuple[str, ...]:
    """The same, as what is kept is kept under: SQL that leaves these out holds for these alone."""
    return tuple(sealed_kinds())


def every_kind() -> Iterable[Searched]:
    """All that is searched, in the order in which the rooms are installed."""
    return _SEARCHED.values()
