from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class CascadesConfig(ProcessConfig):
    name = "goldenthread.processes.governance.cascades"
    label = "cascades"
    verbose_name = "Cascades"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.silence")  # what each agency owes, and who stays silent
