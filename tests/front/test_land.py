from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality, PublicContact, Region
from tests.cast import Cast
from tests.factories.people import TenantFactory
from tests.factories.trainings import TrainingFactory, published_training


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Two Kreise with municipalities that share a postcode, and one contact."""
    with tenant_scope(cast.kreis):
        Municipality.objects.create(name="Rottach-Egern", postcodes=["83700"])
        Municipality.objects.create(name="Holzkirchen", postcodes=["83607", "94032"])
        PublicContact.objects.update(name="Anna Huber", phone="08025 704", email="a@example.org")
    with tenant_scope(cast.foreign_kreis):
        Municipality.objects.create(name="Passau", postcodes=["94032", "94034"])
    TenantFactory(name="Passau", slug="landkreis-passau", region="2")
    return cast


def found(response: Any) -> list[str]:
    return [str(row["hit"].tenant) for row in response.context["hits"]]


@pytest.mark.parametrize(
    ("text", "kreise"),
    [
        ("Miesbach", ["Landkreis Miesbach"]),
        ("landkreis miesbach", ["Landkreis Miesbach"]),
        ("LKR Miesbach", ["Landkreis Miesbach"]),
        ("miesb", ["Landkreis Miesbach"]),
        ("Stadt Passau", ["Stadt Passau"]),
        ("Passau", ["Stadt Passau", "Landkreis Passau"]),
        ("rottach", ["Landkreis Miesbach"]),
        ("83700", ["Landkreis Miesbach"]),
        ("94032", ["Landkreis Miesbach", "Stadt Passau"]),
        ("99999", []),
        ("Hamburg", []),
        ("' OR 1=1 --", []),
        ("%", []),
        ("   ", []),
    ],
)
def test_finder(client: Client, known: Cast, text: str, kreise: list[str]) -> None:
    response = client.get("/", {"q": text})

    assert response.status_code == 200
    assert sorted(found(response)) == sorted(kreise)


def test_finder_shows_whom_to_ask(client: Client, known: Cast) -> None:
    response = client.get("/", {"q": "83700"})

    assert "Anna Huber" in response.text
    assert 'href="tel:+498025704"' in response.text
    assert 'href="/landkreis-miesbach/"' in response.text


@pytest.mark.parametrize("text", ["a\0b", "x" * 100_000])
def test_finder_answers_nonsense_with_a_sentence(client: Client, known: Cast, text: str) -> None:
    response = client.get("/", {"q": text})

    assert response.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in response.text


def test_start_page_lists_open_trainings_of_all_kreise(client: Client, known: Cast) -> None:
    with tenant_scope(known.kreis):
        own = published_training(title="Umgang mit Behörden")
        TrainingFactory(title="Entwurf")
    with tenant_scope(known.foreign_kreis):
        foreign = published_training(title="Trauma verstehen")

    response = client.get("/")

    assert {training.pk for training, _ in response.context["trainings"]} == {own.pk, foreign.pk}
    assert "Entwurf" not in response.text


@pytest.mark.parametrize("item_count", [1, 3])
def test_start_page_query_count(
    client: Client, known: Cast, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        with tenant_scope(TenantFactory()):
            published_training()

    with django_assert_num_queries(8):
        response = client.get("/", {"q": "a"})

    assert len(response.context["trainings"]) == item_count


def test_trainings_are_filtered_by_region_and_text(client: Client, known: Cast) -> None:
    with tenant_scope(known.kreis):
        published_training(title="Umgang mit Behörden")
    with tenant_scope(known.foreign_kreis):
        foreign = published_training(title="Trauma verstehen")

    by_region = client.get("/schulungen/", {"region": Region.LOWER_BAVARIA})
    by_text = client.get("/schulungen/", {"q": "trauma passau"})

    for response in (by_region, by_text):
        assert [training.pk for training, _ in response.context["trainings"]] == [foreign.pk]


@pytest.mark.parametrize(
    "query", [{"region": "99"}, {"page": "x"}, {"page": "9" * 5000}, {"q": "\0"}, {"q": "y" * 9999}]
)
def test_trainings_survive_nonsense(client: Client, known: Cast, query: dict[str, str]) -> None:
    assert client.get("/schulungen/", query).status_code == 200


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/impressum/", "Für die Seiten eines Kreises ist der jeweilige Landkreis"),
        ("/datenschutz/", "Kein Kreis sieht die Daten eines anderen"),
        ("/barrierefreiheit/", "teilweise vereinbar"),
        ("/hilfe/", "Ich suche meine Integrationslotsin"),
    ],
)
def test_pages_of_the_land(client: Client, db: None, path: str, sentence: str) -> None:
    assert sentence in client.get(path).text
