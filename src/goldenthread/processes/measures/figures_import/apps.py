from __future__ import annotations

from django.apps import AppConfig


class FiguresImportConfig(AppConfig):
    name = "goldenthread.processes.measures.figures_import"
    label = "figures_import"
    verbose_name = "Figures coming in"
    default_auto_field = "django.db.models.BigAutoField"
