"""The web application: pages, components, form renderer, static files."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Must stand before ``django.forms`` in INSTALLED_APPS: its widget templates replace Django's by name."""

    name = "goldenthread.web"
    label = "web"
    verbose_name = "Golden Thread"
