"""Who works in the Kreis: staff alone. Volunteers and partners have pages of their own."""

import datetime as dt
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsen_portal.accounts import actions, drafts
from lotsen_portal.accounts.models import Invitation
from lotsen_portal.accounts.reauthentication import recently_confirmed
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.front.actions import end_membership
from lotsen_portal.front.forms import InvitationForm
from lotsen_portal.tenancy.models import Membership, Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest

BACK = "front:members"
SEND = "Einladung senden"


@require_safe
@roles(*STAFF)
def member_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    staff = Membership.objects.filter(role__in=STAFF).order_by("name", "pk")
    invitations = list(Invitation.objects.filter(accepted_at=None).order_by("created_at"))
    context = {
        "members": list(staff.active(today)),
        "former": list(staff.exclude(pk__in=staff.active(today).values("pk"))),
        "invitations": [(one, _also_invited_as(one, invitations)) for one in invitations],
        "now": timezone.now(),
        "may_edit": request.member.has(Role.COORDINATOR),
        "own_ids": {membership.pk for membership in request.member.memberships},
    }
    return render(request, "front/member_list.html", context)


def _also_invited_as(invitation: Invitation, others: Iterable[Invitation]) -> str:
    """Return the other roles that the same address is invited to just now; no mistake, a hint."""
    now = timezone.now()
    return ", ".join(
        other.get_role_display()
        for other in others
        if other.email == invitation.email and other.role != invitation.role and other.is_open(now)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
@recently_confirmed
def invitation_create(request: PortalRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, initial=drafts.kept(request))
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            sent = actions.invite(data.pop("email"), **data, now=timezone.now(), by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Die Einladung ist unterwegs. Sie gilt sieben Tage.")
            if also := _also_invited_as(sent, Invitation.objects.filter(email=sent.email)):
                messages.info(request, f"Diese Person hat schon eine Einladung als „{also}“.")
            return redirect(BACK)
    context = {"form": form, "title": "Jemanden einladen", "back": BACK, "label": SEND}
    return render_form(request, "components/settings_form.html", context)


@require_POST
@roles(Role.COORDINATOR)
@recently_confirmed
def invitation_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.filter(accepted_at=None), pk=pk)
    actions.withdraw(invitation, by=request.user)
    messages.success(request, "Die Einladung ist zurückgenommen. Ihr Link führt ins Leere.")
    return redirect(BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
@recently_confirmed
def member_end(request: PortalRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    staff = Membership.objects.filter(role__in=STAFF).active(today)
    membership = get_object_or_404(staff, pk=pk)
    if request.method == "POST":
        try:
            end_membership(membership, last_day=today - dt.timedelta(days=1), by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Der Zugang von {membership} ist beendet.")
        return redirect(BACK)
    context = {
        "title": f"Zugang von {membership} beenden",
        "question": "Die Person kommt dann sofort nicht mehr in den Bereich dieses Kreises.",
        "consequences": ["Was sie eingetragen hat, bleibt.", "Eine neue Einladung ist möglich."],
        "label": "Zugang beenden",
        "cancel_url": reverse(BACK),
    }
    return render(request, "components/confirm.html", context)
