from importlib import import_module

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"
    verbose_name = "analyse"

    def ready(self) -> None:
        import_module("analysis.calendar")  # the talks of a working group in the calendar of its people
        import_module("analysis.checks")  # a broken worksheet stops the start
        import_module("analysis.paper")  # the PDF of a place
        import_module("analysis.references_kis")  # what stayed open, who waits for an answer, who wins what
        import_module("analysis.references_team")  # shows the working group and the phases in worksheets
        import_module("analysis.timeline")  # adds its events to the timeline of a case
