from importlib import import_module

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "evaluatie"

    def ready(self) -> None:
        import_module("evaluation.timeline")  # adds its events to the timeline of a case
        import_module("evaluation.calendar")  # and its dates to the calendar of who keeps a case
        import_module("evaluation.library")  # which cases may tell what an example gave
