"""What head, navigation and foot of every page show. No queries here."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lotsen_portal.tenancy.addresses import land_path
from lotsen_portal.tenancy.models import Role


@dataclass(frozen=True)
class Link:
    """An entry of a menu; `current` is what aria-current says: "page", "true" below it, or ""."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Portal:
    """The frame around a page, as `portal` in every template."""

    home_url: str
    login_url: str
    logout_url: str
    demo: bool
    tenant: Any = None
    sections: list[Link] = field(default_factory=list)
    person_label: str = ""
    person_menu: list[Link] = field(default_factory=list)
    search_url: str | None = None
    search_hint: str = ""
    footer: list[Link] = field(default_factory=list)
    funding_line: str = ""


STAFF_SECTIONS = [
    ("Heute", "front:today"),
    ("Fragen", "inquiries:list"),
    ("Ehrenamtliche", "volunteers:list"),
    ("Schulungen", "trainings:list"),
    ("Netzwerk", "networking:list"),
    ("Wissen", "knowledge:list"),
    ("Förderung", "evaluation:home"),
]
VOLUNTEER_SECTIONS = [
    ("Start", "front:today"),
    ("Schulungen", "trainings:list"),
    ("Fragen", "inquiries:list"),
    ("Wissen", "knowledge:list"),
    ("Meine Daten", "volunteers:own"),
]
PARTNER_SECTIONS = [
    ("Start", "front:today"),
    ("Netzwerk", "networking:list"),
    ("Schulungen", "trainings:list"),
    ("Wissen", "knowledge:list"),
]
SEARCH_HINTS = {
    Role.VOLUNTEER: "Schulung, Artikel, Frage …",
    Role.PARTNER: "Schulung, Artikel …",
}
STAFF_SEARCH_HINT = "Person, Schulung, Frage …"
FUNDING_LINE = (
    "Gefördert aus Mitteln des Bayerischen Staatsministeriums des Innern,"
    " für Sport und Integration."
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Hand over the frame; panels and other parts of a page, which show none, do not build it."""
    return {"portal": SimpleLazyObject(partial(_portal, request))}


def _portal(request: HttpRequest) -> Portal:
    tenant, member = getattr(request, "tenant", None), getattr(request, "member", None)
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    frame: dict[str, Any] = {
        "home_url": reverse("front:home") if tenant else "/",
        "login_url": f"{settings.LOGIN_URL}?next={request.path}" if tenant else settings.LOGIN_URL,
        "logout_url": land_path("account_logout"),
        "demo": settings.DEMO,
        "tenant": tenant,
        "funding_line": FUNDING_LINE,
        "footer": _footer(tenant),
    }
    if signed_in:
        frame["person_label"] = _person_label(member)
        frame["person_menu"] = _person_menu(request, tenant, member)
    if member:
        frame["sections"] = _sections(request, member)
        frame["search_url"] = reverse("front:search")
        frame["search_hint"] = _search_hint(member)
    return Portal(**frame)


def _person_label(member: Any) -> str:
    if not member:
        return "Angemeldet"
    first = member.memberships[0]
    return " · ".join(part for part in (first.name, first.function) if part) or str(
        first.get_role_display()
    )


def _person_menu(request: HttpRequest, tenant: Any, member: Any) -> list[Link]:
    names = []
    if member and member.is_staff:
        names = [("Dokumente", "documents:list"), ("Einstellungen", "front:settings")]
    below = [_link(request, label, reverse(name)) for label, name in names]
    return [*below, Link("Konto", land_path("account_home"))]


def _search_hint(member: Any) -> str:
    if member.is_staff:
        return STAFF_SEARCH_HINT
    return next((hint for role, hint in SEARCH_HINTS.items() if member.has(role)), "")


def _sections(request: HttpRequest, member: Any) -> list[Link]:
    if member.is_staff:
        names = STAFF_SECTIONS
    else:
        wanted = (VOLUNTEER_SECTIONS if member.has(Role.VOLUNTEER) else []) + (
            PARTNER_SECTIONS if member.has(Role.PARTNER) else []
        )
        names = list(dict.fromkeys(wanted))
    return [_link(request, label, reverse(name)) for label, name in names]


def _link(request: HttpRequest, label: str, url: str) -> Link:
    """Mark the entry whose area, the first word of its address, the page lies in."""
    home = reverse("front:home")
    area = home + url.removeprefix(home).partition("/")[0] + "/"
    below = "true" if request.path.startswith(area) else ""
    return Link(label, url, current="page" if request.path == url else below)


def _footer(tenant: Any) -> list[Link]:
    links = [
        Link("Barrierefreiheit", land_path("land_front:accessibility")),
        Link("Hilfe", land_path("land_front:help")),
    ]
    if tenant:
        legal = [
            Link("Impressum", reverse("front:imprint")),
            Link("Datenschutz", reverse("front:privacy")),
        ]
    else:
        legal = [
            Link("Impressum", land_path("land_front:imprint")),
            Link("Datenschutz", land_path("land_front:privacy")),
        ]
    return legal + links
