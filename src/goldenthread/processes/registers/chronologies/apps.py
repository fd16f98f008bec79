from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ChronologiesConfig(AppConfig):
    name = "goldenthread.processes.registers.chronologies"
    label = "chronologies"
    verbose_name = "Chronologies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module(f"{self.name}.beside")  # what goes with a case that is destroyed, whom it names
