"""Links that open one thing without a password."""

from __future__ import annotations

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "goldenthread.core.links"
    label = "links"
    verbose_name = "Links"
    default_auto_field = "django.db.models.BigAutoField"
