from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "files.Attachment",
        "Dateien",
        {
            "attachment.added": "hat zu „{}“ eine Datei hochgeladen",
            "attachment.downloaded": "hat zu „{}“ eine Datei heruntergeladen",
            "attachment.removed": "hat zu „{}“ eine Datei gelöscht",
        },
    ),
]


class FilesConfig(AppConfig):
    name = "lotsen_portal.files"
    verbose_name = "Dateien"

    def ready(self) -> None:
        announce(*TRAIL)
