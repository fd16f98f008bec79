from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class ChildDeathsConfig(ProcessConfig):
    name = "goldenthread.processes.registers.child_deaths"
    label = "child_deaths"
    verbose_name = "Child deaths"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.providers")  # what needs somebody; who may be the same child; early warnings
        import_module(f"{self.name}.importing")  # what a register kept in a spreadsheet may fill
        import_module(f"{self.name}.asking")  # what people outside are asked, and may notify
