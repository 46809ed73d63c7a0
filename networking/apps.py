from django.apps import AppConfig


class NetworkingConfig(AppConfig):
    name = "networking"
    verbose_name = "Netzwerk"

    def ready(self) -> None:
        from networking import panels

        panels.announce()
