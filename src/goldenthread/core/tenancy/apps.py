"""Who is at which table, and the rule that every row is held to."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "goldenthread.core.tenancy"
    label = "tenancy"
    verbose_name = "Partnerships and access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # models may not be imported before the app registry is ready, so both imports wait for it
        from .checks import every_model_is_governed  # noqa: PLC0415 - models load after the app registry
        from .policies import apply_after_migrate  # noqa: PLC0415 - models load after the app registry

        register(every_model_is_governed)
        post_migrate.connect(apply_after_migrate, sender=self)
