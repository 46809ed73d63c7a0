from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lotsen_portal.tenancy import panels
from lotsen_portal.tenancy.permissions import EVERY_MEMBER, public, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_GET
@public
def home(request: PortalRequest) -> HttpResponse:
    return render(request, "front/kreis_home.html", {})


@require_GET
@roles(*EVERY_MEMBER)
def today(request: PortalRequest) -> HttpResponse:
    context = {"panels": panels.rendered("today", request), "now": timezone.localtime()}
    return render(request, "front/today.html", context)
