from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "documents.Document",
        "Dokumente",
        {
            "document.ordered": "hat das Dokument {} bestellt",
            "document.requeued": "hat das Dokument {} noch einmal bestellt",
            "document.downloaded": "hat das Dokument {} heruntergeladen",
        },
        page="documents:detail",
    ),
]


class DocumentsConfig(AppConfig):
    name = "lotsen_portal.documents"
    verbose_name = "Dokumente"

    def ready(self) -> None:
        announce(*TRAIL)
