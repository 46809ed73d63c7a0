from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from evaluation.actions import checks
from evaluation.actions import grants as actions
from evaluation.forms.money import StaffPositionForm
from evaluation.models import Directive, StaffPosition
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_GET
@roles(*STAFF)
def position_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "positions": StaffPosition.objects.order_by("-starts_on", "-pk"),
        "most": checks.most_posts(today.year),
        "directive": Directive.objects.in_force(today),
        "today": today,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "evaluation/position_list.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def position_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, StaffPosition(), "Stelle eintragen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def position_edit(request: PortalRequest, pk: int) -> HttpResponse:
    position = get_object_or_404(StaffPosition.objects.all(), pk=pk)
    return _edit(request, position, f"{position} bearbeiten")


def _edit(request: PortalRequest, position: StaffPosition, title: str) -> HttpResponse:
    form = StaffPositionForm(request.POST or None, instance=position)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_position(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Die Stelle ist gespeichert.")
            return redirect("evaluation:staff")
    context = {"form": form, "title": title}
    return render_form(request, "evaluation/position_form.html", context)
