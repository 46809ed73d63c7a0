from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "audit.AuditDetail",
        "Protokoll",
        {
            "trail.details_emptied": "hat geänderte Werte nach zwei Jahren gelöscht",
            "access.refused": "wurde auf der Seite {} abgewiesen",
        },
    ),
]


class AuditConfig(AppConfig):
    name = "lotsen_portal.audit"
    verbose_name = "Protokoll"

    def ready(self) -> None:
        announce(*TRAIL)
