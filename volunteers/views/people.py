from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.accounts.reauthentication import recently_confirmed
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy import panels
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import people as actions
from volunteers.forms.people import DepartureForm, PersonForm, StatusForm
from volunteers.models import Volunteer
from volunteers.views.record import JOINED, RECORD, record_of


@require_GET
@roles(*STAFF, Role.VOLUNTEER)
def volunteer_detail(request: PortalRequest, pk: int) -> HttpResponse:
    visible = Volunteer.objects.visible_to(request.member)
    volunteer = get_object_or_404(visible.select_related(*JOINED).prefetch_related(*RECORD), pk=pk)
    trail.record("volunteer.read", volunteer, by=request.user)
    may_edit, own = request.member.has(Role.COORDINATOR), request.member.as_role(Role.VOLUNTEER)
    is_own = own is not None and volunteer.membership == own
    context = {
        "volunteer": volunteer,
        "record": record_of(volunteer, today=timezone.localdate()),
        "panels": panels.rendered("volunteer", request, volunteer),
        "may_edit": may_edit,
        # Whoever keeps the registry keeps their own record there, too.
        "is_own": is_own and not may_edit,
        "may_change": is_own or may_edit,
    }
    return render(request, "volunteers/volunteer_detail.html", context)


@require_GET
@roles(Role.VOLUNTEER)
def own_data(request: PortalRequest) -> HttpResponse:
    own = request.member.as_role(Role.VOLUNTEER)
    volunteer = get_object_or_404(Volunteer.objects.all(), membership=own)
    return redirect("volunteers:detail", volunteer.pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def volunteer_create(request: PortalRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_valid() and "anyway" not in request.POST:
        form.ask_about_doubles()
    if form.is_valid():
        try:
            saved = actions.add(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(
                request, f"{saved} ist aufgenommen. Alles Weitere tragen Sie hier ein."
            )
            return redirect("volunteers:detail", saved.pk)
    context = {"form": form, "title": "Person aufnehmen"}
    return render_form(request, "volunteers/volunteer_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def status_edit(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    form = StatusForm(request.POST or None, volunteer=volunteer)
    if form.is_valid():
        status, on = form.cleaned_data["status"], form.cleaned_data["on"]
        try:
            actions.change_status(volunteer, status, on=on, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            label = Volunteer.Status(status).label
            messages.success(request, f"{volunteer}: ab {on:%d.%m.%Y} „{label}“.")
            return redirect("volunteers:detail", pk)
    context = {"volunteer": volunteer, "form": form, "may_undo": volunteer.may_take_back_status}
    return render_form(request, "volunteers/volunteer_status.html", context)


@require_POST
@roles(Role.COORDINATOR)
def status_undo(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    try:
        changed = actions.take_back_status(volunteer, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{changed} ist wieder „{changed.status_label}“.")
    return redirect("volunteers:detail", pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def departure_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    form = DepartureForm(request.POST or None)
    if form.is_valid():
        try:
            actions.say_goodbye(volunteer, on=form.cleaned_data["on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{volunteer} ist ausgeschieden.")
            return redirect("volunteers:detail", pk)
    context = {"volunteer": volunteer, "form": form}
    return render_form(request, "volunteers/volunteer_departure.html", context)


@require_POST
@roles(Role.COORDINATOR)
@recently_confirmed
def access_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    try:
        actions.give_access(volunteer, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{volunteer} hat jetzt einen Zugang und eine Mail dazu.")
    return redirect("volunteers:detail", pk)
