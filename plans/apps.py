from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "actieplannen"

    def ready(self) -> None:
        import_module("plans.timeline")  # adds its events to the timeline of a case
