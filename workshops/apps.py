from importlib import import_module

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "bijeenkomsten"

    def ready(self) -> None:
        import_module("workshops.timeline")  # adds meetings to the timeline of a case
        import_module("workshops.calendar")  # and to the calendar of who is invited
        import_module("workshops.paper")  # the sheets as a PDF
        import_module("workshops.report_pdf")  # says how a report becomes a PDF
