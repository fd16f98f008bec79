from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class PrivateFosteringConfig(ProcessConfig):
    name = "goldenthread.processes.registers.private_fostering"
    label = "private_fostering"
    verbose_name = "Private fostering"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.importing")  # what a register may fill
        import_module(f"{self.name}.providers")  # what comes up, for the worklist
