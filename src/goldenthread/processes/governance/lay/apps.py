from importlib import import_module

from django.apps import AppConfig


class LayConfig(AppConfig):
    """Pages of what lay members follow and moderate; what they ask and where they sit is kept elsewhere."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "goldenthread.processes.governance.lay"
    label = "lay"
    verbose_name = "Lay members' workspace"

    def ready(self) -> None:
        import_module(f"{self.name}.working")  # what a lay member has to do
