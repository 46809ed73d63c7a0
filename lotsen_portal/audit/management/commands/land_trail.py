from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.audit.models import LandAuditEntry
from lotsen_portal.audit.registry import label_of_land, sentence_of


class Command(BaseCommand):
    help = "Print the end of the Land's trail: sign-ins, invitations, refusals; numbers, no names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--last", type=int, default=100, help="so many lines (default: 100)")
        parser.add_argument(
            "--account", type=int, metavar="NUMBER", help="what it did or was done to it"
        )

    def handle(self, **options: Any) -> None:
        entries = LandAuditEntry.objects.select_related("kreis").order_by("-pk")
        if number := options["account"]:
            to_it = Q(subject_kind=settings.AUTH_USER_MODEL, subject_id=number)
            entries = entries.filter(Q(actor_id=number) | to_it)
        for entry in reversed(entries[: options["last"]]):
            self.stdout.write(_line(entry))


def _line(entry: LandAuditEntry) -> str:
    number = "" if entry.subject_id is None else f" {entry.subject_id}"
    # Not by format: what an entry brought along from elsewhere may hold braces of its own.
    done = sentence_of(entry.action).replace("{}", label_of_land(entry.subject_kind) + number)
    who = f"Konto {entry.actor_id}" if entry.actor_id else "Jemand ohne Anmeldung oder das Portal"
    where = f" ({entry.kreis.slug})" if entry.kreis else ""
    return f"{timezone.localtime(entry.at):%d.%m.%Y %H:%M:%S} {who} {done}{where}"
