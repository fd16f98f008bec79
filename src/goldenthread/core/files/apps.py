"""Stored files: papers and evidence."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "goldenthread.core.files"
    label = "files"
    verbose_name = "Files"
    default_auto_field = "django.db.models.BigAutoField"
