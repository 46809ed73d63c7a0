from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lotsen_portal.demo import land


class Command(BaseCommand):
    help = "Fill the Land with invented people. Only for the demo; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data belong into the demo only: set LOTSEN_DEMO=1.")
        land.load(timezone.localdate())
