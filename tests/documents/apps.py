from django.apps import AppConfig


class TestKindsConfig(AppConfig):
    name = "tests.documents"
    label = "test_kinds"

    def ready(self) -> None:
        from tests.documents import kinds

        kinds.announce()
