"""What an upper app adds to a lower page: a panel, registered in its `apps.py`.

Places: "today" (the start page of members) and "volunteer" (a volunteer's page).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.template.loader import render_to_string

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.requests import PortalRequest

Place = Literal["today", "volunteer"]


@dataclass(frozen=True)
class Panel:
    """A part of a page: who sees it, what it shows, where it stands.

    `context` gets the request and the page's object and returns what the template needs, or
    None where there is nothing to show. On "today" that object is the membership whose work is
    asked for, or None for everybody's; a panel whose rows have a responsible person heeds it and
    says so by `has_responsible`. Panels of one column stand in the order of `position`.
    """

    place: Place
    template: str
    roles: tuple[Role, ...]
    context: Callable[[PortalRequest, Any], dict[str, Any] | None]
    position: int
    column: Literal["main", "side"] = "main"
    has_responsible: bool = False


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    _panels.append(panel)


def tells_persons_apart(place: Place, member: Member) -> bool:
    """Return whether the member sees a panel whose rows have a responsible person."""
    shown = (panel for panel in _panels if panel.place == place and member.has(*panel.roles))
    return any(panel.has_responsible for panel in shown)


def rendered(place: Place, request: PortalRequest, subject: Any = None) -> dict[str, list[str]]:
    """Return the panels of a page as HTML, by column, for the roles of whoever asks."""
    columns: dict[str, list[str]] = {"main": [], "side": []}
    for panel in sorted(_panels, key=lambda panel: panel.position):
        if panel.place != place or not request.member.has(*panel.roles):
            continue
        context = panel.context(request, subject)
        if context is not None:
            html = render_to_string(panel.template, context, request=request)
            columns[panel.column].append(html)
    return columns
