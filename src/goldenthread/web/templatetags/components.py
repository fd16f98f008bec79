"""The components, one tag each: ``{% load components %}``. The values they take: ``goldenthread.web.components``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString

from goldenthread.kernel.spans import day_of
from goldenthread.web import components, plain_tables
from goldenthread.web.adding_up import adds_up
from goldenthread.web.forms import error_links

register = template.Library()


def _draw(component: str, /, **context: Any) -> SafeString:
    # Without the space around it: a date before a full stop must touch it.
    return SafeString(render_to_string(f"web/components/{component}.html", context).strip())


@register.filter
def day(moment: date | datetime) -> date:
    """The day in London of a moment: the database answers in UTC, where a summer day begins an hour late."""
    return day_of(moment)


@register.simple_tag
def button(text: str, href: str = "", kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A button, or a link that looks like one. ``kind``: empty, secondary or warning."""
    return _draw("button", text=text, href=href, kind=kind, name=name, value=value)


@register.simple_block_tag
def button_group(content: str) -> SafeString:
    """Buttons and links beside each other."""
    return _draw("button_group", content=content)


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """Where this page came from."""
    return _draw("back_link", href=href, text=text)


@register.simple_tag
def breadcrumbs(links: Sequence[components.Link]) -> SafeString:
    """The pages above this one, the front page first; this page itself is left out."""
    return _draw("breadcrumbs", links=links)


@register.simple_block_tag
def banner(content: str, title: str = "Important", success: bool = False) -> SafeString:
    """A notification banner; ``success=True`` is read out at once and takes the focus."""
    return _draw("banner", content=content, title="Success" if success else title, success=success)


@register.simple_tag
def warning(text: str) -> SafeString:
    """Something that has consequences."""
    return _draw("warning", text=text)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart from the text around it."""
    return _draw("inset", content=content)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """Something that most people do not need to read."""
    return _draw("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """It worked: at the end of a journey."""
    return _draw("panel", content=content, title=title)


@register.simple_block_tag
def section(content: str, title: str, id: str) -> SafeString:
    """A part of a page with its own heading, reachable by ``section_links``."""
    return _draw("section", content=content, title=title, id=id)


@register.simple_tag
def section_links(links: Sequence[components.Link]) -> SafeString:
    """The parts of a long page, instead of tabs: all of them can be read, searched and printed."""
    return _draw("section_links", links=links)


@register.simple_tag
def summary_list(rows: Sequence[components.SummaryRow], title: str = "") -> SafeString:
    """Keys and values; with ``title``, on a card (check your answers)."""
    return _draw("summary_list", rows=rows, title=title, any_actions=any(row.actions for row in rows))


@register.simple_tag
def task_list(tasks: Sequence[components.Task], prefix: str = "task") -> SafeString:
    """Tasks and how far each has come. ``prefix`` keeps ids apart where a page has two lists."""
    return _draw("task_list", tasks=tasks, prefix=prefix)


@register.simple_tag(name="table")
def draw_table(table: components.Table, id: str = "") -> SafeString:
    """A table; headings that sort are links."""
    return plain_tables.draw_table(table, id)


@register.simple_tag(name="adds_up")
def draw_adds_up(*tables: components.Table | Sequence[components.Table] | None) -> SafeString:
    """Under tables of figures: whether they add up, and what does not. Nothing where there are no figures."""
    each = ([one] if isinstance(one, components.Table) else one or () for one in tables)
    return _draw("adds_up", found=adds_up(*(table for some in each for table in some)))


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """A state in words."""
    return _draw("tag", tag=components.Tag(str(text), colour))


@register.simple_tag
def clock_badge(
    due: date | datetime | None,
    finished: date | datetime | None = None,
    soon: int = 7,
    name: str = "",
    paused: bool = False,
) -> SafeString:
    """How a clock stands: words, tag and the date itself. ``name`` is said first, if given."""
    return _draw("clock_badge", badge=components.clock_badge(due, finished, soon, paused), name=name)


@register.simple_tag
def when(moment: date | datetime | None, weekday: bool = False, missing: str = "Not set") -> SafeString:
    """A date (3 May 2026) or a moment (3 May 2026 at 2:30pm) as ``<time>``; ``missing`` where there is none."""
    if moment is None:
        return _draw("when", words=missing, machine="")
    pattern = "l j F Y" if weekday else "j F Y"
    if not isinstance(moment, datetime):
        return _draw("when", words=format_date(moment, pattern), machine=moment.isoformat())
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    clock = format_date(local, "g:ia").replace("a.m.", "am").replace("p.m.", "pm")
    return _draw("when", words=f"{format_date(local, pattern)} at {clock}", machine=local.isoformat(timespec="minutes"))


@register.simple_tag
def empty_state(title: str, text: str, href: str = "", action: str = "") -> SafeString:
    """Nothing here: what would be here, why it is not, and what to do next."""
    return _draw("empty_state", title=title, text=text, href=href, action=action)


@register.simple_tag
def timeline(moments: Sequence[components.Moment], heading: int = 3) -> SafeString:
    """A history, in the order given. ``heading`` is the level of each title (2 to 6)."""
    return _draw("timeline", moments=moments, heading=max(2, min(6, heading)))


@register.simple_tag
def conflict(
    differences: Sequence[components.Difference], their_name: str, saved_at: datetime | None = None
) -> SafeString:
    """Two texts side by side: yours and the one saved meanwhile; fields that differ are said in words."""
    differing = [difference for difference in differences if not difference.same]
    return _draw("conflict", differences=differences, differing=differing, their_name=their_name, saved_at=saved_at)


@register.simple_block_tag
def filters(
    content: str, reset_href: str = "?", title: str = "Filter", keep: Sequence[tuple[str, str]] = ()
) -> SafeString:
    """A form by GET around the filter fields. ``keep`` are names and values of the address to carry along."""
    return _draw("filters", content=content, reset_href=reset_href, title=title, keep=keep)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Page[Any], label: str = "Results") -> SafeString:
    """Links to the pages of a list, with the rest of the address kept."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = [
        {"number": number, "href": address(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return _draw(
        "pagination",
        page=page,
        label=label,
        numbers=numbers,
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        following=address(page.next_page_number()) if page.has_next() else "",
    )


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """Everything that is wrong on the page, each line a link to the field that is meant; nothing if all is well."""
    links = [link for form in forms if form for link in error_links(form)]
    return _draw("error_summary", links=links) if links else SafeString("")
