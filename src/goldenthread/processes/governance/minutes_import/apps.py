from __future__ import annotations

from django.apps import AppConfig


class MinutesImportConfig(AppConfig):
    name = "goldenthread.processes.governance.minutes_import"
    label = "minutes_import"
    verbose_name = "Minutes coming in"
    default_auto_field = "django.db.models.BigAutoField"
