from __future__ import annotations

from goldenthread.core.casework.apps import ProcessConfig


class MeetingsConfig(ProcessConfig):
    name = "goldenthread.processes.governance.meetings"
    label = "meetings"
    verbose_name = "Meetings"
