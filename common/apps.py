from django.apps import AppConfig

from common import sentences


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        sentences.use()
