from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class UpdatesConfig(ProcessConfig):
    name = "goldenthread.processes.governance.updates"
    label = "updates"
    verbose_name = "Updates of groups"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.agendas")  # an update waits on the agendas of those it is for
        import_module(f"{self.name}.telling")
