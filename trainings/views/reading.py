"""Looking at Schulungen: the Lotsin with everything, members as an offer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lotsen_portal.audit import trail
from lotsen_portal.common.htmx import render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import EVERY_MEMBER, roles
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.forms.planning import TrainingFilter
from trainings.models import Registration, Session, Training
from trainings.querysets import RegistrationQuerySet


@require_GET
@roles(*EVERY_MEMBER)
def training_list(request: PortalRequest) -> HttpResponse:
    if not request.member.is_staff:
        return _offer_list(request)
    trainings = Training.objects.for_list().with_sessions(Session.objects.all())
    found = TrainingFilter(request.GET, queryset=trainings)
    context = {
        "page": page_of(request, found.qs),
        "filter": found,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, "trainings/training_list.html", context, partial="rows")


def _offer_list(request: PortalRequest) -> HttpResponse:
    """Show members what they may sign up for, and what they have signed up for."""
    offered = Training.objects.open_for_registration(timezone.now()).for_list()
    page = page_of(request, offered.with_sessions(Session.objects.all()))
    held = _own_registrations(request).holding().filter(training__in=[t.pk for t in page])
    own = {registration.training_id: registration for registration in held}
    context = {
        "page": page,
        "offers": [(training, own.get(training.pk)) for training in page],
        "is_volunteer": request.member.has(Role.VOLUNTEER),
    }
    return render_page(request, "trainings/offer_list.html", context, partial="rows")


@require_GET
@roles(*EVERY_MEMBER)
def training_detail(request: PortalRequest, pk: int) -> HttpResponse:
    visible = Training.objects.visible_to(request.member).for_list()
    training = get_object_or_404(visible.with_sessions(Session.objects.with_attendance()), pk=pk)
    if not request.member.is_staff:
        return _offer_detail(request, training)
    trail.record("training.read", training, by=request.user)
    registrations = list(Registration.objects.filter(training=training).in_order())
    context = {
        "training": training,
        "now": timezone.now(),
        "may_edit": request.member.has(Role.COORDINATOR),
        "groups": {
            status: [row for row in registrations if row.status == status]
            for status in Registration.Status.values
        },
    }
    return render(request, "trainings/training_detail.html", context)


def _offer_detail(request: PortalRequest, training: Training) -> HttpResponse:
    own = _own_registrations(request).filter(training=training)
    context = {
        "training": training,
        "registration": own.with_place().order_by("status", "pk").first(),
        "is_open": training.is_open(timezone.now()),
        "is_volunteer": request.member.has(Role.VOLUNTEER),
    }
    return render(request, "trainings/offer_detail.html", context)


def _own_registrations(request: PortalRequest) -> RegistrationQuerySet:
    """Return those of the person's Volunteer; none for members who are none."""
    return Registration.objects.visible_to(request.member)
