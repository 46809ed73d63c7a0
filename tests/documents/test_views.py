from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.documents import storage
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient

CONTENT = b"%PDF-1.7 Probe"


@pytest.fixture
def ready(cast: Cast) -> Document:
    with tenant_scope(cast.kreis):
        return Document.objects.create(
            kind="test.plain",
            subject_id=1,
            title="BIR-Bericht 2025 Entwurf",
            key="test.plain:1",
            state=Document.State.READY,
            queued_at=timezone.now(),
            ready_at=timezone.now(),
            file=storage.store(CONTENT, folder="documents/probe"),
            size=len(CONTENT),
            sha256=sha256_hex(CONTENT),
        )


def test_download_gives_the_stored_bytes_and_leaves_a_trace(
    coordinator: TenantClient, cast: Cast, ready: Document
) -> None:
    response = coordinator.get(f"/dokumente/{ready.pk}/datei/")

    assert response.content == CONTENT
    assert response["Content-Disposition"] == 'attachment; filename="bir-bericht-2025-entwurf.pdf"'
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


def test_waiting_document_asks_again_by_itself(coordinator, cast: Cast, ready: Document) -> None:
    with tenant_scope(cast.kreis):
        Document.objects.update(state=Document.State.QUEUED)

    page = coordinator.get(f"/dokumente/{ready.pk}/").text
    fragment = coordinator.get(f"/dokumente/{ready.pk}/", headers={"HX-Request": "true"}).text

    assert 'hx-trigger="every 2s"' in page
    assert fragment.lstrip().startswith('<div id="stand"')
