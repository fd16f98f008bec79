"""Stored files: papers and evidence."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "goldenthread.core.files"
    label = "files"
    verbose_name = "Files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        sealed = import_module("goldenthread.core.casework.sealed")  # once the models are there
        sealed.AFTER_DESTROYING.append(import_module("goldenthread.core.files.services").destroy_files)
