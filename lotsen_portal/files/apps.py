from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "files.Attachment",
        "Dateien",
        {
            "attachment.added": "hat die Datei {} hochgeladen",
            "attachment.downloaded": "hat die Datei {} heruntergeladen",
            "attachment.removed": "hat die Datei {} gelöscht",
        },
    ),
]


class FilesConfig(AppConfig):
    name = "lotsen_portal.files"
    verbose_name = "Dateien"

    def ready(self) -> None:
        announce(*TRAIL)
