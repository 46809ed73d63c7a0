"""What questions and qualifications add to the start page and to a volunteer's page."""

import datetime as dt
from typing import Any

from django.utils import timezone

from lotsen_portal.tenancy.models import Membership, Role
from lotsen_portal.tenancy.panels import Panel, register
from lotsen_portal.tenancy.permissions import STAFF
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import confidentiality
from volunteers.actions.letters import fields_with_minors
from volunteers.models import (
    ChangeRequest,
    CircleMembership,
    Clearance,
    HelperCircle,
    HelpOffer,
    Inquiry,
    Qualification,
    RegistryRules,
    Volunteer,
)
from volunteers.permissions import CLEARANCE

DUE_AFTER_DAYS = 3
SHOWN = 8


def open_inquiries(request: PortalRequest, person: Membership | None) -> dict[str, Any] | None:
    """Show staff the questions that wait, all or a person's, the longest waiting first."""
    waiting = Inquiry.objects.visible_to(request.member).unanswered().for_list()
    if person:
        waiting = waiting.left_to(person)
    rows = list(waiting.order_by("waiting_since", "pk")[: SHOWN + 1])
    if not rows:
        return None
    today = timezone.localdate()
    aged = [(inquiry, *_age(inquiry.waiting_since, today)) for inquiry in rows[:SHOWN]]
    return {"inquiries": aged, "has_more": len(rows) > SHOWN}


def _age(since: dt.datetime, today: dt.date) -> tuple[str, bool]:
    """Return how long the question waits, in words, and whether the answer is due."""
    days = (today - timezone.localtime(since).date()).days
    words = {0: "seit heute", 1: "seit gestern"}.get(days, f"seit {days} Tagen")
    return words, days >= DUE_AFTER_DAYS


def new_offers(request: PortalRequest, person: Membership | None) -> dict[str, Any] | None:
    """Show staff who has offered to help and waits for a word, the longest waiting first."""
    rows = list(HelpOffer.objects.for_today()[: SHOWN + 1])
    if not rows:
        return None
    today = timezone.localdate()
    aged = [(offer, _age(offer.confirmed_at, today)[0]) for offer in rows[:SHOWN]]
    return {"offers": aged, "has_more": len(rows) > SHOWN}


def offers_of(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """Show by what a person came of themselves, on the person's page."""
    confirmed = HelpOffer.objects.filter(volunteer=volunteer).select_related("municipality")
    rows = list(confirmed.order_by("-confirmed_at", "-pk")[:SHOWN])
    if not rows:
        return None
    may_edit = request.member.has(Role.COORDINATOR)
    return {"offers": rows, "may_edit": may_edit, "is_own": not request.member.is_staff}


def open_wishes(request: PortalRequest, person: Membership | None) -> dict[str, Any] | None:
    """Show the Lotsin which changes of their own data people wait for."""
    waiting = ChangeRequest.objects.filter(decided_at=None).select_related("volunteer")
    rows = list(waiting.order_by("requested_at", "pk")[:SHOWN])
    today = timezone.localdate()
    aged = [(wish, _age(wish.requested_at, today)[0]) for wish in rows]
    return {"wishes": aged} if rows else None


def self_service(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any]:
    """Lead people to what they may do themselves, and the Lotsin to what they wish."""
    wish = ChangeRequest.objects.filter(volunteer=volunteer, decided_at=None).first()
    is_own = not request.member.has(Role.COORDINATOR)
    return {"volunteer": volunteer, "wish": wish, "is_own": is_own}


def own_inquiries(request: PortalRequest, subject: None) -> dict[str, Any]:
    """Show volunteers their own questions, also when they have none yet."""
    own = Inquiry.objects.filter(volunteer__membership=request.member.as_role(Role.VOLUNTEER))
    return {"inquiries": list(own.filter(closed_at__isnull=True).for_list()[:SHOWN])}


def inquiries_of(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """Show what a volunteer has asked, on the volunteer's page."""
    asked = Inquiry.objects.visible_to(request.member).filter(volunteer=volunteer)
    rows = list(asked.for_list()[:SHOWN])
    may_record = request.member.has(Role.COORDINATOR)
    if not rows and not may_record:
        return None
    return {"inquiries": rows, "volunteer": volunteer, "may_record": may_record}


def expiring(request: PortalRequest, person: Membership | None) -> dict[str, Any] | None:
    """Show staff what runs out soon or has just run out, the most urgent first."""
    today = timezone.localdate()
    span = dt.timedelta(weeks=RegistryRules.current().reminder_weeks)
    soon = Qualification.objects.expiring(today - span, today + span).of_those_present()
    rows = list(soon.select_related("volunteer").order_by("expires_on", "pk")[: SHOWN + 1])
    if not rows:
        return None
    return {"qualifications": rows[:SHOWN], "has_more": len(rows) > SHOWN, "today": today}


def clearances(request: PortalRequest, person: Membership | None) -> dict[str, Any] | None:
    """Count the Führungszeugnisse that are due or missing; whose they are, the list tells."""
    today = timezone.localdate()
    weeks = RegistryRules.current().reminder_weeks
    found = Volunteer.objects.lacking_clearance(today, soon=today + dt.timedelta(weeks=weeks))
    days = list(found.values_list("clearance_due_on", flat=True))
    if not days:
        return None
    overdue = sum(1 for day in days if day and day < today)
    missing = days.count(None)
    soon = len(days) - overdue - missing
    return {"overdue": overdue, "soon": soon, "missing": missing, "weeks": weeks}


def clearance_of(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """Say whether a person needs a Führungszeugnis; to see more is another page."""
    fields = fields_with_minors(volunteer, on=timezone.localdate()) if not volunteer.left_on else []
    if not fields and not Clearance.objects.filter(volunteer=volunteer).exists():
        return None
    return {"fields": fields, "volunteer": volunteer}


def confidentiality_of(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any]:
    return {
        "signed": confidentiality.signed_versions(volunteer),
        "text": confidentiality.current_text(),
        "volunteer": volunteer,
        "may_edit": request.member.has(Role.COORDINATOR),
    }


def circles_of(request: PortalRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """Show to which Helferkreise a person belongs."""
    held = CircleMembership.objects.on(timezone.localdate()).filter(volunteer=volunteer)
    rows = list(held.select_related("circle").order_by("starts_on", "pk"))
    return {"memberships": rows, "may_open": request.member.is_staff} if rows else None


def own_circles(request: PortalRequest, subject: None) -> dict[str, Any] | None:
    """Lead whoever coordinates a Helferkreis to its members."""
    today = timezone.localdate()
    led = HelperCircle.objects.led_by(request.member, on=today).for_list(on=today)
    rows = list(led)
    return {"circles": rows} if rows else None


def _announce_registry() -> None:
    """Announce what Helferkreise, Führungszeugnis and Vertraulichkeit add."""
    of_all = (*STAFF, Role.VOLUNTEER)
    register(Panel("today", "volunteers/panel_clearances.html", CLEARANCE, clearances, 45))
    register(
        Panel("today", "volunteers/panel_circles_own.html", (Role.VOLUNTEER,), own_circles, 35)
    )
    register(
        Panel("volunteer", "volunteers/panel_circles.html", of_all, circles_of, 20, column="side")
    )
    register(
        Panel(
            place="volunteer",
            template="volunteers/panel_clearance_volunteer.html",
            roles=CLEARANCE,
            context=clearance_of,
            position=24,
            column="side",
        )
    )
    register(
        Panel(
            place="volunteer",
            template="volunteers/panel_confidentiality.html",
            roles=of_all,
            context=confidentiality_of,
            position=26,
            column="side",
        )
    )


def _announce_inquiries() -> None:
    register(
        Panel(
            place="today",
            template="volunteers/panel_inquiry_open.html",
            roles=STAFF,
            context=open_inquiries,
            position=10,
            has_responsible=True,
        )
    )
    register(
        Panel(
            place="today",
            template="volunteers/panel_inquiry_own.html",
            roles=(Role.VOLUNTEER,),
            context=own_inquiries,
            position=30,
        )
    )
    register(
        Panel(
            place="volunteer",
            template="volunteers/panel_inquiry_volunteer.html",
            roles=(*STAFF, Role.VOLUNTEER),
            context=inquiries_of,
            position=30,
        )
    )


def announce() -> None:
    _announce_registry()
    _announce_inquiries()
    register(Panel("today", "volunteers/panel_expiring.html", STAFF, expiring, position=40))
    register(Panel("today", "volunteers/panel_offers.html", STAFF, new_offers, position=5))
    lotsin = (Role.COORDINATOR,)
    register(Panel("today", "volunteers/panel_changes.html", lotsin, open_wishes, position=7))
    register(
        Panel(
            place="volunteer",
            template="volunteers/panel_self.html",
            roles=(Role.COORDINATOR, Role.VOLUNTEER),
            context=self_service,
            position=5,
            column="side",
        )
    )
    register(
        Panel(
            place="volunteer",
            template="volunteers/panel_offer_volunteer.html",
            roles=(*STAFF, Role.VOLUNTEER),
            context=offers_of,
            position=5,
        )
    )
