from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotsen_portal.audit.chain import Verdict, verify_kreis, verify_land
from lotsen_portal.tenancy.models import Tenant


class Command(BaseCommand):
    help = "Compute the chain of the trail anew; exit with 1 if an entry was changed or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", metavar="SLUG", help="only this Kreis")

    def handle(self, **options: Any) -> None:
        kreise = Tenant.objects.order_by("slug")
        if slug := options["tenant"]:
            kreise = kreise.filter(slug=slug)
            if not kreise.exists():
                raise CommandError(f"Den Kreis „{slug}“ gibt es nicht.")
        broken = [
            kreis.slug for kreis in kreise if self._is_broken(kreis.slug, verify_kreis(kreis))
        ]
        if not slug and self._is_broken("land", verify_land()):
            broken.append("land")
        if broken:
            raise CommandError(f"Das Protokoll ist nicht mehr ganz: {', '.join(broken)}")

    def _is_broken(self, name: str, verdict: Verdict) -> bool:
        found = verdict.fault or "in Ordnung"
        self.stdout.write(f"{name}: {verdict.sealed} {verdict.last[:16] or '-'} {found}")
        return bool(verdict.fault)
