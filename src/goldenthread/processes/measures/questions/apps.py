from goldenthread.core.casework.apps import ProcessConfig


class QuestionsConfig(ProcessConfig):
    name = "goldenthread.processes.measures.questions"
    label = "questions"
    verbose_name = "Questions about figures"
