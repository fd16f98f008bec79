"""Records that move through steps, against clocks, among people who may see them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig

from goldenthread.core.tenancy.holding import CLAIM_QUERIES

from .claims import REGISTERS_KEPT, REGISTERS_REVIEWED


class CaseworkConfig(AppConfig):
    name = "goldenthread.core.casework"
    label = "casework"
    verbose_name = "Casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        CLAIM_QUERIES["registers"] = REGISTERS_KEPT
        CLAIM_QUERIES["reviewed"] = REGISTERS_REVIEWED


class ProcessConfig(AppConfig):
    """A process package's AppConfig: its `process` module declares the Process once the models are there."""

    default = False  # Django finds this class in every process's apps module too, and must not take it for theirs
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def ready(self) -> None:
        import_module(f"{self.name}.process")
