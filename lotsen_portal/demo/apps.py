from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lotsen_portal.demo"
    verbose_name = "Demo"
