"""The operator's pages: which Kreise have staff, does everything run. No data of a Kreis."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lotsen_portal.accounts import actions, drafts
from lotsen_portal.accounts.reauthentication import recently_confirmed
from lotsen_portal.common import heartbeat
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.front import finder, health
from lotsen_portal.front.forms import CoordinatorForm
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role, StatewideRole, Tenant
from lotsen_portal.tenancy.permissions import STAFF, statewide


@require_safe
@statewide(StatewideRole.OPERATOR)
def home(request: HttpRequest) -> HttpResponse:
    kreise = [(tenant, _staff_count(tenant)) for tenant in finder.kreise()]
    context = {
        "kreise": kreise,
        "without_staff": sum(1 for _, count in kreise if count == 0),
        "database": health.is_migrated(),
        "valkey": health.valkey_answers(),
        "workers": heartbeat.worker_counts(),
        "queues": health.queue_lengths(),
    }
    return render(request, "operations/home.html", context)


def _staff_count(tenant: Tenant) -> int:
    with tenant_scope(tenant):
        staff = Membership.objects.filter(role__in=STAFF).active(timezone.localdate())
        return int(staff.values("user").distinct().count())


@require_http_methods(["GET", "HEAD", "POST"])
@statewide(StatewideRole.OPERATOR)
@recently_confirmed
def coordinator_invite(request: HttpRequest, slug: str) -> HttpResponse:
    tenant = get_object_or_404(Tenant, slug=slug)
    form = CoordinatorForm(request.POST or None, initial=drafts.kept(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            with tenant_scope(tenant):
                actions.invite(
                    data["email"],
                    role=Role.COORDINATOR,
                    name=data["name"],
                    now=timezone.now(),
                    by=request.user,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Die Einladung für {tenant} ist unterwegs.")
            return redirect("operations:home")
    context = {"form": form, "kreis": tenant}
    return render_form(request, "operations/invitation.html", context)
