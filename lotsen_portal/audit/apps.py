from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lotsen_portal.audit"
    verbose_name = "Protokoll"
