from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class PlansConfig(ProcessConfig):
    name = "goldenthread.processes.governance.plans"
    label = "plans"
    verbose_name = "Business plans"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.signs")  # what stands still is told to agendas, the chair and the risk register
