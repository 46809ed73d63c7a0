"""What this app adds to "Heute"."""

import datetime as dt

from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from networking.models import Partner
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.networking import ArticleFactory, PartnerFactory


def test_staff_is_asked_about_entries_nobody_confirmed_for_a_year(
    coordinator: TenantClient, viewer: TenantClient, cast: Cast
) -> None:
    today = timezone.localdate()
    assert "Läuft bald ab" not in coordinator.get("/heute/").text
    with tenant_scope(cast.kreis):
        PartnerFactory(name="Alter Verein", confirmed_on=today - dt.timedelta(days=366))
        PartnerFactory(name="Frischer Verein", confirmed_on=today - dt.timedelta(days=365))

    for client in (coordinator, viewer):
        page = client.get("/heute/").text
        assert "Partnereintrag Alter Verein" in page
        assert "Frischer Verein" not in page


def test_panel_shows_five_and_where_the_rest_is(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        PartnerFactory.create_batch(6, confirmed_on=dt.date(2020, 1, 1))

    page = coordinator.get("/heute/").text

    assert page.count("Partnereintrag") == 5
    assert "/landkreis-miesbach/netzwerk/?state=unconfirmed" in page
    found = coordinator.get("/netzwerk/?state=unconfirmed")
    assert len(found.context["page"]) == 6


def test_partner_confirms_the_own_entry_from_the_start_page(
    partner: TenantClient, cast: Cast
) -> None:
    before = partner.get("/heute/").text
    assert cast.partner.name in before
    assert cast.other_partner.name not in before
    assert COLLEAGUE_NAME not in before
    assert f'action="/landkreis-miesbach/netzwerk/{cast.partner.pk}/bestaetigung/"' in before

    partner.post(f"/netzwerk/{cast.partner.pk}/bestaetigung/")

    after = partner.get("/heute/").text
    assert "Danke, dass Sie Ihre Angaben aktuell halten." in after
    assert "bestaetigung" not in after
    with tenant_scope(cast.kreis):
        assert list(
            Partner.objects.filter(confirmed_on=timezone.localdate()).values_list("pk", flat=True)
        ) == [cast.partner.pk]


def test_volunteers_see_the_newest_articles_and_no_draft(
    volunteer: TenantClient, cast: Cast
) -> None:
    now = timezone.now()
    with tenant_scope(cast.kreis):
        for days in range(6):
            ArticleFactory(title=f"Vor {days} Tagen", published_at=now - dt.timedelta(days=days))
        ArticleFactory(title="Unfertig")
    with tenant_scope(cast.foreign_kreis):
        ArticleFactory(title="Fremdes", published_at=now)

    page = volunteer.get("/heute/").text

    shown = [page.index(f"Vor {days} Tagen") for days in range(5)]
    assert shown == sorted(shown)
    for hidden in ("Vor 5 Tagen", "Unfertig", "Fremdes"):
        assert hidden not in page
