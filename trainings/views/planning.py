"""Writing a Schulung down, publishing it, calling it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.actions import planning as actions
from trainings.forms.planning import (
    MOST_SESSIONS,
    CancellationForm,
    SessionForm,
    SessionFormSet,
    TrainingForm,
)
from trainings.models import Training

ADD_SESSION = "add_session"
SESSION_FIELDS = ("pk", "on", "begins", "ends", "teaching_units", "remove")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def training_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, Training(), "Schulung anlegen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def training_edit(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.all(), pk=pk)
    return _edit(request, training, f"{training} bearbeiten")


def _edit(request: PortalRequest, training: Training, title: str) -> HttpResponse:
    if request.method == "GET":
        stored = training.sessions.order_by("starts_at", "pk") if training.pk else []
        rows = [SessionForm.initial_of(session) for session in stored] or [{}, {}, {}]
        return _page(request, TrainingForm(instance=training), SessionFormSet(initial=rows), title)
    if ADD_SESSION in request.POST:
        return _page(request, *_with_another_row(request.POST, training), title)
    form, sessions = TrainingForm(request.POST, instance=training), SessionFormSet(request.POST)
    # Both, so that all that is wrong shows at once.
    if all([form.is_valid(), sessions.is_valid()]):
        try:
            saved = actions.save(form.instance, sessions=sessions.entries(), by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _saved(saved))
            return redirect("trainings:detail", saved.pk)
    form.compare_sessions(sessions.entries())
    return _page(request, form, sessions, title, status=422)


def _page(
    request: PortalRequest, form: Any, sessions: Any, title: str, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "sessions": sessions, "title": title, "training": form.instance}
    template = "trainings/training_form.html"
    return render_page(request, template, context, partial="sessions", status=status)


def _with_another_row(posted: QueryDict, training: Training) -> tuple[Any, Any]:
    """Return the forms as they were filled in, unchecked, with one more row."""
    form = TrainingForm(instance=training)
    form.initial.update({name: posted[name] for name in form.fields if name in posted})
    typed = SessionFormSet(posted)
    rows = [
        {name: row[name].typed for name in row.fields if row[name].typed} for row in typed.forms
    ]
    return form, SessionFormSet(initial=[*rows, {}][:MOST_SESSIONS])


def _saved(training: Training) -> str:
    if training.state == "draft":
        return "Der Entwurf ist gespeichert. Noch sieht ihn niemand außer Ihnen und der Leitung."
    if not training.seats_taken + training.waiting_count:
        return f"„{training}“ ist gespeichert."
    return (
        f"„{training}“ ist gespeichert. Wer schon angemeldet ist, erfährt von der Änderung nicht "
        "von selbst: Bitte geben Sie Bescheid."
    )


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def publication_create(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.all(), pk=pk)
    if request.method == "POST":
        try:
            actions.publish(training, now=timezone.now(), by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"„{training}“ ist veröffentlicht. Die Anmeldung läuft.")
        return redirect("trainings:detail", pk)
    return render(request, "trainings/training_publication.html", {"training": training})


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def call_off_create(request: PortalRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training.objects.all(), pk=pk)
    form = CancellationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            count = actions.call_off(training, reason=reason, now=timezone.now(), by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{training}“ ist abgesagt. Mails an Angemeldete: {count}.")
            return redirect("trainings:detail", pk)
    context = {"training": training, "form": form}
    return render_form(request, "trainings/training_call_off.html", context)
