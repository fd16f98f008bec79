from goldenthread.core.casework.apps import ProcessConfig


class InspectionReportsConfig(ProcessConfig):
    name = "goldenthread.processes.governance.inspections.reports"
    label = "inspection_reports"
    verbose_name = "Inspections"
