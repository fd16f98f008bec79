from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegisterImportConfig(AppConfig):
    name = "goldenthread.processes.registers.register_import"
    label = "register_import"
    verbose_name = "Registers coming in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.core.casework.going import after_migrate  # noqa: PLC0415 - its models are there only now

        post_migrate.connect(after_migrate, sender=self)
