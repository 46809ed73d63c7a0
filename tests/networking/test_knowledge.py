"""Articles: written by the Lotsin, read by the Kreis's members once published."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from networking.models import Article
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.networking import ArticleFactory
from volunteers.models import Topic


def article_data(**changes: object) -> dict[str, object]:
    data = {
        "title": "Post vom Jobcenter – wer hilft?",
        "topic": Topic.objects.get(key="behoerden").pk,
        "text": "Zuerst lesen.\r\n\r\nDann fragen.",
    }
    return data | changes


def titles_on(response: Any) -> list[str]:
    return [article.title for article in response.context["page"]]


def published(**fields: object) -> Article:
    article: Article = ArticleFactory(published_at=timezone.now(), **fields)
    return article


@pytest.mark.parametrize("item_count", [1, 3])
def test_article_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        ArticleFactory.create_batch(item_count)

    with django_assert_num_queries(10):
        response = coordinator.get("/wissen/")

    assert response.text.count('scope="row"') == item_count


def test_article_goes_from_draft_to_the_volunteers_and_back(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    created = coordinator.post("/wissen/neu/", article_data())
    path = created["Location"].removeprefix("/landkreis-miesbach")

    assert volunteer.get(path).status_code == 404
    assert titles_on(volunteer.get("/wissen/")) == []

    coordinator.post(f"{path}veroeffentlichung/")
    again = coordinator.post(f"{path}veroeffentlichung/", follow=True)

    assert "ist bereits veröffentlicht." in again.text
    assert volunteer.get(path).status_code == 200
    assert titles_on(volunteer.get("/wissen/")) == ["Post vom Jobcenter – wer hilft?"]

    coordinator.post(f"{path}veroeffentlichung/ruecknahme/")
    again = coordinator.post(f"{path}veroeffentlichung/ruecknahme/", follow=True)

    assert "ist bereits ein Entwurf." in again.text
    assert volunteer.get(path).status_code == 404
    with tenant_scope(cast.kreis):
        done = AuditEntry.objects.filter(action__startswith="article.").order_by("pk")
        assert list(done.values_list("action", flat=True)) == [
            "article.added",
            "article.published",
            "article.unpublished",
        ]


def test_text_is_paragraphs_and_links_and_no_html(volunteer: TenantClient, cast: Cast) -> None:
    text = "<script>alert(1)</script>\n\nMehr auf https://jobcenter.example/hilfe"
    with tenant_scope(cast.kreis):
        article = published(text=text)

    page = volunteer.get(f"/wissen/{article.pk}/").text

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert (
        '<a href="https://jobcenter.example/hilfe" rel="nofollow">'
        "https://jobcenter.example/hilfe</a>"
    ) in page


@pytest.mark.parametrize("who", ["volunteer", "partner", "viewer"])
def test_every_member_reads_and_the_lotsin_alone_writes(
    request: pytest.FixtureRequest, cast: Cast, who: str
) -> None:
    client = request.getfixturevalue(who)
    with tenant_scope(cast.kreis):
        article = published()
    path = f"/wissen/{article.pk}/"

    assert [client.get(page).status_code for page in ("/wissen/", path)] == [200, 200]
    steps = ["bearbeiten/", "veroeffentlichung/", "veroeffentlichung/ruecknahme/", "loeschung/"]
    assert [client.post(f"{path}{step}").status_code for step in steps] == [403] * 4
    assert client.post("/wissen/neu/", article_data()).status_code == 403


def test_drafts_are_for_staff(
    viewer: TenantClient, volunteer: TenantClient, partner: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        draft = ArticleFactory(title="Unfertig")
    path = f"/wissen/{draft.pk}/"

    assert [client.get(path).status_code for client in (viewer, volunteer, partner)] == [
        200,
        404,
        404,
    ]
    assert titles_on(volunteer.get("/wissen/?state=draft&q=Unfertig")) == []


def test_filters_find_by_topic_text_and_state(coordinator: TenantClient, cast: Cast) -> None:
    topic = Topic.objects.get(key="wohnen")
    with tenant_scope(cast.kreis):
        ArticleFactory(title="Umzug", topic=topic, text="Kaution und Übergabe")
        published(title="Arzt")

    assert titles_on(coordinator.get("/wissen/?q=kaution")) == ["Umzug"]
    assert titles_on(coordinator.get(f"/wissen/?topic={topic.pk}")) == ["Umzug"]
    assert titles_on(coordinator.get("/wissen/?state=draft")) == ["Umzug"]
    assert titles_on(coordinator.get("/wissen/?state=published")) == ["Arzt"]
    assert coordinator.get("/wissen/?topic=abc&q=%00").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "artikel doppelt"}, "title"),
        ({"title": " "}, "title"),
        ({"topic": "999999"}, "topic"),
        ({"topic": "kein Thema"}, "topic"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": "\x00"}, "text"),
    ],
)
def test_bad_input_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, changes: dict[str, object], field: str
) -> None:
    with tenant_scope(cast.kreis):
        ArticleFactory(title="Artikel doppelt")

    response = coordinator.post("/wissen/neu/", article_data(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("topic", ["9" * 5_000, "²", "keines"])
def test_topic_that_is_none_is_shown_beside_the_other_version(
    topic: str, coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        path = f"/wissen/{ArticleFactory().pk}/bearbeiten/"
    coordinator.post(path, article_data(version=1))

    response = coordinator.post(path, article_data(topic=topic, version=1))

    assert response.status_code == 422
    assert topic in response.text


def test_second_editor_sees_both_versions(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        article = ArticleFactory()
    path = f"/wissen/{article.pk}/bearbeiten/"
    coordinator.post(path, article_data(version=1))

    response = coordinator.post(path, article_data(text="Anders.", version=1))

    assert response.status_code == 422
    assert [(pair.yours, pair.theirs) for pair in response.context["form"].differences] == [
        ("Anders.", "Zuerst lesen.\n\nDann fragen.")
    ]


def test_draft_is_deleted_and_a_published_article_is_not(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        draft, article = ArticleFactory(), published()

    assert coordinator.get(f"/wissen/{draft.pk}/loeschung/").status_code == 200
    coordinator.post(f"/wissen/{draft.pk}/loeschung/")
    kept = coordinator.post(f"/wissen/{article.pk}/loeschung/", follow=True)

    assert "Nehmen Sie den Artikel zuerst zurück." in kept.text
    with tenant_scope(cast.kreis):
        assert list(Article.objects.all()) == [article]


def test_foreign_article_is_a_page_that_never_was(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.foreign_kreis):
        foreign = published(title="Fremdes Wissen")
    path = f"/wissen/{foreign.pk}/"

    assert [client.get(path).status_code for client in (coordinator, volunteer)] == [404, 404]
    assert "Fremdes Wissen" not in coordinator.get("/wissen/").text
    steps = ["bearbeiten/", "veroeffentlichung/", "veroeffentlichung/ruecknahme/", "loeschung/"]
    assert [coordinator.post(f"{path}{step}").status_code for step in steps] == [404] * 4
