from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Förderung"

    def ready(self) -> None:
        from evaluation import panels
        from evaluation.actions import printing

        printing.announce()
        panels.announce()
