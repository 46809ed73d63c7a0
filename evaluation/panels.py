"""What funding adds to pages of other apps."""

from typing import Any

from django.utils import timezone

from evaluation.actions import overview
from lotsen_portal.tenancy import panels
from lotsen_portal.tenancy.panels import Panel
from lotsen_portal.tenancy.permissions import STAFF
from lotsen_portal.tenancy.requests import PortalRequest


def funding(request: PortalRequest, subject: Any) -> dict[str, Any]:
    """Say when the next proof of use is due and what it still lacks."""
    today = timezone.localdate()
    states = overview.year_states(today)
    return {
        "state": overview.due_next(states),
        "has_grant": bool(states),
        "deadlines": overview.deadlines(today),
        "today": today,
    }


def announce() -> None:
    panels.register(
        Panel("today", "evaluation/_today.html", STAFF, funding, position=50, column="side")
    )
