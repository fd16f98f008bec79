"""Lists: search, filters, sorting, pages, export to Excel and CSV. Declared as a value; one engine for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse

from goldenthread.kernel.now import today
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Column as Heading
from goldenthread.web.components import Table, sort_column
from goldenthread.web.signin.stepping_up import ask_before_export

PAGE_SIZE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: what a page shows (`cell`) and what a spreadsheet gets (`plain`: text, number or date)."""

    label: str
    cell: Callable[[Any], Any]
    plain: Callable[[Any], Any]
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Filter:
    """One drop-down. `choices` are (value, words); `narrow` takes the rows and the chosen value.

    `default` is what holds until someone chooses; choosing "All" sends an empty value and lifts it.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    narrow: Callable[[QuerySet, str], QuerySet]
    default: str = ""


@dataclass(frozen=True)
class Listing:
    """A list of rows the actor may see. `searched` names text columns; every word given must be in one of them."""

    title: str
    rows: QuerySet
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    searched: tuple[str, ...] = ()
    default_sort: str = "-pk"
    empty: tuple[str, str, str, str] = ("Nothing here yet", "", "", "")
    wide: tuple[Column, ...] = field(default=())
    #: The same rows by the columns that all kinds of them share: fewer tables to ask who may see what, where nothing
    #: else is searched, filtered or sorted by.
    heads: QuerySet | None = None


@dataclass(frozen=True)
class Chosen:
    """A filter with the value chosen now."""

    filter: Filter
    value: str


def by_column(name: str) -> Callable[[QuerySet, str], QuerySet]:
    """Narrow by equality on one column. A value that the column cannot hold finds nothing."""

    def narrow(rows: QuerySet, value: str) -> QuerySet:
        try:
            return rows.filter(**{name: value})
        except (ValueError, TypeError):
            return rows.none()

    return narrow


def narrowed(listing: Listing, request: HttpRequest) -> QuerySet:
    """The rows after search, filters and sorting. Unknown sort keys and values are ignored, never an error."""
    rows = listing.rows
    for chosen in chosen_filters(listing, request):
        if chosen.value:
            rows = chosen.filter.narrow(rows, chosen.value)
    for word in request.GET.get("q", "").replace("\x00", "").split()[:8]:
        rows = rows.filter(_any_column(listing.searched, word))
    wanted = request.GET.get("sort", "")
    allowed = {column.sort for column in listing.columns if column.sort}
    order = wanted if wanted.lstrip("-") in allowed else listing.default_sort
    return rows.order_by(order, "pk")


def chosen_filters(listing: Listing, request: HttpRequest) -> list[Chosen]:
    found = []
    for one in listing.filters:
        value = request.GET.get(one.name, one.default)
        found.append(Chosen(one, value if value in {key for key, _ in one.choices} else ""))
    return found


def list_context(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """What `web/pages/list.html` needs: one page of rows as a table, the filters as chosen, links to the exports."""
    rows = narrowed(listing, request)
    page, keys = _page_of(_fewer_tables(listing, rows, request), request.GET.get("page", ""))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "listing": listing,
        "page": page,
        "table": as_table(listing, _rows_of(listing, keys), request),
        "chosen": chosen_filters(listing, request),
        "words": request.GET.get("q", ""),
        "narrowed": bool(request.GET.get("q") or any(c.value for c in chosen_filters(listing, request))),
        "exports": [(kind, f"?{_with(query, kind)}") for kind in ("xlsx", "csv")],
        "kept_sort": request.GET.get("sort", ""),
    }


def _fewer_tables(listing: Listing, rows: QuerySet, request: HttpRequest) -> QuerySet:
    """What is counted and whose keys are found: the rows, or their heads where these know all that is asked."""
    heads, order = listing.heads, [str(name) for name in rows.query.order_by]
    if heads is None or request.GET.get("q") or any(one.value for one in chosen_filters(listing, request)):
        return rows
    known = {"pk", *(one.name for one in heads.model._meta.local_concrete_fields)}
    return heads.order_by(*order) if {name.lstrip("-") for name in order} <= known else rows


def _page_of(rows: QuerySet, asked: str) -> tuple[Page, list[Any]]:
    """One page, and the keys on it. Their number is counted in the same question: to ask who may see what of every row
    is most of what a long list costs.
    """
    paginator = Paginator(rows, PAGE_SIZE)
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    found: list[tuple[Any, int]] = []
    if not rows.query.distinct and rows.query.group_by is None:  # these are counted before they are made distinct
        first = max(number - 1, 0) * PAGE_SIZE
        with_count = rows.annotate(of_all=Window(Count("*"))).values_list("pk", "of_all")
        found = list(with_count[first : first + PAGE_SIZE])
        if found or not first:
            paginator.count = found[0][1] if found else 0  # type: ignore[misc]  # it would be asked for
    page = paginator.get_page(asked)
    if (found and page.number == number) or not paginator.count:
        return page, [key for key, _ in found]
    return page, list(page.object_list.values_list("pk", flat=True))  # type: ignore[attr-defined]  # a slice of a query


def _rows_of(listing: Listing, keys: list[Any]) -> list[Any]:
    """The rows of one page: what rows are joined with is read for fifty of them, and not for every row of the list."""
    found = {row.pk: row for row in listing.rows.filter(pk__in=keys)} if keys else {}
    return [found[key] for key in keys if key in found]


def as_table(listing: Listing, rows: Iterable[Any], request: HttpRequest) -> Table:
    headings = tuple(
        sort_column(request.GET, c.label, c.sort, numeric=c.numeric, default=listing.default_sort)
        if c.sort
        else Heading(c.label, c.numeric)
        for c in listing.columns
    )
    return Table(listing.title, headings, tuple(tuple(c.cell(row) for c in listing.columns) for row in rows), True)


def export(request: HttpRequest, listing: Listing) -> HttpResponse | None:
    """The list as asked for by `?format=xlsx` or `csv`, every page of it, as narrowed and sorted; None for a page.

    Outside the demonstration only for someone who showed their second factor not long ago: else the way to do so.
    """
    wanted = request.GET.get("format")
    if wanted not in {"xlsx", "csv"}:
        return None
    asked = ask_before_export(request)
    if asked:
        return asked
    columns = [*listing.columns, *listing.wide]
    rows = ([c.plain(row) for c in columns] for row in narrowed(listing, request).iterator(chunk_size=2000))
    labels = [c.label for c in columns]
    if wanted == "csv":
        response = HttpResponse(to_csv(labels, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(listing.title, labels, rows), content_type=EXCEL)
    name = f"{listing.title} {today().isoformat()}.{wanted}".replace('"', "")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _any_column(columns: tuple[str, ...], word: str) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _with(query: Any, kind: str) -> str:
    copy = query.copy()
    copy["format"] = kind
    return str(copy.urlencode())
