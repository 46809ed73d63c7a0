"""What Schulungen add to "Heute" and to a volunteer's page."""

from typing import Any

from django.utils import timezone

from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.panels import Panel, register
from lotsen_portal.tenancy.permissions import STAFF
from lotsen_portal.tenancy.requests import PortalRequest
from trainings.models import Registration, Session, Training

DAYS_AHEAD = 14
MOST_ROWS = 10


def soon(request: PortalRequest, subject: Any) -> dict[str, Any] | None:
    """Return the Schulungen of the next days, with their seats and first session."""
    trainings = Training.objects.beginning_within(DAYS_AHEAD, now=timezone.now()).for_list()
    rows = list(trainings.with_sessions(Session.objects.all())[:MOST_ROWS])
    return {"trainings": rows, "days": DAYS_AHEAD, "now": timezone.now()}


def own(request: PortalRequest, subject: Any) -> dict[str, Any] | None:
    """Return what the volunteer has signed up for and is still to come."""
    membership = request.member.as_role(Role.VOLUNTEER)
    registrations = _to_come(volunteer__membership=membership)
    return {"registrations": registrations} if registrations else None


def next_ones(request: PortalRequest, subject: Any) -> dict[str, Any] | None:
    """Return the next Schulungen that are open and that the volunteer has no part in."""
    membership = request.member.as_role(Role.VOLUNTEER)
    held = Registration.objects.filter(volunteer__membership=membership).holding()
    offered = Training.objects.open_for_registration(timezone.now()).for_list()
    return {"trainings": list(offered.exclude(pk__in=held.values("training"))[:3])}


def of_volunteer(request: PortalRequest, volunteer: Any) -> dict[str, Any] | None:
    """Return all registrations of the person whose page it is, the latest first."""
    visible = Registration.objects.visible_to(request.member).filter(volunteer=volunteer)
    registrations = visible.exclude(status="pending").for_person().reverse()
    rows = list(registrations[: MOST_ROWS * 2])
    return {"registrations": rows, "now": timezone.now()} if rows else None


def _to_come(**whose: Any) -> list[Registration]:
    mine = Registration.objects.filter(**whose).holding()
    return list(mine.filter(training__last_ends_at__gte=timezone.now()).for_person())


def announce() -> None:
    """Register the panels; the app calls it once, when it is ready."""
    volunteer = (Role.VOLUNTEER,)
    register(Panel("today", "trainings/panel_soon.html", STAFF, soon, position=30))
    register(Panel("today", "trainings/panel_own.html", volunteer, own, position=31))
    register(Panel("today", "trainings/panel_next.html", volunteer, next_ones, position=32))
    register(
        Panel(
            "volunteer",
            "trainings/panel_volunteer.html",
            (*STAFF, Role.VOLUNTEER),
            of_volunteer,
            position=30,
        )
    )
