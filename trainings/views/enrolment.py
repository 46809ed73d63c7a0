"""Registrations of members: their own, and those the Lotsin enters for others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.actions import enrolment as actions
from trainings.forms.enrolment import OnBehalfForm
from trainings.models import Registration, Session, Training
from volunteers.models import Volunteer


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def registration_create(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.all(), pk=pk)
    form = OnBehalfForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.enter(
                training, form.participant(), now=timezone.now(), by=request.user
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _entered(entered))
            return redirect("trainings:detail", pk)
    context = {"training": training, "form": form}
    return render_form(request, "trainings/registration_form.html", context)


def _entered(registration: Registration) -> str:
    if registration.status == Registration.Status.CONFIRMED:
        return f"{registration.name} ist angemeldet."
    return f"{registration.name} steht auf der Warteliste, denn es ist kein Platz frei."


@require_POST
@roles(Role.VOLUNTEER)
def own_registration_create(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.visible_to(request.member), pk=pk)
    own = request.member.as_role(Role.VOLUNTEER)
    volunteer = Volunteer.objects.filter(membership=own).first()
    if volunteer is None:
        messages.error(request, "Zu Ihrem Zugang gehört noch kein Eintrag im Verzeichnis.")
        return redirect("trainings:detail", pk)
    try:
        registration = actions.sign_up(training, volunteer, now=timezone.now(), by=request.user)
    except actions.AlreadyRegistered:
        messages.info(request, "Sie sind für diese Schulung schon eingetragen.")
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _signed_up(registration))
    return redirect("trainings:detail", pk)


def _signed_up(registration: Registration) -> str:
    if registration.status == Registration.Status.CONFIRMED:
        return "Sie sind angemeldet. Die Bestätigung kommt per E-Mail."
    return "Sie stehen auf der Warteliste. Wird ein Platz frei, schreiben wir Ihnen."


@require_GET
@roles(Role.VOLUNTEER)
def own_registrations(request: PortalRequest) -> HttpResponse:
    own = request.member.as_role(Role.VOLUNTEER)
    mine = Registration.objects.filter(volunteer__membership=own).for_person()
    now = timezone.now()
    to_come = mine.filter(training__last_ends_at__gte=now)
    context = {
        "to_come": to_come.with_sessions(Session.objects.all()),
        "past": mine.filter(training__last_ends_at__lt=now).exclude(status="pending").reverse(),
    }
    return render(request, "trainings/own_registrations.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.VOLUNTEER)
def withdrawal_create(request: PortalRequest, pk: int) -> HttpResponse:
    visible = Registration.objects.visible_to(request.member).select_related("training")
    registration = get_object_or_404(visible, pk=pk)
    if request.method == "POST":
        on_behalf = request.member.has(Role.COORDINATOR)
        cancel = actions.strike if on_behalf else actions.withdraw
        try:
            cancel(registration, now=timezone.now(), by=request.user)
        except actions.AlreadyCancelled as error:
            messages.info(request, str(error))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Die Anmeldung ist abgesagt.")
        return redirect("trainings:detail", registration.training_id)
    context = {"registration": registration, "is_own": not request.member.is_staff}
    return render(request, "trainings/registration_withdrawal.html", context)


@require_POST
@roles(Role.COORDINATOR)
def seat_create(request: PortalRequest, pk: int) -> HttpResponse:
    registration = get_object_or_404(Registration.objects.select_related("training"), pk=pk)
    try:
        actions.give_seat(registration, now=timezone.now(), by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{registration.name} hat jetzt einen Platz.")
    return redirect("trainings:detail", registration.training_id)
