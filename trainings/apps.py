from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = "Schulungen"

    def ready(self) -> None:
        # Panels know models, which can be imported only now.
        from trainings import panels

        panels.announce()
