"""Who was there, session by session."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.actions import attendance as actions
from trainings.forms.enrolment import AttendanceForm
from trainings.models import Attendance, Registration, Session


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def attendance_edit(request: PortalRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(Session.objects.select_related("training"), pk=pk)
    confirmed = Registration.objects.filter(training=session.training).confirmed().in_order()
    stored = Attendance.objects.filter(session=session)
    form = AttendanceForm(request.POST or None, registrations=confirmed, stored=stored)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.record(session, form.presence(), now=timezone.now(), by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _recorded(changed))
            return redirect("trainings:detail", session.training_id)
    context = {
        "session": session,
        "form": form,
        "is_recordable": session.is_recordable(timezone.now()),
        "participant_count": len(form.registrations),
    }
    return render_form(request, "trainings/attendance_form.html", context)


def _recorded(changed: int) -> str:
    return "Die Anwesenheit ist gespeichert." if changed else "Es hat sich nichts geändert."
