"""What this app adds to "Heute"."""

from typing import Any

from django.utils import timezone

from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.panels import Panel, register
from lotsen_portal.tenancy.permissions import STAFF
from lotsen_portal.tenancy.requests import PortalRequest
from networking.models import Article, Partner

SHOWN = 5


def unconfirmed_partners(request: PortalRequest, _: Any) -> dict[str, Any] | None:
    """Return the entries that were confirmed longest ago."""
    old = Partner.objects.unconfirmed(on=timezone.localdate())
    partners = list(old.order_by("known_on", "sort_key", "pk")[: SHOWN + 1])
    return {"partners": partners[:SHOWN], "has_more": len(partners) > SHOWN} if partners else None


def own_entry(request: PortalRequest, _: Any) -> dict[str, Any] | None:
    """Return the entry that the partner keeps."""
    own = Partner.objects.filter(contacts__membership=request.member.as_role(Role.PARTNER))
    partner = own.first()
    if partner is None:
        return None
    return {"partner": partner, "is_confirmed": partner.confirmed_on == timezone.localdate()}


def newest_articles(request: PortalRequest, _: Any) -> dict[str, Any] | None:
    articles = list(Article.objects.published().newest()[:SHOWN])
    return {"articles": articles} if articles else None


def announce() -> None:
    register(
        Panel(
            place="today",
            template="networking/_unconfirmed_panel.html",
            roles=STAFF,
            context=unconfirmed_partners,
            position=40,
            column="side",
        )
    )
    register(
        Panel(
            place="today",
            template="networking/_own_entry_panel.html",
            roles=(Role.PARTNER,),
            context=own_entry,
            position=20,
        )
    )
    register(
        Panel(
            place="today",
            template="networking/_articles_panel.html",
            roles=(Role.VOLUNTEER, Role.PARTNER),
            context=newest_articles,
            position=60,
        )
    )
