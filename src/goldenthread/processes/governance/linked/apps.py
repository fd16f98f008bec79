from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class LinkedConfig(ProcessConfig):
    name = "goldenthread.processes.governance.linked"
    label = "linked"
    verbose_name = "Linked boards"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.signs")  # silence towards a linked board is told to agendas and the chair
