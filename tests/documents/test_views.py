from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.documents import actions
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.files import stored

CONTENT = b"%PDF-1.7 Probe"


@pytest.fixture
def ready(cast: Cast) -> Document:
    with tenant_scope(cast.kreis):
        return Document.objects.create(
            kind="test.plain",
            subject_id=1,
            title="BIR-Bericht 2025 Entwurf",
            key="test.plain:1",
            queued_at=timezone.now(),
            ready_at=timezone.now(),
            **stored(CONTENT),
        )


def test_download_gives_the_stored_bytes_and_leaves_a_trace(
    coordinator: TenantClient, cast: Cast, ready: Document
) -> None:
    response = coordinator.get(f"/dokumente/{ready.pk}/datei/")

    assert response.content == CONTENT
    assert response["Content-Disposition"] == 'attachment; filename="bir-bericht-2025-entwurf.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"
    with tenant_scope(cast.kreis):
        assert AuditEntry.objects.get(action="document.downloaded").subject_id == ready.pk


def test_damaged_file_is_not_handed_out(coordinator: TenantClient, ready: Document) -> None:
    Path(storages["default"].path(ready.file)).write_bytes(b"%PDF-1.7 anders")

    response = coordinator.get(f"/dokumente/{ready.pk}/datei/", follow=True)

    assert "entspricht nicht mehr ihrer Prüfsumme" in response.text


@pytest.mark.parametrize("page", ["", "datei/"])
def test_document_is_not_there_for_whom_it_is_not_meant(
    volunteer: TenantClient, neighbour: TenantClient, ready: Document, page: str
) -> None:
    path = f"/dokumente/{ready.pk}/{page}"

    assert volunteer.get(path).status_code == 404
    assert neighbour.get(path).status_code == 404


def test_waiting_document_asks_again_by_itself(
    coordinator: TenantClient, cast: Cast, ready: Document
) -> None:
    with tenant_scope(cast.kreis):
        Document.objects.update(state=Document.State.QUEUED)

    page = coordinator.get(f"/dokumente/{ready.pk}/").text
    fragment = coordinator.get(f"/dokumente/{ready.pk}/", headers={"HX-Request": "true"}).text

    assert 'hx-trigger="every 2s"' in page
    assert fragment.lstrip().startswith('<div id="stand"')


RETRY = '<span class="kern-label">Noch einmal versuchen</span>'


@pytest.fixture
def failed(cast: Cast, ready: Document) -> Document:
    with tenant_scope(cast.kreis):
        Document.objects.update(state=Document.State.FAILED, attempt=3, reason="Probe.")
    return ready


def test_failed_document_is_tried_again_from_its_page(
    coordinator: TenantClient, cast: Cast, failed: Document
) -> None:
    path = f"/dokumente/{failed.pk}/"
    page = coordinator.get(path).text
    assert "Das Dokument konnte nicht erstellt werden. Probe." in page
    assert RETRY in page

    after = coordinator.post(f"{path}wiederholung/", follow=True).text

    assert "Das Dokument wird im Hintergrund erstellt." in after
    assert RETRY not in after
    with tenant_scope(cast.kreis):
        again = Document.objects.get()
        assert (again.state, again.attempt, again.reason) == (Document.State.QUEUED, 0, "")
        assert AuditEntry.objects.get(action="document.requeued").subject_id == failed.pk


def test_only_who_works_in_the_kreis_tries_again(viewer: TenantClient, failed: Document) -> None:
    path = f"/dokumente/{failed.pk}/"

    assert RETRY not in viewer.get(path).text
    assert viewer.post(f"{path}wiederholung/").status_code == 403


def test_failed_document_that_was_ordered_anew_is_not_tried_again(
    coordinator: TenantClient, cast: Cast, failed: Document
) -> None:
    with tenant_scope(cast.kreis):
        actions.order(failed.kind, subject_id=1, title="Neu", key=failed.key, by=cast.coordinator)

    page = coordinator.post(f"/dokumente/{failed.pk}/wiederholung/", follow=True)

    assert "Dieses Dokument ist inzwischen neu bestellt." in page.text
    with tenant_scope(cast.kreis):
        assert Document.objects.get(pk=failed.pk).has_failed
