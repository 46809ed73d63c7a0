from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lotsen_portal.documents"
    verbose_name = "Dokumente"
