from django.apps import AppConfig

from lotsen_portal.accounts import sentences
from lotsen_portal.audit.registry import announce, announce_for_land


class AccountsConfig(AppConfig):
    name = "lotsen_portal.accounts"
    verbose_name = "Konten"

    def ready(self) -> None:
        announce(*sentences.OF_KREIS)
        announce_for_land(*sentences.OF_LAND)
