"""Who did, read and took out what: for staff, of the Kreis, of one thing, of one person."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.htmx import render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.front import trail
from lotsen_portal.front.forms import TrailFilter
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_safe
@roles(*STAFF)
def trail_list(request: PortalRequest) -> HttpResponse:
    names = trail.people()
    entries = AuditEntry.objects.order_by("-at", "-pk").prefetch_related("details")
    found = TrailFilter(request.GET, queryset=entries, people=names)
    page = page_of(request, found.qs)
    context = {
        "page": page,
        "lines": trail.lines_of(page, names),
        "filter": found,
        "subject": trail.name_of(*found.subject) if found.subject else "",
    }
    return render_page(request, "front/trail_list.html", context, partial="rows")
