"""Ways across: addresses of a Kreis and of the Land, for requests, tasks and mails alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix, set_urlconf

from lotsen_portal.tenancy.models import Tenant


@contextmanager
def mounted(tenant: Tenant) -> Iterator[None]:
    """Make `reverse` and `{% url %}` speak of the pages below /<tenant>/."""
    prefix, urlconf = get_script_prefix(), get_urlconf()
    set_script_prefix(f"/{tenant.slug}/")
    set_urlconf(settings.TENANT_URLCONF)
    try:
        yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)


@contextmanager
def _unmounted() -> Iterator[None]:
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        yield
    finally:
        set_script_prefix(prefix)


def tenant_path(tenant: Tenant, name: str, *args: Any) -> str:
    """Return the path of a Kreis's page, from wherever it is asked."""
    with _unmounted():
        return f"/{tenant.slug}{reverse(name, urlconf=settings.TENANT_URLCONF, args=args)}"


def land_path(name: str, *args: Any) -> str:
    """Return the path of a page outside every Kreis, from wherever it is asked."""
    with _unmounted():
        return reverse(name, urlconf=settings.ROOT_URLCONF, args=args)


def tenant_url(tenant: Tenant, name: str, *args: Any) -> str:
    """Return the absolute address of a Kreis's page, for mails and calendars."""
    return settings.PORTAL_URL + tenant_path(tenant, name, *args)


def land_url(name: str, *args: Any) -> str:
    """Return the absolute address of a Land page, for mails and calendars."""
    return settings.PORTAL_URL + land_path(name, *args)
