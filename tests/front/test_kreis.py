from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.front.views.kreis import greeting_at
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import PublicContact
from networking.models import Partner
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.networking import PartnerFactory
from tests.factories.trainings import TrainingFactory, published_training


def test_public_page_shows_the_lotsin_trainings_and_partners(
    anonymous: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        PublicContact.objects.update(
            name="Anna Huber",
            phone="08025 704-1234",
            email="lotsin@example.org",
            office="Rosenheimer Straße 1\nZimmer 12",
            hours="Mo–Do 9–12 Uhr",
        )
        training = published_training(title="Umgang mit Behörden")
        TrainingFactory(title="Entwurf")
        PartnerFactory(name="Caritas Miesbach", is_public=True)
        PartnerFactory(name="Heimlich e. V.")

    page = anonymous.get("/").text

    for expected in (
        "Anna Huber",
        'href="tel:+4980257041234"',
        'href="mailto:lotsin@example.org"',
        "Zimmer 12",
        "Mo–Do 9–12 Uhr",
        "Umgang mit Behörden",
        f"/landkreis-miesbach/schulungen/{training.pk}/",
        "Caritas Miesbach",
    ):
        assert expected in page
    for hidden in ("Entwurf", "Heimlich e. V.", FOREIGN_NAME, COLLEAGUE_NAME, "Ada Maier"):
        assert hidden not in page


def test_public_page_without_a_contact_says_whom_to_ask(
    anonymous: TenantClient, neighbour: TenantClient
) -> None:
    assert "Bitte wenden Sie sich an das Landratsamt." in anonymous.get("/").text
    assert "Bitte wenden Sie sich an die Stadtverwaltung." in neighbour.get("/").text


@pytest.mark.parametrize("item_count", [1, 3])
def test_public_page_query_count(
    anonymous: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(item_count):
            published_training()
            PartnerFactory(is_public=True)

    with django_assert_num_queries(8):
        response = anonymous.get("/")

    assert len(response.context["trainings"]) == item_count
    assert len(response.context["partners"]) == item_count


@pytest.mark.parametrize(
    ("path", "field", "fallback"),
    [
        ("/impressum/", "imprint", "Verantwortlich für diese Seiten: Landkreis Miesbach"),
        ("/datenschutz/", "privacy_notice", "Verantwortlich für die Daten auf diesen Seiten"),
    ],
)
def test_legal_pages(
    anonymous: TenantClient, cast: Cast, path: str, field: str, fallback: str
) -> None:
    assert fallback in anonymous.get(path).text
    with tenant_scope(cast.kreis):
        PublicContact.objects.update(**{field: "Eigener <Text>"})

    page = anonymous.get(path).text

    assert "Eigener &lt;Text&gt;" in page
    assert fallback not in page


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("coordinator", "Anna Huber"),
        ("viewer", "Karl Leitner"),
        ("volunteer", "Ada Maier"),
    ],
)
def test_start_page_greets_by_name(who: str, name: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(who).get("/heute/").text

    assert f", {name}</h1>" in page


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(4, "Guten Abend"), (5, "Guten Morgen"), (11, "Guten Tag"), (18, "Guten Abend")],
)
def test_greeting_follows_the_clock(hour: int, greeting: str) -> None:
    assert greeting_at(hour) == greeting


def test_start_page_is_for_members(anonymous: TenantClient, neighbour: TenantClient) -> None:
    assert anonymous.get("/heute/")["Location"].startswith("/konto/login/?next=")
    stranger = TenantClient(anonymous.tenant, neighbour.user)
    assert stranger.get("/heute/").status_code == 404


def found(response: Any) -> dict[str, list[str]]:
    return {
        group.label: [label for label, _, _ in group.rows] for group in response.context["groups"]
    }


def test_search_finds_every_kind_for_staff(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.volunteer.place = "Tegernsee"
        cast.volunteer.save()
        TrainingFactory(title="Am Tegernsee")
        PartnerFactory(name="Helfer Tegernsee")
    with tenant_scope(cast.foreign_kreis):
        TrainingFactory(title="Tegernsee von fern")

    response = coordinator.get("/suche/", data={"q": "TEGERN"})

    assert found(response) == {
        "Ehrenamtliche": ["Ada Maier"],
        "Partner": ["Helfer Tegernsee"],
        "Schulungen": ["Am Tegernsee"],
    }


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "partner"])
def test_search_never_shows_another_kreis(who: str, request: pytest.FixtureRequest) -> None:
    assert found(request.getfixturevalue(who).get("/suche/", data={"q": FOREIGN_NAME})) == {}


@pytest.mark.parametrize("who", ["volunteer", "partner"])
def test_search_never_shows_colleagues(who: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(who)

    assert found(client.get("/suche/", data={"q": COLLEAGUE_NAME})) == {}


def test_search_shows_volunteers_themselves(volunteer: TenantClient) -> None:
    assert found(volunteer.get("/suche/", data={"q": "maier"})) == {"Ihre Daten": ["Ada Maier"]}


@pytest.mark.parametrize("item_count", [1, 3])
def test_search_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for number in range(item_count):
            PartnerFactory(name=f"Treffer {number}")
            TrainingFactory(title=f"Treffer {number}")

    with django_assert_num_queries(12):
        response = coordinator.get("/suche/", data={"q": "treffer"})

    assert [len(rows) for rows in found(response).values()] == [item_count, item_count]


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("%_'\"", 200), ("a\0b", 422), ("x" * 100_000, 422)]
)
def test_search_survives_nonsense(coordinator: TenantClient, query: str, status: int) -> None:
    assert coordinator.get("/suche/", data={"q": query}).status_code == status


def test_public_partners_alone(anonymous: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        Partner.objects.update(is_public=True)

    assert anonymous.get("/").context["partners"] == []
