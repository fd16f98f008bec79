"""Columns that more than one kind of work declares."""

from __future__ import annotations

from typing import Any

from django.db import models


class WebAddressField(models.URLField):
    """A URL that forms take without its scheme as https: Django 5.2 warns of http. The column is a plain URLField."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
