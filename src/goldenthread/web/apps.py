"""The web application: pages, components, form renderer, static files."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Must stand before ``django.forms`` in INSTALLED_APPS: its widget templates replace Django's by name."""

    name = "goldenthread.web"
    label = "web"
    verbose_name = "Golden Thread"

    def ready(self) -> None:
        # they register what they add to everyone's worklist and to early warnings, for pages and for the worker alike
        from .pages import asked_waiting, log_reviews, looks, signs  # noqa: F401, PLC0415 - models load after the app registry
        from .search.kinds import register_core  # noqa: PLC0415 - models load after the app registry

        register_core()  # every process is declared by now: the web application stands after them
