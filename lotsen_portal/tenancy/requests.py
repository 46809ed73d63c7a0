from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Tenant


class ArrivingRequest(HttpRequest):
    """A request as middleware gets it: with a Kreis only where its address names one."""

    tenant: Tenant | None
    member: Member | None


class PortalRequest(HttpRequest):
    """A request as tenant views get it: signed in or not, always with a Kreis."""

    htmx: HtmxDetails
    tenant: Tenant
    member: Member
