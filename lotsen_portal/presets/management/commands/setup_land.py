from typing import Any

from django.core.management.base import BaseCommand

from lotsen_portal.presets import land


class Command(BaseCommand):
    help = "Put the Land in place: 96 Kreise, directive, topics, languages. May be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        land.setup()
