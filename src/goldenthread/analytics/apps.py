"""What the partnership measures, and what it asked about it."""

from __future__ import annotations

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "goldenthread.analytics"
    label = "analytics"
    verbose_name = "Measures"
    default_auto_field = "django.db.models.BigAutoField"
