from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluation.actions import overview
from evaluation.models import Directive, Grant
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_GET
@roles(*STAFF)
def home(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    states = overview.year_states(today)
    context = {
        "grants": Grant.objects.select_related("directive").order_by("-notice_on", "-pk"),
        "directive": Directive.objects.in_force(today),
        "deadlines": overview.deadlines(today),
        "states": states,
        "next": overview.due_next(states),
        "today": today,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "evaluation/home.html", context)
