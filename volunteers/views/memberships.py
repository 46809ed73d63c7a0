"""Who belongs to a Helferkreis and who coordinates it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import circles as actions
from volunteers.forms.circles import OFFERED, DayForm, FindForm, NewMemberForm
from volunteers.matching.search import found_first
from volunteers.models import CircleMembership, HelperCircle, Volunteer


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def member_create(request: PortalRequest, pk: int) -> HttpResponse:
    circle = get_object_or_404(HelperCircle.objects.all(), pk=pk)
    search = FindForm(request.GET)
    people = _not_yet_in(circle)
    offered = found_first(people, search.wanted, most=OFFERED + 1)
    form = NewMemberForm(request.POST or None, people=people, offered=offered[:OFFERED])
    if form.is_valid():
        try:
            added = actions.add_member(circle, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{added.volunteer} gehört jetzt zu {circle}.")
            return redirect("circles:detail", pk)
    context = {"form": form, "search": search, "circle": circle, "offered": offered}
    context["has_more"] = len(offered) > OFFERED
    return render_form(request, "volunteers/circle_member_form.html", context)


def _not_yet_in(circle: HelperCircle) -> Any:
    today = timezone.localdate()
    held = circle.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    present = Volunteer.objects.exclude(status=Volunteer.Status.LEFT)
    return present.exclude(pk__in=held.values("volunteer_id")).order_by("sort_key", "pk")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def member_end(request: PortalRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    form = DayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_membership(membership, on=form.cleaned_data["on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(
                request, f"{membership.volunteer} gehört nicht mehr zu {membership.circle}."
            )
            return redirect("circles:detail", membership.circle_id)
    context = {"form": form, "membership": membership, "circle": membership.circle}
    return render_form(request, "volunteers/circle_member_end.html", context)


@require_POST
@roles(Role.COORDINATOR)
def coordination_create(request: PortalRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    try:
        actions.begin_coordinating(membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{membership.volunteer} koordiniert jetzt {membership.circle}.")
    return redirect("circles:detail", membership.circle_id)


@require_POST
@roles(Role.COORDINATOR)
def coordination_delete(request: PortalRequest, pk: int) -> HttpResponse:
    membership = _membership(pk)
    actions.stop_coordinating(membership, by=request.user)
    messages.success(request, f"{membership.volunteer} koordiniert {membership.circle} nicht mehr.")
    return redirect("circles:detail", membership.circle_id)


def _membership(pk: int) -> CircleMembership:
    rows = CircleMembership.objects.select_related("circle", "volunteer")
    return get_object_or_404(rows, pk=pk)
