from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "actieplannen"

    def ready(self) -> None:
        import_module("plans.timeline")  # adds its events to the timeline of a case
        import_module("plans.calendar")  # and its dates to the calendar of who does an action
        import_module("plans.from_library")  # a chosen practice example becomes a draft action
        import_module("plans.from_bob")  # so does an action that was decided on in the BOB procedure
        import_module("plans.from_team")  # a working group that misses profiles makes a task
        import_module("plans.references")  # shows its actions in worksheets that refer to them
        import_module("plans.from_worksheets")  # what was said in a worksheet becomes a row of the communication plan
