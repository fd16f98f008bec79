"""The words of a message. Email is read on trains and forwarded: so references, counts and links, and a title only
where the
whole partnership may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from goldenthread.core.casework.models import Audience
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action

from .links import link_home, link_to
from .models import Notice
from .worklist import Urgency, WorkItem, counts, days_left, grouped, urgency_of

MOST_LINES = 40
HEADINGS = {
    Urgency.LATE: "Late",
    Urgency.THIS_WEEK: "In the next seven days",
    Urgency.LATER: "Later",
    Urgency.NO_DATE: "Without a date",
}
_UNSAID = "(open the link to read it)"


@dataclass(frozen=True)
class Line:
    """One thing in a message: its reference, what may be said of it, and where it is."""

    reference: str
    title: str
    standing: str
    link: str


@dataclass(frozen=True)
class Letter:
    """A message ready to be sent, as plain text and as simple HTML."""

    subject: str
    text: str
    html: str


def line_of(item: WorkItem, partnership: Partnership) -> Line:
    """A worklist item as a line."""
    title = Truncator(" ".join(item.title.split())).chars(120) if item.open_title else _UNSAID
    return Line(item.reference, title, item.in_words, _link(item, partnership))


def digest_letter(items: Sequence[WorkItem], partnership: Partnership) -> Letter:
    """The daily or weekly summary: how many under each heading, and the lines."""
    counted = {HEADINGS[urgency].lower(): number for urgency, number in counts(items).items() if number}
    summary = ", ".join(f"{number} {words}" for words, number in counted.items())
    sections, left = [], MOST_LINES
    for urgency, found in grouped(items).items():
        if found and left > 0:
            sections.append((HEADINGS[urgency], [line_of(item, partnership) for item in found[:left]]))
            left -= len(found)
    return _letter(f"{_board(partnership)}: {summary}", "What needs you today.", sections, partnership, -left)


def notices_letter(notices: Sequence[Notice], partnership: Partnership, on: date) -> Letter:
    """Reminders, or escalations, of one kind, all in one message."""
    number = len(notices)
    things = "1 action" if number == 1 else f"{number} actions"
    are = "is" if number == 1 else "are"
    subject, first = {
        Notice.Kind.REMINDER: (f"{things} due soon", f"{things} that you answer for {are} due soon."),
        Notice.Kind.AGENCY: (f"{things} of your agency late", f"{things} that your agency answers for {are} late."),
        Notice.Kind.CHAIR: (
            f"{things} still late",
            f"{things} {are} still late, after the agencies that answer were told.",
        ),
    }[Notice.Kind(notices[0].kind)]
    lines = [line_of(_item(notice.action, on), partnership) for notice in notices[:MOST_LINES] if notice.action]
    return _letter(f"{_board(partnership)}: {subject}", first, [("Actions", lines)], partnership, number - MOST_LINES)


def _item(action: Action, on: date) -> WorkItem:
    return WorkItem(
        kind="action",
        pk=action.pk,
        reference=action.reference,
        title=action.text,
        due=action.due_on,
        why="",
        urgency=urgency_of(action.due_on, on),
        days_left=days_left(action.due_on, on),
        open_title=action.audience == Audience.PARTNERSHIP,
    )


def _board(partnership: Partnership) -> str:
    return " ".join((partnership.short_name or partnership.name).split())  # a header holds one line


def _link(item: WorkItem, partnership: Partnership) -> str:
    if item.link:
        return settings.SITE_URL + item.link
    try:
        return link_to(partnership.slug, item.kind, item.pk, item.record_kind)
    except NoReverseMatch:
        return link_home(partnership.slug)


def _letter(
    subject: str, first: str, sections: list[tuple[str, list[Line]]], partnership: Partnership, unshown: int
) -> Letter:
    home = link_home(partnership.slug)
    more = f"And {unshown} more, on the site." if unshown > 0 else ""
    last = f"Everything that needs you, and how often you are told: {home}"
    text = [first, ""]
    for heading, lines in sections:
        text += [heading, "-" * len(heading)]
        text += [f"{line.reference}: {line.title}\n  {line.standing}\n  {line.link}\n" for line in lines]
    text += [*([more, ""] if more else []), last, "", f"Sent for {partnership.name} by Golden Thread."]
    return Letter(subject, "\n".join(text) + "\n", _html(subject, first, sections, partnership, more, home))


def _html(
    subject: str, first: str, sections: list[tuple[str, list[Line]]], partnership: Partnership, more: str, home: str
) -> str:
    body = format_html_join(
        "",
        "<h2>{}</h2><ul>{}</ul>",
        (
            (
                heading,
                format_html_join(
                    "",
                    '<li><a href="{}">{}</a>: {} ({})</li>',
                    ((line.link, line.reference, line.title, line.standing) for line in lines),
                ),
            )
            for heading, lines in sections
        ),
    )
    return format_html(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{}</title></head><body><p>{}</p>{}{}'
        '<p><a href="{}">Everything that needs you, and how often you are told</a></p>'
        "<p>Sent for {} by Golden Thread.</p></body></html>",
        subject,
        first,
        body,
        format_html("<p>{}</p>", more) if more else "",
        home,
        partnership.name,
    )
