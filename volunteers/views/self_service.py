"""„Meine Daten“: what volunteers change by themselves, each section by a short form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import people, record, self_service
from volunteers.forms import self_service as forms
from volunteers.forms.record import SectionForm
from volunteers.models import ChangeRequest, Volunteer
from volunteers.views.record import section_page


def own_record(request: PortalRequest) -> Volunteer:
    """Return the row of whoever asks; there is none for a Lotsin."""
    own = request.member.as_role(Role.VOLUNTEER)
    found: Volunteer = get_object_or_404(Volunteer.objects.all(), membership=own)
    return found


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def contact_edit(request: PortalRequest) -> HttpResponse:
    return _section(request, forms.OwnContactForm, people.change, "Kontakt")


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def engagement_edit(request: PortalRequest) -> HttpResponse:
    def save(volunteer: Volunteer, **rows: Any) -> None:
        record.save_engagement(volunteer, on=timezone.localdate(), **rows)

    return _section(request, forms.OwnEngagementForm, save, "Engagement")


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def availability_edit(request: PortalRequest) -> HttpResponse:
    save = record.save_availability
    return _section(request, forms.OwnAvailabilityForm, save, "Verfügbarkeit")


def _section(
    request: PortalRequest,
    form_class: type[SectionForm],
    save: Callable[..., None],
    title: str,
) -> HttpResponse:
    volunteer = own_record(request)
    form = form_class(request.POST or None, instance=volunteer)
    if form.is_valid():
        try:
            save(form.instance, by=request.user, **form.rows)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{title}“ ist gespeichert.")
            return redirect("volunteers:detail", volunteer.pk)
    return section_page(request, form, volunteer, title)


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def wish_edit(request: PortalRequest) -> HttpResponse:
    volunteer = own_record(request)
    wish = ChangeRequest.objects.filter(volunteer=volunteer, decided_at=None).first()
    form = forms.WishForm(request.POST or None, instance=volunteer, wish=wish)
    if form.is_valid():
        if self_service.wish(volunteer, form.wanted, by=request.user):
            messages.success(request, "Ihr Wunsch ist bei Ihrer Integrationslotsin.")
        else:
            messages.info(request, "Es bleibt alles, wie es ist.")
        return redirect("volunteers:detail", volunteer.pk)
    context = {"form": form, "volunteer": volunteer, "wish": wish}
    return render_form(request, "volunteers/self_wish.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def pause_edit(request: PortalRequest) -> HttpResponse:
    """Pause, or come back from a pause; which of both, the status says."""
    volunteer, today = own_record(request), timezone.localdate()
    if request.method == "POST":
        back = volunteer.status == Volunteer.Status.PAUSED
        act = self_service.resume if back else self_service.pause
        done = "Schön, dass Sie wieder mitmachen." if back else "Sie machen jetzt eine Pause."
        change = partial(act, volunteer, on=today, by=request.user)
        return _status(request, volunteer, change, done=done)
    return render(request, "volunteers/self_pause.html", {"volunteer": volunteer})


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def departure_create(request: PortalRequest) -> HttpResponse:
    volunteer, today = own_record(request), timezone.localdate()
    if request.method == "POST":
        done = "Sie sind ausgeschieden. Vielen Dank für alles, was Sie getan haben!"
        change = partial(self_service.leave, volunteer, on=today, by=request.user)
        return _status(request, volunteer, change, done=done)
    return render(request, "volunteers/self_departure.html", {"volunteer": volunteer})


def _status(
    request: PortalRequest, volunteer: Volunteer, change: Callable[[], None], *, done: str
) -> HttpResponse:
    try:
        change()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("volunteers:detail", volunteer.pk)
