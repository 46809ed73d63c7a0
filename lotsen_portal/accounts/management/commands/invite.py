from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from lotsen_portal.accounts import actions
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, StatewideRole, Tenant

LAND_ROLES = {
    "operator": StatewideRole.OPERATOR,
    "ministry": StatewideRole.OVERSIGHT,
    "authority": StatewideRole.AUTHORITY,
}


class Command(BaseCommand):
    help = "Invite somebody by mail: the operator, ministry, authority, or a first coordinator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        for option in (*LAND_ROLES, "coordinator"):
            who.add_argument(f"--{option}", metavar="MAIL")
        parser.add_argument("--kreis", metavar="SLUG", help="with --coordinator")
        parser.add_argument("--name", default="")

    def handle(self, **options: Any) -> None:
        option = next(name for name in (*LAND_ROLES, "coordinator") if options[name])
        address = options[option]
        try:
            validate_email(address)
            if option == "coordinator":
                self._invite_coordinator(address, options)
            else:
                actions.invite_to_land(
                    address,
                    role=LAND_ROLES[option],
                    name=options["name"],
                    now=timezone.now(),
                    by=None,
                )
        except ValidationError as error:
            raise CommandError(f"{address} ist keine E-Mail-Adresse.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Die Einladung an {address} liegt im Postausgang.")

    def _invite_coordinator(self, address: str, options: dict[str, Any]) -> None:
        slug = options["kreis"] or ""
        tenant = Tenant.objects.filter(slug=slug).first()
        if tenant is None:
            raise CommandError(
                f"Den Kreis „{slug}“ gibt es nicht. Beispiel: --kreis landkreis-miesbach"
            )
        with tenant_scope(tenant):
            actions.invite(
                address,
                role=Role.COORDINATOR,
                name=options["name"],
                now=timezone.now(),
                by=None,
            )
