from importlib import import_module

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "evaluatie"

    def ready(self) -> None:
        import_module("evaluation.timeline")  # adds its events to the timeline of a case
