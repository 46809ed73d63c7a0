"""What must hold before a process serves anybody."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured if a check of the portal fails; web and worker call this."""
    errors = [message for message in run_checks(databases=["default"]) if message.is_serious()]
    _disconnect()
    if errors:
        raise ImproperlyConfigured(" ".join(str(error.msg) for error in errors))


def _disconnect() -> None:
    """Leave no connection to processes that are forked from this one.

    Two processes on one wire would read each other's rows, in each other's Kreis.
    """
    connections.close_all()
    if connections["default"].settings_dict["OPTIONS"].get("pool"):
        connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone


@register(Tags.security)
def demo_stays_at_home(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Known passwords and invented people belong on loopback, beside an embedded database."""
    if not settings.DEMO:
        return []
    hosts = {settings.DATABASES["default"]["HOST"], urlsplit(settings.PORTAL_URL).hostname}
    if hosts <= LOOPBACK and set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    return [
        Error(
            "LOTSEN_DEMO=1 starts only on loopback: PORTAL_URL, ALLOWED_HOSTS and the database"
            " must be on localhost.",
            id="lotsen.E001",
        )
    ]


@register(Tags.database)
def role_cannot_pass_the_wall(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Row-level security binds neither superusers nor, unless forced, the owner of a table."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c"
            " WHERE c.relowner = r.oid AND c.relkind = 'r')"
            " FROM pg_roles r WHERE r.rolname = current_user"
        )
        (too_mighty,) = cursor.fetchone()
    if not too_mighty:
        return []
    return [
        Error(
            "DATABASE_URL names a role that owns tables or may bypass row-level security."
            " Web, worker and beat run as the role lotsen of deploy/postgres/.",
            id="lotsen.E002",
        )
    ]
