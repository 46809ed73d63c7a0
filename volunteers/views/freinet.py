"""Handing people over to freinet-online, as agencies and other Kreise use it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lotsen_portal.accounts import reauthentication
from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.importing import freinet
from volunteers.models import Volunteer

AGAIN = "Danach kommen Sie hierher zurück. Bitte laden Sie die Datei dann noch einmal herunter."
WRITTEN = {
    "csv": (freinet.csv_of, "text/csv"),
    "json": (freinet.json_of, "application/json"),
}


@require_GET
@roles(Role.COORDINATOR)
def freinet_detail(request: PortalRequest) -> HttpResponse:
    """Say what the file holds and what it lacks, and let it be taken."""
    count = Volunteer.objects.exclude(status=Volunteer.Status.LEFT).count()
    return render(request, "volunteers/import_freinet.html", {"count": count})


@require_GET
@roles(Role.COORDINATOR)
def freinet_export(request: PortalRequest, suffix: str) -> HttpResponse:
    """Hand out all who have not left; whoever left is nobody's to pass on."""
    present = Volunteer.objects.exclude(status=Volunteer.Status.LEFT)
    people = freinet.people_of(present)
    if not reauthentication.may_take(request, len(people)):
        messages.info(request, AGAIN)
        return reauthentication.ask_again(request, back=reverse("imports:freinet"))
    told = {"Format": f"freinet, {suffix.upper()}", "Zeilen": str(len(people))}
    trail.record("volunteers.exported", request.tenant, by=request.user, told=told)
    write, content_type = WRITTEN[suffix]
    name = f"freinet-{timezone.localdate():%Y-%m-%d}.{suffix}"
    return download(write(people), name=name, content_type=content_type)
