"""Groups of a partnership: the board, its sub-groups, panels and task groups."""

from __future__ import annotations

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "goldenthread.core.groups"
    label = "groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.core.tenancy.seats import CLAIM_LOADERS  # noqa: PLC0415 - models load after the app registry

        from .claims import groups_held  # noqa: PLC0415 - as above

        CLAIM_LOADERS["groups"] = groups_held
