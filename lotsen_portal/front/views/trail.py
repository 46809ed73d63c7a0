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
    found = TrailFilter(request.GET, queryset=AuditEntry.objects.all(), people=names)
    total = found.qs.count()
    page = page_of(request, found.qs.folded().prefetch_related("details"))
    context = {
        "page": page,
        "total": total,
        "lines": trail.lines_of(page, names, total=total),
        "filter": found,
        "subject": trail.name_of(*found.subject, names) if found.subject else "",
    }
    return render_page(request, "front/trail_list.html", context, partial="rows")
