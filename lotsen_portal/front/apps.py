from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "lotsen_portal.front"
    verbose_name = "Eingang"
