import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Membership, Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import circles as actions
from volunteers.forms.circles import CircleForm, DayForm, MessageForm
from volunteers.models import CircleMembership, HelperCircle, Volunteer


@require_GET
@roles(*STAFF, Role.VOLUNTEER)
def circle_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    circles = (
        _visible(request, today).for_list(on=today).prefetch_related("municipalities__municipality")
    )
    context = {
        "page": page_of(request, circles),
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "volunteers/circle_list.html", context)


@require_GET
@roles(*STAFF, Role.VOLUNTEER)
def circle_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show staff the circle; whoever coordinates it sees names, phones and mails alone."""
    circle, today = _circle(request, pk), timezone.localdate()
    trail.record("circle.read", circle, by=request.user)
    may_edit = request.member.has(Role.COORDINATOR)
    context = {"circle": circle, "may_edit": may_edit}
    context["may_change"] = may_edit and circle.dissolved_on is None
    if request.member.is_staff:
        context |= _memberships(circle, today)
        return render(request, "volunteers/circle_detail.html", context)
    context["people"] = Volunteer.objects.in_circle(circle, on=today).order_by("sort_key", "pk")
    return render(request, "volunteers/circle_own.html", context)


def _memberships(circle: HelperCircle, today: dt.date) -> dict[str, Any]:
    held = CircleMembership.objects.filter(circle=circle).select_related("volunteer")
    rows = list(held.order_by("-is_coordinator", "volunteer__sort_key", "pk"))
    current = [row for row in rows if row.ends_on is None or row.ends_on > today]
    return {"members": current, "former": [row for row in rows if row not in current]}


@require_GET
@roles(*STAFF, Role.VOLUNTEER)
def circle_print(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the members as a plain table for paper."""
    circle, today = _circle(request, pk), timezone.localdate()
    trail.record("circle.printed", circle, by=request.user)
    people = Volunteer.objects.in_circle(circle, on=today).order_by("sort_key", "pk")
    context = {"circle": circle, "people": people, "today": today}
    return render(request, "volunteers/circle_print.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def circle_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, HelperCircle(), "Helferkreis anlegen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def circle_edit(request: PortalRequest, pk: int) -> HttpResponse:
    circle = get_object_or_404(HelperCircle.objects.all(), pk=pk)
    return _edit(request, circle, f"{circle} bearbeiten")


def _edit(request: PortalRequest, circle: HelperCircle, title: str) -> HttpResponse:
    form = CircleForm(request.POST or None, instance=circle)
    if form.is_valid():
        try:
            saved = actions.save(
                form.instance, municipalities=form.cleaned_data["places"], by=request.user
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{saved} ist gespeichert.")
            return redirect("circles:detail", saved.pk)
    context = {"form": form, "title": title, "circle": circle}
    return render_form(request, "volunteers/circle_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def circle_dissolve(request: PortalRequest, pk: int) -> HttpResponse:
    circle = get_object_or_404(HelperCircle.objects.all(), pk=pk)
    form = DayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.dissolve(circle, on=form.cleaned_data["on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{circle} ist aufgelöst.")
            return redirect("circles:detail", pk)
    context = {"form": form, "circle": circle}
    return render_form(request, "volunteers/circle_dissolution.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.VOLUNTEER)
def message_create(request: PortalRequest, pk: int) -> HttpResponse:
    circle, today = _own_circle(request, pk), timezone.localdate()
    form = MessageForm(request.POST or None)
    if form.is_valid():
        sender = _sender(request)
        try:
            sent = actions.write_to(
                circle, on=today, sender=sender, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            count = sent.recipients.count()
            messages.success(request, f"Die Nachricht geht als {count} einzelne E-Mails hinaus.")
            return redirect("circles:detail", pk)
    people = Volunteer.objects.in_circle(circle, on=today).order_by("sort_key", "pk")
    context = {"form": form, "circle": circle, "people": list(people)}
    return render_form(request, "volunteers/circle_message.html", context)


def _own_circle(request: PortalRequest, pk: int) -> HelperCircle:
    """Return a circle that is the member's to write to: Leitung sees all, and writes to none."""
    if request.member.has(Role.COORDINATOR):
        return _circle(request, pk)
    led = HelperCircle.objects.led_by(request.member, on=timezone.localdate())
    return get_object_or_404(led, pk=pk)


def _sender(request: PortalRequest) -> Membership:
    own = request.member.as_role(Role.COORDINATOR) or request.member.as_role(Role.VOLUNTEER)
    assert own is not None  # noqa: S101  # the roles of the view
    return own


def _visible(request: PortalRequest, today: dt.date) -> Any:
    return HelperCircle.objects.visible_to(request.member, on=today)


def _circle(request: PortalRequest, pk: int) -> HelperCircle:
    """Return the circle if the member may see it; a colleague's was never there."""
    return get_object_or_404(_visible(request, timezone.localdate()), pk=pk)
