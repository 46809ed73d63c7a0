import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluation.models import ReportRelease
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.evaluation import released_report, written_report
from tests.factories.people import TenantFactory

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def release(cast: Cast) -> ReportRelease:
    """Miesbach has released 2025; Passau has a draft that nobody else may see."""
    with tenant_scope(cast.foreign_kreis):
        written_report(year=2025)
    with tenant_scope(cast.kreis):
        return released_report(year=2025, now=NOW)


def shown(client: Client, query: str = "") -> list[str]:
    return [str(kreis) for kreis in client.get(f"/land/?year=2025{query}").context["page"]]


@pytest.mark.parametrize("reader", ["ministry", "authority"])
def test_table_counts_and_filters(
    request: pytest.FixtureRequest, reader: str, release: ReportRelease, cast: Cast
) -> None:
    client = request.getfixturevalue(reader)

    assert "<strong>1 von 2</strong>" in client.get("/land/?year=2025").text
    assert shown(client) == ["Landkreis Miesbach", "Stadt Passau"]
    assert shown(client, "&region=2") == ["Stadt Passau"]
    assert shown(client, "&state=released") == ["Landkreis Miesbach"]
    # Released but not presented in time is overdue as well; nobody of the missing is left out.
    assert shown(client, "&state=overdue") == ["Landkreis Miesbach", "Stadt Passau"]
    assert shown(client, "&state=missing") == ["Stadt Passau"]
    assert shown(client, "&state=presented") == []
    assert "1 Bericht fehlt, 2 Nachweise sind überfällig." in client.get("/land/?year=2025").text
    with tenant_scope(cast.kreis):
        ReportRelease.objects.update(presented_on=dt.date(2026, 3, 9), presented_by="post")
    assert shown(client, "&state=presented") == ["Landkreis Miesbach"]
    assert shown(client, "&state=released") == ["Landkreis Miesbach"]
    assert shown(client, "&state=overdue") == ["Stadt Passau"]


def test_sentence_above_the_table_counts_in_words(
    ministry: Client, release: ReportRelease, cast: Cast
) -> None:
    def sentence(year: int) -> str:
        text = ministry.get(f"/land/?year={year}").text
        return text.split("<p><strong>", 1)[1].split(" vorgelegt.", 1)[0]

    proof = "den Verwendungsnachweis"
    ours, others = "Kreisen hat seinen Bericht", "Kreisen haben ihren Bericht"
    assert sentence(2025) == f"1 von 2</strong> {ours} bereitgestellt, 0 davon haben {proof}"
    with tenant_scope(cast.kreis):
        ReportRelease.objects.update(presented_on=dt.date(2026, 3, 9), presented_by="post")
    assert sentence(2025) == f"1 von 2</strong> {ours} bereitgestellt, 1 davon hat {proof}"
    assert sentence(2024) == f"0 von 2</strong> {others} bereitgestellt, 0 davon haben {proof}"


def test_year_shown_first_counts_as_no_filter(ministry: Client, release: ReportRelease) -> None:
    last = timezone.localdate().year - 1

    def switch(query: str) -> str:
        text = ministry.get(f"/land/{query}").text
        return text.split('class="filter-switch"', 1)[1].split("</summary>", 1)[0]

    assert "Filter<" in switch("")
    assert "Filter<" in switch(f"?year={last}&region=&state=")
    assert "Filter (1)" in switch(f"?year={last - 1}")
    assert "Filter (2)" in switch(f"?year={last - 1}&state=missing")


@pytest.mark.parametrize("query", ["year=1999", "year=x&region=99&state=?", "year=" + "9" * 99])
def test_nonsense_in_the_address_is_no_error(
    ministry: Client, release: ReportRelease, query: str
) -> None:
    assert ministry.get(f"/land/?{query}").status_code == 200


def test_only_the_authority_is_offered_the_proof(
    ministry: Client, authority: Client, release: ReportRelease
) -> None:
    proof = f"/land/berichte/{release.pk}/nachweis/"

    assert proof not in ministry.get("/land/?year=2025").text
    assert proof in authority.get("/land/?year=2025").text
    assert ministry.get(proof).status_code == 404


def test_document_on_its_way_is_said_not_failed(ministry: Client, release: ReportRelease) -> None:
    response = ministry.get(f"/land/berichte/{release.pk}/kopie/", follow=True)

    assert "wird noch erstellt" in response.text


def test_damaged_file_is_not_handed_out(
    ministry: Client, authority: Client, release: ReportRelease, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        Document.objects.update(state="ready", file="documents/fehlt.pdf", sha256="0" * 64, size=1)

    for client, path in ((ministry, "kopie"), (authority, "nachweis")):
        response = client.get(f"/land/berichte/{release.pk}/{path}/", follow=True)
        assert "Die Datei ist nicht auffindbar" in response.text


def test_land_is_no_page_for_anybody_else(
    coordinator: TenantClient, release: ReportRelease
) -> None:
    assert coordinator.client.get("/land/").status_code == 404
    assert coordinator.client.get(f"/land/berichte/{release.pk}/kopie/").status_code == 404
    assert Client().get("/land/").status_code == 302


def test_unknown_releases_are_no_pages(authority: Client, release: ReportRelease) -> None:
    for pk in ("0", "999999", "9" * 30):
        for name in ("kopie", "nachweis"):
            assert authority.get(f"/land/berichte/{pk}/{name}/").status_code == 404


@pytest.mark.parametrize("reader", ["ministry", "authority"])
def test_land_opens_no_page_of_a_kreis(
    request: pytest.FixtureRequest, reader: str, release: ReportRelease
) -> None:
    client = request.getfixturevalue(reader)
    paths = ("", "2025/", "2025/belege/", "2025/zahlen/", "2025/festschreibung/", "personal/")

    for path in paths:
        assert client.get(f"/landkreis-miesbach/foerderung/{path}").status_code == 404
    for path in (f"dokumente/{release.document_id}/", "ehrenamtliche/", "heute/"):
        assert client.get(f"/landkreis-miesbach/{path}").status_code == 404


@pytest.mark.parametrize("item_count", [1, 3])
def test_table_query_count(
    ministry: Client, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TenantFactory.create_batch(item_count)

    with django_assert_num_queries(11):
        response = ministry.get("/land/")

    assert response.context["page"].paginator.count == item_count
