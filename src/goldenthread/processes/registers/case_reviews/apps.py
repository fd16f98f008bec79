from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class CaseReviewsConfig(ProcessConfig):
    name = "goldenthread.processes.registers.case_reviews"
    label = "case_reviews"
    verbose_name = "Case reviews"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.importing")  # what a tracker may fill
        import_module(f"{self.name}.outside")  # what is asked and notified without an account
        import_module(f"{self.name}.providers")  # what waits for somebody; children of one incident
