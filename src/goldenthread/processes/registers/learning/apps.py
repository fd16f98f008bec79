from __future__ import annotations

from goldenthread.core.casework.apps import ProcessConfig


class LearningConfig(ProcessConfig):
    name = "goldenthread.processes.registers.learning"
    label = "learning"
    verbose_name = "Learning"
