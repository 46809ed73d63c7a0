"""What somebody takes along: all that is stored about them, and their dates."""

import json
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.privacy import registry
from lotsen_portal.tenancy.addresses import tenant_url
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import public, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers import feeds
from volunteers.actions import people, self_service
from volunteers.models import FeedToken, Volunteer
from volunteers.views.self_service import own_record

MOST_DIGITS = 18


@require_GET
@roles(Role.COORDINATOR, Role.VOLUNTEER)
def data_export(request: PortalRequest, pk: int, suffix: str) -> HttpResponse:
    """Hand out all that is stored about a person (Art. 15 and 20 DSGVO), to them or for them."""
    visible = Volunteer.objects.visible_to(request.member).select_related("membership")
    volunteer = get_object_or_404(visible.select_related("municipality"), pk=pk)
    trail.record("volunteer.data_exported", volunteer, by=request.user)
    sections = registry.sections_about(volunteer)
    if suffix == "json":
        told = {section.title: list(section.records) for section in sections}
        content = json.dumps(told, ensure_ascii=False, indent=2)
        kind = "application/json"
    else:
        context = {"volunteer": volunteer, "sections": sections, "now": timezone.localtime()}
        content = render_to_string("documents/volunteers/own_data.html", context, request=request)
        kind = "text/html; charset=utf-8"
    return download(content.encode(), name=f"meine-daten.{suffix}", content_type=kind)


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def dates_edit(request: PortalRequest) -> HttpResponse:
    """Show the address of the own calendar; make one, a new one, or none."""
    volunteer = own_record(request)
    if request.method == "POST":
        if "close" in request.POST:
            people.close_address(volunteer, by=request.user)
            messages.success(request, "Die Adresse gilt nicht mehr.")
        else:
            self_service.new_address(volunteer, by=request.user)
            messages.success(request, "Ihre neue Adresse steht unten.")
        return redirect("self:dates")
    token = FeedToken.objects.filter(volunteer=volunteer).first()
    url = tenant_url(active_tenant(), "feeds:calendar", token.address) if token else ""
    context = {"volunteer": volunteer, "url": url}
    return render(request, "volunteers/self_dates.html", context)


@require_GET
@public
def calendar_read(request: PortalRequest, token: str) -> HttpResponse:
    """Answer a calendar program; its address is the key, and opens nothing else."""
    volunteer = _owner_of(token)
    if volunteer is None:
        raise Http404
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    content = feeds.calendar_of(
        volunteer, host=f"{active_tenant().slug}.{host}", now=timezone.now()
    )
    response = download(content, name="termine.ics", content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _owner_of(token: str) -> Volunteer | None:
    """Return whose calendar the address opens.

    The row is found by its number, which is no secret, and the secret compared in a time that
    tells nothing of it.
    """
    number, _, secret = token.partition("-")
    found = None
    if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        rows = FeedToken.objects.select_related("volunteer").filter(pk=int(number))
        found = rows.exclude(volunteer__status=Volunteer.Status.LEFT).first()
    is_right = secrets.compare_digest(secret, found.token if found else "")
    return found.volunteer if found and is_right else None
