"""Forms that people without an account fill in."""

from __future__ import annotations

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "goldenthread.core.contributions"
    label = "contributions"
    verbose_name = "What outside people are asked"
    default_auto_field = "django.db.models.BigAutoField"
