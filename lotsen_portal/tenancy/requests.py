from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Tenant


class PortalRequest(HttpRequest):
    """A request as tenant views get it: signed in or not, always with a Kreis."""

    htmx: HtmxDetails
    tenant: Tenant
    member: Member
