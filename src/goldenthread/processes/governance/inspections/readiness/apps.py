from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class ReadinessConfig(ProcessConfig):
    name = "goldenthread.processes.governance.inspections.readiness"
    label = "readiness"
    verbose_name = "Readiness for inspection"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.silence")  # owners are reminded; silent agencies are a warning and a concern
