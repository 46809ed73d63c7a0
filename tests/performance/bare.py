"""The bare page that ratios refer to: three middlewares, one SELECT, a table of fifty rows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from lotsen_portal.tenancy.permissions import public
from volunteers.models import Volunteer

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.mounted_here",
]
COLUMNS = ["id", "first_name", "last_name", "email", "phone", "postcode", "place", "status"]


def mounted_here(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


@public
def bare(request: HttpRequest) -> HttpResponse:
    rows = list(Volunteer.objects.order_by("sort_key").values_list(*COLUMNS)[:50])
    return render(request, "bare.html", {"user_id": request.user.pk, "rows": rows})


urlpatterns = [path("", bare)]


class BareClient(Client):
    """A browser of the bare page, in the same process and settings as the portal's pages."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(headers={"host": "localhost"})
        self.tenant = tenant
        with override_settings(MIDDLEWARE=MIDDLEWARE):
            self.handler.load_middleware()

    def page(self) -> Any:
        with tenant_scope(self.tenant):
            return self.get("/")
