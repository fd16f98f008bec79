from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class RisksConfig(ProcessConfig):
    name = "goldenthread.processes.governance.risks"
    label = "risks"
    verbose_name = "Risks"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.providers")  # agendas, the chair's page, the front page, what a record's page shows
