"""Where a message points to. The pages are named by the web, which stands above: so by name, looked up when it is
sent.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from goldenthread.core.casework.process import process_named


def link_to(slug: str, kind: str, pk: int, record_kind: str = "") -> str:
    """The address of an action's or a record's page at the partnership `slug`, in full.

    A record is read on its process's own front page where it has one.
    """
    process = process_named(record_kind)
    if kind == "action":
        path = reverse("action", args=[slug, pk])
    elif process and process.front:
        path = reverse(process.front, args=[slug, pk])
    else:
        path = reverse("record", args=[slug, record_kind, pk])
    return settings.SITE_URL + path


def link_home(slug: str) -> str:
    """The partnership's first page, which shows the worklist."""
    return settings.SITE_URL + reverse("home", args=[slug])
