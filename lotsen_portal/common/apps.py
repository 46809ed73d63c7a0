from django.apps import AppConfig
from django.db.models import fields


class CommonConfig(AppConfig):
    name = "lotsen_portal.common"
    verbose_name = "Bausteine"

    def ready(self) -> None:
        # Django's own words are not translated yet.
        fields.BLANK_CHOICE_LABEL = "Bitte wählen"
