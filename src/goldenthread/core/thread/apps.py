"""The golden thread: finding, recommendation, action, evidence, impact."""

from __future__ import annotations

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "goldenthread.core.thread"
    label = "thread"
    verbose_name = "The thread"
    default_auto_field = "django.db.models.BigAutoField"
