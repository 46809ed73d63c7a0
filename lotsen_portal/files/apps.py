from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lotsen_portal.files"
    verbose_name = "Dateien"
