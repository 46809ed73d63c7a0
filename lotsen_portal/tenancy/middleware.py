import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from lotsen_portal.tenancy.addresses import mounted
from lotsen_portal.tenancy.clicks import answer_once
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Membership, Tenant
from lotsen_portal.tenancy.requests import ArrivingRequest

# Only these can be slugs, so no Land address ever costs a look-up or hides a Kreis.
SLUG = re.compile(r"^/((?:landkreis|stadt)-[a-z0-9-]+)(/.*)?$")


class TenantMiddleware:
    """Mount a Kreis below /<slug>/, so that no view, form or template names the tenant.

    The whole request runs in one transaction as that Kreis; an exception takes it back.
    """

    def __init__(self, get_response: Callable[[ArrivingRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ArrivingRequest) -> HttpResponse:
        request.tenant, request.member = None, None
        match = SLUG.match(request.path_info)
        tenant = Tenant.objects.filter(slug=match[1]).first() if match else None
        if match is None or tenant is None:
            return self.get_response(request)
        if not match[2]:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/{match[1]}/" + (f"?{query}" if query else ""))
        request.path_info = match[2]
        request.urlconf = settings.TENANT_URLCONF
        request.tenant = tenant
        with mounted(tenant), tenant_scope(tenant, user_id=request.user.pk):
            request.member = _member(request)
            return answer_once(request, self.get_response)

    def process_view(self, request: ArrivingRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.tenant and not hasattr(view, "access"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no roles.")

    def process_exception(self, request: ArrivingRequest, exception: Exception) -> None:
        # Django turns the exception into a response before tenant_scope() could see it, and
        # would commit what the view had written so far.
        if request.tenant:
            transaction.set_rollback(True)


def _member(request: ArrivingRequest) -> Member:
    if not request.user.is_authenticated:
        return Member(request.user)
    mine = Membership.objects.filter(user=request.user).active(timezone.localdate())
    return Member(request.user, tuple(mine))
