from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """Migrate as the owner of the tables: the portal's own role may change none of them."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> str | None:
        if options["database"] == "owner" and "owner" not in connections:
            raise CommandError(
                "Migrations run as the owner of the tables: set the environment variable "
                "MIGRATION_DATABASE_URL (see .env.example)."
            )
        return super().handle(*args, **options)
