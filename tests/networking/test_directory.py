"""What everybody sees of a Kreis's network, and nothing beside it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.tenancy.context import public_scope, tenant_scope
from networking.models import Partner
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.networking import ContactPersonFactory, PartnerFactory


def a_public_partner(cast: Cast) -> Partner:
    with tenant_scope(cast.kreis):
        partner: Partner = PartnerFactory(
            name="Freiwilligenzentrum",
            kind="agency",
            place="Hausham",
            offers_text="Beratung für Ehrenamtliche",
            task_areas=["c"],
            note="Vertrag läuft aus",
            is_public=True,
        )
        ContactPersonFactory(partner=partner, name="Olga Offen", phone="08026 5", is_public=True)
        ContactPersonFactory(partner=partner, name="Gerda Geheim", phone="08026 6")
    return partner


def test_directory_shows_the_public_and_nothing_else(anonymous: TenantClient, cast: Cast) -> None:
    public = a_public_partner(cast)
    with tenant_scope(cast.foreign_kreis):
        Partner.objects.update(is_public=True)

    response = anonymous.get("/netzwerk/verzeichnis/")

    assert list(response.context["page"]) == [public]
    for shown in ("Freiwilligenzentrum", "Hausham", "Olga Offen", "08026 5", "Gewinnung"):
        assert shown in response.text
    for hidden in ("Gerda Geheim", "08026 6", "Vertrag", cast.partner.name, FOREIGN_NAME):
        assert hidden not in response.text


def test_directory_finds_by_text_and_task_area(anonymous: TenantClient, cast: Cast) -> None:
    public = a_public_partner(cast)

    def found(query: str) -> list[Partner]:
        return list(anonymous.get(f"/netzwerk/verzeichnis/?{query}").context["page"])

    assert found("q=haus+beratung") == [public]
    assert found("task_area=c") == [public]
    assert found("task_area=d") == []
    # What the page does not show cannot be asked for either.
    assert found("q=Vertrag") == []
    assert found("q=Geheim") == []


def test_empty_directory_explains_itself(anonymous: TenantClient) -> None:
    assert "Das Verzeichnis entsteht gerade" in anonymous.get("/netzwerk/verzeichnis/").text
    assert "Nichts gefunden" in anonymous.get("/netzwerk/verzeichnis/?q=niemand").text


@pytest.mark.parametrize("item_count", [1, 3])
def test_directory_query_count(
    anonymous: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for partner in PartnerFactory.create_batch(item_count, is_public=True):
            ContactPersonFactory(partner=partner, is_public=True)

    with django_assert_num_queries(8):
        response = anonymous.get("/netzwerk/verzeichnis/")

    assert len(response.context["page"]) == item_count


def test_ended_partner_is_not_shown_anywhere(anonymous: TenantClient, cast: Cast) -> None:
    public = a_public_partner(cast)
    with public_scope():
        assert list(Partner.public.all()) == [public]

    with tenant_scope(cast.kreis):
        public.end(public.partner_since)

    assert list(anonymous.get("/netzwerk/verzeichnis/").context["page"]) == []
    with public_scope():
        assert list(Partner.public.all()) == []
