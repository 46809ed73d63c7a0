from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "tenancy.PublicContact",
        "Öffentliche Seite",
        {
            "public_contact.added": "hat die öffentliche Seite geschrieben",
            "public_contact.changed": "hat die öffentliche Seite geändert",
        },
    ),
    Kind(
        "tenancy.Municipality",
        "Gemeinden",
        {
            "municipality.added": "hat die Gemeinde {} hinzugefügt",
            "municipality.changed": "hat die Gemeinde {} geändert",
            "municipality.removed": "hat die Gemeinde {} entfernt",
            "municipality.neighbours_changed": "hat die Nachbargemeinden von {} festgelegt",
        },
    ),
    Kind(
        "tenancy.Membership",
        "Beendete Zugänge",
        {"membership.ended": "hat den Zugang von {} beendet"},
    ),
]


class FrontConfig(AppConfig):
    name = "lotsen_portal.front"
    verbose_name = "Eingang"

    def ready(self) -> None:
        announce(*TRAIL)
