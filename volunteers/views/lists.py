from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import lists as actions
from volunteers.forms.listing import PeopleList
from volunteers.forms.views import ColumnsForm, ForgottenViewForm, SavedViewForm
from volunteers.models import SavedView


@require_GET
@roles(*STAFF)
def volunteer_list(request: PortalRequest) -> HttpResponse:
    listed = PeopleList(request.GET, member=request.member)
    if listed.filter.is_about_clearance:
        trail.record("volunteers.clearances_listed", request.tenant, by=request.user)
    context = {
        "page": page_of(request, listed.found),
        "listed": listed,
        "filter": listed.filter,
        "is_preset": listed.is_preset,
        "shown": listed.shown,
        "views": listed.views,
        "near": listed.is_by_nearness,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, "volunteers/volunteer_list.html", context, partial="rows")


@require_http_methods(["GET", "POST"])
@roles(*STAFF)
def view_create(request: PortalRequest) -> HttpResponse:
    """Choose the columns of a list, and keep it under a name."""
    query = request.GET if request.method == "GET" else request.POST
    listed = PeopleList(query, member=request.member)
    if "show" in request.POST:
        return redirect(f"{reverse('volunteers:list')}?{listed.address}")
    view = SavedView(owner=request.member.memberships[0], query=listed.address)
    form = SavedViewForm(request.POST or None, instance=view)
    if form.is_valid():
        try:
            actions.keep_view(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Die Ansicht „{view}“ ist gespeichert.")
            return redirect(f"{reverse('volunteers:list')}?{view.query}")
    context = {"form": form, **_looks(listed)}
    return render_form(request, "volunteers/volunteer_list_views.html", context)


def _looks(listed: PeopleList) -> dict[str, Any]:
    """Return how the list looks, and the views there are of it."""
    own = SavedView.objects.filter(owner__in=listed.member.memberships)
    return {
        "columns_form": ColumnsForm(initial={"columns": [one.key for one in listed.columns]}),
        "kept": listed.kept,
        "address": listed.address,
        "said": listed.filter.narrowed_by if listed.is_readable else [],
        "views": listed.views,
        "own": set(own.values_list("pk", flat=True)),
    }


@require_POST
@roles(*STAFF)
def view_delete(request: PortalRequest) -> HttpResponse:
    form = ForgottenViewForm(request.POST, owners=request.member.memberships)
    if form.is_valid():
        view = form.cleaned_data["view"]
        actions.forget_view(view, by=request.user)
        messages.success(request, f"Die Ansicht „{view}“ ist gelöscht.")
    else:
        messages.error(request, "Diese Ansicht gibt es nicht, oder sie gehört jemand anderem.")
    return redirect("volunteers:view_create")
