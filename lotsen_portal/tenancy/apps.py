from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "lotsen_portal.tenancy"
    verbose_name = "Kreise"
