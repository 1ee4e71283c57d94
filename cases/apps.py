from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "casussen"

    def ready(self) -> None:
        """Let the map add its placements to the timeline of every case."""
        from cases import boards_map  # noqa: F401, PLC0415  models must be loaded first
