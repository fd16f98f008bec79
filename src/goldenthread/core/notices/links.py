"""Where a message points to. The pages are named by the web, which stands above: so by name, looked up when it is
sent.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def link_to(slug: str, kind: str, pk: int, record_kind: str = "") -> str:
    """The address of an action's or a record's page at the partnership `slug`, in full."""
    path = reverse("action", args=[slug, pk]) if kind == "action" else reverse("record", args=[slug, record_kind, pk])
    return settings.SITE_URL + path


def link_home(slug: str) -> str:
    """The partnership's first page, which shows the worklist."""
    return settings.SITE_URL + reverse("home", args=[slug])
