"""The public way: everybody may sign up, and answers come by mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.openforms import is_too_often
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import public
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.actions import enrolment as actions
from trainings.forms.enrolment import SignUpForm
from trainings.models import Registration, Session, Training


@require_http_methods(["GET", "POST"])
@public
def signup_create(request: PortalRequest, pk: int) -> HttpResponse:
    shown = Training.objects.published().for_list().with_sessions(Session.objects.all())
    training = get_object_or_404(shown, pk=pk)
    form = SignUpForm(request.POST or None) if training.is_open(timezone.now()) else None
    if form and request.method == "POST" and form.is_valid() and _accept(request, form, training):
        return redirect("trainings:signup_done", pk)
    context = {
        "training": training,
        "form": form,
        "is_volunteer": request.member.has(Role.VOLUNTEER),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "trainings/signup_form.html", context, status=status)


def _accept(request: PortalRequest, form: SignUpForm, training: Training) -> bool:
    """Take the sign-up; False with a sentence on the form where that is not possible."""
    if form.is_trapped:
        return True
    if is_too_often(request, email=form.cleaned_data["email"]):
        form.add_error(
            None,
            "Von hier kamen in kurzer Zeit sehr viele Anmeldungen. Bitte versuchen Sie es in einer "
            "Stunde noch einmal oder rufen Sie Ihre Integrationslotsin an.",
        )
        return False
    try:
        actions.ask(training, form.participant(), now=timezone.now())
    except DomainError as error:
        form.add_domain_error(error)
        return False
    return True


@require_GET
@public
def signup_done(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.published(), pk=pk)
    return render(request, "trainings/signup_done.html", {"training": training})


@require_http_methods(["GET", "POST"])
@public
def confirmation(request: PortalRequest, token: str) -> HttpResponse:
    registration = _by_token(token)
    if request.method == "POST":
        try:
            actions.confirm(registration, now=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("trainings:confirmation", token)
    return _status_page(request, registration, asks="confirmation")


@require_http_methods(["GET", "POST"])
@public
def cancellation(request: PortalRequest, token: str) -> HttpResponse:
    registration = _by_token(token)
    if request.method == "POST":
        try:
            actions.withdraw(registration, now=timezone.now())
        except actions.AlreadyCancelled as error:
            messages.info(request, str(error))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("trainings:cancellation", token)
    return _status_page(request, registration, asks="cancellation")


def _by_token(token: str) -> Registration:
    found = Registration.objects.select_related("training").with_place()
    return get_object_or_404(found, token=token)


def _status_page(request: PortalRequest, registration: Registration, *, asks: str) -> HttpResponse:
    now = timezone.now()
    context = {
        "registration": registration,
        "training": registration.training,
        "sessions": registration.training.sessions.order_by("starts_at", "pk"),
        "asks": asks,
        "is_open": registration.training.is_open(now),
        "has_begun": registration.training.has_begun(now),
    }
    return render(request, "trainings/registration_status.html", context)
