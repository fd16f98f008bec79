"""The impact ledger: what was asked for and whether it changed anything, by theme, agency, group and source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Impact, Origin, Recommendation, RecommendationTheme, Theme
from goldenthread.core.thread.outcomes import Outcome, outcomes
from goldenthread.web.components import Cell, Link, Table
from goldenthread.web.components import Column as Heading

from .board import at_board, home_crumb
from .choosing import about, agencies_of, groups_of, themes_of_board
from .listing import Column, Filter, Listing, export, list_context
from .recommendation_parts import result_tag
from .recommendations import url_of

BY = (("theme", "Theme"), ("agency", "Agency"), ("group", "Group"), ("source", "Source"))
#: The columns of the ledger, and which outcomes each counts.
COLUMNS: tuple[tuple[str, tuple[Outcome, ...]], ...] = (
    ("Embedded", (Outcome.EMBEDDED, Outcome.SUSTAINED)),
    ("of which still so a year on", (Outcome.SUSTAINED,)),
    ("Partly", (Outcome.PARTLY,)),
    ("No change", (Outcome.NO_CHANGE,)),
    ("Worse, or slipped back", (Outcome.WORSE, Outcome.SLIPPED)),
    ("Too early to tell", (Outcome.NOT_YET,)),
    ("Done, impact unknown", (Outcome.UNKNOWN,)),
    ("Nobody has looked", (Outcome.NOT_LOOKED,)),
)
NONE = "(none named)"


@at_board
def ledger_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = looks_listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board), Link("Recommendations", reverse("recommendations", args=[board.slug]))],
    }
    if request.headers.get("HX-Request"):
        return render(request, "web/pages/_results.html", context)
    asked = request.GET.get("by", "theme")
    by = asked if asked in dict(BY) else "theme"
    context |= {
        "by": by,
        "ways": [(key, f"?by={key}", words) for key, words in BY],
        "ledger": ledger_table(board, by),
        "several": by == "theme",
    }
    return render(request, "web/pages/ledger.html", context)


def ledger_table(board: Partnership, by: str) -> Table:
    """Lines by theme, agency, group or source; each figure leads to the recommendations behind it."""
    came = outcomes(board)
    lines: dict[tuple[str, str], Counter[Outcome]] = defaultdict(Counter)
    for pk, line in _placed(board, by, came):
        if pk in came:
            lines[line][came[pk]] += 1
    headings = (dict(BY)[by], "Asked for", *(words for words, _ in COLUMNS), "Not pursued")
    rows = [_line(board, by, line, lines[line]) for line in sorted(lines, key=lambda one: (one[1] == NONE, one[1]))]
    return Table(
        f"What was asked for, by {dict(BY)[by].lower()}",
        tuple(Heading(text, numeric=place > 0) for place, text in enumerate(headings)),
        tuple(rows),
        phone="cards",
    )


def looks_listing(board: Partnership) -> Listing:
    """Every look that was taken, the newest first: what changed, how that is known."""
    rows = Impact.objects.filter(partnership=board, looked_on__isnull=False)
    return Listing(
        title="What changed",
        rows=rows.select_related("recommendation__owner_group", "recommendation__owner_agency"),
        columns=(
            Column("What changed", lambda i: _found(board, i), lambda i: i.found),
            Column(
                "Did it work?", lambda i: Cell("", tag=result_tag(i)), lambda i: str(i.get_result_display()), "result"
            ),
            Column("How it is known", _known, lambda i: str(i.get_means_display()), "means"),
            Column("Looked on", lambda i: i.looked_on, lambda i: i.looked_on, "looked_on"),
        ),
        filters=(
            Filter("result", "Did it work?", tuple(Impact.Result.choices), lambda rows, v: rows.filter(result=v)),
            Filter("asks", "Asked", tuple(Impact.Asks.choices), lambda rows, v: rows.filter(asks=v)),
            Filter("theme", "Theme", themes_of_board(board), _by_theme),
            Filter("agency", "Agency", agencies_of(board), _far("owner_agency_id")),
            Filter("group", "Group", groups_of(board), _far("owner_group_id")),
            Filter("source", "Source", tuple(Origin.Kind.choices), _far("origin__kind")),
        ),
        searched=("found", "measure", "recommendation__reference", "recommendation__text"),
        default_sort="-looked_on",
        empty=(
            "Nobody has looked at anything yet",
            "Say on a recommendation's page what should move, and when.",
            "",
            "",
        ),
        wide=(
            Column("Recommendation", lambda i: "", lambda i: str(i.recommendation)),
            Column("What was tested", lambda i: "", lambda i: i.measure),
            Column("Where it stood", lambda i: "", lambda i: i.baseline if i.baseline is not None else ""),
            Column("Where it stands", lambda i: "", lambda i: i.reading if i.reading is not None else ""),
            Column("Group", lambda i: "", lambda i: str(i.recommendation.owner_group or "")),
            Column("Agency", lambda i: "", lambda i: str(i.recommendation.owner_agency or "")),
            Column("Looked at by", lambda i: "", lambda i: i.by),
        ),
    )


def _placed(board: Partnership, by: str, came: Iterable[int]) -> Iterable[tuple[int, tuple[str, str]]]:
    """Each recommendation's key with its line (key, words). By theme, with several lines where it has several."""
    rows = Recommendation.objects.filter(partnership=board)
    if by == "theme":
        return _by_themes(board, came)
    columns = {
        "agency": ("owner_agency_id", "owner_agency__name"),
        "group": ("owner_group_id", "owner_group__name"),
        "source": ("origin__kind", "origin__kind"),
    }[by]
    kinds = dict(Origin.Kind.choices)
    return [
        (pk, (str(key or ""), (kinds.get(words, words) if by == "source" else words) or NONE))
        for pk, key, words in rows.values_list("pk", *columns)
    ]


def _by_themes(board: Partnership, rows: Iterable[int]) -> list[tuple[int, tuple[str, str]]]:
    themes = list(Theme.objects.filter(partnership=board).values_list("pk", "merged_into", "name"))
    words = {pk: name for pk, _, name in themes}
    meant = {pk: into or pk for pk, into, _ in themes}
    tagged: dict[int, set[int]] = defaultdict(set)
    links = RecommendationTheme.objects.filter(partnership=board)
    for pk, theme in links.values_list("recommendation_id", "theme_id"):
        if theme in meant:
            tagged[pk].add(meant[theme])
    return [
        (pk, line)
        for pk in rows
        for line in ([(str(theme), words[theme]) for theme in tagged[pk]] if pk in tagged else [("", NONE)])
    ]


def _line(board: Partnership, by: str, line: tuple[str, str], found: Counter[Outcome]) -> tuple[Any, ...]:
    key, words = line
    at = reverse("coverage", args=[board.slug])
    where = f"{at}?{by}={key}&standing=" if key and by != "source" else ""
    asked = sum(found.values())
    counts = [*(sum(found[one] for one in counted) for _, counted in COLUMNS), found[Outcome.NOT_PURSUED]]
    return (Cell(words, where), Cell(asked), *(Cell(n, quiet=not n) for n in counts))


def _found(board: Partnership, impact: Impact) -> Cell:
    row = impact.recommendation
    who = row.owner_group or row.owner_agency
    return Cell(impact.found, url_of(board, row), note=f"{row.reference}{f', {who}' if who else ''}")


def _known(impact: Impact) -> Cell:
    return Cell(str(impact.get_means_display()), note=impact.measure)


def _far(name: str) -> Any:
    return lambda rows, value: rows.filter(**{f"recommendation__{name}": value})


def _by_theme(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(recommendation__in=about(value).values("pk"))
