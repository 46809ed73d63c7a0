from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "lotsen_portal.common"
    verbose_name = "Bausteine"
