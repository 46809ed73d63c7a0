from django.apps import AppConfig


class PresetsConfig(AppConfig):
    name = "lotsen_portal.presets"
    verbose_name = "Voreinstellungen"
