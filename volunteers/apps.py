from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "Ehrenamtliche"

    def ready(self) -> None:
        # Panels know models, which can be imported only now.
        from volunteers import panels

        panels.announce()
