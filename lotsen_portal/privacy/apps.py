from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lotsen_portal.privacy"
    verbose_name = "Datenschutz"
