from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class AllegationsConfig(ProcessConfig):
    name = "goldenthread.processes.registers.allegations"
    label = "allegations"
    verbose_name = "Allegations"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.importing")  # what a register may fill
        import_module(f"{self.name}.providers")  # what needs an officer; who was referred before
