import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotsen_portal.tenancy import panels
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Membership, PublicContact, Role
from lotsen_portal.tenancy.permissions import EVERY_MEMBER, public, roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.models import ContactPerson, Partner
from trainings.models import Training
from volunteers.models import Volunteer

NEXT_TRAININGS = 5
PARTNERS_SHOWN = 8


@require_safe
@public
def home(request: PortalRequest) -> HttpResponse:
    open_ones = Training.objects.open_for_registration(timezone.now())
    partners = Partner.objects.in_directory(on=timezone.localdate()).order_by("sort_key", "pk")
    context = {
        "contact": _contact(),
        "trainings": list(open_ones.for_list()[:NEXT_TRAININGS]),
        "partners": list(partners[:PARTNERS_SHOWN]),
        "may_ask": request.member.has(Role.VOLUNTEER),
    }
    return render(request, "front/kreis_home.html", context)


@require_safe
@public
def imprint(request: PortalRequest) -> HttpResponse:
    return render(request, "front/kreis_imprint.html", {"contact": _contact()})


@require_safe
@public
def privacy(request: PortalRequest) -> HttpResponse:
    return render(request, "front/kreis_privacy.html", {"contact": _contact()})


def _contact() -> Any:
    return PublicContact.objects.first()


@require_safe
@roles(*EVERY_MEMBER)
def today(request: PortalRequest) -> HttpResponse:
    now = timezone.localtime()
    own = request.member.as_role(Role.COORDINATOR)
    has_choice = own is not None and panels.tells_persons_apart("today", request.member)
    person = own if has_choice and _wants_own(request.GET.get("whose"), now.date()) else None
    context = {
        "panels": panels.rendered("today", request, person),
        "has_choice": has_choice,
        "is_own": person is not None,
        "now": now,
        "greeting": greeting_at(now.hour),
        "name": _name_of(request.member),
    }
    return render(request, "front/today.html", context)


def _wants_own(whose: str | None, today: dt.date) -> bool:
    """Return whether to show "Meine"; who is alone in the Kreis begins with "Alle"."""
    if whose in ("mine", "all"):
        return whose == "mine"
    coordinators = Membership.objects.filter(role=Role.COORDINATOR).active(today)
    return coordinators.count() > 1


def greeting_at(hour: int) -> str:
    if 5 <= hour < 11:
        return "Guten Morgen"
    return "Guten Abend" if hour >= 18 or hour < 5 else "Guten Tag"


def _name_of(member: Member) -> str:
    """Return the name under which the Kreis knows the person, wherever it keeps it."""
    named = next((m.name for m in member.memberships if m.name), "")
    if named:
        return named
    if own := member.as_role(Role.VOLUNTEER):
        return str(Volunteer.objects.filter(membership=own).first() or "")
    if own := member.as_role(Role.PARTNER):
        return str(ContactPerson.objects.filter(membership=own).first() or "")
    return ""
