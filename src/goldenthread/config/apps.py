"""The installation as a Django application: it brings the jobs that look after the others."""

from __future__ import annotations

from django.apps import AppConfig


class Installation(AppConfig):
    """No models; `tasks` is found by procrastinate."""

    name = "goldenthread.config"
    label = "installation"
